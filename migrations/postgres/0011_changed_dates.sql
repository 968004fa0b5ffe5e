ALTER TABLE "commitment_updates" ADD COLUMN "due_from" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "commitment_updates" ADD COLUMN "due_to" text COLLATE "C";