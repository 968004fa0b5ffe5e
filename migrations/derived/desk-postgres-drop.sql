DROP TRIGGER IF EXISTS desk_of_new_proposal ON proposals;
--> statement-breakpoint
DROP TRIGGER IF EXISTS desk_of_proposal ON proposals;
--> statement-breakpoint
DROP TRIGGER IF EXISTS desk_of_assignment ON assignments;
--> statement-breakpoint
DROP TRIGGER IF EXISTS desk_of_message ON private_messages;
--> statement-breakpoint
DROP TRIGGER IF EXISTS desk_of_officer ON case_officers;
--> statement-breakpoint
DROP TRIGGER IF EXISTS desk_of_address ON people;
--> statement-breakpoint
DROP FUNCTION IF EXISTS desk_of_case();
--> statement-breakpoint
DROP FUNCTION IF EXISTS desk_of_part();
--> statement-breakpoint
DROP FUNCTION IF EXISTS desk_of_person();
--> statement-breakpoint
DROP FUNCTION IF EXISTS desk_refresh(text);
--> statement-breakpoint
DROP VIEW IF EXISTS desk_owed;
