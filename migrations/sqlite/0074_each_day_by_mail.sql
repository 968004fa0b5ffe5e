-- Each day's checkpoint goes by mail to who follows the log. Days of before are told to nobody.
CREATE TABLE `__new_list_follows` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`government_id` text NOT NULL,
	`kind` text NOT NULL,
	`target` text NOT NULL,
	`wanted` integer NOT NULL,
	`since` integer NOT NULL,
	`pace` text NOT NULL,
	`kinds` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "list_follows_kind" CHECK("kind" = 'agency' or "kind" = 'topic' or "kind" = 'district' or "kind" = 'search' or "kind" = 'log'),
	CONSTRAINT "list_follows_target" CHECK("target" <> ''),
	CONSTRAINT "list_follows_wanted" CHECK("wanted" in (0, 1)),
	CONSTRAINT "list_follows_pace" CHECK("pace" = 'now' or "pace" = 'daily' or "pace" = 'weekly'),
	CONSTRAINT "list_follows_kinds" CHECK(json_type("kinds") = 'array' and json_array_length("kinds") between 1 and 6)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_list_follows`("id", "person_id", "government_id", "kind", "target", "wanted", "since", "pace", "kinds") SELECT "id", "person_id", "government_id", "kind", "target", "wanted", "since", "pace", "kinds" FROM `list_follows`;--> statement-breakpoint
DROP TABLE `list_follows`;--> statement-breakpoint
ALTER TABLE `__new_list_follows` RENAME TO `list_follows`;--> statement-breakpoint
CREATE UNIQUE INDEX `list_follows_person` ON `list_follows` (`person_id`,`government_id`,`kind`,`target`);--> statement-breakpoint
CREATE INDEX `list_follows_list` ON `list_follows` (`government_id`,`kind`,`target`,`person_id`);--> statement-breakpoint
CREATE TABLE `__new_pending_follows` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`kind` text NOT NULL,
	`target` text NOT NULL,
	`email` text NOT NULL,
	`language` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`confirmed_at` integer,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "pending_follows_kind" CHECK("kind" = 'case' or "kind" = 'agency' or "kind" = 'topic' or "kind" = 'district' or "kind" = 'search' or "kind" = 'log'),
	CONSTRAINT "pending_follows_target" CHECK("target" <> ''),
	CONSTRAINT "pending_follows_email" CHECK("email" like '_%@_%'),
	CONSTRAINT "pending_follows_language" CHECK("language" <> ''),
	CONSTRAINT "pending_follows_token_hash" CHECK(length("token_hash") = 64),
	CONSTRAINT "pending_follows_created_at_before_expires_at" CHECK("created_at" < "expires_at"),
	CONSTRAINT "pending_follows_created_at_before_confirmed_at" CHECK("created_at" <= "confirmed_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_pending_follows`("id", "government_id", "kind", "target", "email", "language", "token_hash", "created_at", "expires_at", "confirmed_at") SELECT "id", "government_id", "kind", "target", "email", "language", "token_hash", "created_at", "expires_at", "confirmed_at" FROM `pending_follows`;--> statement-breakpoint
DROP TABLE `pending_follows`;--> statement-breakpoint
ALTER TABLE `__new_pending_follows` RENAME TO `pending_follows`;--> statement-breakpoint
CREATE UNIQUE INDEX `pending_follows_token` ON `pending_follows` (`token_hash`);--> statement-breakpoint
CREATE INDEX `pending_follows_expires` ON `pending_follows` (`expires_at`);--> statement-breakpoint
ALTER TABLE `log_days` ADD `mailed_at` integer;--> statement-breakpoint
UPDATE `log_days` SET `mailed_at` = `kept_at`;
