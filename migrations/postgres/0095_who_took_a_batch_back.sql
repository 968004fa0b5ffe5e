-- What one person takes back alone is added to what they decide in a day: who it was, and when.
ALTER TABLE "cosignature_batches" ADD COLUMN "undone_by_id" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "cosignature_batches" ADD COLUMN "undone_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cosignature_batches" ADD CONSTRAINT "cosignature_batches_undone_by_id_people_id_fk" FOREIGN KEY ("undone_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;