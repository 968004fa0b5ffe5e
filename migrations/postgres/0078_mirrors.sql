-- Mirrors: who keeps our logs whole and signs that, and the key of this deployment as one.
ALTER TABLE "log_keys" DROP CONSTRAINT "log_keys_use";--> statement-breakpoint
ALTER TABLE "log_keys" DROP CONSTRAINT "log_keys_use_government";--> statement-breakpoint
ALTER TABLE "log_witnesses" ADD COLUMN "kind" text COLLATE "C" DEFAULT 'witness' NOT NULL;--> statement-breakpoint
ALTER TABLE "log_keys" ADD CONSTRAINT "log_keys_use" CHECK ("use" in ('log', 'witness', 'mirror'));--> statement-breakpoint
ALTER TABLE "log_keys" ADD CONSTRAINT "log_keys_use_government" CHECK ((use = 'log') = (government_id is not null));--> statement-breakpoint
ALTER TABLE "log_witnesses" ADD CONSTRAINT "log_witnesses_kind" CHECK ("kind" in ('witness', 'mirror'));