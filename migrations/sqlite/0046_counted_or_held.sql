-- Co-signatures are counted, held or invalid; how each came is kept for some days.
CREATE TABLE `cosignature_signals` (
	`proposal_id` text NOT NULL,
	`person_id` text NOT NULL,
	`at` integer NOT NULL,
	`block` text NOT NULL,
	`domain` text NOT NULL,
	`domain_kind` text NOT NULL,
	`familiar` integer NOT NULL,
	`series` text,
	`device` text NOT NULL,
	`lone` integer NOT NULL,
	`reason` text,
	`cleared` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`proposal_id`, `person_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "cosignature_signals_domain_kind" CHECK("domain_kind" = 'disposable' or "domain_kind" = 'public' or "domain_kind" = 'institution' or "domain_kind" = 'known' or "domain_kind" = 'unknown'),
	CONSTRAINT "cosignature_signals_reason" CHECK("reason" = 'disposable' or "reason" = 'series' or "reason" = 'domain' or "reason" = 'device' or "reason" = 'block' or "reason" = 'mass' or "reason" = 'lone' or "reason" = 'staff'),
	CONSTRAINT "cosignature_signals_lone" CHECK("lone" in (0, 1)),
	CONSTRAINT "cosignature_signals_cleared" CHECK("cleared" in (0, 1)),
	CONSTRAINT "cosignature_signals_familiar" CHECK("familiar" >= 0),
	CONSTRAINT "cosignature_signals_block" CHECK("block" <> ''),
	CONSTRAINT "cosignature_signals_domain" CHECK("domain" <> ''),
	CONSTRAINT "cosignature_signals_series" CHECK("series" <> ''),
	CONSTRAINT "cosignature_signals_device" CHECK("device" <> '')
) STRICT;
--> statement-breakpoint
CREATE INDEX `cosignature_signals_at` ON `cosignature_signals` (`at`);--> statement-breakpoint
CREATE TABLE `refused_doubles` (
	`proposal_id` text NOT NULL,
	`day` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`proposal_id`, `day`),
	CONSTRAINT "refused_doubles_day" CHECK(date("day") is "day"),
	CONSTRAINT "refused_doubles_count" CHECK("count" >= 1)
) STRICT;
--> statement-breakpoint
CREATE TABLE `unusual_groups` (
	`proposal_id` text NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`reason` text NOT NULL,
	`state` text NOT NULL,
	`found_at` integer NOT NULL,
	PRIMARY KEY(`proposal_id`, `kind`, `key`, `reason`),
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "unusual_groups_kind" CHECK("kind" = 'series' or "kind" = 'domain' or "kind" = 'device' or "kind" = 'block' or "kind" = 'hour' or "kind" = 'day'),
	CONSTRAINT "unusual_groups_reason" CHECK("reason" = 'disposable' or "reason" = 'series' or "reason" = 'domain' or "reason" = 'device' or "reason" = 'block' or "reason" = 'mass' or "reason" = 'lone' or "reason" = 'staff'),
	CONSTRAINT "unusual_groups_state" CHECK("state" = 'unusual' or "state" = 'cleared'),
	CONSTRAINT "unusual_groups_key" CHECK("key" <> '')
) STRICT;
--> statement-breakpoint
CREATE TABLE `new_record` (
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
	`digest` text,
	CONSTRAINT "record_kind" CHECK("kind" = 'submitted' or "kind" = 'resubmitted' or "kind" = 'published' or "kind" = 'returned' or "kind" = 'refused' or "kind" = 'reconsidered' or "kind" = 'merged' or "kind" = 'withdrawn' or "kind" = 'cosigned' or "kind" = 'cosignature_withdrawn' or "kind" = 'cosignature_moved' or "kind" = 'reason_removed' or "kind" = 'early_warning' or "kind" = 'threshold_met' or "kind" = 'expired' or "kind" = 'assigned' or "kind" = 'transferred' or "kind" = 'part_released' or "kind" = 'part_dated' or "kind" = 'handed_over' or "kind" = 'hand_over_accepted' or "kind" = 'hand_over_ended' or "kind" = 'scheduled' or "kind" = 'contacted' or "kind" = 'extended' or "kind" = 'overdue' or "kind" = 'answered' or "kind" = 'supplemented' or "kind" = 'answer_taken_back' or "kind" = 'promised' or "kind" = 'promise_updated' or "kind" = 'promise_kept' or "kind" = 'promise_changed' or "kind" = 'promise_dropped' or "kind" = 'promise_handed_over' or "kind" = 'promise_done' or "kind" = 'promise_checked' or "kind" = 'held' or "kind" = 'released' or "kind" = 'hidden' or "kind" = 'shown' or "kind" = 'updated' or "kind" = 'corrected' or "kind" = 'contributed' or "kind" = 'closing_moved' or "kind" = 'due_recomputed' or "kind" = 'undone' or "kind" = 'approval_taken_back' or "kind" = 'asks_drawn_up' or "kind" = 'imported' or "kind" = 'source_corrected' or "kind" = 'lost_sight' or "kind" = 'settings_changed' or "kind" = 'count_mended' or "kind" = 'cosignatures_held' or "kind" = 'cosignatures_released' or "kind" = 'cosignatures_invalidated'),
	CONSTRAINT "record_role" CHECK("role" = 'author' or "role" = 'citizen' or "role" = 'moderator' or "role" = 'officer' or "role" = 'administrator' or "role" = 'checker' or "role" = 'system' or "role" = 'import'),
	CONSTRAINT "record_of_a_case" CHECK((kind = 'settings_changed') = (proposal_id is null)),
	CONSTRAINT "record_occurred_at_before_recorded_at" CHECK(role = 'import' or "occurred_at" <= "recorded_at"),
	CONSTRAINT "record_facts" CHECK(json_type("facts") = 'object'),
	CONSTRAINT "record_digest" CHECK(length("digest") = 64)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_record`("position", "id", "government_id", "proposal_id", "kind", "role", "agency_id", "occurred_at", "recorded_at", "facts", "digest") SELECT "position", "id", "government_id", "proposal_id", "kind", "role", "agency_id", "occurred_at", "recorded_at", "facts", "digest" FROM `record` ORDER BY position;--> statement-breakpoint
DROP TABLE `record`;--> statement-breakpoint
ALTER TABLE `new_record` RENAME TO `record`;--> statement-breakpoint
CREATE INDEX `record_told` ON `record` (`proposal_id`,`kind`,`occurred_at`) WHERE "record"."kind" not in ('cosigned', 'cosignature_withdrawn', 'cosignature_moved');--> statement-breakpoint
CREATE INDEX `record_settings` ON `record` (`government_id`,`occurred_at`) WHERE "record"."kind" = 'settings_changed';--> statement-breakpoint
-- By hand: one column more, where drizzle-kit would copy every co-signature.
ALTER TABLE `cosignatures` ADD `state` text DEFAULT 'counted' NOT NULL CONSTRAINT "cosignatures_state" CHECK("state" = 'counted' or "state" = 'held' or "state" = 'invalid');--> statement-breakpoint
CREATE INDEX `cosignatures_apart` ON `cosignatures` (`proposal_id`,`state`) WHERE "cosignatures"."state" <> 'counted';--> statement-breakpoint
-- By hand: the record's own triggers went with the table.
CREATE TRIGGER record_is_never_changed BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER record_is_never_deleted BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
--> statement-breakpoint
-- From now on it is known what was refused and held: a case's statement says nothing of the time before.
INSERT INTO `deployment_status` (`key`, `value`) VALUES ('co-signatures watched since', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
