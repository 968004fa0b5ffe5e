-- Somebody may be verified to be at least so old, beside where they live; and each claim stands for itself.
CREATE TABLE `__new_consents` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`purpose` text NOT NULL,
	`subject` text NOT NULL,
	`notice_version` text NOT NULL,
	`given_at` integer NOT NULL,
	`lasts` text DEFAULT 'case' NOT NULL,
	`expires_at` integer,
	`withdrawn_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "consents_purpose" CHECK("purpose" = 'cosign' or "purpose" = 'reason' or "purpose" = 'news' or "purpose" = 'follow' or "purpose" = 'propose' or "purpose" = 'district' or "purpose" = 'account' or "purpose" = 'draft' or "purpose" = 'letter' or "purpose" = 'seat' or "purpose" = 'service' or "purpose" = 'passkey' or "purpose" = 'calendar' or "purpose" = 'webhook' or "purpose" = 'verified' or "purpose" = 'age' or "purpose" = 'register'),
	CONSTRAINT "consents_subject" CHECK("subject" <> ''),
	CONSTRAINT "consents_notice_version" CHECK("notice_version" <> ''),
	CONSTRAINT "consents_given_at_before_withdrawn_at" CHECK("given_at" <= "withdrawn_at"),
	CONSTRAINT "consents_lasts" CHECK("lasts" = 'case' or "lasts" = 'stop' or "lasts" = 'account' or "lasts" = 'draft' or "lasts" = 'seat' or "lasts" = 'date'),
	CONSTRAINT "consents_date" CHECK((lasts = 'date') = (expires_at is not null))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_consents`("id", "person_id", "purpose", "subject", "notice_version", "given_at", "lasts", "expires_at", "withdrawn_at") SELECT "id", "person_id", "purpose", "subject", "notice_version", "given_at", "lasts", "expires_at", "withdrawn_at" FROM `consents`;--> statement-breakpoint
DROP TABLE `consents`;--> statement-breakpoint
ALTER TABLE `__new_consents` RENAME TO `consents`;--> statement-breakpoint
CREATE UNIQUE INDEX `consents_open` ON `consents` (`person_id`,`purpose`,`subject`) WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX `consents_person` ON `consents` (`person_id`,`given_at`);--> statement-breakpoint
CREATE TABLE `__new_verifications` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`government_id` text NOT NULL,
	`claim` text NOT NULL,
	`least_age` integer,
	`level` integer NOT NULL,
	`method` text NOT NULL,
	`issuer` text NOT NULL,
	`subject_key` text NOT NULL,
	`given_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "verifications_claim" CHECK("claim" = 'resident' or "claim" = 'age'),
	CONSTRAINT "verifications_age" CHECK((claim = 'age') = (least_age is not null)),
	CONSTRAINT "verifications_least_age" CHECK("least_age" >= 1),
	CONSTRAINT "verifications_level" CHECK("level" = 1 or "level" = 2),
	CONSTRAINT "verifications_method" CHECK("method" = 'sign_in' or "method" = 'roll' or "method" = 'service' or "method" = 'wallet' or "method" = 'register' or "method" = 'counter'),
	CONSTRAINT "verifications_issuer" CHECK("issuer" <> ''),
	CONSTRAINT "verifications_subject_key" CHECK(length("subject_key") = 64),
	CONSTRAINT "verifications_given_at_before_expires_at" CHECK("given_at" < "expires_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_verifications`("id", "person_id", "government_id", "claim", "least_age", "level", "method", "issuer", "subject_key", "given_at", "expires_at") SELECT "id", "person_id", "government_id", "claim", NULL, "level", "method", "issuer", "subject_key", "given_at", "expires_at" FROM `verifications`;--> statement-breakpoint
DROP TABLE `verifications`;--> statement-breakpoint
ALTER TABLE `__new_verifications` RENAME TO `verifications`;--> statement-breakpoint
CREATE UNIQUE INDEX `verifications_person` ON `verifications` (`person_id`,`government_id`,`claim`);--> statement-breakpoint
CREATE UNIQUE INDEX `verifications_subject` ON `verifications` (`government_id`,`subject_key`,`claim`);--> statement-breakpoint
CREATE INDEX `verifications_expires` ON `verifications` (`expires_at`);--> statement-breakpoint
ALTER TABLE `cosignatures` ADD COLUMN `of_age` integer DEFAULT false NOT NULL CONSTRAINT "cosignatures_of_age" CHECK("of_age" in (0, 1));--> statement-breakpoint
ALTER TABLE `counter_visits` ADD COLUMN `resident` integer DEFAULT true NOT NULL CONSTRAINT "counter_visits_resident" CHECK("resident" in (0, 1));--> statement-breakpoint
ALTER TABLE `counter_visits` ADD COLUMN `least_age` integer CONSTRAINT "counter_visits_least_age" CHECK("least_age" >= 1);--> statement-breakpoint
ALTER TABLE `wallet_requests` ADD COLUMN `least_age` integer CONSTRAINT "wallet_requests_least_age" CHECK("least_age" >= 1);
