-- Two states of a commitment stand side by side: its agency's word and what a checker found. Only 'complete' ends one as kept, so what
-- an agency called kept before anybody checked is open again: its word, with the day on which it gave it, and no verdict.
CREATE TABLE `new_invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`agency_id` text,
	`token_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`accepted_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "invitations_email" CHECK("email" like '_%@_%'),
	CONSTRAINT "invitations_role" CHECK("role" = 'moderator' or "role" = 'officer' or "role" = 'administrator' or "role" = 'checker'),
	CONSTRAINT "invitations_agency" CHECK((role = 'officer') = (agency_id is not null)),
	CONSTRAINT "invitations_token_hash" CHECK(length("token_hash") = 64),
	CONSTRAINT "invitations_created_at_before_expires_at" CHECK("created_at" < "expires_at"),
	CONSTRAINT "invitations_created_at_before_accepted_at" CHECK("created_at" <= "accepted_at"),
	CONSTRAINT "invitations_created_at_before_revoked_at" CHECK("created_at" <= "revoked_at"),
	CONSTRAINT "invitations_one_end" CHECK(accepted_at is null or revoked_at is null)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_invitations` (`id`, `government_id`, `email`, `role`, `agency_id`, `token_hash`, `created_at`, `expires_at`, `accepted_at`, `revoked_at`) SELECT `id`, `government_id`, `email`, `role`, `agency_id`, `token_hash`, `created_at`, `expires_at`, `accepted_at`, `revoked_at` FROM `invitations` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `invitations`;
--> statement-breakpoint
ALTER TABLE `new_invitations` RENAME TO `invitations`;
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_token` ON `invitations` (`token_hash`);
--> statement-breakpoint
CREATE INDEX `invitations_government` ON `invitations` (`government_id`);
--> statement-breakpoint
CREATE TABLE `new_staff` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`government_id` text NOT NULL,
	`role` text NOT NULL,
	`agency_id` text,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "staff_role" CHECK("role" = 'moderator' or "role" = 'officer' or "role" = 'administrator' or "role" = 'checker'),
	CONSTRAINT "staff_agency" CHECK((role = 'officer') = (agency_id is not null)),
	CONSTRAINT "staff_created_at_before_ended_at" CHECK("created_at" <= "ended_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `new_staff` (`id`, `person_id`, `government_id`, `role`, `agency_id`, `name`, `created_at`, `ended_at`) SELECT `id`, `person_id`, `government_id`, `role`, `agency_id`, `name`, `created_at`, `ended_at` FROM `staff` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `staff`;
--> statement-breakpoint
ALTER TABLE `new_staff` RENAME TO `staff`;
--> statement-breakpoint
CREATE INDEX `staff_person` ON `staff` (`person_id`);
--> statement-breakpoint
CREATE INDEX `staff_government` ON `staff` (`government_id`,`role`);
--> statement-breakpoint
CREATE TABLE `new_commitment_updates` (
	`id` text PRIMARY KEY NOT NULL,
	`commitment_id` text NOT NULL,
	`kind` text NOT NULL,
	`body` text NOT NULL,
	`verdict` text,
	`evidence_url` text,
	`evidence_on` text,
	`due_from` text,
	`due_to` text,
	`salt` text NOT NULL,
	`person_id` text,
	`written_at` integer NOT NULL,
	FOREIGN KEY (`commitment_id`) REFERENCES `commitments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "commitment_updates_kind" CHECK("kind" = 'progress' or "kind" = 'done' or "kind" = 'changed' or "kind" = 'dropped' or "kind" = 'checked'),
	CONSTRAINT "commitment_updates_body" CHECK("body" <> ''),
	CONSTRAINT "commitment_updates_evidence_url" CHECK("evidence_url" <> ''),
	CONSTRAINT "commitment_updates_verdict" CHECK("verdict" = 'no_evidence' or "verdict" = 'not_started' or "verdict" = 'limited' or "verdict" = 'substantial' or "verdict" = 'complete'),
	CONSTRAINT "commitment_updates_with_verdict" CHECK((kind = 'checked') = (verdict is not null) and (coalesce(verdict, 'no_evidence') = 'no_evidence' or evidence_on is not null)),
	CONSTRAINT "commitment_updates_evidence_on" CHECK(date("evidence_on") is "evidence_on"),
	CONSTRAINT "commitment_updates_due_from" CHECK(date("due_from") is "due_from"),
	CONSTRAINT "commitment_updates_due_to" CHECK(date("due_to") is "due_to"),
	CONSTRAINT "commitment_updates_due_from_with_due_to" CHECK(("due_from" is null) = ("due_to" is null)),
	CONSTRAINT "commitment_updates_due_moved" CHECK(due_from <> due_to),
	CONSTRAINT "commitment_updates_due_changed" CHECK(kind = 'changed' or due_to is null),
	CONSTRAINT "commitment_updates_salt" CHECK("salt" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `new_commitment_updates` (`id`, `commitment_id`, `kind`, `body`, `verdict`, `evidence_url`, `evidence_on`, `due_from`, `due_to`, `salt`, `person_id`, `written_at`) SELECT `id`, `commitment_id`, CASE `kind` WHEN 'kept' THEN 'done' ELSE `kind` END, `body`, NULL, `evidence_url`, NULL, `due_from`, `due_to`, `salt`, `person_id`, `written_at` FROM `commitment_updates` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `commitment_updates`;
--> statement-breakpoint
ALTER TABLE `new_commitment_updates` RENAME TO `commitment_updates`;
--> statement-breakpoint
CREATE INDEX `commitment_updates_commitment` ON `commitment_updates` (`commitment_id`,`written_at`);
--> statement-breakpoint
CREATE TABLE `new_mailings` (
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
	CONSTRAINT "mailings_kind" CHECK("kind" = 'sign_in_code' or "kind" = 'confirm_cosignature' or "kind" = 'already_cosigned' or "kind" = 'invitation' or "kind" = 'passkey_added' or "kind" = 'passkey_removed' or "kind" = 'passkey_allowed' or "kind" = 'passkey_of_colleague' or "kind" = 'stage_changed' or "kind" = 'reach_proposer' or "kind" = 'proposer_replied' or "kind" = 'text_corrected' or "kind" = 'closing_moved' or "kind" = 'early_warning' or "kind" = 'assigned' or "kind" = 'check_due' or "kind" = 'check_overdue' or "kind" = 'due_14' or "kind" = 'due_7' or "kind" = 'due_0' or "kind" = 'overdue' or "kind" = 'transferred' or "kind" = 'routed' or "kind" = 'routed_followed' or "kind" = 'extended' or "kind" = 'answer_published' or "kind" = 'answer_supplemented' or "kind" = 'merge_question' or "kind" = 'text_corrected_signed' or "kind" = 'commitment_to_check' or "kind" = 'commitment_checked'),
	CONSTRAINT "mailings_facts" CHECK(json_type("facts") = 'object'),
	CONSTRAINT "mailings_created_at_before_starts_at" CHECK("created_at" <= "starts_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `new_mailings` (`id`, `kind`, `government_id`, `proposal_id`, `facts`, `cursor`, `created_at`, `starts_at`, `done_at`) SELECT `id`, `kind`, `government_id`, `proposal_id`, `facts`, `cursor`, `created_at`, `starts_at`, `done_at` FROM `mailings` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `mailings`;
--> statement-breakpoint
ALTER TABLE `new_mailings` RENAME TO `mailings`;
--> statement-breakpoint
CREATE INDEX `mailings_open` ON `mailings` (`done_at`);
--> statement-breakpoint
CREATE INDEX `mailings_proposal` ON `mailings` (`proposal_id`);
--> statement-breakpoint
CREATE TABLE `new_outbox` (
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
	CONSTRAINT "outbox_kind" CHECK("kind" = 'sign_in_code' or "kind" = 'confirm_cosignature' or "kind" = 'already_cosigned' or "kind" = 'invitation' or "kind" = 'passkey_added' or "kind" = 'passkey_removed' or "kind" = 'passkey_allowed' or "kind" = 'passkey_of_colleague' or "kind" = 'stage_changed' or "kind" = 'reach_proposer' or "kind" = 'proposer_replied' or "kind" = 'text_corrected' or "kind" = 'closing_moved' or "kind" = 'early_warning' or "kind" = 'assigned' or "kind" = 'check_due' or "kind" = 'check_overdue' or "kind" = 'due_14' or "kind" = 'due_7' or "kind" = 'due_0' or "kind" = 'overdue' or "kind" = 'transferred' or "kind" = 'routed' or "kind" = 'routed_followed' or "kind" = 'extended' or "kind" = 'answer_published' or "kind" = 'answer_supplemented' or "kind" = 'merge_question' or "kind" = 'text_corrected_signed' or "kind" = 'commitment_to_check' or "kind" = 'commitment_checked'),
	CONSTRAINT "outbox_once" CHECK("once" <> ''),
	CONSTRAINT "outbox_language" CHECK("language" <> ''),
	CONSTRAINT "outbox_facts" CHECK(json_type("facts") = 'object'),
	CONSTRAINT "outbox_priority" CHECK("priority" = 0 or "priority" = 1 or "priority" = 2),
	CONSTRAINT "outbox_attempts" CHECK("attempts" >= 0),
	CONSTRAINT "outbox_waits_or_ended" CHECK((next_try_at is null) = (sent_at is not null or failed_at is not null)),
	CONSTRAINT "outbox_one_end" CHECK(sent_at is null or failed_at is null)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_outbox` (`id`, `kind`, `once`, `person_id`, `address`, `language`, `government_id`, `proposal_id`, `facts`, `priority`, `created_at`, `next_try_at`, `attempts`, `sent_at`, `failed_at`, `last_error`, `bounced_at`, `bounce`) SELECT `id`, `kind`, `once`, `person_id`, `address`, `language`, `government_id`, `proposal_id`, `facts`, `priority`, `created_at`, `next_try_at`, `attempts`, `sent_at`, `failed_at`, `last_error`, `bounced_at`, `bounce` FROM `outbox` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `outbox`;
--> statement-breakpoint
ALTER TABLE `new_outbox` RENAME TO `outbox`;
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_once` ON `outbox` (`once`);
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`priority`,`next_try_at`,`created_at`) WHERE next_try_at is not null;
--> statement-breakpoint
CREATE INDEX `outbox_failed` ON `outbox` (`failed_at`) WHERE failed_at is not null;
--> statement-breakpoint
CREATE INDEX `outbox_bounced` ON `outbox` (`bounced_at`) WHERE bounced_at is not null;
--> statement-breakpoint
CREATE INDEX `outbox_person` ON `outbox` (`person_id`,`created_at`);
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
	CONSTRAINT "record_kind" CHECK("kind" = 'submitted' or "kind" = 'resubmitted' or "kind" = 'published' or "kind" = 'returned' or "kind" = 'refused' or "kind" = 'reconsidered' or "kind" = 'merged' or "kind" = 'withdrawn' or "kind" = 'cosigned' or "kind" = 'cosignature_withdrawn' or "kind" = 'cosignature_moved' or "kind" = 'reason_removed' or "kind" = 'early_warning' or "kind" = 'threshold_met' or "kind" = 'expired' or "kind" = 'assigned' or "kind" = 'transferred' or "kind" = 'part_released' or "kind" = 'part_dated' or "kind" = 'handed_over' or "kind" = 'hand_over_accepted' or "kind" = 'hand_over_ended' or "kind" = 'scheduled' or "kind" = 'contacted' or "kind" = 'extended' or "kind" = 'overdue' or "kind" = 'answered' or "kind" = 'supplemented' or "kind" = 'answer_taken_back' or "kind" = 'promised' or "kind" = 'promise_updated' or "kind" = 'promise_kept' or "kind" = 'promise_changed' or "kind" = 'promise_dropped' or "kind" = 'promise_handed_over' or "kind" = 'promise_done' or "kind" = 'promise_checked' or "kind" = 'held' or "kind" = 'released' or "kind" = 'hidden' or "kind" = 'shown' or "kind" = 'updated' or "kind" = 'corrected' or "kind" = 'contributed' or "kind" = 'closing_moved' or "kind" = 'due_recomputed' or "kind" = 'undone' or "kind" = 'approval_taken_back' or "kind" = 'asks_drawn_up' or "kind" = 'imported' or "kind" = 'source_corrected' or "kind" = 'lost_sight' or "kind" = 'settings_changed' or "kind" = 'count_mended'),
	CONSTRAINT "record_role" CHECK("role" = 'author' or "role" = 'citizen' or "role" = 'moderator' or "role" = 'officer' or "role" = 'administrator' or "role" = 'checker' or "role" = 'system' or "role" = 'import'),
	CONSTRAINT "record_of_a_case" CHECK((kind = 'settings_changed') = (proposal_id is null)),
	CONSTRAINT "record_occurred_at_before_recorded_at" CHECK(role = 'import' or "occurred_at" <= "recorded_at"),
	CONSTRAINT "record_facts" CHECK(json_type("facts") = 'object'),
	CONSTRAINT "record_digest" CHECK(length("digest") = 64)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_record` (`position`, `id`, `government_id`, `proposal_id`, `kind`, `role`, `agency_id`, `occurred_at`, `recorded_at`, `facts`, `digest`) SELECT `position`, `id`, `government_id`, `proposal_id`, `kind`, `role`, `agency_id`, `occurred_at`, `recorded_at`, `facts`, `digest` FROM `record` ORDER BY position;
--> statement-breakpoint
DROP TABLE `record`;
--> statement-breakpoint
ALTER TABLE `new_record` RENAME TO `record`;
--> statement-breakpoint
CREATE INDEX `record_told` ON `record` (`proposal_id`,`kind`,`occurred_at`) WHERE "record"."kind" not in ('cosigned', 'cosignature_withdrawn', 'cosignature_moved');
--> statement-breakpoint
CREATE INDEX `record_settings` ON `record` (`government_id`,`occurred_at`) WHERE "record"."kind" = 'settings_changed';
--> statement-breakpoint
CREATE TABLE `new_commitments` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`proposal_id` text NOT NULL,
	`answer_id` text NOT NULL,
	`agency_id` text NOT NULL,
	`ask_number` integer,
	`position` integer NOT NULL,
	`number` integer,
	`what` text NOT NULL,
	`measure` text NOT NULL,
	`owner` text NOT NULL,
	`due_on` text NOT NULL,
	`state` text NOT NULL,
	`closed_at` integer,
	`reported_at` integer,
	`done_at` integer,
	`verdict` text,
	`checked_at` integer,
	`handed_over_at` integer,
	`salt` text NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`answer_id`) REFERENCES `answers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "commitments_ask_number" CHECK("ask_number" >= 1),
	CONSTRAINT "commitments_position" CHECK("position" >= 0),
	CONSTRAINT "commitments_state" CHECK("state" = 'draft' or "state" = 'open' or "state" = 'kept' or "state" = 'changed' or "state" = 'dropped'),
	CONSTRAINT "commitments_number" CHECK("number" >= 1),
	CONSTRAINT "commitments_public" CHECK(state = 'draft' or (what <> '' and owner <> '' and due_on <> '')),
	CONSTRAINT "commitments_numbered" CHECK((state = 'draft') = (number is null) and (state = 'draft') = (reported_at is null)),
	CONSTRAINT "commitments_done" CHECK(done_at is null or state in ('open', 'kept')),
	CONSTRAINT "commitments_verdict" CHECK("verdict" = 'no_evidence' or "verdict" = 'not_started' or "verdict" = 'limited' or "verdict" = 'substantial' or "verdict" = 'complete'),
	CONSTRAINT "commitments_verdict_with_checked_at" CHECK(("verdict" is null) = ("checked_at" is null)),
	CONSTRAINT "commitments_kept" CHECK((state = 'kept') = (coalesce(verdict, '') = 'complete')),
	CONSTRAINT "commitments_due_on" CHECK("due_on" = '' or date("due_on") is "due_on"),
	CONSTRAINT "commitments_closed" CHECK((state in ('kept', 'changed', 'dropped')) = (closed_at is not null)),
	CONSTRAINT "commitments_salt" CHECK("salt" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `new_commitments` (`id`, `government_id`, `proposal_id`, `answer_id`, `agency_id`, `ask_number`, `position`, `number`, `what`, `measure`, `owner`, `due_on`, `state`, `closed_at`, `reported_at`, `done_at`, `verdict`, `checked_at`, `handed_over_at`, `salt`) SELECT c.`id`, c.`government_id`, c.`proposal_id`, c.`answer_id`, c.`agency_id`, c.`ask_number`, c.`position`, CASE WHEN c.state = 'draft' THEN NULL ELSE row_number() OVER (PARTITION BY c.proposal_id, c.state = 'draft' ORDER BY a.version, c.position, c.id) END, c.`what`, '', c.`owner`, c.`due_on`, CASE c.state WHEN 'kept' THEN 'open' ELSE c.state END, CASE c.state WHEN 'kept' THEN NULL ELSE c.closed_at END, CASE WHEN c.state = 'draft' THEN NULL ELSE coalesce((SELECT max(u.written_at) FROM commitment_updates AS u WHERE u.commitment_id = c.id), c.closed_at, a.published_at, a.updated_at) END, CASE c.state WHEN 'kept' THEN c.closed_at END, NULL, NULL, c.`handed_over_at`, c.`salt` FROM `commitments` AS c JOIN `answers` AS a ON a.id = c.answer_id ORDER BY c.rowid;
--> statement-breakpoint
DROP TABLE `commitments`;
--> statement-breakpoint
ALTER TABLE `new_commitments` RENAME TO `commitments`;
--> statement-breakpoint
CREATE INDEX `commitments_proposal` ON `commitments` (`proposal_id`,`position`);
--> statement-breakpoint
CREATE UNIQUE INDEX `commitments_number` ON `commitments` (`proposal_id`,`number`);
--> statement-breakpoint
CREATE INDEX `commitments_answer` ON `commitments` (`answer_id`);
--> statement-breakpoint
CREATE INDEX `commitments_government` ON `commitments` (`government_id`,`state`,`due_on`);
--> statement-breakpoint
CREATE INDEX `commitments_agency` ON `commitments` (`agency_id`,`state`,`due_on`);
--> statement-breakpoint
-- By hand again, with the tables that they belong to.
CREATE INDEX outbox_domain ON outbox (priority, substr(address, instr(address, '@') + 1), next_try_at) WHERE next_try_at IS NOT NULL;
--> statement-breakpoint
CREATE TRIGGER record_is_never_changed BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER record_is_never_deleted BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
