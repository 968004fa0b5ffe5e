DROP TRIGGER IF EXISTS desk_of_new_proposal;
--> statement-breakpoint
DROP TRIGGER IF EXISTS desk_of_proposal;
--> statement-breakpoint
DROP TRIGGER IF EXISTS desk_of_new_assignment;
--> statement-breakpoint
DROP TRIGGER IF EXISTS desk_of_assignment;
--> statement-breakpoint
DROP TRIGGER IF EXISTS desk_of_gone_assignment;
--> statement-breakpoint
DROP TRIGGER IF EXISTS desk_of_new_message;
--> statement-breakpoint
DROP TRIGGER IF EXISTS desk_of_gone_message;
--> statement-breakpoint
DROP TRIGGER IF EXISTS desk_of_new_officer;
--> statement-breakpoint
DROP TRIGGER IF EXISTS desk_of_officer;
--> statement-breakpoint
DROP TRIGGER IF EXISTS desk_of_gone_officer;
--> statement-breakpoint
DROP TRIGGER IF EXISTS desk_of_address;
--> statement-breakpoint
DROP VIEW IF EXISTS desk_owed;
