CREATE TABLE `hand_overs` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`proposal_id` text NOT NULL,
	`to_government_id` text,
	`receiver` text,
	`link` text,
	`reason` text NOT NULL,
	`salt` text NOT NULL,
	`handed_on` text NOT NULL,
	`due_on` text,
	`state` text NOT NULL,
	`agency_id` text,
	`ended_on` text,
	`result` text,
	`result_salt` text,
	`person_id` text,
	`ended_by_id` text,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`to_government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`ended_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "hand_overs_state" CHECK("state" = 'offered' or "state" = 'accepted' or "state" = 'sent_back' or "state" = 'open' or "state" = 'returned' or "state" = 'called_back'),
	CONSTRAINT "hand_overs_one_receiver" CHECK((to_government_id is null) = (receiver is not null)),
	CONSTRAINT "hand_overs_elsewhere" CHECK(to_government_id <> government_id),
	CONSTRAINT "hand_overs_offered" CHECK(state not in ('offered', 'accepted', 'sent_back') or to_government_id is not null),
	CONSTRAINT "hand_overs_outside" CHECK(state not in ('open', 'returned') or receiver is not null),
	CONSTRAINT "hand_overs_ended" CHECK((state in ('offered', 'open')) = (ended_at is null)),
	CONSTRAINT "hand_overs_accepted" CHECK((state = 'accepted') = (agency_id is not null)),
	CONSTRAINT "hand_overs_ended_at_with_ended_on" CHECK(("ended_at" is null) = ("ended_on" is null)),
	CONSTRAINT "hand_overs_result_with_result_salt" CHECK(("result" is null) = ("result_salt" is null)),
	CONSTRAINT "hand_overs_reason" CHECK("reason" <> ''),
	CONSTRAINT "hand_overs_salt" CHECK("salt" <> ''),
	CONSTRAINT "hand_overs_receiver" CHECK("receiver" <> ''),
	CONSTRAINT "hand_overs_result" CHECK("result" <> ''),
	CONSTRAINT "hand_overs_handed_on" CHECK(date("handed_on") is "handed_on"),
	CONSTRAINT "hand_overs_due_on" CHECK(date("due_on") is "due_on"),
	CONSTRAINT "hand_overs_ended_on" CHECK(date("ended_on") is "ended_on"),
	CONSTRAINT "hand_overs_handed_on_before_due_on" CHECK("handed_on" <= "due_on"),
	CONSTRAINT "hand_overs_handed_on_before_ended_on" CHECK("handed_on" <= "ended_on"),
	CONSTRAINT "hand_overs_created_at_before_ended_at" CHECK("created_at" <= "ended_at")
) STRICT;
--> statement-breakpoint
CREATE INDEX `hand_overs_proposal` ON `hand_overs` (`proposal_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `hand_overs_received` ON `hand_overs` (`to_government_id`,`state`);--> statement-breakpoint
CREATE INDEX `hand_overs_between` ON `hand_overs` (`government_id`,`to_government_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `hand_overs_one_under_way` ON `hand_overs` (`proposal_id`) WHERE state in ('offered', 'open');--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_assignment_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`kind` text NOT NULL,
	`from_agency_id` text,
	`to_agency_id` text,
	`reason` text NOT NULL,
	`salt` text NOT NULL,
	`due_before` integer,
	`person_id` text,
	`decided_at` integer NOT NULL,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`from_agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`to_agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "assignment_changes_kind" CHECK("kind" = 'transferred' or "kind" = 'extended' or "kind" = 'part_added' or "kind" = 'part_released' or "kind" = 'part_dated'),
	CONSTRAINT "assignment_changes_to" CHECK((kind in ('transferred', 'part_added')) = (to_agency_id is not null)),
	CONSTRAINT "assignment_changes_from" CHECK(kind not in ('part_released', 'part_dated') or from_agency_id is not null),
	CONSTRAINT "assignment_changes_extended" CHECK(kind <> 'extended' or due_before is not null),
	CONSTRAINT "assignment_changes_elsewhere" CHECK(to_agency_id <> from_agency_id),
	CONSTRAINT "assignment_changes_reason" CHECK(reason <> '' or person_id is null),
	CONSTRAINT "assignment_changes_salt" CHECK("salt" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_assignment_changes`("id", "proposal_id", "kind", "from_agency_id", "to_agency_id", "reason", "salt", "due_before", "person_id", "decided_at") SELECT "id", "proposal_id", "kind", "from_agency_id", "to_agency_id", "reason", "salt", "due_before", "person_id", "decided_at" FROM `assignment_changes`;--> statement-breakpoint
DROP TABLE `assignment_changes`;--> statement-breakpoint
ALTER TABLE `__new_assignment_changes` RENAME TO `assignment_changes`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `assignment_changes_proposal` ON `assignment_changes` (`proposal_id`,`decided_at`);--> statement-breakpoint
CREATE TABLE `__new_mailings` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`government_id` text NOT NULL,
	`proposal_id` text NOT NULL,
	`facts` text NOT NULL,
	`cursor` text NOT NULL,
	`created_at` integer NOT NULL,
	`starts_at` integer,
	`done_at` integer,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "mailings_kind" CHECK("kind" = 'sign_in_code' or "kind" = 'confirm_cosignature' or "kind" = 'already_cosigned' or "kind" = 'invitation' or "kind" = 'passkey_added' or "kind" = 'passkey_removed' or "kind" = 'passkey_allowed' or "kind" = 'passkey_of_colleague' or "kind" = 'stage_changed' or "kind" = 'reach_proposer' or "kind" = 'proposer_replied' or "kind" = 'text_corrected' or "kind" = 'closing_moved' or "kind" = 'early_warning' or "kind" = 'assigned' or "kind" = 'check_due' or "kind" = 'check_overdue' or "kind" = 'due_14' or "kind" = 'due_7' or "kind" = 'due_0' or "kind" = 'overdue' or "kind" = 'transferred' or "kind" = 'routed' or "kind" = 'routed_followed' or "kind" = 'extended' or "kind" = 'answer_published' or "kind" = 'answer_supplemented' or "kind" = 'merge_question' or "kind" = 'text_corrected_signed'),
	CONSTRAINT "mailings_facts" CHECK(json_type("facts") = 'object'),
	CONSTRAINT "mailings_created_at_before_starts_at" CHECK("created_at" <= "starts_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_mailings`("id", "kind", "government_id", "proposal_id", "facts", "cursor", "created_at", "starts_at", "done_at") SELECT "id", "kind", "government_id", "proposal_id", "facts", "cursor", "created_at", "starts_at", "done_at" FROM `mailings`;--> statement-breakpoint
DROP TABLE `mailings`;--> statement-breakpoint
ALTER TABLE `__new_mailings` RENAME TO `mailings`;--> statement-breakpoint
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
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "outbox_kind" CHECK("kind" = 'sign_in_code' or "kind" = 'confirm_cosignature' or "kind" = 'already_cosigned' or "kind" = 'invitation' or "kind" = 'passkey_added' or "kind" = 'passkey_removed' or "kind" = 'passkey_allowed' or "kind" = 'passkey_of_colleague' or "kind" = 'stage_changed' or "kind" = 'reach_proposer' or "kind" = 'proposer_replied' or "kind" = 'text_corrected' or "kind" = 'closing_moved' or "kind" = 'early_warning' or "kind" = 'assigned' or "kind" = 'check_due' or "kind" = 'check_overdue' or "kind" = 'due_14' or "kind" = 'due_7' or "kind" = 'due_0' or "kind" = 'overdue' or "kind" = 'transferred' or "kind" = 'routed' or "kind" = 'routed_followed' or "kind" = 'extended' or "kind" = 'answer_published' or "kind" = 'answer_supplemented' or "kind" = 'merge_question' or "kind" = 'text_corrected_signed'),
	CONSTRAINT "outbox_once" CHECK("once" <> ''),
	CONSTRAINT "outbox_language" CHECK("language" <> ''),
	CONSTRAINT "outbox_facts" CHECK(json_type("facts") = 'object'),
	CONSTRAINT "outbox_priority" CHECK("priority" = 0 or "priority" = 1 or "priority" = 2),
	CONSTRAINT "outbox_attempts" CHECK("attempts" >= 0),
	CONSTRAINT "outbox_waits_or_ended" CHECK((next_try_at is null) = (sent_at is not null or failed_at is not null)),
	CONSTRAINT "outbox_one_end" CHECK(sent_at is null or failed_at is null)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_outbox`("id", "kind", "once", "person_id", "address", "language", "government_id", "proposal_id", "facts", "priority", "created_at", "next_try_at", "attempts", "sent_at", "failed_at", "last_error") SELECT "id", "kind", "once", "person_id", "address", "language", "government_id", "proposal_id", "facts", "priority", "created_at", "next_try_at", "attempts", "sent_at", "failed_at", "last_error" FROM `outbox`;--> statement-breakpoint
DROP TABLE `outbox`;--> statement-breakpoint
ALTER TABLE `__new_outbox` RENAME TO `outbox`;--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_once` ON `outbox` (`once`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`priority`,`next_try_at`,`created_at`) WHERE next_try_at is not null;--> statement-breakpoint
CREATE INDEX `outbox_failed` ON `outbox` (`failed_at`) WHERE failed_at is not null;--> statement-breakpoint
CREATE INDEX `outbox_person` ON `outbox` (`person_id`,`created_at`);--> statement-breakpoint
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
	CONSTRAINT "record_kind" CHECK("kind" = 'submitted' or "kind" = 'resubmitted' or "kind" = 'published' or "kind" = 'returned' or "kind" = 'refused' or "kind" = 'reconsidered' or "kind" = 'merged' or "kind" = 'withdrawn' or "kind" = 'cosigned' or "kind" = 'cosignature_withdrawn' or "kind" = 'cosignature_moved' or "kind" = 'reason_removed' or "kind" = 'early_warning' or "kind" = 'threshold_met' or "kind" = 'expired' or "kind" = 'assigned' or "kind" = 'transferred' or "kind" = 'part_released' or "kind" = 'part_dated' or "kind" = 'handed_over' or "kind" = 'hand_over_accepted' or "kind" = 'hand_over_ended' or "kind" = 'scheduled' or "kind" = 'contacted' or "kind" = 'extended' or "kind" = 'overdue' or "kind" = 'answered' or "kind" = 'supplemented' or "kind" = 'answer_taken_back' or "kind" = 'promised' or "kind" = 'promise_updated' or "kind" = 'promise_kept' or "kind" = 'promise_changed' or "kind" = 'promise_dropped' or "kind" = 'promise_handed_over' or "kind" = 'held' or "kind" = 'released' or "kind" = 'hidden' or "kind" = 'shown' or "kind" = 'updated' or "kind" = 'corrected' or "kind" = 'contributed' or "kind" = 'closing_moved' or "kind" = 'due_recomputed' or "kind" = 'undone' or "kind" = 'approval_taken_back' or "kind" = 'asks_drawn_up' or "kind" = 'imported' or "kind" = 'source_corrected' or "kind" = 'lost_sight' or "kind" = 'settings_changed' or "kind" = 'count_mended'),
	CONSTRAINT "record_role" CHECK("role" = 'author' or "role" = 'citizen' or "role" = 'moderator' or "role" = 'officer' or "role" = 'administrator' or "role" = 'system' or "role" = 'import'),
	CONSTRAINT "record_of_a_case" CHECK((kind = 'settings_changed') = (proposal_id is null)),
	CONSTRAINT "record_occurred_at_before_recorded_at" CHECK(role = 'import' or "occurred_at" <= "recorded_at"),
	CONSTRAINT "record_facts" CHECK(json_type("facts") = 'object'),
	CONSTRAINT "record_digest" CHECK(length("digest") = 64)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_record`("position", "id", "government_id", "proposal_id", "kind", "role", "agency_id", "occurred_at", "recorded_at", "facts", "digest") SELECT "position", "id", "government_id", "proposal_id", "kind", "role", "agency_id", "occurred_at", "recorded_at", "facts", "digest" FROM `record`;--> statement-breakpoint
DROP TABLE `record`;--> statement-breakpoint
ALTER TABLE `__new_record` RENAME TO `record`;--> statement-breakpoint
CREATE INDEX `record_told` ON `record` (`proposal_id`,`kind`,`occurred_at`) WHERE "record"."kind" not in ('cosigned', 'cosignature_withdrawn', 'cosignature_moved');--> statement-breakpoint
CREATE INDEX `record_settings` ON `record` (`government_id`,`occurred_at`) WHERE "record"."kind" = 'settings_changed';--> statement-breakpoint
CREATE TABLE `__new_assignments` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`agency_id` text NOT NULL,
	`role` text NOT NULL,
	`assigned_at` integer NOT NULL,
	`due_before` integer,
	`days_before` integer DEFAULT 0 NOT NULL,
	`answered_at` integer,
	`ended_at` integer,
	`contribution` text,
	`salt` text,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "assignments_role" CHECK("role" = 'lead' or "role" = 'supporting'),
	CONSTRAINT "assignments_days_before" CHECK("days_before" >= 0),
	CONSTRAINT "assignments_lead_due" CHECK(role = 'supporting' or days_before = 0),
	CONSTRAINT "assignments_assigned_at_before_ended_at" CHECK("assigned_at" <= "ended_at"),
	CONSTRAINT "assignments_contribution" CHECK("contribution" <> ''),
	CONSTRAINT "assignments_contribution_with_salt" CHECK(("contribution" is null) = ("salt" is null))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_assignments`("id", "proposal_id", "agency_id", "role", "assigned_at", "due_before", "days_before", "answered_at", "ended_at", "contribution", "salt") SELECT "id", "proposal_id", "agency_id", "role", "assigned_at", "due_before", 0, "answered_at", "ended_at", "contribution", "salt" FROM `assignments`;--> statement-breakpoint
DROP TABLE `assignments`;--> statement-breakpoint
ALTER TABLE `__new_assignments` RENAME TO `assignments`;--> statement-breakpoint
CREATE INDEX `assignments_proposal` ON `assignments` (`proposal_id`);--> statement-breakpoint
CREATE INDEX `assignments_agency` ON `assignments` (`agency_id`,`ended_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `assignments_one_lead` ON `assignments` (`proposal_id`) WHERE role = 'lead' and ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX `assignments_once` ON `assignments` (`proposal_id`,`agency_id`) WHERE ended_at is null;--> statement-breakpoint
-- By hand: an index that drizzle-kit does not know, and what refuses every change of the record.
CREATE INDEX outbox_domain ON outbox (priority, substr(address, instr(address, '@') + 1), next_try_at) WHERE next_try_at IS NOT NULL;
--> statement-breakpoint
CREATE TRIGGER record_is_never_changed BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER record_is_never_deleted BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
