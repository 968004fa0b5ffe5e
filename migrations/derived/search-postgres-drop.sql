DROP TRIGGER IF EXISTS search_of_document ON search_documents;
--> statement-breakpoint
DROP TRIGGER IF EXISTS search_of_proposal ON proposals;
--> statement-breakpoint
DROP TRIGGER IF EXISTS search_of_assignment ON assignments;
--> statement-breakpoint
DROP TRIGGER IF EXISTS search_of_reason ON refusal_reasons;
--> statement-breakpoint
DROP FUNCTION IF EXISTS search_of_case();
--> statement-breakpoint
DROP FUNCTION IF EXISTS search_of_text();
--> statement-breakpoint
DROP FUNCTION IF EXISTS search_of_part();
--> statement-breakpoint
DROP FUNCTION IF EXISTS search_of_refusal();
--> statement-breakpoint
DROP FUNCTION IF EXISTS search_refresh(text);
--> statement-breakpoint
DROP VIEW IF EXISTS search_facts;
