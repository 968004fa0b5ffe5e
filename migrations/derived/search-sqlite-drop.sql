DROP TRIGGER IF EXISTS search_of_document;
--> statement-breakpoint
DROP TRIGGER IF EXISTS search_of_proposal;
--> statement-breakpoint
DROP TRIGGER IF EXISTS search_of_new_assignment;
--> statement-breakpoint
DROP TRIGGER IF EXISTS search_of_assignment;
--> statement-breakpoint
DROP TRIGGER IF EXISTS search_of_gone_assignment;
--> statement-breakpoint
DROP TRIGGER IF EXISTS search_of_reason;
--> statement-breakpoint
DROP VIEW IF EXISTS search_facts;
