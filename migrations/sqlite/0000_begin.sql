CREATE TABLE `answers` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`agency_id` text NOT NULL,
	`version` integer NOT NULL,
	`analysis` text NOT NULL,
	`deliberation` text NOT NULL,
	`adoption` text NOT NULL,
	`follow_up` text NOT NULL,
	`note` text NOT NULL,
	`salt` text NOT NULL,
	`person_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`published_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `answers_version` ON `answers` (`proposal_id`,`version`);--> statement-breakpoint
CREATE TABLE `ask_decisions` (
	`answer_id` text NOT NULL,
	`ask_number` integer NOT NULL,
	`decision` text,
	`reason` text NOT NULL,
	PRIMARY KEY(`answer_id`, `ask_number`),
	FOREIGN KEY (`answer_id`) REFERENCES `answers`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `commitment_updates` (
	`id` text PRIMARY KEY NOT NULL,
	`commitment_id` text NOT NULL,
	`kind` text NOT NULL,
	`body` text NOT NULL,
	`evidence_url` text,
	`salt` text NOT NULL,
	`person_id` text,
	`written_at` integer NOT NULL,
	FOREIGN KEY (`commitment_id`) REFERENCES `commitments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `commitment_updates_commitment` ON `commitment_updates` (`commitment_id`,`written_at`);--> statement-breakpoint
CREATE TABLE `commitments` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`proposal_id` text NOT NULL,
	`answer_id` text NOT NULL,
	`agency_id` text NOT NULL,
	`ask_number` integer,
	`position` integer NOT NULL,
	`what` text NOT NULL,
	`owner` text NOT NULL,
	`due_on` text NOT NULL,
	`state` text NOT NULL,
	`closed_at` integer,
	`salt` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `commitments_proposal` ON `commitments` (`proposal_id`,`position`);--> statement-breakpoint
CREATE INDEX `commitments_government` ON `commitments` (`government_id`,`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `commitments_agency` ON `commitments` (`agency_id`,`state`,`due_on`);--> statement-breakpoint
CREATE TABLE `cosignature_counts` (
	`proposal_id` text NOT NULL,
	`day` text NOT NULL,
	`district_code` text NOT NULL,
	`assurance` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`proposal_id`, `day`, `district_code`, `assurance`)
);
--> statement-breakpoint
CREATE TABLE `cosignatures` (
	`proposal_id` text NOT NULL,
	`person_id` text NOT NULL,
	`signed_at` integer NOT NULL,
	`day` text NOT NULL,
	`district_code` text NOT NULL,
	`assurance` integer NOT NULL,
	`reason` text,
	`notice_version` text NOT NULL,
	PRIMARY KEY(`proposal_id`, `person_id`)
);
--> statement-breakpoint
CREATE INDEX `cosignatures_person` ON `cosignatures` (`person_id`,`signed_at`);--> statement-breakpoint
CREATE TABLE `pending_cosignatures` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`email` text NOT NULL,
	`district_code` text NOT NULL,
	`reason` text,
	`wants_answer` integer NOT NULL,
	`notice_version` text NOT NULL,
	`language` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`confirmed_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pending_cosignatures_token` ON `pending_cosignatures` (`token_hash`);--> statement-breakpoint
CREATE INDEX `pending_cosignatures_expires` ON `pending_cosignatures` (`expires_at`);--> statement-breakpoint
CREATE TABLE `leases` (
	`name` text PRIMARY KEY NOT NULL,
	`holder` text NOT NULL,
	`until` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `agencies` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`coordinating` integer NOT NULL,
	`valid_from` text,
	`valid_to` text,
	`successor_id` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `agencies_code` ON `agencies` (`government_id`,`code`);--> statement-breakpoint
CREATE TABLE `blackouts` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`first_day` text NOT NULL,
	`last_day` text NOT NULL,
	`reason` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `blackouts_government` ON `blackouts` (`government_id`,`first_day`);--> statement-breakpoint
CREATE TABLE `districts` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `districts_code` ON `districts` (`government_id`,`code`);--> statement-breakpoint
CREATE TABLE `governments` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`languages` text NOT NULL,
	`time_zone` text NOT NULL,
	`country` text NOT NULL,
	`dates` text NOT NULL,
	`accent` text,
	`contact` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `governments_slug` ON `governments` (`slug`);--> statement-breakpoint
CREATE TABLE `holidays` (
	`government_id` text NOT NULL,
	`date` text NOT NULL,
	`works` integer NOT NULL,
	`name` text NOT NULL,
	PRIMARY KEY(`government_id`, `date`),
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`agency_id` text,
	`token_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`accepted_at` integer,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_token` ON `invitations` (`token_hash`);--> statement-breakpoint
CREATE INDEX `invitations_government` ON `invitations` (`government_id`);--> statement-breakpoint
CREATE TABLE `refusal_reasons` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`hides_text` integer NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `refusal_reasons_code` ON `refusal_reasons` (`government_id`,`code`);--> statement-breakpoint
CREATE TABLE `rule_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`version` integer NOT NULL,
	`rules` text NOT NULL,
	`valid_from` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rule_versions_number` ON `rule_versions` (`government_id`,`version`);--> statement-breakpoint
CREATE TABLE `staff` (
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
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `staff_person` ON `staff` (`person_id`);--> statement-breakpoint
CREATE INDEX `staff_government` ON `staff` (`government_id`,`role`);--> statement-breakpoint
CREATE TABLE `topics` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `topics_code` ON `topics` (`government_id`,`code`);--> statement-breakpoint
CREATE TABLE `follows` (
	`proposal_id` text NOT NULL,
	`person_id` text NOT NULL,
	`wanted` integer NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`proposal_id`, `person_id`)
);
--> statement-breakpoint
CREATE INDEX `follows_person` ON `follows` (`person_id`);--> statement-breakpoint
CREATE TABLE `mailings` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`government_id` text NOT NULL,
	`proposal_id` text NOT NULL,
	`facts` text NOT NULL,
	`cursor` text NOT NULL,
	`created_at` integer NOT NULL,
	`done_at` integer
);
--> statement-breakpoint
CREATE INDEX `mailings_open` ON `mailings` (`done_at`);--> statement-breakpoint
CREATE TABLE `outbox` (
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
	`last_error` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_once` ON `outbox` (`once`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`next_try_at`,`priority`);--> statement-breakpoint
CREATE INDEX `outbox_person` ON `outbox` (`person_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `attempts` (
	`key` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `attempts_expires` ON `attempts` (`expires_at`);--> statement-breakpoint
CREATE TABLE `consents` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`government_id` text NOT NULL,
	`purpose` text NOT NULL,
	`notice_version` text NOT NULL,
	`given_at` integer NOT NULL,
	`withdrawn_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `consents_once` ON `consents` (`person_id`,`government_id`,`purpose`,`notice_version`);--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text,
	`display_name` text,
	`language` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `people_email` ON `people` (`email`);--> statement-breakpoint
CREATE TABLE `residences` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`government_id` text NOT NULL,
	`district_code` text NOT NULL,
	`verified` integer NOT NULL,
	`stated_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `residences_once` ON `residences` (`person_id`,`government_id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`hash` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`person_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`device` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_person` ON `sessions` (`person_id`);--> statement-breakpoint
CREATE INDEX `sessions_expires` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_id` ON `sessions` (`id`);--> statement-breakpoint
CREATE TABLE `sign_in_codes` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`code_hash` text NOT NULL,
	`browser_hash` text NOT NULL,
	`tries` integer NOT NULL,
	`next` text NOT NULL,
	`act` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE INDEX `sign_in_codes_email` ON `sign_in_codes` (`email`,`created_at`);--> statement-breakpoint
CREATE INDEX `sign_in_codes_expires` ON `sign_in_codes` (`expires_at`);--> statement-breakpoint
CREATE TABLE `asks` (
	`proposal_id` text NOT NULL,
	`number` integer NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`proposal_id`, `number`),
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `corrections` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`field` text NOT NULL,
	`before` text NOT NULL,
	`after` text NOT NULL,
	`salt` text NOT NULL,
	`corrected_at` integer NOT NULL,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `corrections_proposal` ON `corrections` (`proposal_id`,`corrected_at`);--> statement-breakpoint
CREATE TABLE `counters` (
	`government_id` text NOT NULL,
	`year` integer NOT NULL,
	`last` integer NOT NULL,
	PRIMARY KEY(`government_id`, `year`)
);
--> statement-breakpoint
CREATE TABLE `decisions` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`kind` text NOT NULL,
	`person_id` text,
	`reason_code` text,
	`words` text NOT NULL,
	`salt` text NOT NULL,
	`target_id` text,
	`before` text,
	`decided_at` integer NOT NULL,
	`undone_at` integer,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `decisions_proposal` ON `decisions` (`proposal_id`,`decided_at`);--> statement-breakpoint
CREATE TABLE `evidence` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`position` integer NOT NULL,
	`url` text NOT NULL,
	`label` text NOT NULL,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `evidence_proposal` ON `evidence` (`proposal_id`,`position`);--> statement-breakpoint
CREATE TABLE `notes` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`kind` text NOT NULL,
	`agency_id` text,
	`body` text NOT NULL,
	`person_id` text,
	`written_at` integer NOT NULL,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `notes_proposal` ON `notes` (`proposal_id`,`written_at`);--> statement-breakpoint
CREATE TABLE `parts` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`agency_id` text NOT NULL,
	`role` text NOT NULL,
	`assigned_at` integer NOT NULL,
	`due_before` integer,
	`answered_at` integer,
	`ended_at` integer,
	`contribution` text,
	`salt` text,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `parts_proposal` ON `parts` (`proposal_id`);--> statement-breakpoint
CREATE INDEX `parts_agency` ON `parts` (`agency_id`,`ended_at`);--> statement-breakpoint
CREATE TABLE `proposal_texts` (
	`proposal_id` text PRIMARY KEY NOT NULL,
	`problem` text NOT NULL,
	`benefit` text NOT NULL,
	`salt` text NOT NULL,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `proposals` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`number` text,
	`year` integer,
	`author_id` text,
	`author_name` text,
	`stage` text NOT NULL,
	`title` text NOT NULL,
	`topic_code` text,
	`district_code` text,
	`place` text,
	`suggested_agencies` text NOT NULL,
	`rule_version_id` text,
	`threshold` integer,
	`count` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`submitted_at` integer,
	`check_due_before` integer,
	`published_at` integer,
	`closes_before` integer,
	`early_warned_at` integer,
	`threshold_met_at` integer,
	`schedule_due_before` integer,
	`scheduled_at` integer,
	`contact_due_before` integer,
	`contacted_at` integer,
	`answer_due_before` integer,
	`extended_at` integer,
	`answered_at` integer,
	`overdue_at` integer,
	`ended_at` integer,
	`outcome` text,
	`reason_code` text,
	`reconsidered_at` integer,
	`merged_into_id` text,
	`held_at` integer,
	`hidden_at` integer,
	`hidden_reason` text,
	`revision` integer NOT NULL,
	`source` text,
	`source_id` text,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`rule_version_id`) REFERENCES `rule_versions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `proposals_number` ON `proposals` (`government_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `proposals_source` ON `proposals` (`government_id`,`source_id`);--> statement-breakpoint
CREATE INDEX `proposals_newest` ON `proposals` (`government_id`,`stage`,`published_at`);--> statement-breakpoint
CREATE INDEX `proposals_most_signed` ON `proposals` (`government_id`,`stage`,`count`);--> statement-breakpoint
CREATE INDEX `proposals_closing` ON `proposals` (`government_id`,`stage`,`closes_before`);--> statement-breakpoint
CREATE INDEX `proposals_answered` ON `proposals` (`government_id`,`stage`,`answered_at`);--> statement-breakpoint
CREATE INDEX `proposals_check_due` ON `proposals` (`stage`,`check_due_before`);--> statement-breakpoint
CREATE INDEX `proposals_closing_due` ON `proposals` (`stage`,`closes_before`);--> statement-breakpoint
CREATE INDEX `proposals_answer_due` ON `proposals` (`stage`,`answer_due_before`);--> statement-breakpoint
CREATE INDEX `proposals_author` ON `proposals` (`author_id`,`updated_at`);--> statement-breakpoint
CREATE INDEX `proposals_merged_into` ON `proposals` (`merged_into_id`);--> statement-breakpoint
CREATE TABLE `routings` (
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
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `routings_proposal` ON `routings` (`proposal_id`,`decided_at`);--> statement-breakpoint
CREATE TABLE `updates` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`kind` text NOT NULL,
	`agency_id` text,
	`body` text NOT NULL,
	`salt` text NOT NULL,
	`person_id` text,
	`written_at` integer NOT NULL,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `updates_proposal` ON `updates` (`proposal_id`,`written_at`);--> statement-breakpoint
CREATE TABLE `record` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`proposal_id` text,
	`kind` text NOT NULL,
	`role` text NOT NULL,
	`agency_id` text,
	`occurred_at` integer NOT NULL,
	`recorded_at` integer NOT NULL,
	`facts` text NOT NULL,
	`digest` text
);
--> statement-breakpoint
CREATE INDEX `record_proposal` ON `record` (`proposal_id`,`kind`,`occurred_at`);--> statement-breakpoint
CREATE INDEX `record_government` ON `record` (`government_id`,`kind`,`occurred_at`);--> statement-breakpoint
CREATE TABLE `record_numbers` (
	`number` integer PRIMARY KEY NOT NULL,
	`entry_id` text NOT NULL,
	FOREIGN KEY (`entry_id`) REFERENCES `record`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `record_numbers_entry` ON `record_numbers` (`entry_id`);
--> statement-breakpoint
-- By hand from here: what the table builders cannot say.
CREATE UNIQUE INDEX parts_one_lead ON parts (proposal_id) WHERE role = 'lead' AND ended_at IS NULL;
--> statement-breakpoint
CREATE UNIQUE INDEX parts_once ON parts (proposal_id, agency_id) WHERE ended_at IS NULL;
--> statement-breakpoint
CREATE TABLE search_documents (row integer PRIMARY KEY AUTOINCREMENT, document_id text NOT NULL UNIQUE, title text NOT NULL, body text NOT NULL);
--> statement-breakpoint
CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='', contentless_delete=1, detail=none, tokenize='ascii');
--> statement-breakpoint
CREATE TRIGGER record_is_never_changed BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER record_is_never_deleted BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER record_numbers_are_never_changed BEFORE UPDATE ON record_numbers BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER record_numbers_are_never_deleted BEFORE DELETE ON record_numbers BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
