-- What came of a card that a wallet sent to us waits for the page that asked for it.
CREATE TABLE `__new_wallet_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`government_id` text NOT NULL,
	`session_hash` text NOT NULL,
	`source` text NOT NULL,
	`link` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`outcome` text,
	`subject_key` text,
	`code_hash` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`session_hash`) REFERENCES `sessions`(`hash`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "wallet_requests_source" CHECK("source" <> ''),
	CONSTRAINT "wallet_requests_link" CHECK("link" <> ''),
	CONSTRAINT "wallet_requests_outcome" CHECK("outcome" = 'found' or "outcome" = 'incomplete' or "outcome" = 'elsewhere' or "outcome" = 'young' or "outcome" = 'rejected' or "outcome" = 'cancelled'),
	CONSTRAINT "wallet_requests_subject_key" CHECK(length("subject_key") = 64),
	CONSTRAINT "wallet_requests_code_hash" CHECK(length("code_hash") = 64),
	CONSTRAINT "wallet_requests_found" CHECK((outcome is not null and outcome = 'found') = (subject_key is not null)),
	CONSTRAINT "wallet_requests_created_at_before_expires_at" CHECK("created_at" < "expires_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_wallet_requests`("id", "person_id", "government_id", "session_hash", "source", "link", "created_at", "expires_at") SELECT "id", "person_id", "government_id", "session_hash", "source", "link", "created_at", "expires_at" FROM `wallet_requests`;--> statement-breakpoint
DROP TABLE `wallet_requests`;--> statement-breakpoint
ALTER TABLE `__new_wallet_requests` RENAME TO `wallet_requests`;--> statement-breakpoint
CREATE UNIQUE INDEX `wallet_requests_person` ON `wallet_requests` (`person_id`,`government_id`);--> statement-breakpoint
CREATE INDEX `wallet_requests_session` ON `wallet_requests` (`session_hash`);--> statement-breakpoint
CREATE INDEX `wallet_requests_expires` ON `wallet_requests` (`expires_at`);
