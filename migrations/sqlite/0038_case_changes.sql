CREATE TABLE `case_changes` (
	`proposal_id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`step` integer,
	`seen` integer NOT NULL,
	CONSTRAINT "case_changes_step" CHECK("step" >= 1),
	CONSTRAINT "case_changes_seen" CHECK("seen" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE INDEX `case_changes_step` ON `case_changes` (`step`);--> statement-breakpoint
CREATE INDEX `case_changes_government` ON `case_changes` (`government_id`,`step`);--> statement-breakpoint
CREATE TABLE `change_steps` (
	`number` integer PRIMARY KEY NOT NULL,
	`tag` text NOT NULL,
	`made_at` integer NOT NULL,
	`names` integer NOT NULL,
	`names_step` integer NOT NULL,
	CONSTRAINT "change_steps_number" CHECK("number" >= 1),
	CONSTRAINT "change_steps_tag" CHECK("tag" <> ''),
	CONSTRAINT "change_steps_names" CHECK("names" >= 0),
	CONSTRAINT "change_steps_names_step" CHECK("names_step" >= 0)
) STRICT;--> statement-breakpoint
INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT id, government_id, NULL, 0 FROM proposals WHERE stage <> 'draft';
