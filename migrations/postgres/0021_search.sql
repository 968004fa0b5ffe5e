ALTER TABLE "governments" ADD COLUMN "synonyms" text COLLATE "C";--> statement-breakpoint
CREATE INDEX "listed_found" ON "proposals" USING btree ("id","government_id","stage","outcome","topic_code","district_code","year","published_at") WHERE "proposals"."listed";
--> statement-breakpoint
-- By hand: the index of the search is made anew, by `fuyi migrate` or by the platform itself. Titles lie apart from long texts.
DROP TABLE search_documents;
--> statement-breakpoint
CREATE TABLE search_documents (row bigserial PRIMARY KEY, document_id text COLLATE "C" NOT NULL UNIQUE, title text COLLATE "C" NOT NULL);
--> statement-breakpoint
CREATE TABLE search_texts (row bigint PRIMARY KEY, body text COLLATE "C" NOT NULL, tokens text[] NOT NULL);
--> statement-breakpoint
CREATE INDEX search_tokens ON search_texts USING gin (tokens);
