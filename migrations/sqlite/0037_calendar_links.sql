-- Secret addresses of people's calendars.
CREATE TABLE `calendar_links` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`government_id` text,
	`language` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "calendar_links_language" CHECK("language" <> ''),
	CONSTRAINT "calendar_links_token_hash" CHECK(length("token_hash") = 64)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `calendar_links_token` ON `calendar_links` (`token_hash`);--> statement-breakpoint
CREATE INDEX `calendar_links_person` ON `calendar_links` (`person_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `calendar_links_followed` ON `calendar_links` (`person_id`) WHERE government_id is null;--> statement-breakpoint
CREATE UNIQUE INDEX `calendar_links_desk` ON `calendar_links` (`person_id`,`government_id`) WHERE government_id is not null;