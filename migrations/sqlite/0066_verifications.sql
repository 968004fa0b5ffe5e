-- Who is verified to live under a government, and what that is compared with; co-signatures may wait for it.
CREATE TABLE `counter_visits` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`government_id` text NOT NULL,
	`code_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`subject_key` text,
	`opened_by_id` text,
	`opened_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`opened_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "counter_visits_code_hash" CHECK(length("code_hash") = 64),
	CONSTRAINT "counter_visits_subject_key" CHECK(length("subject_key") = 64),
	CONSTRAINT "counter_visits_subject_key_with_opened_by_id" CHECK(("subject_key" is null) = ("opened_by_id" is null) and ("subject_key" is null) = ("opened_at" is null)),
	CONSTRAINT "counter_visits_created_at_before_expires_at" CHECK("created_at" < "expires_at"),
	CONSTRAINT "counter_visits_created_at_before_opened_at" CHECK("created_at" <= "opened_at")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `counter_visits_person` ON `counter_visits` (`person_id`,`government_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `counter_visits_code` ON `counter_visits` (`government_id`,`code_hash`);--> statement-breakpoint
CREATE INDEX `counter_visits_expires` ON `counter_visits` (`expires_at`);--> statement-breakpoint
CREATE TABLE `roll_entries` (
	`government_id` text NOT NULL,
	`digest` text NOT NULL,
	PRIMARY KEY(`government_id`, `digest`),
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "roll_entries_digest" CHECK(length("digest") = 64)
) STRICT;
--> statement-breakpoint
CREATE TABLE `rolls` (
	`government_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`fields` text NOT NULL,
	`entries` integer NOT NULL,
	`imported_at` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "rolls_name" CHECK("name" <> ''),
	CONSTRAINT "rolls_fields" CHECK(json_type("fields") = 'array' and json_array_length("fields") >= 1),
	CONSTRAINT "rolls_entries" CHECK("entries" >= 1)
) STRICT;
--> statement-breakpoint
CREATE TABLE `signed_subjects` (
	`proposal_id` text NOT NULL,
	`key` text NOT NULL,
	`person_id` text,
	PRIMARY KEY(`proposal_id`, `key`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "signed_subjects_key" CHECK(length("key") = 64)
) STRICT;
--> statement-breakpoint
CREATE INDEX `signed_subjects_person` ON `signed_subjects` (`person_id`);--> statement-breakpoint
CREATE TABLE `verifications` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`government_id` text NOT NULL,
	`claim` text NOT NULL,
	`level` integer NOT NULL,
	`method` text NOT NULL,
	`issuer` text NOT NULL,
	`subject_key` text NOT NULL,
	`given_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "verifications_claim" CHECK("claim" = 'resident'),
	CONSTRAINT "verifications_level" CHECK("level" = 1 or "level" = 2),
	CONSTRAINT "verifications_method" CHECK("method" = 'sign_in' or "method" = 'roll' or "method" = 'service' or "method" = 'counter'),
	CONSTRAINT "verifications_issuer" CHECK("issuer" <> ''),
	CONSTRAINT "verifications_subject_key" CHECK(length("subject_key") = 64),
	CONSTRAINT "verifications_given_at_before_expires_at" CHECK("given_at" < "expires_at")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `verifications_person` ON `verifications` (`person_id`,`government_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `verifications_subject` ON `verifications` (`government_id`,`subject_key`);--> statement-breakpoint
CREATE INDEX `verifications_expires` ON `verifications` (`expires_at`);--> statement-breakpoint
CREATE TABLE `new_cosignatures` (
	`proposal_id` text NOT NULL,
	`person_id` text NOT NULL,
	`signed_at` integer NOT NULL,
	`day` text NOT NULL,
	`district_code` text NOT NULL,
	`assurance` integer NOT NULL,
	`reason` text,
	`reason_id` text,
	`notice_version` text NOT NULL,
	`state` text DEFAULT 'counted' NOT NULL,
	`salt` text,
	PRIMARY KEY(`proposal_id`, `person_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "cosignatures_day" CHECK(date("day") is "day"),
	CONSTRAINT "cosignatures_assurance" CHECK("assurance" = 1 or "assurance" = 2),
	CONSTRAINT "cosignatures_state" CHECK("state" = 'counted' or "state" = 'held' or "state" = 'invalid' or "state" = 'unverified'),
	CONSTRAINT "cosignatures_reason" CHECK("reason" <> ''),
	CONSTRAINT "cosignatures_reason_id_needs_reason" CHECK("reason_id" is null or "reason" is not null),
	CONSTRAINT "cosignatures_notice_version" CHECK("notice_version" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `new_cosignatures`("proposal_id", "person_id", "signed_at", "day", "district_code", "assurance", "reason", "reason_id", "notice_version", "state", "salt") SELECT "proposal_id", "person_id", "signed_at", "day", "district_code", "assurance", "reason", "reason_id", "notice_version", "state", "salt" FROM `cosignatures`;--> statement-breakpoint
DROP TABLE `cosignatures`;--> statement-breakpoint
ALTER TABLE `new_cosignatures` RENAME TO `cosignatures`;--> statement-breakpoint
CREATE INDEX `cosignatures_person` ON `cosignatures` (`person_id`,`signed_at`);--> statement-breakpoint
CREATE INDEX `cosignatures_reasons` ON `cosignatures` (`proposal_id`,`day`,`reason_id`) WHERE reason is not null;--> statement-breakpoint
CREATE INDEX `cosignatures_unnamed` ON `cosignatures` (`proposal_id`) WHERE reason is not null and reason_id is null;--> statement-breakpoint
CREATE INDEX `cosignatures_apart` ON `cosignatures` (`proposal_id`,`state`) WHERE "cosignatures"."state" <> 'counted';--> statement-breakpoint
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
	CONSTRAINT "record_kind" CHECK("kind" = 'submitted' or "kind" = 'resubmitted' or "kind" = 'published' or "kind" = 'returned' or "kind" = 'refused' or "kind" = 'reconsidered' or "kind" = 'merged' or "kind" = 'withdrawn' or "kind" = 'cosigned' or "kind" = 'cosignature_withdrawn' or "kind" = 'cosignature_moved' or "kind" = 'reason_removed' or "kind" = 'early_warning' or "kind" = 'threshold_met' or "kind" = 'expired' or "kind" = 'assigned' or "kind" = 'transferred' or "kind" = 'part_released' or "kind" = 'part_dated' or "kind" = 'handed_over' or "kind" = 'hand_over_accepted' or "kind" = 'hand_over_ended' or "kind" = 'scheduled' or "kind" = 'contacted' or "kind" = 'extended' or "kind" = 'overdue' or "kind" = 'answered' or "kind" = 'supplemented' or "kind" = 'answer_taken_back' or "kind" = 'promised' or "kind" = 'promise_updated' or "kind" = 'promise_kept' or "kind" = 'promise_changed' or "kind" = 'promise_dropped' or "kind" = 'promise_handed_over' or "kind" = 'promise_done' or "kind" = 'promise_checked' or "kind" = 'held' or "kind" = 'released' or "kind" = 'hidden' or "kind" = 'shown' or "kind" = 'updated' or "kind" = 'corrected' or "kind" = 'contributed' or "kind" = 'closing_moved' or "kind" = 'due_recomputed' or "kind" = 'undone' or "kind" = 'approval_taken_back' or "kind" = 'asks_drawn_up' or "kind" = 'imported' or "kind" = 'source_corrected' or "kind" = 'lost_sight' or "kind" = 'settings_changed' or "kind" = 'count_mended' or "kind" = 'cosignatures_held' or "kind" = 'cosignatures_released' or "kind" = 'cosignatures_invalidated' or "kind" = 'cosignature_level_changed'),
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
CREATE INDEX `record_told` ON `record` (`proposal_id`,`kind`,`occurred_at`) WHERE "record"."kind" not in ('cosigned', 'cosignature_withdrawn', 'cosignature_moved', 'cosignature_level_changed');--> statement-breakpoint
CREATE INDEX `record_settings` ON `record` (`government_id`,`occurred_at`) WHERE "record"."kind" = 'settings_changed';
--> statement-breakpoint
-- By hand: the record's own triggers went with the table.
CREATE TRIGGER record_is_never_changed BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER record_is_never_deleted BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
