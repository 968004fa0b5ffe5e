ALTER TABLE "pending_cosignatures" ADD COLUMN "email_key" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "pending_follows" ADD COLUMN "email_key" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "pending_cosignatures_mailbox" ON "pending_cosignatures" USING btree ("email_key");--> statement-breakpoint
CREATE INDEX "pending_follows_mailbox" ON "pending_follows" USING btree ("email_key");--> statement-breakpoint
CREATE INDEX "outbox_address" ON "outbox" USING btree ("address") WHERE person_id is null;