-- Each day's checkpoint goes by mail to who follows the log. Days of before are told to nobody.
ALTER TABLE "list_follows" DROP CONSTRAINT "list_follows_kind";--> statement-breakpoint
ALTER TABLE "pending_follows" DROP CONSTRAINT "pending_follows_kind";--> statement-breakpoint
ALTER TABLE "log_days" ADD COLUMN "mailed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "list_follows" ADD CONSTRAINT "list_follows_kind" CHECK ("kind" in ('agency', 'topic', 'district', 'search', 'log'));--> statement-breakpoint
ALTER TABLE "pending_follows" ADD CONSTRAINT "pending_follows_kind" CHECK ("kind" in ('case', 'agency', 'topic', 'district', 'search', 'log'));--> statement-breakpoint
UPDATE "log_days" SET "mailed_at" = "kept_at";
