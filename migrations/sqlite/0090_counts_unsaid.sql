-- Whether a source gives a count of co-signatures at all: 0 is not known then, and not none. What stands here already tells it of one
-- platform alone, whose format has no such count: cases that came from it without any have none that is known. Of others a 0 that was
-- read and a count that was missing look alike: they stay as they are until their file is imported again.
DROP INDEX `listed_most_signed`;--> statement-breakpoint
ALTER TABLE `proposals` ADD COLUMN `count_unsaid` integer DEFAULT false NOT NULL CONSTRAINT "proposals_count_unsaid" CHECK("count_unsaid" in (0, 1)) CONSTRAINT "proposals_count_unsaid_imported" CHECK(not count_unsaid or source_id is not null);--> statement-breakpoint
CREATE INDEX `listed_most_signed` ON `proposals` (`government_id`,count desc,`count_unsaid`,number desc,id desc,`stage`) WHERE "proposals"."listed" = 1;--> statement-breakpoint
UPDATE `proposals` SET `count_unsaid` = 1
	WHERE json_extract(`source`, '$.name') = 'Open311'
	AND NOT EXISTS (SELECT 1 FROM `cosignature_counts` c WHERE c.`proposal_id` = `proposals`.`id` AND c.`assurance` = 0 AND c.`count` > 0);--> statement-breakpoint
-- Whoever follows the changes is told of them again.
UPDATE `case_changes` SET `step` = NULL, `seen` = 0
	WHERE `proposal_id` IN (SELECT `id` FROM `proposals` WHERE `count_unsaid` = 1);
