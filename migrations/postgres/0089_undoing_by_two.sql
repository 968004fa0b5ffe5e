-- Taking back what was decided of many co-signatures needs a second person where doing it would: who asked for that.
ALTER TABLE "cosignature_batches" ADD COLUMN "undo_asked_by_id" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "cosignature_batches" ADD CONSTRAINT "cosignature_batches_undo_asked_by_id_people_id_fk" FOREIGN KEY ("undo_asked_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
