CREATE TABLE `pending_corrections` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`field` text NOT NULL,
	`before` text NOT NULL,
	`after` text NOT NULL,
	`person_id` text NOT NULL,
	`asked_at` integer NOT NULL,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pending_corrections_field` ON `pending_corrections` (`proposal_id`,`field`);--> statement-breakpoint
ALTER TABLE `answers` ADD `before` text;--> statement-breakpoint
ALTER TABLE `mailings` ADD `starts_at` integer;--> statement-breakpoint
ALTER TABLE `proposals` ADD `asks_drawn_up_at` integer;