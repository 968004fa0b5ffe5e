-- Promises of newer tables that the database can keep itself; two moments that nobody read, which the record and setting_changes tell.
ALTER TABLE "spent_mailboxes" DROP CONSTRAINT "spent_mailboxes_digest";--> statement-breakpoint
ALTER TABLE "brought_cases" DROP COLUMN "brought_at";--> statement-breakpoint
ALTER TABLE "rolls" DROP COLUMN "imported_at";--> statement-breakpoint
ALTER TABLE "answer_attachments" ADD CONSTRAINT "answer_attachments_properties" CHECK (jsonb_typeof("properties") = 'array' and jsonb_array_length("properties") >= 0);--> statement-breakpoint
ALTER TABLE "case_references" ADD CONSTRAINT "case_references_publisher" CHECK ("publisher" <> '');--> statement-breakpoint
ALTER TABLE "hand_overs" ADD CONSTRAINT "hand_overs_link" CHECK ("link" <> '');--> statement-breakpoint
ALTER TABLE "spent_mailboxes" ADD CONSTRAINT "spent_mailboxes_digest" CHECK (length(digest) = 43);--> statement-breakpoint
ALTER TABLE "staff_looks" ADD CONSTRAINT "staff_looks_another" CHECK (looker_id <> person_id);--> statement-breakpoint
ALTER TABLE "paper_changes" ADD CONSTRAINT "paper_changes_sheet" CHECK ("sheet" >= 1);--> statement-breakpoint
ALTER TABLE "paper_entries" ADD CONSTRAINT "paper_entries_sheet" CHECK ("sheet" >= 1);--> statement-breakpoint
ALTER TABLE "paper_signatures" ADD CONSTRAINT "paper_signatures_sheet" CHECK ("sheet" >= 1);--> statement-breakpoint
ALTER TABLE "sample_lines" ADD CONSTRAINT "sample_lines_sample" CHECK ("sample" >= 1);--> statement-breakpoint
ALTER TABLE "presses" ADD CONSTRAINT "presses_leads_to" CHECK ("leads_to" <> '');--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_created_at_before_expires_at" CHECK ("created_at" < "expires_at");--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_status" CHECK ("status" >= 100);--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_over" CHECK (delivered_at is null or next_try_at is null);--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_target" CHECK ((kind = 'government') = (target = ''));--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_failing_since_before_paused_at" CHECK ("failing_since" <= "paused_at");