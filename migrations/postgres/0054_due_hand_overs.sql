-- What is due of hand-overs, and cases whose text was removed, are found without reading all.
CREATE INDEX "hand_overs_due" ON "hand_overs" USING btree ("due_on") WHERE ended_at is null and due_on is not null;--> statement-breakpoint
CREATE INDEX "proposals_text_removed" ON "proposals" USING btree ("text_removed_at") WHERE text_removed_at is not null;
