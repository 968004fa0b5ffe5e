-- Asking the register office: files that go out and come in, and who waits for an answer.
CREATE TABLE `register_batches` (
	`government_id` text NOT NULL,
	`number` integer NOT NULL,
	`fields` text NOT NULL,
	`lines` integer NOT NULL,
	`asked_by_id` text NOT NULL,
	`asked_at` integer NOT NULL,
	`sent_by_id` text,
	`sent_at` integer,
	`taken_until` integer,
	`expires_at` integer,
	`yes` integer NOT NULL,
	`no` integer NOT NULL,
	PRIMARY KEY(`government_id`, `number`),
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`asked_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sent_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "register_batches_number" CHECK("number" >= 1),
	CONSTRAINT "register_batches_lines" CHECK("lines" >= 1),
	CONSTRAINT "register_batches_yes" CHECK("yes" >= 0),
	CONSTRAINT "register_batches_no" CHECK("no" >= 0),
	CONSTRAINT "register_batches_fields" CHECK(json_type("fields") = 'array' and json_array_length("fields") >= 1),
	CONSTRAINT "register_batches_sent_at_with_sent_by_id" CHECK(("sent_at" is null) = ("sent_by_id" is null) and ("sent_at" is null) = ("expires_at" is null)),
	CONSTRAINT "register_batches_taken_until_needs_sent_at" CHECK("taken_until" is null or "sent_at" is not null),
	CONSTRAINT "register_batches_asked_at_before_sent_at" CHECK("asked_at" <= "sent_at"),
	CONSTRAINT "register_batches_sent_at_before_taken_until" CHECK("sent_at" < "taken_until")
) STRICT;
--> statement-breakpoint
CREATE TABLE `register_offices` (
	`government_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`fields` text NOT NULL,
	`open` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "register_offices_name" CHECK("name" <> ''),
	CONSTRAINT "register_offices_fields" CHECK(json_type("fields") = 'array' and json_array_length("fields") >= 1),
	CONSTRAINT "register_offices_open" CHECK("open" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE TABLE `register_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`government_id` text NOT NULL,
	`subject_key` text NOT NULL,
	`sealed` text,
	`asked_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`batch` integer,
	`line` text,
	`answer` text,
	`read_by_id` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`read_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "register_requests_subject_key" CHECK(length("subject_key") = 64),
	CONSTRAINT "register_requests_sealed" CHECK("sealed" <> ''),
	CONSTRAINT "register_requests_line" CHECK("line" <> ''),
	CONSTRAINT "register_requests_answer" CHECK("answer" = 'yes' or "answer" = 'no'),
	CONSTRAINT "register_requests_batch_with_line" CHECK(("batch" is null) = ("line" is null)),
	CONSTRAINT "register_requests_answer_with_read_by_id" CHECK(("answer" is null) = ("read_by_id" is null)),
	CONSTRAINT "register_requests_asked_at_before_expires_at" CHECK("asked_at" < "expires_at")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `register_requests_person` ON `register_requests` (`person_id`,`government_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `register_requests_line` ON `register_requests` (`government_id`,`batch`,`line`);--> statement-breakpoint
CREATE INDEX `register_requests_expires` ON `register_requests` (`expires_at`);--> statement-breakpoint
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
	CONSTRAINT "mailings_kind" CHECK("kind" = 'sign_in_code' or "kind" = 'confirm_cosignature' or "kind" = 'already_cosigned' or "kind" = 'invitation' or "kind" = 'passkey_added' or "kind" = 'passkey_removed' or "kind" = 'passkey_allowed' or "kind" = 'passkey_of_colleague' or "kind" = 'stage_changed' or "kind" = 'reach_proposer' or "kind" = 'proposer_replied' or "kind" = 'text_corrected' or "kind" = 'closing_moved' or "kind" = 'early_warning' or "kind" = 'assigned' or "kind" = 'check_due' or "kind" = 'check_overdue' or "kind" = 'due_14' or "kind" = 'due_7' or "kind" = 'due_0' or "kind" = 'overdue' or "kind" = 'transferred' or "kind" = 'routed' or "kind" = 'routed_followed' or "kind" = 'extended' or "kind" = 'answer_release' or "kind" = 'answer_published' or "kind" = 'answer_supplemented' or "kind" = 'merge_question' or "kind" = 'text_corrected_signed' or "kind" = 'commitment_to_check' or "kind" = 'commitment_checked' or "kind" = 'case_news' or "kind" = 'author_news' or "kind" = 'digest' or "kind" = 'confirm_follow' or "kind" = 'already_following' or "kind" = 'confirm_address' or "kind" = 'address_taken' or "kind" = 'address_changed' or "kind" = 'webhook_paused' or "kind" = 'verification_answered'),
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
	CONSTRAINT "outbox_kind" CHECK("kind" = 'sign_in_code' or "kind" = 'confirm_cosignature' or "kind" = 'already_cosigned' or "kind" = 'invitation' or "kind" = 'passkey_added' or "kind" = 'passkey_removed' or "kind" = 'passkey_allowed' or "kind" = 'passkey_of_colleague' or "kind" = 'stage_changed' or "kind" = 'reach_proposer' or "kind" = 'proposer_replied' or "kind" = 'text_corrected' or "kind" = 'closing_moved' or "kind" = 'early_warning' or "kind" = 'assigned' or "kind" = 'check_due' or "kind" = 'check_overdue' or "kind" = 'due_14' or "kind" = 'due_7' or "kind" = 'due_0' or "kind" = 'overdue' or "kind" = 'transferred' or "kind" = 'routed' or "kind" = 'routed_followed' or "kind" = 'extended' or "kind" = 'answer_release' or "kind" = 'answer_published' or "kind" = 'answer_supplemented' or "kind" = 'merge_question' or "kind" = 'text_corrected_signed' or "kind" = 'commitment_to_check' or "kind" = 'commitment_checked' or "kind" = 'case_news' or "kind" = 'author_news' or "kind" = 'digest' or "kind" = 'confirm_follow' or "kind" = 'already_following' or "kind" = 'confirm_address' or "kind" = 'address_taken' or "kind" = 'address_changed' or "kind" = 'webhook_paused' or "kind" = 'verification_answered'),
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
CREATE TABLE `__new_setting_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`person_id` text,
	`area` text NOT NULL,
	`act` text NOT NULL,
	`subject` text NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "setting_changes_area" CHECK("area" = 'rules' or "area" = 'blackouts' or "area" = 'announcements' or "area" = 'holidays' or "area" = 'agencies' or "area" = 'topics' or "area" = 'districts' or "area" = 'reasons' or "area" = 'people' or "area" = 'passkeys' or "area" = 'limits' or "area" = 'register' or "area" = 'face'),
	CONSTRAINT "setting_changes_act" CHECK("act" = 'added' or "act" = 'changed' or "act" = 'removed' or "act" = 'moved' or "act" = 'retired' or "act" = 'restored' or "act" = 'loaded' or "act" = 'coordinating' or "act" = 'invited' or "act" = 'sent_again' or "act" = 'revoked' or "act" = 'ended' or "act" = 'passkey_allowed' or "act" = 'passkey_added' or "act" = 'sent' or "act" = 'answered'),
	CONSTRAINT "setting_changes_no_address" CHECK(subject not like '%@%')
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_setting_changes`("id", "government_id", "person_id", "area", "act", "subject", "changed_at") SELECT "id", "government_id", "person_id", "area", "act", "subject", "changed_at" FROM `setting_changes`;--> statement-breakpoint
DROP TABLE `setting_changes`;--> statement-breakpoint
ALTER TABLE `__new_setting_changes` RENAME TO `setting_changes`;--> statement-breakpoint
CREATE INDEX `setting_changes_government` ON `setting_changes` (`government_id`,`changed_at`);--> statement-breakpoint
CREATE TABLE `__new_verifications` (
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
	CONSTRAINT "verifications_method" CHECK("method" = 'sign_in' or "method" = 'roll' or "method" = 'service' or "method" = 'wallet' or "method" = 'register' or "method" = 'counter'),
	CONSTRAINT "verifications_issuer" CHECK("issuer" <> ''),
	CONSTRAINT "verifications_subject_key" CHECK(length("subject_key") = 64),
	CONSTRAINT "verifications_given_at_before_expires_at" CHECK("given_at" < "expires_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_verifications`("id", "person_id", "government_id", "claim", "level", "method", "issuer", "subject_key", "given_at", "expires_at") SELECT "id", "person_id", "government_id", "claim", "level", "method", "issuer", "subject_key", "given_at", "expires_at" FROM `verifications`;--> statement-breakpoint
DROP TABLE `verifications`;--> statement-breakpoint
ALTER TABLE `__new_verifications` RENAME TO `verifications`;--> statement-breakpoint
CREATE UNIQUE INDEX `verifications_person` ON `verifications` (`person_id`,`government_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `verifications_subject` ON `verifications` (`government_id`,`subject_key`);--> statement-breakpoint
CREATE INDEX `verifications_expires` ON `verifications` (`expires_at`);
--> statement-breakpoint
-- By hand: the triggers went with the table.
CREATE TRIGGER setting_changes_are_never_changed BEFORE UPDATE ON setting_changes BEGIN SELECT RAISE(ABORT, 'what was changed in the settings is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER setting_changes_are_never_deleted BEFORE DELETE ON setting_changes BEGIN SELECT RAISE(ABORT, 'what was changed in the settings is only ever appended to'); END;
