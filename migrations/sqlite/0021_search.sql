ALTER TABLE `governments` ADD `synonyms` text;--> statement-breakpoint
CREATE INDEX `listed_found` ON `proposals` (`id`,`government_id`,`stage`,`outcome`,`topic_code`,`district_code`,`year`,`published_at`) WHERE "proposals"."listed" = 1;
--> statement-breakpoint
-- By hand: the index of the search is made anew, by `fuyi migrate` or by the platform itself. Titles lie apart from long texts.
DROP TABLE search_index;
--> statement-breakpoint
DROP TABLE search_documents;
--> statement-breakpoint
CREATE TABLE search_documents (row integer PRIMARY KEY AUTOINCREMENT, document_id text NOT NULL UNIQUE, title text NOT NULL);
--> statement-breakpoint
CREATE TABLE search_texts (row integer PRIMARY KEY, body text NOT NULL);
--> statement-breakpoint
CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='', contentless_delete=1, detail=none, tokenize='ascii');
