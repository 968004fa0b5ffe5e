DROP INDEX "outbox_due";--> statement-breakpoint
CREATE INDEX "outbox_failed" ON "outbox" USING btree ("failed_at") WHERE failed_at is not null;--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("priority","next_try_at","created_at") WHERE next_try_at is not null;--> statement-breakpoint
-- By hand: what waits, by the domain it goes to. The expression is afterAt of src/db/columns.ts.
CREATE INDEX outbox_domain ON outbox (priority, split_part(address, '@', 2), next_try_at) WHERE next_try_at IS NOT NULL;
