CREATE TABLE `answer_approvers` (
	`staff_id` text PRIMARY KEY NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `answer_looks` (
	`answer_id` text NOT NULL,
	`person_id` text NOT NULL,
	`revision` integer NOT NULL,
	`looked_at` integer NOT NULL,
	PRIMARY KEY(`answer_id`, `person_id`),
	FOREIGN KEY (`answer_id`) REFERENCES `answers`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "answer_looks_revision" CHECK("revision" >= 1)
) STRICT;
--> statement-breakpoint
CREATE TABLE `answer_releases` (
	`answer_id` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`revision` integer NOT NULL,
	`text_revision` integer NOT NULL,
	`stage` text NOT NULL,
	`person_id` text,
	`role` text NOT NULL,
	`words` text NOT NULL,
	`publish_at` integer,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`answer_id`) REFERENCES `answers`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "answer_releases_state" CHECK("state" = 'asked' or "state" = 'sent_back' or "state" = 'scheduled' or "state" = 'stopped'),
	CONSTRAINT "answer_releases_stage" CHECK("stage" = 'draft' or "stage" = 'checking' or "stage" = 'returned' or "stage" = 'gathering' or "stage" = 'review' or "stage" = 'resolved' or "stage" = 'refused' or "stage" = 'expired' or "stage" = 'merged' or "stage" = 'withdrawn' or "stage" = 'last_seen'),
	CONSTRAINT "answer_releases_role" CHECK("role" = 'officer' or "role" = 'administrator'),
	CONSTRAINT "answer_releases_revision" CHECK("revision" >= 1),
	CONSTRAINT "answer_releases_text_revision" CHECK("text_revision" >= 0),
	CONSTRAINT "answer_releases_hour" CHECK((state = 'scheduled') = (publish_at is not null))
) STRICT;
--> statement-breakpoint
CREATE TABLE `answer_versions` (
	`answer_id` text NOT NULL,
	`revision` integer NOT NULL,
	`content` text NOT NULL,
	`person_id` text,
	`written_at` integer NOT NULL,
	PRIMARY KEY(`answer_id`, `revision`),
	FOREIGN KEY (`answer_id`) REFERENCES `answers`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "answer_versions_revision" CHECK("revision" >= 1),
	CONSTRAINT "answer_versions_content" CHECK(json_type("content") = 'object')
) STRICT;
