CREATE TABLE `holiday_years` (
	`government_id` text NOT NULL,
	`year` integer NOT NULL,
	`loaded_at` integer NOT NULL,
	PRIMARY KEY(`government_id`, `year`),
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `pending_dates` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`kind` text NOT NULL,
	`asked_at` integer NOT NULL,
	`done_at` integer,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `pending_dates_open` ON `pending_dates` (`done_at`,`asked_at`);--> statement-breakpoint
CREATE TABLE `setting_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`person_id` text NOT NULL,
	`area` text NOT NULL,
	`act` text NOT NULL,
	`subject` text NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `setting_changes_government` ON `setting_changes` (`government_id`,`changed_at`);--> statement-breakpoint
ALTER TABLE `districts` ADD `retired_at` integer;--> statement-breakpoint
ALTER TABLE `invitations` ADD `revoked_at` integer;--> statement-breakpoint
ALTER TABLE `refusal_reasons` ADD `retired_at` integer;--> statement-breakpoint
ALTER TABLE `topics` ADD `retired_at` integer;
--> statement-breakpoint
-- By hand from here. Every year that has office days was loaded whole until now.
INSERT INTO holiday_years (government_id, year, loaded_at) SELECT h.government_id, CAST(substr(h.date, 1, 4) AS integer), g.created_at FROM holidays h JOIN governments g ON g.id = h.government_id GROUP BY h.government_id, substr(h.date, 1, 4), g.created_at;
--> statement-breakpoint
CREATE UNIQUE INDEX agencies_one_coordinating ON agencies (government_id) WHERE coordinating;
--> statement-breakpoint
CREATE TRIGGER setting_changes_are_never_changed BEFORE UPDATE ON setting_changes BEGIN SELECT RAISE(ABORT, 'what was changed in the settings is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER setting_changes_are_never_deleted BEFORE DELETE ON setting_changes BEGIN SELECT RAISE(ABORT, 'what was changed in the settings is only ever appended to'); END;
