ALTER TABLE "governments" ADD COLUMN "synonyms" text COLLATE "C";--> statement-breakpoint
-- By hand: the index of the search is made anew, by `fuyi migrate` or by the platform itself. Titles lie apart from long texts.
DROP TABLE search_documents;
--> statement-breakpoint
CREATE TABLE search_documents (row bigserial PRIMARY KEY, document_id text COLLATE "C" NOT NULL UNIQUE, title text COLLATE "C" NOT NULL);
--> statement-breakpoint
CREATE TABLE search_texts (row bigint PRIMARY KEY, body text COLLATE "C" NOT NULL, tokens text[] NOT NULL);
--> statement-breakpoint
CREATE INDEX search_tokens ON search_texts USING gin (tokens);
--> statement-breakpoint
-- All that a list asks of a case that a search found, so that the case itself is read for a page only.
CREATE INDEX listed_found ON proposals (id, government_id, stage, hidden_at, number, published_at, outcome, topic_code, district_code, year);
