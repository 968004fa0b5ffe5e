CREATE TABLE `case_officers` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`agency_id` text,
	`person_id` text NOT NULL,
	`since` integer NOT NULL,
	`asker_id` text,
	`asked_at` integer,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`asker_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "case_officers_asker_id_with_asked_at" CHECK(("asker_id" is null) = ("asked_at" is null)),
	CONSTRAINT "case_officers_since_before_asked_at" CHECK("since" <= "asked_at"),
	CONSTRAINT "case_officers_asker" CHECK(asker_id <> person_id)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `case_officers_agency` ON `case_officers` (`proposal_id`,`agency_id`) WHERE agency_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `case_officers_moderators` ON `case_officers` (`proposal_id`) WHERE agency_id is null;--> statement-breakpoint
CREATE INDEX `case_officers_person` ON `case_officers` (`person_id`);--> statement-breakpoint
CREATE TABLE `desk_items` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`proposal_id` text NOT NULL,
	`lane` text NOT NULL,
	`task` text NOT NULL,
	`agency_id` text,
	`person_id` text,
	`topic_code` text,
	`due_before` integer,
	`replied_at` integer,
	`unknown_from` integer,
	`comes_first` integer NOT NULL,
	`order_key` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "desk_items_lane" CHECK("lane" = 'owed' or "lane" = 'early' or "lane" = 'held'),
	CONSTRAINT "desk_items_task" CHECK("task" = 'reply' or "task" = 'check' or "task" = 'schedule' or "task" = 'contact' or "task" = 'answer' or "task" = 'contribution' or "task" = 'early' or "task" = 'held'),
	CONSTRAINT "desk_items_comes_first" CHECK("comes_first" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE INDEX `desk_items_proposal` ON `desk_items` (`proposal_id`);--> statement-breakpoint
CREATE INDEX `desk_items_agency` ON `desk_items` (`government_id`,`lane`,`agency_id`,`order_key`,`id`,`due_before`,`unknown_from`);--> statement-breakpoint
CREATE INDEX `desk_items_first` ON `desk_items` (`government_id`,`lane`,`comes_first`,`order_key`,`id`,`due_before`,`unknown_from`);--> statement-breakpoint
CREATE INDEX `desk_items_person` ON `desk_items` (`government_id`,`lane`,`agency_id`,`person_id`,`due_before`,`unknown_from`);--> statement-breakpoint
CREATE INDEX `proposals_author_name` ON `proposals` (`government_id`,`author_name`);