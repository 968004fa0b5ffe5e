-- Views of the desk's queue that staff keep under a name.
CREATE TABLE `desk_views` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`person_id` text NOT NULL,
	`name` text NOT NULL,
	`params` text NOT NULL,
	`readers` text NOT NULL,
	`agency_id` text,
	`position` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "desk_views_name" CHECK("name" <> ''),
	CONSTRAINT "desk_views_readers" CHECK("readers" = 'owner' or "readers" = 'moderators' or "readers" = 'agency'),
	CONSTRAINT "desk_views_agency" CHECK((readers = 'agency') = (agency_id is not null)),
	CONSTRAINT "desk_views_position" CHECK("position" >= 0),
	CONSTRAINT "desk_views_created_at_before_updated_at" CHECK("created_at" <= "updated_at")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `desk_views_name` ON `desk_views` (`government_id`,`person_id`,`name`);--> statement-breakpoint
CREATE INDEX `desk_views_readers` ON `desk_views` (`government_id`,`readers`,`agency_id`);