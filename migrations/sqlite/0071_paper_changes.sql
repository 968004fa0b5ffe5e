-- A counted sheet of paper can be taken back, by two, and count again.
CREATE TABLE `paper_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`sheet` integer NOT NULL,
	`act` text NOT NULL,
	`words` text NOT NULL,
	`salt` text NOT NULL,
	`asked_by_id` text NOT NULL,
	`asked_at` integer NOT NULL,
	`confirmed_by_id` text,
	`confirmed_at` integer,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`asked_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`confirmed_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "paper_changes_act" CHECK("act" = 'take_back' or "act" = 'restore'),
	CONSTRAINT "paper_changes_words" CHECK("words" <> ''),
	CONSTRAINT "paper_changes_salt" CHECK("salt" <> ''),
	CONSTRAINT "paper_changes_confirmed_by_id_with_confirmed_at" CHECK(("confirmed_by_id" is null) = ("confirmed_at" is null)),
	CONSTRAINT "paper_changes_two" CHECK(confirmed_by_id <> asked_by_id),
	CONSTRAINT "paper_changes_asked_at_before_confirmed_at" CHECK("asked_at" <= "confirmed_at")
) STRICT;
--> statement-breakpoint
CREATE INDEX `paper_changes_sheet` ON `paper_changes` (`proposal_id`,`sheet`,`asked_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `paper_changes_open` ON `paper_changes` (`proposal_id`,`sheet`) WHERE confirmed_at is null;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_paper_sheets` (
	`proposal_id` text NOT NULL,
	`number` integer NOT NULL,
	`state` text NOT NULL,
	`made_by_id` text NOT NULL,
	`made_at` integer NOT NULL,
	`counted_at` integer,
	`counted` integer,
	`doubles` integer,
	`unknown` integer,
	PRIMARY KEY(`proposal_id`, `number`),
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`made_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "paper_sheets_number" CHECK("number" >= 1),
	CONSTRAINT "paper_sheets_state" CHECK("state" = 'printed' or "state" = 'typed' or "state" = 'differs' or "state" = 'counted' or "state" = 'taken_back' or "state" = 'void'),
	CONSTRAINT "paper_sheets_counted_at_with_counted" CHECK(("counted_at" is null) = ("counted" is null) and ("counted_at" is null) = ("doubles" is null) and ("counted_at" is null) = ("unknown" is null)),
	CONSTRAINT "paper_sheets_made_at_before_counted_at" CHECK("made_at" <= "counted_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_paper_sheets`("proposal_id", "number", "state", "made_by_id", "made_at", "counted_at", "counted", "doubles", "unknown") SELECT "proposal_id", "number", "state", "made_by_id", "made_at", "counted_at", "counted", "doubles", "unknown" FROM `paper_sheets`;--> statement-breakpoint
DROP TABLE `paper_sheets`;--> statement-breakpoint
ALTER TABLE `__new_paper_sheets` RENAME TO `paper_sheets`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE TABLE `__new_paper_signatures` (
	`proposal_id` text NOT NULL,
	`sheet` integer NOT NULL,
	`line` integer NOT NULL,
	`day` text NOT NULL,
	`district_code` text NOT NULL,
	`key` text,
	`counts` integer DEFAULT true NOT NULL,
	PRIMARY KEY(`proposal_id`, `sheet`, `line`),
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "paper_signatures_key" CHECK(length("key") = 64),
	CONSTRAINT "paper_signatures_counts" CHECK("counts" in (0, 1)),
	CONSTRAINT "paper_signatures_day" CHECK(date("day") is "day"),
	CONSTRAINT "paper_signatures_district_code" CHECK("district_code" <> ''),
	CONSTRAINT "paper_signatures_line" CHECK("line" >= 1)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_paper_signatures`("proposal_id", "sheet", "line", "day", "district_code", "key", "counts") SELECT "proposal_id", "sheet", "line", "day", "district_code", NULL, 1 FROM `paper_signatures`;--> statement-breakpoint
DROP TABLE `paper_signatures`;--> statement-breakpoint
ALTER TABLE `__new_paper_signatures` RENAME TO `paper_signatures`;
