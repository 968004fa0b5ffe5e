-- Samples of co-signatures that staff look into.
CREATE TABLE `sample_lines` (
	`proposal_id` text NOT NULL,
	`sample` integer NOT NULL,
	`line` integer NOT NULL,
	`person_id` text NOT NULL,
	`mark` text,
	`marked_by_id` text,
	`marked_at` integer,
	PRIMARY KEY(`proposal_id`, `sample`, `line`),
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`marked_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "sample_lines_line" CHECK("line" >= 1),
	CONSTRAINT "sample_lines_mark" CHECK("mark" = 'confirmed' or "mark" = 'not_confirmed'),
	CONSTRAINT "sample_lines_mark_with_marked_by_id" CHECK(("mark" is null) = ("marked_by_id" is null) and ("mark" is null) = ("marked_at" is null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `sample_lines_person` ON `sample_lines` (`person_id`);--> statement-breakpoint
CREATE TABLE `samples` (
	`proposal_id` text NOT NULL,
	`number` integer NOT NULL,
	`size` integer NOT NULL,
	`announced_by_id` text NOT NULL,
	`announced_at` integer NOT NULL,
	`drawn_at` integer,
	`tree_size` integer,
	`root_hash` text,
	`population` integer,
	`drawn` integer,
	`cutoff` text,
	`told_by_id` text,
	`told_at` integer,
	`confirmed` integer,
	`not_confirmed` integer,
	PRIMARY KEY(`proposal_id`, `number`),
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`announced_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`told_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "samples_number" CHECK("number" >= 1),
	CONSTRAINT "samples_size" CHECK("size" >= 1),
	CONSTRAINT "samples_drawn_at_with_tree_size" CHECK(("drawn_at" is null) = ("tree_size" is null) and ("drawn_at" is null) = ("root_hash" is null) and ("drawn_at" is null) = ("population" is null) and ("drawn_at" is null) = ("drawn" is null) and ("drawn_at" is null) = ("cutoff" is null)),
	CONSTRAINT "samples_told_at_with_told_by_id" CHECK(("told_at" is null) = ("told_by_id" is null) and ("told_at" is null) = ("confirmed" is null) and ("told_at" is null) = ("not_confirmed" is null)),
	CONSTRAINT "samples_drawn" CHECK("drawn" >= 0),
	CONSTRAINT "samples_confirmed" CHECK("confirmed" >= 0),
	CONSTRAINT "samples_not_confirmed" CHECK("not_confirmed" >= 0),
	CONSTRAINT "samples_root_hash" CHECK(length("root_hash") = 64),
	CONSTRAINT "samples_cutoff" CHECK(length("cutoff") = 64),
	CONSTRAINT "samples_two" CHECK(told_by_id <> announced_by_id),
	CONSTRAINT "samples_announced_at_before_drawn_at" CHECK("announced_at" <= "drawn_at"),
	CONSTRAINT "samples_drawn_at_before_told_at" CHECK("drawn_at" <= "told_at")
) STRICT;
--> statement-breakpoint
CREATE INDEX `samples_open` ON `samples` (`drawn_at`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_mailings` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`once` text,
	`government_id` text NOT NULL,
	`proposal_id` text NOT NULL,
	`facts` text NOT NULL,
	`cursor` text NOT NULL,
	`created_at` integer NOT NULL,
	`starts_at` integer,
	`done_at` integer,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "mailings_kind" CHECK("kind" = 'sign_in_code' or "kind" = 'confirm_cosignature' or "kind" = 'already_cosigned' or "kind" = 'invitation' or "kind" = 'passkey_added' or "kind" = 'passkey_removed' or "kind" = 'passkey_allowed' or "kind" = 'passkey_of_colleague' or "kind" = 'stage_changed' or "kind" = 'reach_proposer' or "kind" = 'proposer_replied' or "kind" = 'text_corrected' or "kind" = 'closing_moved' or "kind" = 'early_warning' or "kind" = 'assigned' or "kind" = 'check_due' or "kind" = 'check_overdue' or "kind" = 'due_14' or "kind" = 'due_7' or "kind" = 'due_0' or "kind" = 'overdue' or "kind" = 'transferred' or "kind" = 'routed' or "kind" = 'routed_followed' or "kind" = 'extended' or "kind" = 'answer_release' or "kind" = 'answer_published' or "kind" = 'answer_supplemented' or "kind" = 'merge_question' or "kind" = 'text_corrected_signed' or "kind" = 'commitment_to_check' or "kind" = 'commitment_checked' or "kind" = 'case_news' or "kind" = 'author_news' or "kind" = 'digest' or "kind" = 'confirm_follow' or "kind" = 'already_following' or "kind" = 'confirm_address' or "kind" = 'address_taken' or "kind" = 'address_changed' or "kind" = 'webhook_paused' or "kind" = 'verification_answered' or "kind" = 'sample_drawn'),
	CONSTRAINT "mailings_once" CHECK("once" <> ''),
	CONSTRAINT "mailings_facts" CHECK(json_type("facts") = 'object'),
	CONSTRAINT "mailings_created_at_before_starts_at" CHECK("created_at" <= "starts_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_mailings`("id", "kind", "once", "government_id", "proposal_id", "facts", "cursor", "created_at", "starts_at", "done_at") SELECT "id", "kind", "once", "government_id", "proposal_id", "facts", "cursor", "created_at", "starts_at", "done_at" FROM `mailings`;--> statement-breakpoint
DROP TABLE `mailings`;--> statement-breakpoint
ALTER TABLE `__new_mailings` RENAME TO `mailings`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `mailings_once` ON `mailings` (`once`);--> statement-breakpoint
CREATE INDEX `mailings_open` ON `mailings` (`done_at`);--> statement-breakpoint
CREATE INDEX `mailings_proposal` ON `mailings` (`proposal_id`);--> statement-breakpoint
CREATE TABLE `__new_outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`once` text,
	`person_id` text,
	`address` text NOT NULL,
	`language` text NOT NULL,
	`government_id` text,
	`proposal_id` text,
	`facts` text NOT NULL,
	`priority` integer NOT NULL,
	`created_at` integer NOT NULL,
	`next_try_at` integer,
	`attempts` integer NOT NULL,
	`sent_at` integer,
	`failed_at` integer,
	`last_error` text,
	`bounced_at` integer,
	`bounce` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "outbox_kind" CHECK("kind" = 'sign_in_code' or "kind" = 'confirm_cosignature' or "kind" = 'already_cosigned' or "kind" = 'invitation' or "kind" = 'passkey_added' or "kind" = 'passkey_removed' or "kind" = 'passkey_allowed' or "kind" = 'passkey_of_colleague' or "kind" = 'stage_changed' or "kind" = 'reach_proposer' or "kind" = 'proposer_replied' or "kind" = 'text_corrected' or "kind" = 'closing_moved' or "kind" = 'early_warning' or "kind" = 'assigned' or "kind" = 'check_due' or "kind" = 'check_overdue' or "kind" = 'due_14' or "kind" = 'due_7' or "kind" = 'due_0' or "kind" = 'overdue' or "kind" = 'transferred' or "kind" = 'routed' or "kind" = 'routed_followed' or "kind" = 'extended' or "kind" = 'answer_release' or "kind" = 'answer_published' or "kind" = 'answer_supplemented' or "kind" = 'merge_question' or "kind" = 'text_corrected_signed' or "kind" = 'commitment_to_check' or "kind" = 'commitment_checked' or "kind" = 'case_news' or "kind" = 'author_news' or "kind" = 'digest' or "kind" = 'confirm_follow' or "kind" = 'already_following' or "kind" = 'confirm_address' or "kind" = 'address_taken' or "kind" = 'address_changed' or "kind" = 'webhook_paused' or "kind" = 'verification_answered' or "kind" = 'sample_drawn'),
	CONSTRAINT "outbox_once" CHECK("once" <> ''),
	CONSTRAINT "outbox_language" CHECK("language" <> ''),
	CONSTRAINT "outbox_facts" CHECK(json_type("facts") = 'object'),
	CONSTRAINT "outbox_priority" CHECK("priority" = 0 or "priority" = 1 or "priority" = 2),
	CONSTRAINT "outbox_attempts" CHECK("attempts" >= 0),
	CONSTRAINT "outbox_waits_or_ended" CHECK((next_try_at is null) = (sent_at is not null or failed_at is not null)),
	CONSTRAINT "outbox_one_end" CHECK(sent_at is null or failed_at is null)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_outbox`("id", "kind", "once", "person_id", "address", "language", "government_id", "proposal_id", "facts", "priority", "created_at", "next_try_at", "attempts", "sent_at", "failed_at", "last_error", "bounced_at", "bounce") SELECT "id", "kind", "once", "person_id", "address", "language", "government_id", "proposal_id", "facts", "priority", "created_at", "next_try_at", "attempts", "sent_at", "failed_at", "last_error", "bounced_at", "bounce" FROM `outbox`;--> statement-breakpoint
DROP TABLE `outbox`;--> statement-breakpoint
ALTER TABLE `__new_outbox` RENAME TO `outbox`;--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_once` ON `outbox` (`once`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`priority`,`next_try_at`,`created_at`) WHERE next_try_at is not null;--> statement-breakpoint
CREATE INDEX `outbox_failed` ON `outbox` (`failed_at`) WHERE failed_at is not null;--> statement-breakpoint
CREATE INDEX `outbox_bounced` ON `outbox` (`bounced_at`) WHERE bounced_at is not null;--> statement-breakpoint
CREATE INDEX `outbox_person` ON `outbox` (`person_id`,`created_at`);--> statement-breakpoint
CREATE INDEX outbox_domain ON outbox (priority, substr(address, instr(address, '@') + 1), next_try_at) WHERE next_try_at IS NOT NULL;--> statement-breakpoint
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
	`digest` text,
	CONSTRAINT "record_kind" CHECK("kind" = 'submitted' or "kind" = 'resubmitted' or "kind" = 'published' or "kind" = 'returned' or "kind" = 'refused' or "kind" = 'reconsidered' or "kind" = 'merged' or "kind" = 'withdrawn' or "kind" = 'cosigned' or "kind" = 'cosignature_withdrawn' or "kind" = 'cosignature_moved' or "kind" = 'reason_removed' or "kind" = 'early_warning' or "kind" = 'threshold_met' or "kind" = 'expired' or "kind" = 'assigned' or "kind" = 'transferred' or "kind" = 'part_released' or "kind" = 'part_dated' or "kind" = 'handed_over' or "kind" = 'hand_over_accepted' or "kind" = 'hand_over_ended' or "kind" = 'scheduled' or "kind" = 'contacted' or "kind" = 'extended' or "kind" = 'overdue' or "kind" = 'answered' or "kind" = 'supplemented' or "kind" = 'answer_taken_back' or "kind" = 'promised' or "kind" = 'promise_updated' or "kind" = 'promise_kept' or "kind" = 'promise_changed' or "kind" = 'promise_dropped' or "kind" = 'promise_handed_over' or "kind" = 'promise_done' or "kind" = 'promise_checked' or "kind" = 'held' or "kind" = 'released' or "kind" = 'hidden' or "kind" = 'shown' or "kind" = 'updated' or "kind" = 'corrected' or "kind" = 'contributed' or "kind" = 'closing_moved' or "kind" = 'due_recomputed' or "kind" = 'undone' or "kind" = 'approval_taken_back' or "kind" = 'asks_drawn_up' or "kind" = 'imported' or "kind" = 'source_corrected' or "kind" = 'lost_sight' or "kind" = 'settings_changed' or "kind" = 'count_mended' or "kind" = 'cosignatures_held' or "kind" = 'cosignatures_released' or "kind" = 'cosignatures_invalidated' or "kind" = 'paper_counted' or "kind" = 'sampled' or "kind" = 'cosignature_level_changed'),
	CONSTRAINT "record_role" CHECK("role" = 'author' or "role" = 'citizen' or "role" = 'moderator' or "role" = 'officer' or "role" = 'administrator' or "role" = 'checker' or "role" = 'system' or "role" = 'import'),
	CONSTRAINT "record_of_a_case" CHECK((kind = 'settings_changed') = (proposal_id is null)),
	CONSTRAINT "record_occurred_at_before_recorded_at" CHECK(role = 'import' or "occurred_at" <= "recorded_at"),
	CONSTRAINT "record_facts" CHECK(json_type("facts") = 'object'),
	CONSTRAINT "record_digest" CHECK(length("digest") = 64)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_record`("position", "id", "government_id", "proposal_id", "kind", "role", "agency_id", "occurred_at", "recorded_at", "facts", "digest") SELECT "position", "id", "government_id", "proposal_id", "kind", "role", "agency_id", "occurred_at", "recorded_at", "facts", "digest" FROM `record`;--> statement-breakpoint
DROP TABLE `record`;--> statement-breakpoint
ALTER TABLE `__new_record` RENAME TO `record`;--> statement-breakpoint
CREATE INDEX `record_told` ON `record` (`proposal_id`,`kind`,`occurred_at`) WHERE "record"."kind" not in ('cosigned', 'cosignature_withdrawn', 'cosignature_moved', 'cosignature_level_changed');--> statement-breakpoint
CREATE INDEX `record_settings` ON `record` (`government_id`,`occurred_at`) WHERE "record"."kind" = 'settings_changed';
--> statement-breakpoint
-- By hand: the record's own triggers went with the table.
CREATE TRIGGER record_is_never_changed BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER record_is_never_deleted BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
