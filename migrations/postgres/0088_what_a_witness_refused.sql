-- What a witness did not sign, since nothing showed that it goes on from what it had signed: a note for whoever runs it.
ALTER TABLE "witnessed_logs" ADD COLUMN "refused" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "witnessed_logs" ADD COLUMN "refused_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "witnessed_logs" ADD CONSTRAINT "witnessed_logs_refused_with_refused_at" CHECK (("refused" is null) = ("refused_at" is null));