-- By hand: what lists ask of a case stands beside its title, so that a search reads one row for each case that it finds. Triggers keep it
-- (migrations/derived/search-…).
ALTER TABLE search_documents ADD COLUMN government_id text;
--> statement-breakpoint
ALTER TABLE search_documents ADD COLUMN shown integer;
--> statement-breakpoint
ALTER TABLE search_documents ADD COLUMN stage text;
--> statement-breakpoint
ALTER TABLE search_documents ADD COLUMN outcome text;
--> statement-breakpoint
ALTER TABLE search_documents ADD COLUMN topic_code text;
--> statement-breakpoint
ALTER TABLE search_documents ADD COLUMN district_code text;
--> statement-breakpoint
ALTER TABLE search_documents ADD COLUMN year integer;
--> statement-breakpoint
ALTER TABLE search_documents ADD COLUMN published_at integer;
--> statement-breakpoint
ALTER TABLE search_documents ADD COLUMN facts text;
