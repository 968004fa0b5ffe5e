ALTER TABLE "governments" ADD COLUMN "staff_idle_minutes" bigint DEFAULT 30 NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "means" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "used_at" timestamp (3) with time zone;--> statement-breakpoint
-- Staff who work while this runs go on: their sessions count as used just now.
UPDATE "sessions" SET "used_at" = now();
