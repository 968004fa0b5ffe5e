-- What people agreed to and who on the staff looked, and two moments of a case: its texts removed, its author warned.
CREATE TABLE `consents` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`purpose` text NOT NULL,
	`subject` text NOT NULL,
	`notice_version` text NOT NULL,
	`given_at` integer NOT NULL,
	`withdrawn_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "consents_purpose" CHECK("purpose" = 'cosign' or "purpose" = 'reason' or "purpose" = 'news' or "purpose" = 'follow' or "purpose" = 'propose' or "purpose" = 'district'),
	CONSTRAINT "consents_subject" CHECK("subject" <> ''),
	CONSTRAINT "consents_notice_version" CHECK("notice_version" <> ''),
	CONSTRAINT "consents_given_at_before_withdrawn_at" CHECK("given_at" <= "withdrawn_at")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `consents_open` ON `consents` (`person_id`,`purpose`,`subject`) WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX `consents_person` ON `consents` (`person_id`,`given_at`);--> statement-breakpoint
CREATE TABLE `staff_looks` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`looker_id` text NOT NULL,
	`government_id` text NOT NULL,
	`proposal_id` text NOT NULL,
	`day` text NOT NULL,
	`reason` text,
	`looked_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`looker_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "staff_looks_day" CHECK(date("day") is "day"),
	CONSTRAINT "staff_looks_reason" CHECK("reason" <> '')
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_looks_day` ON `staff_looks` (`looker_id`,`proposal_id`,`day`);--> statement-breakpoint
CREATE INDEX `staff_looks_person` ON `staff_looks` (`person_id`,`looked_at`);--> statement-breakpoint
CREATE INDEX `staff_looks_proposal` ON `staff_looks` (`proposal_id`);--> statement-breakpoint
ALTER TABLE `proposals` ADD `text_removed_at` integer;--> statement-breakpoint
ALTER TABLE `proposals` ADD `forgotten_warned_at` integer;
