-- By hand: what lists ask of a case stands beside its title, so that a search reads one row for each case that it finds. Triggers keep it
-- (migrations/derived/search-…).
ALTER TABLE search_documents ADD COLUMN government_id text COLLATE "C";
--> statement-breakpoint
ALTER TABLE search_documents ADD COLUMN shown bigint;
--> statement-breakpoint
ALTER TABLE search_documents ADD COLUMN stage text COLLATE "C";
--> statement-breakpoint
ALTER TABLE search_documents ADD COLUMN outcome text COLLATE "C";
--> statement-breakpoint
ALTER TABLE search_documents ADD COLUMN topic_code text COLLATE "C";
--> statement-breakpoint
ALTER TABLE search_documents ADD COLUMN district_code text COLLATE "C";
--> statement-breakpoint
ALTER TABLE search_documents ADD COLUMN year bigint;
--> statement-breakpoint
ALTER TABLE search_documents ADD COLUMN published_at bigint;
--> statement-breakpoint
ALTER TABLE search_documents ADD COLUMN facts text COLLATE "C";
