-- A file to the register office may ask for ages, beside where somebody lives.
ALTER TABLE "register_batches" ADD COLUMN "ages" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "register_batches" ADD COLUMN "of_age" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "register_requests" ADD COLUMN "asks_age" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "register_requests" ADD COLUMN "age_hash" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "register_batches" ADD CONSTRAINT "register_batches_ages" CHECK (jsonb_typeof("ages") = 'array' and jsonb_array_length("ages") >= 0);--> statement-breakpoint
ALTER TABLE "register_batches" ADD CONSTRAINT "register_batches_of_age" CHECK ("of_age" >= 0);--> statement-breakpoint
ALTER TABLE "register_requests" ADD CONSTRAINT "register_requests_age_hash" CHECK (length("age_hash") = 64);--> statement-breakpoint
ALTER TABLE "register_requests" ADD CONSTRAINT "register_requests_age_hash_needs_answer" CHECK ("age_hash" is null or "answer" is not null);