-- A file to the register office may ask for ages, beside where somebody lives.
ALTER TABLE `register_batches` ADD COLUMN `ages` text DEFAULT '[]' NOT NULL CONSTRAINT "register_batches_ages" CHECK(json_type("ages") = 'array' and json_array_length("ages") >= 0);--> statement-breakpoint
ALTER TABLE `register_batches` ADD COLUMN `of_age` integer DEFAULT 0 NOT NULL CONSTRAINT "register_batches_of_age" CHECK("of_age" >= 0);--> statement-breakpoint
ALTER TABLE `register_requests` ADD COLUMN `asks_age` integer DEFAULT false NOT NULL CONSTRAINT "register_requests_asks_age" CHECK("asks_age" in (0, 1));--> statement-breakpoint
ALTER TABLE `register_requests` ADD COLUMN `age_hash` text CONSTRAINT "register_requests_age_hash" CHECK(length("age_hash") = 64) CONSTRAINT "register_requests_age_hash_needs_answer" CHECK("age_hash" is null or "answer" is not null);
