-- The documents that have all tokens of one of the ways: a way is its tokens with a space between. The server does not know that a
-- document's tokens lie compressed beside its row. It takes reading all of them for as cheap as asking the index, and needs seconds.
CREATE FUNCTION search_rows(ways text[]) RETURNS SETOF bigint LANGUAGE plpgsql STABLE ROWS 200
SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF cardinality(ways) = 1 THEN
    RETURN QUERY SELECT t.row FROM search_texts t WHERE t.tokens @> string_to_array(ways[1], ' ');
  ELSE
    RETURN QUERY SELECT DISTINCT t.row FROM unnest(ways) AS way JOIN search_texts t ON t.tokens @> string_to_array(way, ' ');
  END IF;
END $$;
