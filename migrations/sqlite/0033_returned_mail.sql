CREATE TABLE `returned_mail` (
	`person_id` text PRIMARY KEY NOT NULL,
	`times` integer NOT NULL,
	`bounce` text NOT NULL,
	`returned_at` integer NOT NULL,
	`stopped_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "returned_mail_times" CHECK("times" >= 1),
	CONSTRAINT "returned_mail_bounce" CHECK("bounce" <> '')
) STRICT;
--> statement-breakpoint
CREATE INDEX `returned_mail_stopped` ON `returned_mail` (`stopped_at`) WHERE stopped_at is not null;