ALTER TABLE `cosignatures` ADD `reason_id` text;--> statement-breakpoint
UPDATE `cosignatures` SET `reason_id` = lower(hex(randomblob(16))) WHERE `reason` IS NOT NULL;--> statement-breakpoint
DROP INDEX cosignatures_reasons;--> statement-breakpoint
-- By hand: the newest reasons of a case, and one reason by its name. Most co-signatures have none.
CREATE INDEX cosignatures_reasons ON cosignatures (proposal_id, day, reason_id) WHERE reason IS NOT NULL;--> statement-breakpoint
-- Always empty but for what a former version writes while it is being exchanged.
CREATE INDEX cosignatures_unnamed ON cosignatures (proposal_id) WHERE reason IS NOT NULL AND reason_id IS NULL;--> statement-breakpoint
-- By hand from here: entries get a position, by which they are numbered from now on. Those of co-signatures lose what could be
-- laid beside a person's row: their ids held the millisecond, and so did their moments. start_of_local_day is ours (sqlite.ts).
CREATE TABLE `__new_record` (
	`position` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`government_id` text NOT NULL,
	`proposal_id` text,
	`kind` text NOT NULL,
	`role` text NOT NULL,
	`agency_id` text,
	`occurred_at` integer NOT NULL,
	`recorded_at` integer NOT NULL,
	`facts` text NOT NULL,
	`digest` text
);
--> statement-breakpoint
INSERT INTO `__new_record`
SELECT
	row_number() OVER (ORDER BY n.number IS NULL, n.number, r.id),
	CASE WHEN r.kind IN ('cosigned', 'cosignature_withdrawn', 'cosignature_moved')
		THEN lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))
		ELSE r.id END,
	r.government_id, r.proposal_id, r.kind, r.role, r.agency_id,
	CASE WHEN r.kind IN ('cosigned', 'cosignature_withdrawn', 'cosignature_moved')
		THEN start_of_local_day(r.occurred_at, coalesce(g.time_zone, 'UTC')) ELSE r.occurred_at END,
	CASE WHEN r.kind IN ('cosigned', 'cosignature_withdrawn', 'cosignature_moved')
		THEN start_of_local_day(r.occurred_at, coalesce(g.time_zone, 'UTC')) ELSE r.recorded_at END,
	r.facts, r.digest
FROM `record` r
LEFT JOIN `record_numbers` n ON n.entry_id = r.id
LEFT JOIN `governments` g ON g.id = r.government_id;--> statement-breakpoint
CREATE TABLE `__new_record_numbers` (
	`number` integer PRIMARY KEY NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`position`) REFERENCES `record`(`position`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_record_numbers` SELECT number, row_number() OVER (ORDER BY number) FROM `record_numbers`;--> statement-breakpoint
DROP TABLE `record_numbers`;--> statement-breakpoint
DROP TABLE `record`;--> statement-breakpoint
ALTER TABLE `__new_record` RENAME TO `record`;--> statement-breakpoint
ALTER TABLE `__new_record_numbers` RENAME TO `record_numbers`;--> statement-breakpoint
CREATE INDEX `record_told` ON `record` (`proposal_id`,`kind`,`occurred_at`) WHERE "record"."kind" not in ('cosigned', 'cosignature_withdrawn', 'cosignature_moved');--> statement-breakpoint
CREATE INDEX `record_settings` ON `record` (`government_id`,`occurred_at`) WHERE "record"."kind" = 'settings_changed';--> statement-breakpoint
CREATE UNIQUE INDEX `record_numbers_position` ON `record_numbers` (`position`);--> statement-breakpoint
CREATE TRIGGER record_is_never_changed BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER record_is_never_deleted BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER record_numbers_are_never_changed BEFORE UPDATE ON record_numbers BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER record_numbers_are_never_deleted BEFORE DELETE ON record_numbers BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
