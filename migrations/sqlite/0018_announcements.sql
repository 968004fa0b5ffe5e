CREATE TABLE `announcements` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`first_day` text NOT NULL,
	`last_day` text NOT NULL,
	`words` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `announcements_government` ON `announcements` (`government_id`,`first_day`);