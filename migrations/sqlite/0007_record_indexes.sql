DROP INDEX `record_proposal`;--> statement-breakpoint
DROP INDEX `record_government`;--> statement-breakpoint
CREATE INDEX `record_told` ON `record` (`proposal_id`,`kind`,`occurred_at`) WHERE "record"."kind" not in ('cosigned', 'cosignature_withdrawn', 'cosignature_moved');--> statement-breakpoint
CREATE INDEX `record_settings` ON `record` (`government_id`,`occurred_at`) WHERE "record"."kind" = 'settings_changed';