-- Somebody is asked to show a card in their wallet; a card may say who lives somewhere.
CREATE TABLE `wallet_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`government_id` text NOT NULL,
	`session_hash` text NOT NULL,
	`source` text NOT NULL,
	`link` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_hash`) REFERENCES `sessions`(`hash`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "wallet_requests_source" CHECK("source" <> ''),
	CONSTRAINT "wallet_requests_link" CHECK("link" <> ''),
	CONSTRAINT "wallet_requests_created_at_before_expires_at" CHECK("created_at" < "expires_at")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `wallet_requests_person` ON `wallet_requests` (`person_id`,`government_id`);--> statement-breakpoint
CREATE INDEX `wallet_requests_session` ON `wallet_requests` (`session_hash`);--> statement-breakpoint
CREATE INDEX `wallet_requests_expires` ON `wallet_requests` (`expires_at`);--> statement-breakpoint
CREATE TABLE `__new_verifications` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`government_id` text NOT NULL,
	`claim` text NOT NULL,
	`level` integer NOT NULL,
	`method` text NOT NULL,
	`issuer` text NOT NULL,
	`subject_key` text NOT NULL,
	`given_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "verifications_claim" CHECK("claim" = 'resident'),
	CONSTRAINT "verifications_level" CHECK("level" = 1 or "level" = 2),
	CONSTRAINT "verifications_method" CHECK("method" = 'sign_in' or "method" = 'roll' or "method" = 'service' or "method" = 'wallet' or "method" = 'counter'),
	CONSTRAINT "verifications_issuer" CHECK("issuer" <> ''),
	CONSTRAINT "verifications_subject_key" CHECK(length("subject_key") = 64),
	CONSTRAINT "verifications_given_at_before_expires_at" CHECK("given_at" < "expires_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_verifications`("id", "person_id", "government_id", "claim", "level", "method", "issuer", "subject_key", "given_at", "expires_at") SELECT "id", "person_id", "government_id", "claim", "level", "method", "issuer", "subject_key", "given_at", "expires_at" FROM `verifications`;--> statement-breakpoint
DROP TABLE `verifications`;--> statement-breakpoint
ALTER TABLE `__new_verifications` RENAME TO `verifications`;--> statement-breakpoint
CREATE UNIQUE INDEX `verifications_person` ON `verifications` (`person_id`,`government_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `verifications_subject` ON `verifications` (`government_id`,`subject_key`);--> statement-breakpoint
CREATE INDEX `verifications_expires` ON `verifications` (`expires_at`);
