-- Accounts at sign-in services that people connected with theirs; sessions that such a service opened.
CREATE TABLE `linked_accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`service` text NOT NULL,
	`subject_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "linked_accounts_service" CHECK("service" <> ''),
	CONSTRAINT "linked_accounts_subject_hash" CHECK(length("subject_hash") = 64),
	CONSTRAINT "linked_accounts_created_at_before_last_used_at" CHECK("created_at" <= "last_used_at")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `linked_accounts_subject` ON `linked_accounts` (`subject_hash`);--> statement-breakpoint
CREATE INDEX `linked_accounts_person` ON `linked_accounts` (`person_id`);--> statement-breakpoint
CREATE TABLE `__new_sessions` (
	`hash` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`person_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`device` text NOT NULL,
	`passkey_id` text,
	`means` text,
	`used_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`passkey_id`) REFERENCES `passkeys`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "sessions_hash" CHECK(length("hash") = 64),
	CONSTRAINT "sessions_means" CHECK("means" = 'code' or "means" = 'link' or "means" = 'passkey' or "means" = 'service' or "means" = 'demonstration')
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_sessions`("hash", "id", "person_id", "created_at", "expires_at", "device", "passkey_id", "means", "used_at") SELECT "hash", "id", "person_id", "created_at", "expires_at", "device", "passkey_id", "means", "used_at" FROM `sessions`;--> statement-breakpoint
DROP TABLE `sessions`;--> statement-breakpoint
ALTER TABLE `__new_sessions` RENAME TO `sessions`;--> statement-breakpoint
CREATE INDEX `sessions_person` ON `sessions` (`person_id`);--> statement-breakpoint
CREATE INDEX `sessions_expires` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE INDEX `sessions_passkey` ON `sessions` (`passkey_id`) WHERE passkey_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_id` ON `sessions` (`id`);
