-- Texts that agencies keep for their answers.
CREATE TABLE `answer_templates` (
	`id` text PRIMARY KEY NOT NULL,
	`agency_id` text NOT NULL,
	`name` text NOT NULL,
	`analysis` text NOT NULL,
	`deliberation` text NOT NULL,
	`reason` text NOT NULL,
	`note` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "answer_templates_name" CHECK("name" <> ''),
	CONSTRAINT "answer_templates_created_at_before_updated_at" CHECK("created_at" <= "updated_at")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `answer_templates_name` ON `answer_templates` (`agency_id`,`name`);