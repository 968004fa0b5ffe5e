-- Promises of newer tables that the database can keep itself; two moments that nobody read, which the record and setting_changes tell.
CREATE TABLE `__new_spent_mailboxes` (
	`proposal_id` text NOT NULL,
	`digest` text NOT NULL,
	PRIMARY KEY(`proposal_id`, `digest`),
	CONSTRAINT "spent_mailboxes_digest" CHECK(length(digest) = 43)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_spent_mailboxes`("proposal_id", "digest") SELECT "proposal_id", "digest" FROM `spent_mailboxes`;--> statement-breakpoint
DROP TABLE `spent_mailboxes`;--> statement-breakpoint
ALTER TABLE `__new_spent_mailboxes` RENAME TO `spent_mailboxes`;--> statement-breakpoint
CREATE TABLE `__new_answer_attachments` (
	`answer_id` text NOT NULL,
	`file_hash` text NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`attached_at` integer NOT NULL,
	`properties` text,
	PRIMARY KEY(`answer_id`, `file_hash`),
	FOREIGN KEY (`answer_id`) REFERENCES `answers`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`file_hash`) REFERENCES `files`(`hash`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "answer_attachments_title" CHECK("title" <> ''),
	CONSTRAINT "answer_attachments_properties" CHECK(json_type("properties") = 'array' and json_array_length("properties") >= 0)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_answer_attachments`("answer_id", "file_hash", "title", "description", "attached_at", "properties") SELECT "answer_id", "file_hash", "title", "description", "attached_at", "properties" FROM `answer_attachments`;--> statement-breakpoint
DROP TABLE `answer_attachments`;--> statement-breakpoint
ALTER TABLE `__new_answer_attachments` RENAME TO `answer_attachments`;--> statement-breakpoint
CREATE INDEX `answer_attachments_file` ON `answer_attachments` (`file_hash`);--> statement-breakpoint
CREATE TABLE `__new_case_references` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`proposal_id` text NOT NULL,
	`kind` text NOT NULL,
	`url` text,
	`title` text,
	`publisher` text,
	`published_on` text,
	`other_id` text,
	`suggested_by` text NOT NULL,
	`state` text NOT NULL,
	`suggested_at` integer NOT NULL,
	`decided_at` integer,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`other_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "case_references_kind" CHECK("kind" = 'news' or "kind" = 'paper' or "kind" = 'minutes' or "kind" = 'elsewhere' or "kind" = 'related' or "kind" = 'earlier' or "kind" = 'later' or "kind" = 'opposing'),
	CONSTRAINT "case_references_suggested_by" CHECK("suggested_by" = 'anybody' or "suggested_by" = 'proposer' or "suggested_by" = 'staff'),
	CONSTRAINT "case_references_state" CHECK("state" = 'waiting' or "state" = 'shown' or "state" = 'declined'),
	CONSTRAINT "case_references_what" CHECK((other_id is null) = (kind in ('news', 'paper', 'minutes', 'elsewhere'))),
	CONSTRAINT "case_references_cited" CHECK((url is null) = (other_id is not null) and (title is null) = (other_id is not null)),
	CONSTRAINT "case_references_itself" CHECK(other_id <> proposal_id),
	CONSTRAINT "case_references_decided" CHECK((state = 'waiting') = (decided_at is null)),
	CONSTRAINT "case_references_url" CHECK("url" <> ''),
	CONSTRAINT "case_references_title" CHECK("title" <> ''),
	CONSTRAINT "case_references_publisher" CHECK("publisher" <> ''),
	CONSTRAINT "case_references_published_on" CHECK(date("published_on") is "published_on")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_case_references`("id", "government_id", "proposal_id", "kind", "url", "title", "publisher", "published_on", "other_id", "suggested_by", "state", "suggested_at", "decided_at") SELECT "id", "government_id", "proposal_id", "kind", "url", "title", "publisher", "published_on", "other_id", "suggested_by", "state", "suggested_at", "decided_at" FROM `case_references`;--> statement-breakpoint
DROP TABLE `case_references`;--> statement-breakpoint
ALTER TABLE `__new_case_references` RENAME TO `case_references`;--> statement-breakpoint
CREATE UNIQUE INDEX `case_references_address` ON `case_references` (`proposal_id`,`url`);--> statement-breakpoint
CREATE UNIQUE INDEX `case_references_other` ON `case_references` (`proposal_id`,`other_id`);--> statement-breakpoint
CREATE INDEX `case_references_waiting` ON `case_references` (`government_id`,`state`,`suggested_at`);--> statement-breakpoint
CREATE TABLE `__new_hand_overs` (
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
	CONSTRAINT "hand_overs_link" CHECK("link" <> ''),
	CONSTRAINT "hand_overs_result" CHECK("result" <> ''),
	CONSTRAINT "hand_overs_handed_on" CHECK(date("handed_on") is "handed_on"),
	CONSTRAINT "hand_overs_due_on" CHECK(date("due_on") is "due_on"),
	CONSTRAINT "hand_overs_ended_on" CHECK(date("ended_on") is "ended_on"),
	CONSTRAINT "hand_overs_handed_on_before_due_on" CHECK("handed_on" <= "due_on"),
	CONSTRAINT "hand_overs_handed_on_before_ended_on" CHECK("handed_on" <= "ended_on"),
	CONSTRAINT "hand_overs_created_at_before_ended_at" CHECK("created_at" <= "ended_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_hand_overs`("id", "government_id", "proposal_id", "to_government_id", "receiver", "link", "reason", "salt", "handed_on", "due_on", "state", "agency_id", "ended_on", "result", "result_salt", "person_id", "ended_by_id", "created_at", "ended_at") SELECT "id", "government_id", "proposal_id", "to_government_id", "receiver", "link", "reason", "salt", "handed_on", "due_on", "state", "agency_id", "ended_on", "result", "result_salt", "person_id", "ended_by_id", "created_at", "ended_at" FROM `hand_overs`;--> statement-breakpoint
DROP TABLE `hand_overs`;--> statement-breakpoint
ALTER TABLE `__new_hand_overs` RENAME TO `hand_overs`;--> statement-breakpoint
CREATE INDEX `hand_overs_proposal` ON `hand_overs` (`proposal_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `hand_overs_received` ON `hand_overs` (`to_government_id`,`state`);--> statement-breakpoint
CREATE INDEX `hand_overs_between` ON `hand_overs` (`government_id`,`to_government_id`);--> statement-breakpoint
CREATE INDEX `hand_overs_due` ON `hand_overs` (`due_on`) WHERE ended_at is null and due_on is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `hand_overs_one_under_way` ON `hand_overs` (`proposal_id`) WHERE state in ('offered', 'open');--> statement-breakpoint
CREATE TABLE `__new_staff_looks` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`looker_id` text NOT NULL,
	`government_id` text NOT NULL,
	`proposal_id` text NOT NULL,
	`day` text NOT NULL,
	`reason` text,
	`looked_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`looker_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "staff_looks_day" CHECK(date("day") is "day"),
	CONSTRAINT "staff_looks_reason" CHECK("reason" <> ''),
	CONSTRAINT "staff_looks_another" CHECK(looker_id <> person_id)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_staff_looks`("id", "person_id", "looker_id", "government_id", "proposal_id", "day", "reason", "looked_at") SELECT "id", "person_id", "looker_id", "government_id", "proposal_id", "day", "reason", "looked_at" FROM `staff_looks`;--> statement-breakpoint
DROP TABLE `staff_looks`;--> statement-breakpoint
ALTER TABLE `__new_staff_looks` RENAME TO `staff_looks`;--> statement-breakpoint
CREATE UNIQUE INDEX `staff_looks_day` ON `staff_looks` (`looker_id`,`proposal_id`,`day`);--> statement-breakpoint
CREATE INDEX `staff_looks_person` ON `staff_looks` (`person_id`,`looked_at`);--> statement-breakpoint
CREATE INDEX `staff_looks_proposal` ON `staff_looks` (`proposal_id`);--> statement-breakpoint
CREATE TABLE `__new_paper_changes` (
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
	CONSTRAINT "paper_changes_sheet" CHECK("sheet" >= 1),
	CONSTRAINT "paper_changes_act" CHECK("act" = 'take_back' or "act" = 'restore'),
	CONSTRAINT "paper_changes_words" CHECK("words" <> ''),
	CONSTRAINT "paper_changes_salt" CHECK("salt" <> ''),
	CONSTRAINT "paper_changes_confirmed_by_id_with_confirmed_at" CHECK(("confirmed_by_id" is null) = ("confirmed_at" is null)),
	CONSTRAINT "paper_changes_two" CHECK(confirmed_by_id <> asked_by_id),
	CONSTRAINT "paper_changes_asked_at_before_confirmed_at" CHECK("asked_at" <= "confirmed_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_paper_changes`("id", "proposal_id", "sheet", "act", "words", "salt", "asked_by_id", "asked_at", "confirmed_by_id", "confirmed_at") SELECT "id", "proposal_id", "sheet", "act", "words", "salt", "asked_by_id", "asked_at", "confirmed_by_id", "confirmed_at" FROM `paper_changes`;--> statement-breakpoint
DROP TABLE `paper_changes`;--> statement-breakpoint
ALTER TABLE `__new_paper_changes` RENAME TO `paper_changes`;--> statement-breakpoint
CREATE INDEX `paper_changes_sheet` ON `paper_changes` (`proposal_id`,`sheet`,`asked_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `paper_changes_open` ON `paper_changes` (`proposal_id`,`sheet`) WHERE confirmed_at is null;--> statement-breakpoint
CREATE TABLE `__new_paper_entries` (
	`proposal_id` text NOT NULL,
	`sheet` integer NOT NULL,
	`person_id` text NOT NULL,
	`round` integer NOT NULL,
	`lines` text NOT NULL,
	`typed_at` integer NOT NULL,
	PRIMARY KEY(`proposal_id`, `sheet`, `person_id`),
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "paper_entries_sheet" CHECK("sheet" >= 1),
	CONSTRAINT "paper_entries_round" CHECK("round" = 1 or "round" = 2 or "round" = 3),
	CONSTRAINT "paper_entries_lines" CHECK(json_type("lines") = 'array' and json_array_length("lines") >= 0)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_paper_entries`("proposal_id", "sheet", "person_id", "round", "lines", "typed_at") SELECT "proposal_id", "sheet", "person_id", "round", "lines", "typed_at" FROM `paper_entries`;--> statement-breakpoint
DROP TABLE `paper_entries`;--> statement-breakpoint
ALTER TABLE `__new_paper_entries` RENAME TO `paper_entries`;--> statement-breakpoint
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
	CONSTRAINT "paper_signatures_sheet" CHECK("sheet" >= 1),
	CONSTRAINT "paper_signatures_line" CHECK("line" >= 1)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_paper_signatures`("proposal_id", "sheet", "line", "day", "district_code", "key", "counts") SELECT "proposal_id", "sheet", "line", "day", "district_code", "key", "counts" FROM `paper_signatures`;--> statement-breakpoint
DROP TABLE `paper_signatures`;--> statement-breakpoint
ALTER TABLE `__new_paper_signatures` RENAME TO `paper_signatures`;--> statement-breakpoint
CREATE TABLE `__new_sample_lines` (
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
	CONSTRAINT "sample_lines_sample" CHECK("sample" >= 1),
	CONSTRAINT "sample_lines_line" CHECK("line" >= 1),
	CONSTRAINT "sample_lines_mark" CHECK("mark" = 'confirmed' or "mark" = 'not_confirmed'),
	CONSTRAINT "sample_lines_mark_with_marked_by_id" CHECK(("mark" is null) = ("marked_by_id" is null) and ("mark" is null) = ("marked_at" is null))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_sample_lines`("proposal_id", "sample", "line", "person_id", "mark", "marked_by_id", "marked_at") SELECT "proposal_id", "sample", "line", "person_id", "mark", "marked_by_id", "marked_at" FROM `sample_lines`;--> statement-breakpoint
DROP TABLE `sample_lines`;--> statement-breakpoint
ALTER TABLE `__new_sample_lines` RENAME TO `sample_lines`;--> statement-breakpoint
CREATE INDEX `sample_lines_person` ON `sample_lines` (`person_id`);--> statement-breakpoint
CREATE TABLE `__new_presses` (
	`key` text PRIMARY KEY NOT NULL,
	`leads_to` text,
	`known_until` integer NOT NULL,
	CONSTRAINT "presses_key" CHECK(length("key") = 64),
	CONSTRAINT "presses_leads_to" CHECK("leads_to" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_presses`("key", "leads_to", "known_until") SELECT "key", "leads_to", "known_until" FROM `presses`;--> statement-breakpoint
DROP TABLE `presses`;--> statement-breakpoint
ALTER TABLE `__new_presses` RENAME TO `presses`;--> statement-breakpoint
CREATE INDEX `presses_known` ON `presses` (`known_until`);--> statement-breakpoint
CREATE TABLE `__new_sessions` (
	`hash` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`person_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`device` text NOT NULL,
	`passkey_id` text,
	`means` text,
	`used_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`passkey_id`) REFERENCES `passkeys`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "sessions_hash" CHECK(length("hash") = 64),
	CONSTRAINT "sessions_means" CHECK("means" = 'code' or "means" = 'link' or "means" = 'passkey' or "means" = 'service' or "means" = 'demonstration'),
	CONSTRAINT "sessions_created_at_before_expires_at" CHECK("created_at" < "expires_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_sessions`("hash", "id", "person_id", "created_at", "expires_at", "device", "passkey_id", "means", "used_at") SELECT "hash", "id", "person_id", "created_at", "expires_at", "device", "passkey_id", "means", "used_at" FROM `sessions`;--> statement-breakpoint
DROP TABLE `sessions`;--> statement-breakpoint
ALTER TABLE `__new_sessions` RENAME TO `sessions`;--> statement-breakpoint
CREATE INDEX `sessions_person` ON `sessions` (`person_id`);--> statement-breakpoint
CREATE INDEX `sessions_expires` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE INDEX `sessions_passkey` ON `sessions` (`passkey_id`) WHERE passkey_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_id` ON `sessions` (`id`);--> statement-breakpoint
CREATE TABLE `__new_webhook_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`webhook_id` text NOT NULL,
	`event` text NOT NULL,
	`news` text NOT NULL,
	`proposal_id` text,
	`occurred_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`next_try_at` integer,
	`attempts` integer NOT NULL,
	`delivered_at` integer,
	`status` integer,
	`error` text,
	FOREIGN KEY (`webhook_id`) REFERENCES `webhooks`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "webhook_deliveries_event" CHECK("event" <> ''),
	CONSTRAINT "webhook_deliveries_news" CHECK("news" <> ''),
	CONSTRAINT "webhook_deliveries_attempts" CHECK("attempts" >= 0),
	CONSTRAINT "webhook_deliveries_status" CHECK("status" >= 100),
	CONSTRAINT "webhook_deliveries_over" CHECK(delivered_at is null or next_try_at is null),
	CONSTRAINT "webhook_deliveries_error" CHECK("error" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_webhook_deliveries`("id", "webhook_id", "event", "news", "proposal_id", "occurred_at", "created_at", "next_try_at", "attempts", "delivered_at", "status", "error") SELECT "id", "webhook_id", "event", "news", "proposal_id", "occurred_at", "created_at", "next_try_at", "attempts", "delivered_at", "status", "error" FROM `webhook_deliveries`;--> statement-breakpoint
DROP TABLE `webhook_deliveries`;--> statement-breakpoint
ALTER TABLE `__new_webhook_deliveries` RENAME TO `webhook_deliveries`;--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_deliveries_event` ON `webhook_deliveries` (`webhook_id`,`event`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_due` ON `webhook_deliveries` (`next_try_at`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_made` ON `webhook_deliveries` (`created_at`);--> statement-breakpoint
CREATE TABLE `__new_webhooks` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`government_id` text NOT NULL,
	`kind` text NOT NULL,
	`target` text NOT NULL,
	`url` text NOT NULL,
	`secret` text NOT NULL,
	`former_secret` text,
	`former_until` integer,
	`created_at` integer NOT NULL,
	`failing_since` integer,
	`paused_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "webhooks_kind" CHECK("kind" = 'government' or "kind" = 'case' or "kind" = 'agency' or "kind" = 'topic' or "kind" = 'district' or "kind" = 'search'),
	CONSTRAINT "webhooks_target" CHECK((kind = 'government') = (target = '')),
	CONSTRAINT "webhooks_url" CHECK("url" <> ''),
	CONSTRAINT "webhooks_secret" CHECK("secret" <> ''),
	CONSTRAINT "webhooks_former_secret_with_former_until" CHECK(("former_secret" is null) = ("former_until" is null)),
	CONSTRAINT "webhooks_paused_at_needs_failing_since" CHECK("paused_at" is null or "failing_since" is not null),
	CONSTRAINT "webhooks_failing_since_before_paused_at" CHECK("failing_since" <= "paused_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_webhooks`("id", "person_id", "government_id", "kind", "target", "url", "secret", "former_secret", "former_until", "created_at", "failing_since", "paused_at") SELECT "id", "person_id", "government_id", "kind", "target", "url", "secret", "former_secret", "former_until", "created_at", "failing_since", "paused_at" FROM `webhooks`;--> statement-breakpoint
DROP TABLE `webhooks`;--> statement-breakpoint
ALTER TABLE `__new_webhooks` RENAME TO `webhooks`;--> statement-breakpoint
CREATE INDEX `webhooks_person` ON `webhooks` (`person_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `webhooks_target` ON `webhooks` (`government_id`,`kind`,`target`);--> statement-breakpoint
ALTER TABLE `brought_cases` DROP COLUMN `brought_at`;--> statement-breakpoint
ALTER TABLE `rolls` DROP COLUMN `imported_at`;