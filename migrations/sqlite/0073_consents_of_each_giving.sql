-- Each consent says until when, as it was said then; and there is one for all that is given.
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
	CONSTRAINT "consents_purpose" CHECK("purpose" = 'cosign' or "purpose" = 'reason' or "purpose" = 'news' or "purpose" = 'follow' or "purpose" = 'propose' or "purpose" = 'district' or "purpose" = 'account' or "purpose" = 'draft' or "purpose" = 'letter' or "purpose" = 'seat' or "purpose" = 'service' or "purpose" = 'passkey' or "purpose" = 'calendar' or "purpose" = 'webhook' or "purpose" = 'verified' or "purpose" = 'register'),
	CONSTRAINT "consents_subject" CHECK("subject" <> ''),
	CONSTRAINT "consents_notice_version" CHECK("notice_version" <> ''),
	CONSTRAINT "consents_given_at_before_withdrawn_at" CHECK("given_at" <= "withdrawn_at"),
	CONSTRAINT "consents_lasts" CHECK("lasts" = 'case' or "lasts" = 'stop' or "lasts" = 'account' or "lasts" = 'draft' or "lasts" = 'seat' or "lasts" = 'date'),
	CONSTRAINT "consents_date" CHECK((lasts = 'date') = (expires_at is not null))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_consents`("id", "person_id", "purpose", "subject", "notice_version", "given_at", "lasts", "expires_at", "withdrawn_at") SELECT "id", "person_id", "purpose", "subject", "notice_version", "given_at", case "purpose" when 'follow' then 'stop' when 'district' then 'account' else 'case' end, NULL, "withdrawn_at" FROM `consents`;--> statement-breakpoint
DROP TABLE `consents`;--> statement-breakpoint
ALTER TABLE `__new_consents` RENAME TO `consents`;--> statement-breakpoint
CREATE UNIQUE INDEX `consents_open` ON `consents` (`person_id`,`purpose`,`subject`) WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX `consents_person` ON `consents` (`person_id`,`given_at`);
