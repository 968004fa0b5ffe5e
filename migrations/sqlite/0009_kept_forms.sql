CREATE TABLE `kept_forms` (
	`id` text PRIMARY KEY NOT NULL,
	`browser_hash` text NOT NULL,
	`path` text NOT NULL,
	`page` text NOT NULL,
	`status` integer NOT NULL,
	`sealed` text NOT NULL,
	`saved_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `kept_forms_of_browser` ON `kept_forms` (`browser_hash`,`path`);--> statement-breakpoint
CREATE INDEX `kept_forms_expires` ON `kept_forms` (`expires_at`);