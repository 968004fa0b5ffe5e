CREATE TABLE `case_references` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`proposal_id` text NOT NULL,
	`kind` text NOT NULL,
	`url` text,
	`title` text,
	`publisher` text,
	`published_on` text,
	`other_id` text,
	`suggested_by` text NOT NULL,
	`state` text NOT NULL,
	`suggested_at` integer NOT NULL,
	`decided_at` integer,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`other_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "case_references_kind" CHECK("kind" = 'news' or "kind" = 'paper' or "kind" = 'minutes' or "kind" = 'elsewhere' or "kind" = 'related' or "kind" = 'earlier' or "kind" = 'later' or "kind" = 'opposing'),
	CONSTRAINT "case_references_suggested_by" CHECK("suggested_by" = 'anybody' or "suggested_by" = 'proposer' or "suggested_by" = 'staff'),
	CONSTRAINT "case_references_state" CHECK("state" = 'waiting' or "state" = 'shown' or "state" = 'declined'),
	CONSTRAINT "case_references_what" CHECK((other_id is null) = (kind in ('news', 'paper', 'minutes', 'elsewhere'))),
	CONSTRAINT "case_references_cited" CHECK((url is null) = (other_id is not null) and (title is null) = (other_id is not null)),
	CONSTRAINT "case_references_itself" CHECK(other_id <> proposal_id),
	CONSTRAINT "case_references_decided" CHECK((state = 'waiting') = (decided_at is null)),
	CONSTRAINT "case_references_url" CHECK("url" <> ''),
	CONSTRAINT "case_references_title" CHECK("title" <> ''),
	CONSTRAINT "case_references_published_on" CHECK(date("published_on") is "published_on")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `case_references_address` ON `case_references` (`proposal_id`,`url`);--> statement-breakpoint
CREATE UNIQUE INDEX `case_references_other` ON `case_references` (`proposal_id`,`other_id`);--> statement-breakpoint
CREATE INDEX `case_references_waiting` ON `case_references` (`government_id`,`state`,`suggested_at`);