-- What lists ask of a case, beside its title in the search's table: the view says what it is, the triggers keep the columns as the view
-- is. A refusal that is looked at again stands among the refused ones. src/schema/README.md.
CREATE VIEW search_facts AS
SELECT p.id, p.government_id,
  CASE WHEN p.listed = true AND NOT ((p.stage = 'refused' OR (p.published_at IS NULL AND p.reconsidered_at IS NOT NULL)) AND EXISTS
    (SELECT 1 FROM refusal_reasons r WHERE r.government_id = p.government_id AND r.code = p.reason_code AND r.hides_text = true))
    AND NOT (p.published_at IS NULL AND p.reconsidered_at IS NOT NULL AND (p.stage = 'returned' OR (p.stage IN ('checking', 'withdrawn') AND EXISTS
    (SELECT 1 FROM moderation_decisions m WHERE m.proposal_id = p.id AND m.kind = 'returned' AND m.decided_at >= p.reconsidered_at)))) THEN 1 ELSE 0 END AS shown,
  c.stage, c.outcome, p.topic_code, p.district_code, p.year, (extract(epoch from p.published_at) * 1000)::bigint AS published_at,
  c.stage || chr(9) || coalesce(c.outcome, '') || chr(9) || coalesce(p.topic_code, '') || chr(9) || coalesce(p.district_code, '') || chr(9) || coalesce(cast(p.year as text), '') || chr(9) || coalesce((SELECT string_agg(b.agency_id, ' ') FROM (SELECT DISTINCT a.agency_id FROM assignments a WHERE a.proposal_id = p.id AND a.ended_at IS NULL ORDER BY a.agency_id) b), '') AS facts
FROM proposals p JOIN (SELECT id,
  CASE WHEN listed = true AND stage IN ('checking', 'returned') THEN 'refused' ELSE stage END AS stage,
  CASE WHEN listed = true AND stage IN ('checking', 'returned') THEN 'refused' ELSE outcome END AS outcome
  FROM proposals) c ON c.id = p.id;
--> statement-breakpoint
CREATE FUNCTION search_refresh(a_case text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  PERFORM 1 FROM proposals WHERE id = a_case FOR NO KEY UPDATE;
  UPDATE search_documents d SET (government_id, shown, stage, outcome, topic_code, district_code, year, published_at, facts) = (f.government_id, f.shown, f.stage, f.outcome, f.topic_code, f.district_code, f.year, f.published_at, f.facts) FROM search_facts f WHERE f.id = d.document_id AND d.document_id = a_case;
END $$;
--> statement-breakpoint
CREATE FUNCTION search_of_case() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM search_refresh(NEW.id); RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION search_of_text() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM search_refresh(NEW.document_id); RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION search_of_part() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN PERFORM search_refresh(OLD.proposal_id); ELSE PERFORM search_refresh(NEW.proposal_id); END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION search_of_refusal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM search_refresh(p.id) FROM proposals p WHERE p.government_id = NEW.government_id AND p.reason_code = NEW.code;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER search_of_document AFTER INSERT ON search_documents FOR EACH ROW EXECUTE FUNCTION search_of_text();
--> statement-breakpoint
CREATE TRIGGER search_of_proposal AFTER UPDATE OF stage, outcome, topic_code, district_code, year, published_at, listed, reason_code, reconsidered_at, government_id ON proposals FOR EACH ROW EXECUTE FUNCTION search_of_case();
--> statement-breakpoint
CREATE TRIGGER search_of_assignment AFTER INSERT OR DELETE OR UPDATE OF proposal_id, agency_id, ended_at ON assignments FOR EACH ROW EXECUTE FUNCTION search_of_part();
--> statement-breakpoint
CREATE TRIGGER search_of_reason AFTER UPDATE OF hides_text, code ON refusal_reasons FOR EACH ROW EXECUTE FUNCTION search_of_refusal();
--> statement-breakpoint
UPDATE search_documents d SET (government_id, shown, stage, outcome, topic_code, district_code, year, published_at, facts) = (f.government_id, f.shown, f.stage, f.outcome, f.topic_code, f.district_code, f.year, f.published_at, f.facts) FROM search_facts f WHERE f.id = d.document_id;
