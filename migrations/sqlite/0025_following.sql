-- Following without signing, digests, and the kinds of mail that come with them. SQLite cannot change a CHECK: mailings, outbox and
-- follows are made again and their rows copied, with the index of outbox that drizzle does not know.
CREATE TABLE `digest_items` (
	`person_id` text NOT NULL,
	`mailing_id` text NOT NULL,
	`government_id` text NOT NULL,
	`pace` text NOT NULL,
	`list_follow_id` text,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`person_id`, `mailing_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`mailing_id`) REFERENCES `mailings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`list_follow_id`) REFERENCES `list_follows`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "digest_items_pace" CHECK("pace" = 'daily' or "pace" = 'weekly')
) STRICT;
--> statement-breakpoint
CREATE INDEX `digest_items_due` ON `digest_items` (`government_id`,`pace`,`person_id`);--> statement-breakpoint
CREATE INDEX `digest_items_mailing` ON `digest_items` (`mailing_id`);--> statement-breakpoint
CREATE INDEX `digest_items_list` ON `digest_items` (`list_follow_id`);--> statement-breakpoint
CREATE TABLE `list_follows` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`government_id` text NOT NULL,
	`kind` text NOT NULL,
	`target` text NOT NULL,
	`wanted` integer NOT NULL,
	`since` integer NOT NULL,
	`pace` text NOT NULL,
	`kinds` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "list_follows_kind" CHECK("kind" = 'agency' or "kind" = 'topic' or "kind" = 'district' or "kind" = 'search'),
	CONSTRAINT "list_follows_target" CHECK("target" <> ''),
	CONSTRAINT "list_follows_wanted" CHECK("wanted" in (0, 1)),
	CONSTRAINT "list_follows_pace" CHECK("pace" = 'now' or "pace" = 'daily' or "pace" = 'weekly'),
	CONSTRAINT "list_follows_kinds" CHECK(json_type("kinds") = 'array' and json_array_length("kinds") between 1 and 6)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `list_follows_person` ON `list_follows` (`person_id`,`government_id`,`kind`,`target`);--> statement-breakpoint
CREATE INDEX `list_follows_list` ON `list_follows` (`government_id`,`kind`,`target`,`person_id`);--> statement-breakpoint
CREATE TABLE `pending_follows` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`kind` text NOT NULL,
	`target` text NOT NULL,
	`email` text NOT NULL,
	`language` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`confirmed_at` integer,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "pending_follows_kind" CHECK("kind" = 'case' or "kind" = 'agency' or "kind" = 'topic' or "kind" = 'district' or "kind" = 'search'),
	CONSTRAINT "pending_follows_target" CHECK("target" <> ''),
	CONSTRAINT "pending_follows_email" CHECK("email" like '_%@_%'),
	CONSTRAINT "pending_follows_language" CHECK("language" <> ''),
	CONSTRAINT "pending_follows_token_hash" CHECK(length("token_hash") = 64),
	CONSTRAINT "pending_follows_created_at_before_expires_at" CHECK("created_at" < "expires_at"),
	CONSTRAINT "pending_follows_created_at_before_confirmed_at" CHECK("created_at" <= "confirmed_at")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `pending_follows_token` ON `pending_follows` (`token_hash`);--> statement-breakpoint
CREATE INDEX `pending_follows_expires` ON `pending_follows` (`expires_at`);--> statement-breakpoint
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
	CONSTRAINT "mailings_kind" CHECK("kind" = 'sign_in_code' or "kind" = 'confirm_cosignature' or "kind" = 'already_cosigned' or "kind" = 'invitation' or "kind" = 'passkey_added' or "kind" = 'passkey_removed' or "kind" = 'passkey_allowed' or "kind" = 'passkey_of_colleague' or "kind" = 'stage_changed' or "kind" = 'reach_proposer' or "kind" = 'proposer_replied' or "kind" = 'text_corrected' or "kind" = 'closing_moved' or "kind" = 'early_warning' or "kind" = 'assigned' or "kind" = 'check_due' or "kind" = 'check_overdue' or "kind" = 'due_14' or "kind" = 'due_7' or "kind" = 'due_0' or "kind" = 'overdue' or "kind" = 'transferred' or "kind" = 'routed' or "kind" = 'routed_followed' or "kind" = 'extended' or "kind" = 'answer_published' or "kind" = 'answer_supplemented' or "kind" = 'merge_question' or "kind" = 'text_corrected_signed' or "kind" = 'commitment_to_check' or "kind" = 'commitment_checked' or "kind" = 'case_news' or "kind" = 'author_news' or "kind" = 'digest' or "kind" = 'confirm_follow' or "kind" = 'already_following'),
	CONSTRAINT "mailings_once" CHECK("once" <> ''),
	CONSTRAINT "mailings_facts" CHECK(json_type("facts") = 'object'),
	CONSTRAINT "mailings_created_at_before_starts_at" CHECK("created_at" <= "starts_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_mailings`("id", "kind", "once", "government_id", "proposal_id", "facts", "cursor", "created_at", "starts_at", "done_at") SELECT "id", "kind", NULL, "government_id", "proposal_id", "facts", "cursor", "created_at", "starts_at", "done_at" FROM `mailings`;--> statement-breakpoint
DROP TABLE `mailings`;--> statement-breakpoint
ALTER TABLE `__new_mailings` RENAME TO `mailings`;--> statement-breakpoint
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
	CONSTRAINT "outbox_kind" CHECK("kind" = 'sign_in_code' or "kind" = 'confirm_cosignature' or "kind" = 'already_cosigned' or "kind" = 'invitation' or "kind" = 'passkey_added' or "kind" = 'passkey_removed' or "kind" = 'passkey_allowed' or "kind" = 'passkey_of_colleague' or "kind" = 'stage_changed' or "kind" = 'reach_proposer' or "kind" = 'proposer_replied' or "kind" = 'text_corrected' or "kind" = 'closing_moved' or "kind" = 'early_warning' or "kind" = 'assigned' or "kind" = 'check_due' or "kind" = 'check_overdue' or "kind" = 'due_14' or "kind" = 'due_7' or "kind" = 'due_0' or "kind" = 'overdue' or "kind" = 'transferred' or "kind" = 'routed' or "kind" = 'routed_followed' or "kind" = 'extended' or "kind" = 'answer_published' or "kind" = 'answer_supplemented' or "kind" = 'merge_question' or "kind" = 'text_corrected_signed' or "kind" = 'commitment_to_check' or "kind" = 'commitment_checked' or "kind" = 'case_news' or "kind" = 'author_news' or "kind" = 'digest' or "kind" = 'confirm_follow' or "kind" = 'already_following'),
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
CREATE TABLE `__new_follows` (
	`proposal_id` text NOT NULL,
	`person_id` text NOT NULL,
	`wanted` integer NOT NULL,
	`since` integer NOT NULL,
	`pace` text DEFAULT 'now' NOT NULL,
	`kinds` text,
	PRIMARY KEY(`proposal_id`, `person_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "follows_wanted" CHECK("wanted" in (0, 1)),
	CONSTRAINT "follows_pace" CHECK("pace" = 'now' or "pace" = 'daily' or "pace" = 'weekly'),
	CONSTRAINT "follows_kinds" CHECK(json_type("kinds") = 'array' and json_array_length("kinds") between 1 and 6)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_follows`("proposal_id", "person_id", "wanted", "since", "pace", "kinds") SELECT "proposal_id", "person_id", "wanted", "since", 'now', NULL FROM `follows`;--> statement-breakpoint
DROP TABLE `follows`;--> statement-breakpoint
ALTER TABLE `__new_follows` RENAME TO `follows`;--> statement-breakpoint
CREATE INDEX `follows_person` ON `follows` (`person_id`);