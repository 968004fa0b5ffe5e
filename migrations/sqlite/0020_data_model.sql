-- The data model at a glance (src/schema): standard names, foreign keys, CHECKs; columns that nothing reads are gone. SQLite cannot
-- add a CHECK to a table, so each is made again and its rows are copied in the order they had. Foreign keys are off meanwhile, and
-- checked at the end (src/platform/db/tools/migrate.ts). STRICT: an integer is one, as in PostgreSQL. The search index stays.
DROP TABLE `consents`;
--> statement-breakpoint
CREATE TABLE `new_agencies` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`coordinating` integer NOT NULL,
	`valid_from` text,
	`valid_to` text,
	`successor_id` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`successor_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "agencies_code" CHECK("code" <> ''),
	CONSTRAINT "agencies_name" CHECK(json_type("name") = 'object'),
	CONSTRAINT "agencies_coordinating" CHECK("coordinating" in (0, 1)),
	CONSTRAINT "agencies_valid_from" CHECK(date("valid_from") is "valid_from"),
	CONSTRAINT "agencies_valid_to" CHECK(date("valid_to") is "valid_to"),
	CONSTRAINT "agencies_valid_from_before_valid_to" CHECK("valid_from" <= "valid_to"),
	CONSTRAINT "agencies_successor_id_needs_valid_to" CHECK("successor_id" is null or "valid_to" is not null),
	CONSTRAINT "agencies_own_successor" CHECK(successor_id <> id),
	CONSTRAINT "agencies_coordinating_stays" CHECK(not coordinating or (valid_from is null and valid_to is null))
) STRICT;
--> statement-breakpoint
INSERT INTO `new_agencies` (`id`, `government_id`, `code`, `name`, `coordinating`, `valid_from`, `valid_to`, `successor_id`, `created_at`) SELECT `id`, `government_id`, `code`, `name`, `coordinating`, `valid_from`, `valid_to`, `successor_id`, `created_at` FROM `agencies` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `agencies`;
--> statement-breakpoint
ALTER TABLE `new_agencies` RENAME TO `agencies`;
--> statement-breakpoint
CREATE UNIQUE INDEX `agencies_code` ON `agencies` (`government_id`,`code`);
--> statement-breakpoint
CREATE UNIQUE INDEX `agencies_one_coordinating` ON `agencies` (`government_id`) WHERE coordinating;
--> statement-breakpoint
CREATE TABLE `new_announcements` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`first_day` text NOT NULL,
	`last_day` text NOT NULL,
	`words` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "announcements_first_day" CHECK(date("first_day") is "first_day"),
	CONSTRAINT "announcements_last_day" CHECK(date("last_day") is "last_day"),
	CONSTRAINT "announcements_first_day_before_last_day" CHECK("first_day" <= "last_day"),
	CONSTRAINT "announcements_words" CHECK(json_type("words") = 'object')
) STRICT;
--> statement-breakpoint
INSERT INTO `new_announcements` (`id`, `government_id`, `first_day`, `last_day`, `words`, `created_at`) SELECT `id`, `government_id`, `first_day`, `last_day`, `words`, `created_at` FROM `announcements` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `announcements`;
--> statement-breakpoint
ALTER TABLE `new_announcements` RENAME TO `announcements`;
--> statement-breakpoint
CREATE INDEX `announcements_government` ON `announcements` (`government_id`,`first_day`);
--> statement-breakpoint
CREATE TABLE `new_answers` (
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
	`revision` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`published_at` integer,
	`before` text,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "answers_version" CHECK("version" >= 1),
	CONSTRAINT "answers_revision" CHECK("revision" >= 0),
	CONSTRAINT "answers_created_at_before_updated_at" CHECK("created_at" <= "updated_at"),
	CONSTRAINT "answers_created_at_before_published_at" CHECK("created_at" <= "published_at"),
	CONSTRAINT "answers_salt" CHECK("salt" <> ''),
	CONSTRAINT "answers_before" CHECK(json_type("before") = 'object'),
	CONSTRAINT "answers_before_needs_published_at" CHECK("before" is null or "published_at" is not null)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_answers` (`id`, `proposal_id`, `agency_id`, `version`, `analysis`, `deliberation`, `adoption`, `follow_up`, `note`, `salt`, `person_id`, `revision`, `created_at`, `updated_at`, `published_at`, `before`) SELECT `id`, `proposal_id`, `agency_id`, `version`, `analysis`, `deliberation`, `adoption`, `follow_up`, `note`, `salt`, `person_id`, `revision`, `created_at`, `updated_at`, `published_at`, `before` FROM `answers` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `answers`;
--> statement-breakpoint
ALTER TABLE `new_answers` RENAME TO `answers`;
--> statement-breakpoint
CREATE UNIQUE INDEX `answers_version` ON `answers` (`proposal_id`,`version`);
--> statement-breakpoint
CREATE INDEX `answers_agency` ON `answers` (`agency_id`);
--> statement-breakpoint
CREATE TABLE `new_ask_decisions` (
	`answer_id` text NOT NULL,
	`ask_number` integer NOT NULL,
	`decision` text,
	`reason` text NOT NULL,
	PRIMARY KEY(`answer_id`, `ask_number`),
	FOREIGN KEY (`answer_id`) REFERENCES `answers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "ask_decisions_ask_number" CHECK("ask_number" >= 1),
	CONSTRAINT "ask_decisions_decision" CHECK("decision" = 'adopted' or "decision" = 'partly' or "decision" = 'under_study' or "decision" = 'not_adopted')
) STRICT;
--> statement-breakpoint
INSERT INTO `new_ask_decisions` (`answer_id`, `ask_number`, `decision`, `reason`) SELECT `answer_id`, `ask_number`, `decision`, `reason` FROM `ask_decisions` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `ask_decisions`;
--> statement-breakpoint
ALTER TABLE `new_ask_decisions` RENAME TO `ask_decisions`;
--> statement-breakpoint
CREATE TABLE `new_asks` (
	`proposal_id` text NOT NULL,
	`number` integer NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`proposal_id`, `number`),
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "asks_number" CHECK("number" >= 1)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_asks` (`proposal_id`, `number`, `text`) SELECT `proposal_id`, `number`, `text` FROM `asks` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `asks`;
--> statement-breakpoint
ALTER TABLE `new_asks` RENAME TO `asks`;
--> statement-breakpoint
CREATE TABLE `assignment_changes` (
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
	CONSTRAINT "assignment_changes_kind" CHECK("kind" = 'transferred' or "kind" = 'extended'),
	CONSTRAINT "assignment_changes_to" CHECK((kind = 'transferred') = (to_agency_id is not null)),
	CONSTRAINT "assignment_changes_extended" CHECK(kind <> 'extended' or due_before is not null),
	CONSTRAINT "assignment_changes_elsewhere" CHECK(to_agency_id <> from_agency_id),
	CONSTRAINT "assignment_changes_reason" CHECK(reason <> '' or person_id is null),
	CONSTRAINT "assignment_changes_salt" CHECK("salt" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `assignment_changes` (`id`, `proposal_id`, `kind`, `from_agency_id`, `to_agency_id`, `reason`, `salt`, `due_before`, `person_id`, `decided_at`) SELECT `id`, `proposal_id`, `kind`, `from_agency_id`, `to_agency_id`, `reason`, `salt`, `due_before`, `person_id`, `decided_at` FROM `routings` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `routings`;
--> statement-breakpoint
CREATE INDEX `assignment_changes_proposal` ON `assignment_changes` (`proposal_id`,`decided_at`);
--> statement-breakpoint
CREATE TABLE `assignments` (
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
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "assignments_role" CHECK("role" = 'lead' or "role" = 'supporting'),
	CONSTRAINT "assignments_assigned_at_before_ended_at" CHECK("assigned_at" <= "ended_at"),
	CONSTRAINT "assignments_contribution" CHECK("contribution" <> ''),
	CONSTRAINT "assignments_contribution_with_salt" CHECK(("contribution" is null) = ("salt" is null))
) STRICT;
--> statement-breakpoint
INSERT INTO `assignments` (`id`, `proposal_id`, `agency_id`, `role`, `assigned_at`, `due_before`, `answered_at`, `ended_at`, `contribution`, `salt`) SELECT `id`, `proposal_id`, `agency_id`, `role`, `assigned_at`, `due_before`, `answered_at`, `ended_at`, `contribution`, `salt` FROM `parts` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `parts`;
--> statement-breakpoint
CREATE INDEX `assignments_proposal` ON `assignments` (`proposal_id`);
--> statement-breakpoint
CREATE INDEX `assignments_agency` ON `assignments` (`agency_id`,`ended_at`);
--> statement-breakpoint
CREATE UNIQUE INDEX `assignments_one_lead` ON `assignments` (`proposal_id`) WHERE role = 'lead' and ended_at is null;
--> statement-breakpoint
CREATE UNIQUE INDEX `assignments_once` ON `assignments` (`proposal_id`,`agency_id`) WHERE ended_at is null;
--> statement-breakpoint
CREATE TABLE `new_blackouts` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`first_day` text NOT NULL,
	`last_day` text NOT NULL,
	`reason` text NOT NULL,
	`stops_submitting` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "blackouts_first_day" CHECK(date("first_day") is "first_day"),
	CONSTRAINT "blackouts_last_day" CHECK(date("last_day") is "last_day"),
	CONSTRAINT "blackouts_first_day_before_last_day" CHECK("first_day" <= "last_day"),
	CONSTRAINT "blackouts_reason" CHECK(json_type("reason") = 'object'),
	CONSTRAINT "blackouts_stops_submitting" CHECK("stops_submitting" in (0, 1))
) STRICT;
--> statement-breakpoint
INSERT INTO `new_blackouts` (`id`, `government_id`, `first_day`, `last_day`, `reason`, `stops_submitting`, `created_at`) SELECT `id`, `government_id`, `first_day`, `last_day`, `reason`, `stops_submitting`, `created_at` FROM `blackouts` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `blackouts`;
--> statement-breakpoint
ALTER TABLE `new_blackouts` RENAME TO `blackouts`;
--> statement-breakpoint
CREATE INDEX `blackouts_government` ON `blackouts` (`government_id`,`first_day`);
--> statement-breakpoint
CREATE TABLE `new_commitment_updates` (
	`id` text PRIMARY KEY NOT NULL,
	`commitment_id` text NOT NULL,
	`kind` text NOT NULL,
	`body` text NOT NULL,
	`evidence_url` text,
	`due_from` text,
	`due_to` text,
	`salt` text NOT NULL,
	`person_id` text,
	`written_at` integer NOT NULL,
	FOREIGN KEY (`commitment_id`) REFERENCES `commitments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "commitment_updates_kind" CHECK("kind" = 'progress' or "kind" = 'kept' or "kind" = 'changed' or "kind" = 'dropped'),
	CONSTRAINT "commitment_updates_body" CHECK("body" <> ''),
	CONSTRAINT "commitment_updates_evidence_url" CHECK("evidence_url" <> ''),
	CONSTRAINT "commitment_updates_due_from" CHECK(date("due_from") is "due_from"),
	CONSTRAINT "commitment_updates_due_to" CHECK(date("due_to") is "due_to"),
	CONSTRAINT "commitment_updates_due_from_with_due_to" CHECK(("due_from" is null) = ("due_to" is null)),
	CONSTRAINT "commitment_updates_due_moved" CHECK(due_from <> due_to),
	CONSTRAINT "commitment_updates_due_changed" CHECK(kind = 'changed' or due_to is null),
	CONSTRAINT "commitment_updates_salt" CHECK("salt" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `new_commitment_updates` (`id`, `commitment_id`, `kind`, `body`, `evidence_url`, `due_from`, `due_to`, `salt`, `person_id`, `written_at`) SELECT `id`, `commitment_id`, `kind`, `body`, `evidence_url`, `due_from`, `due_to`, `salt`, `person_id`, `written_at` FROM `commitment_updates` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `commitment_updates`;
--> statement-breakpoint
ALTER TABLE `new_commitment_updates` RENAME TO `commitment_updates`;
--> statement-breakpoint
CREATE INDEX `commitment_updates_commitment` ON `commitment_updates` (`commitment_id`,`written_at`);
--> statement-breakpoint
CREATE TABLE `new_commitments` (
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
	`handed_over_at` integer,
	`salt` text NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`answer_id`) REFERENCES `answers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "commitments_ask_number" CHECK("ask_number" >= 1),
	CONSTRAINT "commitments_position" CHECK("position" >= 0),
	CONSTRAINT "commitments_state" CHECK("state" = 'draft' or "state" = 'open' or "state" = 'kept' or "state" = 'changed' or "state" = 'dropped'),
	CONSTRAINT "commitments_public" CHECK(state = 'draft' or (what <> '' and owner <> '' and due_on <> '')),
	CONSTRAINT "commitments_due_on" CHECK("due_on" = '' or date("due_on") is "due_on"),
	CONSTRAINT "commitments_closed" CHECK((state in ('kept', 'changed', 'dropped')) = (closed_at is not null)),
	CONSTRAINT "commitments_salt" CHECK("salt" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `new_commitments` (`id`, `government_id`, `proposal_id`, `answer_id`, `agency_id`, `ask_number`, `position`, `what`, `owner`, `due_on`, `state`, `closed_at`, `handed_over_at`, `salt`) SELECT `id`, `government_id`, `proposal_id`, `answer_id`, `agency_id`, `ask_number`, `position`, `what`, `owner`, `due_on`, `state`, `closed_at`, `handed_over_at`, `salt` FROM `commitments` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `commitments`;
--> statement-breakpoint
ALTER TABLE `new_commitments` RENAME TO `commitments`;
--> statement-breakpoint
CREATE INDEX `commitments_proposal` ON `commitments` (`proposal_id`,`position`);
--> statement-breakpoint
CREATE INDEX `commitments_answer` ON `commitments` (`answer_id`);
--> statement-breakpoint
CREATE INDEX `commitments_government` ON `commitments` (`government_id`,`state`,`due_on`);
--> statement-breakpoint
CREATE INDEX `commitments_agency` ON `commitments` (`agency_id`,`state`,`due_on`);
--> statement-breakpoint
CREATE TABLE `new_corrections` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`field` text NOT NULL,
	`before` text NOT NULL,
	`after` text NOT NULL,
	`salt` text NOT NULL,
	`corrected_at` integer NOT NULL,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "corrections_field" CHECK(field in ('title', 'problem', 'benefit') or field like 'ask-_%'),
	CONSTRAINT "corrections_change" CHECK(before <> after),
	CONSTRAINT "corrections_after" CHECK("after" <> ''),
	CONSTRAINT "corrections_salt" CHECK("salt" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `new_corrections` (`id`, `proposal_id`, `field`, `before`, `after`, `salt`, `corrected_at`) SELECT `id`, `proposal_id`, `field`, `before`, `after`, `salt`, `corrected_at` FROM `corrections` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `corrections`;
--> statement-breakpoint
ALTER TABLE `new_corrections` RENAME TO `corrections`;
--> statement-breakpoint
CREATE INDEX `corrections_proposal` ON `corrections` (`proposal_id`,`corrected_at`);
--> statement-breakpoint
CREATE TABLE `new_cosignature_counts` (
	`proposal_id` text NOT NULL,
	`day` text NOT NULL,
	`district_code` text NOT NULL,
	`assurance` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`proposal_id`, `day`, `district_code`, `assurance`),
	CONSTRAINT "cosignature_counts_day" CHECK("day" = '' or date("day") is "day"),
	CONSTRAINT "cosignature_counts_assurance" CHECK("assurance" = 0 or "assurance" = 1 or "assurance" = 2),
	CONSTRAINT "cosignature_counts_known" CHECK(assurance = 0 or (day <> '' and district_code <> '')),
	CONSTRAINT "cosignature_counts_count" CHECK("count" >= 0)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_cosignature_counts` (`proposal_id`, `day`, `district_code`, `assurance`, `count`) SELECT `proposal_id`, `day`, `district_code`, `assurance`, `count` FROM `cosignature_counts` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `cosignature_counts`;
--> statement-breakpoint
ALTER TABLE `new_cosignature_counts` RENAME TO `cosignature_counts`;
--> statement-breakpoint
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
	PRIMARY KEY(`proposal_id`, `person_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "cosignatures_day" CHECK(date("day") is "day"),
	CONSTRAINT "cosignatures_assurance" CHECK("assurance" = 1 or "assurance" = 2),
	CONSTRAINT "cosignatures_reason" CHECK("reason" <> ''),
	CONSTRAINT "cosignatures_reason_id_needs_reason" CHECK("reason_id" is null or "reason" is not null),
	CONSTRAINT "cosignatures_notice_version" CHECK("notice_version" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `new_cosignatures` (`proposal_id`, `person_id`, `signed_at`, `day`, `district_code`, `assurance`, `reason`, `reason_id`, `notice_version`) SELECT `proposal_id`, `person_id`, `signed_at`, `day`, `district_code`, `assurance`, `reason`, `reason_id`, `notice_version` FROM `cosignatures` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `cosignatures`;
--> statement-breakpoint
ALTER TABLE `new_cosignatures` RENAME TO `cosignatures`;
--> statement-breakpoint
CREATE INDEX `cosignatures_person` ON `cosignatures` (`person_id`,`signed_at`);
--> statement-breakpoint
CREATE INDEX `cosignatures_reasons` ON `cosignatures` (`proposal_id`,`day`,`reason_id`) WHERE reason is not null;
--> statement-breakpoint
CREATE INDEX `cosignatures_unnamed` ON `cosignatures` (`proposal_id`) WHERE reason is not null and reason_id is null;
--> statement-breakpoint
CREATE TABLE `deadline_recomputations` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`kind` text NOT NULL,
	`asked_at` integer NOT NULL,
	`done_at` integer,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "deadline_recomputations_kind" CHECK("kind" = 'closing' or "kind" = 'due'),
	CONSTRAINT "deadline_recomputations_asked_at_before_done_at" CHECK("asked_at" <= "done_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `deadline_recomputations` (`id`, `government_id`, `kind`, `asked_at`, `done_at`) SELECT `id`, `government_id`, `kind`, `asked_at`, `done_at` FROM `pending_dates` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `pending_dates`;
--> statement-breakpoint
CREATE INDEX `deadline_recomputations_open` ON `deadline_recomputations` (`done_at`,`asked_at`);
--> statement-breakpoint
CREATE TABLE `deployment_status` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
) STRICT;
--> statement-breakpoint
INSERT INTO `deployment_status` (`key`, `value`) SELECT `key`, `value` FROM `settings` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `settings`;
--> statement-breakpoint
CREATE TABLE `new_districts` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`position` integer NOT NULL,
	`retired_at` integer,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "districts_code" CHECK("code" <> ''),
	CONSTRAINT "districts_name" CHECK(json_type("name") = 'object'),
	CONSTRAINT "districts_position" CHECK("position" >= 0)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_districts` (`id`, `government_id`, `code`, `name`, `position`, `retired_at`) SELECT `id`, `government_id`, `code`, `name`, `position`, `retired_at` FROM `districts` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `districts`;
--> statement-breakpoint
ALTER TABLE `new_districts` RENAME TO `districts`;
--> statement-breakpoint
CREATE UNIQUE INDEX `districts_code` ON `districts` (`government_id`,`code`);
--> statement-breakpoint
CREATE TABLE `new_evidence` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`position` integer NOT NULL,
	`url` text NOT NULL,
	`label` text NOT NULL,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "evidence_position" CHECK("position" >= 0),
	CONSTRAINT "evidence_url" CHECK("url" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `new_evidence` (`id`, `proposal_id`, `position`, `url`, `label`) SELECT `id`, `proposal_id`, `position`, `url`, `label` FROM `evidence` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `evidence`;
--> statement-breakpoint
ALTER TABLE `new_evidence` RENAME TO `evidence`;
--> statement-breakpoint
CREATE INDEX `evidence_proposal` ON `evidence` (`proposal_id`,`position`);
--> statement-breakpoint
CREATE TABLE `new_follows` (
	`proposal_id` text NOT NULL,
	`person_id` text NOT NULL,
	`wanted` integer NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`proposal_id`, `person_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "follows_wanted" CHECK("wanted" in (0, 1))
) STRICT;
--> statement-breakpoint
INSERT INTO `new_follows` (`proposal_id`, `person_id`, `wanted`, `since`) SELECT `proposal_id`, `person_id`, `wanted`, `since` FROM `follows` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `follows`;
--> statement-breakpoint
ALTER TABLE `new_follows` RENAME TO `follows`;
--> statement-breakpoint
CREATE INDEX `follows_person` ON `follows` (`person_id`);
--> statement-breakpoint
CREATE TABLE `new_governments` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`languages` text NOT NULL,
	`time_zone` text NOT NULL,
	`country` text NOT NULL,
	`dates` text NOT NULL,
	`accent` text,
	`contact` text,
	`limits` text,
	`staff_passkeys` integer DEFAULT false NOT NULL,
	`staff_idle_minutes` integer DEFAULT 30 NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "governments_slug" CHECK("slug" <> ''),
	CONSTRAINT "governments_name" CHECK(json_type("name") = 'object'),
	CONSTRAINT "governments_languages" CHECK(json_type("languages") = 'array' and json_array_length("languages") >= 1),
	CONSTRAINT "governments_time_zone" CHECK("time_zone" <> ''),
	CONSTRAINT "governments_country" CHECK("country" <> ''),
	CONSTRAINT "governments_dates" CHECK("dates" = 'gregorian' or "dates" = 'roc'),
	CONSTRAINT "governments_accent" CHECK(json_type("accent") = 'object'),
	CONSTRAINT "governments_limits" CHECK(json_type("limits") = 'object'),
	CONSTRAINT "governments_staff_passkeys" CHECK("staff_passkeys" in (0, 1)),
	CONSTRAINT "governments_staff_idle_minutes" CHECK("staff_idle_minutes" >= 1)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_governments` (`id`, `slug`, `name`, `languages`, `time_zone`, `country`, `dates`, `accent`, `contact`, `limits`, `staff_passkeys`, `staff_idle_minutes`, `created_at`) SELECT `id`, `slug`, `name`, `languages`, `time_zone`, `country`, `dates`, `accent`, `contact`, `limits`, `staff_passkeys`, `staff_idle_minutes`, `created_at` FROM `governments` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `governments`;
--> statement-breakpoint
ALTER TABLE `new_governments` RENAME TO `governments`;
--> statement-breakpoint
CREATE UNIQUE INDEX `governments_slug` ON `governments` (`slug`);
--> statement-breakpoint
CREATE TABLE `new_holiday_years` (
	`government_id` text NOT NULL,
	`year` integer NOT NULL,
	PRIMARY KEY(`government_id`, `year`),
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "holiday_years_year" CHECK(year between 1 and 9999)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_holiday_years` (`government_id`, `year`) SELECT `government_id`, `year` FROM `holiday_years` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `holiday_years`;
--> statement-breakpoint
ALTER TABLE `new_holiday_years` RENAME TO `holiday_years`;
--> statement-breakpoint
CREATE TABLE `new_holidays` (
	`government_id` text NOT NULL,
	`date` text NOT NULL,
	`works` integer NOT NULL,
	`name` text NOT NULL,
	PRIMARY KEY(`government_id`, `date`),
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "holidays_date" CHECK(date("date") is "date"),
	CONSTRAINT "holidays_works" CHECK("works" in (0, 1)),
	CONSTRAINT "holidays_name" CHECK(json_type("name") = 'object')
) STRICT;
--> statement-breakpoint
INSERT INTO `new_holidays` (`government_id`, `date`, `works`, `name`) SELECT `government_id`, `date`, `works`, `name` FROM `holidays` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `holidays`;
--> statement-breakpoint
ALTER TABLE `new_holidays` RENAME TO `holidays`;
--> statement-breakpoint
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
	CONSTRAINT "invitations_role" CHECK("role" = 'moderator' or "role" = 'officer' or "role" = 'administrator'),
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
CREATE TABLE `new_kept_forms` (
	`id` text PRIMARY KEY NOT NULL,
	`browser_hash` text NOT NULL,
	`path` text NOT NULL,
	`page` text NOT NULL,
	`status` integer NOT NULL,
	`sealed` text NOT NULL,
	`saved_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	CONSTRAINT "kept_forms_browser_hash" CHECK(length("browser_hash") = 64),
	CONSTRAINT "kept_forms_path" CHECK("path" <> ''),
	CONSTRAINT "kept_forms_page" CHECK("page" <> ''),
	CONSTRAINT "kept_forms_status" CHECK("status" >= 0),
	CONSTRAINT "kept_forms_sealed" CHECK("sealed" <> ''),
	CONSTRAINT "kept_forms_saved_at_before_expires_at" CHECK("saved_at" < "expires_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `new_kept_forms` (`id`, `browser_hash`, `path`, `page`, `status`, `sealed`, `saved_at`, `expires_at`) SELECT `id`, `browser_hash`, `path`, `page`, `status`, `sealed`, `saved_at`, `expires_at` FROM `kept_forms` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `kept_forms`;
--> statement-breakpoint
ALTER TABLE `new_kept_forms` RENAME TO `kept_forms`;
--> statement-breakpoint
CREATE UNIQUE INDEX `kept_forms_of_browser` ON `kept_forms` (`browser_hash`,`path`);
--> statement-breakpoint
CREATE INDEX `kept_forms_expires` ON `kept_forms` (`expires_at`);
--> statement-breakpoint
CREATE TABLE `new_leases` (
	`name` text PRIMARY KEY NOT NULL,
	`holder` text NOT NULL,
	`until` integer NOT NULL
) STRICT;
--> statement-breakpoint
INSERT INTO `new_leases` (`name`, `holder`, `until`) SELECT `name`, `holder`, `until` FROM `leases` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `leases`;
--> statement-breakpoint
ALTER TABLE `new_leases` RENAME TO `leases`;
--> statement-breakpoint
CREATE TABLE `new_mailbox_rules` (
	`domain` text PRIMARY KEY NOT NULL,
	`same_as` text,
	`cut` text NOT NULL,
	`ignored` text NOT NULL,
	`subdomains` integer NOT NULL,
	CONSTRAINT "mailbox_rules_domain" CHECK("domain" <> ''),
	CONSTRAINT "mailbox_rules_same_as" CHECK("same_as" <> ''),
	CONSTRAINT "mailbox_rules_subdomains" CHECK("subdomains" in (0, 1))
) STRICT;
--> statement-breakpoint
INSERT INTO `new_mailbox_rules` (`domain`, `same_as`, `cut`, `ignored`, `subdomains`) SELECT `domain`, `same_as`, `cut`, `ignored`, `subdomains` FROM `mailbox_rules` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `mailbox_rules`;
--> statement-breakpoint
ALTER TABLE `new_mailbox_rules` RENAME TO `mailbox_rules`;
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
	CONSTRAINT "mailings_kind" CHECK("kind" = 'sign_in_code' or "kind" = 'confirm_cosignature' or "kind" = 'already_cosigned' or "kind" = 'invitation' or "kind" = 'passkey_added' or "kind" = 'passkey_removed' or "kind" = 'passkey_allowed' or "kind" = 'passkey_of_colleague' or "kind" = 'stage_changed' or "kind" = 'reach_proposer' or "kind" = 'proposer_replied' or "kind" = 'text_corrected' or "kind" = 'closing_moved' or "kind" = 'early_warning' or "kind" = 'assigned' or "kind" = 'check_due' or "kind" = 'check_overdue' or "kind" = 'due_14' or "kind" = 'due_7' or "kind" = 'due_0' or "kind" = 'overdue' or "kind" = 'transferred' or "kind" = 'extended' or "kind" = 'answer_published' or "kind" = 'answer_supplemented' or "kind" = 'merge_question' or "kind" = 'text_corrected_signed'),
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
CREATE TABLE `moderation_decisions` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`kind` text NOT NULL,
	`person_id` text,
	`reason_code` text,
	`words` text NOT NULL,
	`salt` text NOT NULL,
	`merged_into_id` text,
	`decided_at` integer NOT NULL,
	`undone_at` integer,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`merged_into_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "moderation_decisions_kind" CHECK("kind" = 'approved' or "kind" = 'returned' or "kind" = 'refused' or "kind" = 'merged' or "kind" = 'held' or "kind" = 'released' or "kind" = 'hidden' or "kind" = 'shown'),
	CONSTRAINT "moderation_decisions_reason" CHECK((kind = 'refused') = (reason_code is not null)),
	CONSTRAINT "moderation_decisions_merged" CHECK((kind = 'merged') = (merged_into_id is not null)),
	CONSTRAINT "moderation_decisions_words" CHECK(words <> '' or kind not in ('returned', 'refused', 'hidden')),
	CONSTRAINT "moderation_decisions_undone" CHECK(undone_at is null or kind in ('approved', 'returned', 'refused', 'merged')),
	CONSTRAINT "moderation_decisions_decided_at_before_undone_at" CHECK("decided_at" <= "undone_at"),
	CONSTRAINT "moderation_decisions_salt" CHECK("salt" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `moderation_decisions` (`id`, `proposal_id`, `kind`, `person_id`, `reason_code`, `words`, `salt`, `merged_into_id`, `decided_at`, `undone_at`) SELECT `id`, `proposal_id`, `kind`, `person_id`, `reason_code`, `words`, `salt`, target_id, `decided_at`, `undone_at` FROM `decisions` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `decisions`;
--> statement-breakpoint
CREATE INDEX `moderation_decisions_proposal` ON `moderation_decisions` (`proposal_id`,`decided_at`);
--> statement-breakpoint
CREATE TABLE `number_counters` (
	`government_id` text NOT NULL,
	`year` integer NOT NULL,
	`last` integer NOT NULL,
	PRIMARY KEY(`government_id`, `year`),
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "number_counters_year" CHECK(year between 1 and 9999),
	CONSTRAINT "number_counters_last" CHECK("last" >= 1)
) STRICT;
--> statement-breakpoint
INSERT INTO `number_counters` (`government_id`, `year`, `last`) SELECT `government_id`, `year`, `last` FROM `counters` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `counters`;
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
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "outbox_kind" CHECK("kind" = 'sign_in_code' or "kind" = 'confirm_cosignature' or "kind" = 'already_cosigned' or "kind" = 'invitation' or "kind" = 'passkey_added' or "kind" = 'passkey_removed' or "kind" = 'passkey_allowed' or "kind" = 'passkey_of_colleague' or "kind" = 'stage_changed' or "kind" = 'reach_proposer' or "kind" = 'proposer_replied' or "kind" = 'text_corrected' or "kind" = 'closing_moved' or "kind" = 'early_warning' or "kind" = 'assigned' or "kind" = 'check_due' or "kind" = 'check_overdue' or "kind" = 'due_14' or "kind" = 'due_7' or "kind" = 'due_0' or "kind" = 'overdue' or "kind" = 'transferred' or "kind" = 'extended' or "kind" = 'answer_published' or "kind" = 'answer_supplemented' or "kind" = 'merge_question' or "kind" = 'text_corrected_signed'),
	CONSTRAINT "outbox_once" CHECK("once" <> ''),
	CONSTRAINT "outbox_language" CHECK("language" <> ''),
	CONSTRAINT "outbox_facts" CHECK(json_type("facts") = 'object'),
	CONSTRAINT "outbox_priority" CHECK("priority" = 0 or "priority" = 1 or "priority" = 2),
	CONSTRAINT "outbox_attempts" CHECK("attempts" >= 0),
	CONSTRAINT "outbox_waits_or_ended" CHECK((next_try_at is null) = (sent_at is not null or failed_at is not null)),
	CONSTRAINT "outbox_one_end" CHECK(sent_at is null or failed_at is null)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_outbox` (`id`, `kind`, `once`, `person_id`, `address`, `language`, `government_id`, `proposal_id`, `facts`, `priority`, `created_at`, `next_try_at`, `attempts`, `sent_at`, `failed_at`, `last_error`) SELECT `id`, `kind`, `once`, `person_id`, `address`, `language`, `government_id`, `proposal_id`, `facts`, `priority`, `created_at`, `next_try_at`, `attempts`, `sent_at`, `failed_at`, `last_error` FROM `outbox` ORDER BY rowid;
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
CREATE INDEX `outbox_person` ON `outbox` (`person_id`,`created_at`);
--> statement-breakpoint
CREATE TABLE `new_passkey_allowances` (
	`person_id` text NOT NULL,
	`government_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`person_id`, `government_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
INSERT INTO `new_passkey_allowances` (`person_id`, `government_id`, `expires_at`) SELECT `person_id`, `government_id`, `expires_at` FROM `passkey_allowances` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `passkey_allowances`;
--> statement-breakpoint
ALTER TABLE `new_passkey_allowances` RENAME TO `passkey_allowances`;
--> statement-breakpoint
CREATE INDEX `passkey_allowances_expires` ON `passkey_allowances` (`expires_at`);
--> statement-breakpoint
CREATE TABLE `new_passkey_challenges` (
	`hash` text PRIMARY KEY NOT NULL,
	`browser_hash` text NOT NULL,
	`person_id` text,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "passkey_challenges_hash" CHECK(length("hash") = 64),
	CONSTRAINT "passkey_challenges_browser_hash" CHECK(length("browser_hash") = 64)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_passkey_challenges` (`hash`, `browser_hash`, `person_id`, `expires_at`) SELECT `hash`, `browser_hash`, `person_id`, `expires_at` FROM `passkey_challenges` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `passkey_challenges`;
--> statement-breakpoint
ALTER TABLE `new_passkey_challenges` RENAME TO `passkey_challenges`;
--> statement-breakpoint
CREATE INDEX `passkey_challenges_expires` ON `passkey_challenges` (`expires_at`);
--> statement-breakpoint
CREATE INDEX `passkey_challenges_person` ON `passkey_challenges` (`person_id`);
--> statement-breakpoint
CREATE TABLE `new_passkeys` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`credential_id` text NOT NULL,
	`public_key` text NOT NULL,
	`counter` integer NOT NULL,
	`transports` text NOT NULL,
	`name` text NOT NULL,
	`backed_up` integer NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "passkeys_credential_id" CHECK("credential_id" <> ''),
	CONSTRAINT "passkeys_public_key" CHECK("public_key" <> ''),
	CONSTRAINT "passkeys_counter" CHECK("counter" >= 0),
	CONSTRAINT "passkeys_transports" CHECK(json_type("transports") = 'array' and json_array_length("transports") >= 0),
	CONSTRAINT "passkeys_name" CHECK("name" <> ''),
	CONSTRAINT "passkeys_backed_up" CHECK("backed_up" in (0, 1))
) STRICT;
--> statement-breakpoint
INSERT INTO `new_passkeys` (`id`, `person_id`, `credential_id`, `public_key`, `counter`, `transports`, `name`, `backed_up`, `created_at`, `last_used_at`) SELECT `id`, `person_id`, `credential_id`, `public_key`, `counter`, `transports`, `name`, `backed_up`, `created_at`, `last_used_at` FROM `passkeys` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `passkeys`;
--> statement-breakpoint
ALTER TABLE `new_passkeys` RENAME TO `passkeys`;
--> statement-breakpoint
CREATE UNIQUE INDEX `passkeys_credential` ON `passkeys` (`credential_id`);
--> statement-breakpoint
CREATE INDEX `passkeys_person` ON `passkeys` (`person_id`);
--> statement-breakpoint
CREATE TABLE `new_pending_corrections` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`field` text NOT NULL,
	`before` text NOT NULL,
	`after` text NOT NULL,
	`person_id` text NOT NULL,
	`asked_at` integer NOT NULL,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "pending_corrections_field" CHECK(field in ('title', 'problem', 'benefit') or field like 'ask-_%'),
	CONSTRAINT "pending_corrections_change" CHECK(before <> after),
	CONSTRAINT "pending_corrections_after" CHECK("after" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `new_pending_corrections` (`id`, `proposal_id`, `field`, `before`, `after`, `person_id`, `asked_at`) SELECT `id`, `proposal_id`, `field`, `before`, `after`, `person_id`, `asked_at` FROM `pending_corrections` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `pending_corrections`;
--> statement-breakpoint
ALTER TABLE `new_pending_corrections` RENAME TO `pending_corrections`;
--> statement-breakpoint
CREATE UNIQUE INDEX `pending_corrections_field` ON `pending_corrections` (`proposal_id`,`field`);
--> statement-breakpoint
CREATE TABLE `new_pending_cosignatures` (
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
	`confirmed_at` integer,
	CONSTRAINT "pending_cosignatures_email" CHECK("email" like '_%@_%'),
	CONSTRAINT "pending_cosignatures_reason" CHECK("reason" <> ''),
	CONSTRAINT "pending_cosignatures_wants_answer" CHECK("wants_answer" in (0, 1)),
	CONSTRAINT "pending_cosignatures_notice_version" CHECK("notice_version" <> ''),
	CONSTRAINT "pending_cosignatures_language" CHECK("language" <> ''),
	CONSTRAINT "pending_cosignatures_token_hash" CHECK(length("token_hash") = 64),
	CONSTRAINT "pending_cosignatures_created_at_before_expires_at" CHECK("created_at" < "expires_at"),
	CONSTRAINT "pending_cosignatures_created_at_before_confirmed_at" CHECK("created_at" <= "confirmed_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `new_pending_cosignatures` (`id`, `proposal_id`, `email`, `district_code`, `reason`, `wants_answer`, `notice_version`, `language`, `token_hash`, `created_at`, `expires_at`, `confirmed_at`) SELECT `id`, `proposal_id`, `email`, `district_code`, `reason`, `wants_answer`, `notice_version`, `language`, `token_hash`, `created_at`, `expires_at`, `confirmed_at` FROM `pending_cosignatures` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `pending_cosignatures`;
--> statement-breakpoint
ALTER TABLE `new_pending_cosignatures` RENAME TO `pending_cosignatures`;
--> statement-breakpoint
CREATE UNIQUE INDEX `pending_cosignatures_token` ON `pending_cosignatures` (`token_hash`);
--> statement-breakpoint
CREATE INDEX `pending_cosignatures_expires` ON `pending_cosignatures` (`expires_at`);
--> statement-breakpoint
CREATE INDEX `pending_cosignatures_case` ON `pending_cosignatures` (`proposal_id`,`created_at`);
--> statement-breakpoint
CREATE TABLE `new_people` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text,
	`email_key` text,
	`double_of` text,
	`display_name` text,
	`language` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`double_of`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "people_email" CHECK("email" like '_%@_%'),
	CONSTRAINT "people_display_name" CHECK("display_name" <> ''),
	CONSTRAINT "people_language" CHECK("language" <> ''),
	CONSTRAINT "people_erased" CHECK(email is not null or display_name is null),
	CONSTRAINT "people_email_key_needs_email" CHECK("email_key" is null or "email" is not null),
	CONSTRAINT "people_email_key" CHECK("email_key" <> ''),
	CONSTRAINT "people_double_of_needs_email" CHECK("double_of" is null or "email" is not null),
	CONSTRAINT "people_double" CHECK(double_of is null or email_key is null or double_of = id)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_people` (`id`, `email`, `email_key`, `double_of`, `display_name`, `language`, `created_at`) SELECT `id`, `email`, `email_key`, `double_of`, `display_name`, `language`, `created_at` FROM `people` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `people`;
--> statement-breakpoint
ALTER TABLE `new_people` RENAME TO `people`;
--> statement-breakpoint
CREATE UNIQUE INDEX `people_email` ON `people` (`email`);
--> statement-breakpoint
CREATE UNIQUE INDEX `people_email_key` ON `people` (`email_key`);
--> statement-breakpoint
CREATE INDEX `people_without_key` ON `people` (`double_of`) WHERE email_key is null and email is not null;
--> statement-breakpoint
CREATE TABLE `private_messages` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`kind` text NOT NULL,
	`agency_id` text,
	`body` text NOT NULL,
	`person_id` text,
	`written_at` integer NOT NULL,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "private_messages_kind" CHECK("kind" = 'to_proposer' or "kind" = 'from_proposer' or "kind" = 'contact' or "kind" = 'note'),
	CONSTRAINT "private_messages_proposer" CHECK(kind <> 'from_proposer' or agency_id is null),
	CONSTRAINT "private_messages_body" CHECK("body" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `private_messages` (`id`, `proposal_id`, `kind`, `agency_id`, `body`, `person_id`, `written_at`) SELECT `id`, `proposal_id`, `kind`, `agency_id`, `body`, `person_id`, `written_at` FROM `notes` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `notes`;
--> statement-breakpoint
CREATE INDEX `private_messages_proposal` ON `private_messages` (`proposal_id`,`written_at`);
--> statement-breakpoint
CREATE TABLE `new_proposal_texts` (
	`proposal_id` text PRIMARY KEY NOT NULL,
	`problem` text NOT NULL,
	`benefit` text NOT NULL,
	`salt` text NOT NULL,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "proposal_texts_salt" CHECK("salt" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `new_proposal_texts` (`proposal_id`, `problem`, `benefit`, `salt`) SELECT `proposal_id`, `problem`, `benefit`, `salt` FROM `proposal_texts` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `proposal_texts`;
--> statement-breakpoint
ALTER TABLE `new_proposal_texts` RENAME TO `proposal_texts`;
--> statement-breakpoint
CREATE TABLE `proposal_updates` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`kind` text NOT NULL,
	`agency_id` text,
	`body` text NOT NULL,
	`salt` text NOT NULL,
	`person_id` text,
	`written_at` integer NOT NULL,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "proposal_updates_kind" CHECK("kind" = 'author' or "kind" = 'schedule' or "kind" = 'progress'),
	CONSTRAINT "proposal_updates_agency" CHECK((kind = 'author') = (agency_id is null)),
	CONSTRAINT "proposal_updates_body" CHECK("body" <> ''),
	CONSTRAINT "proposal_updates_salt" CHECK("salt" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `proposal_updates` (`id`, `proposal_id`, `kind`, `agency_id`, `body`, `salt`, `person_id`, `written_at`) SELECT `id`, `proposal_id`, `kind`, `agency_id`, `body`, `salt`, `person_id`, `written_at` FROM `updates` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `updates`;
--> statement-breakpoint
CREATE INDEX `proposal_updates_proposal` ON `proposal_updates` (`proposal_id`,`written_at`);
--> statement-breakpoint
CREATE TABLE `new_proposals` (
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
	`asks_drawn_up_at` integer,
	`source` text,
	`source_id` text,
	`seen_on` text,
	`listed` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`author_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`rule_version_id`) REFERENCES `rule_versions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`merged_into_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "proposals_count" CHECK("count" >= 0),
	CONSTRAINT "proposals_stage" CHECK("stage" = 'draft' or "stage" = 'checking' or "stage" = 'returned' or "stage" = 'gathering' or "stage" = 'review' or "stage" = 'resolved' or "stage" = 'refused' or "stage" = 'expired' or "stage" = 'merged' or "stage" = 'withdrawn' or "stage" = 'last_seen'),
	CONSTRAINT "proposals_outcome" CHECK("outcome" = 'adopted' or "outcome" = 'partly' or "outcome" = 'under_study' or "outcome" = 'not_adopted' or "outcome" = 'answered' or "outcome" = 'refused' or "outcome" = 'expired' or "outcome" = 'merged' or "outcome" = 'withdrawn'),
	CONSTRAINT "proposals_threshold" CHECK("threshold" >= 1),
	CONSTRAINT "proposals_revision" CHECK("revision" >= 0),
	CONSTRAINT "proposals_suggested_agencies" CHECK(json_type("suggested_agencies") = 'array' and json_array_length("suggested_agencies") between 0 and 3),
	CONSTRAINT "proposals_source" CHECK(json_type("source") = 'object'),
	CONSTRAINT "proposals_source_with_source_id" CHECK(("source" is null) = ("source_id" is null)),
	CONSTRAINT "proposals_seen_on" CHECK(date("seen_on") is "seen_on"),
	CONSTRAINT "proposals_seen_on_needs_source_id" CHECK("seen_on" is null or "source_id" is not null),
	CONSTRAINT "proposals_number_with_year" CHECK(("number" is null) = ("year" is null) and ("number" is null) = ("submitted_at" is null) and ("number" is null) = ("rule_version_id" is null) and ("number" is null) = ("threshold" is null)),
	CONSTRAINT "proposals_draft" CHECK((stage = 'draft') = (number is null)),
	CONSTRAINT "proposals_year_of_number" CHECK(substr(number, 1, 5) = year || '-'),
	CONSTRAINT "proposals_draft_author" CHECK(stage <> 'draft' or author_id is not null),
	CONSTRAINT "proposals_published_at_with_closes_before" CHECK(("published_at" is null) = ("closes_before" is null)),
	CONSTRAINT "proposals_published" CHECK(case when stage in ('draft', 'checking', 'returned', 'refused') then published_at is null
     when stage in ('merged', 'withdrawn') then true else published_at is not null end),
	CONSTRAINT "proposals_early_warned_at_needs_published_at" CHECK("early_warned_at" is null or "published_at" is not null),
	CONSTRAINT "proposals_threshold_met_at_needs_published_at" CHECK("threshold_met_at" is null or "published_at" is not null),
	CONSTRAINT "proposals_review" CHECK(stage <> 'review' or threshold_met_at is not null),
	CONSTRAINT "proposals_below_threshold" CHECK(source_id is not null or stage not in ('gathering', 'expired') or threshold_met_at is null),
	CONSTRAINT "proposals_answer_due" CHECK(source_id is not null or (threshold_met_at is null) = (answer_due_before is null)),
	CONSTRAINT "proposals_schedule_due_before_needs_threshold_met_at" CHECK("schedule_due_before" is null or "threshold_met_at" is not null),
	CONSTRAINT "proposals_contact_due_before_needs_threshold_met_at" CHECK("contact_due_before" is null or "threshold_met_at" is not null),
	CONSTRAINT "proposals_scheduled_at_needs_threshold_met_at" CHECK("scheduled_at" is null or "threshold_met_at" is not null),
	CONSTRAINT "proposals_contacted_at_needs_threshold_met_at" CHECK("contacted_at" is null or "threshold_met_at" is not null),
	CONSTRAINT "proposals_extended_at_needs_answer_due_before" CHECK("extended_at" is null or "answer_due_before" is not null),
	CONSTRAINT "proposals_overdue_at_needs_answer_due_before" CHECK("overdue_at" is null or "answer_due_before" is not null),
	CONSTRAINT "proposals_resolved" CHECK((stage = 'resolved') = (answered_at is not null) or source_id is not null and stage = 'resolved'),
	CONSTRAINT "proposals_ended" CHECK((stage in ('refused', 'expired', 'merged', 'withdrawn', 'last_seen')) = (ended_at is not null)
     or source_id is not null and stage in ('expired', 'withdrawn')),
	CONSTRAINT "proposals_last_seen" CHECK(stage <> 'last_seen' or source_id is not null),
	CONSTRAINT "proposals_outcome_of_stage" CHECK(case when stage = 'resolved' then coalesce(outcome, '') in ('adopted', 'partly', 'under_study', 'not_adopted', 'answered')
     when stage in ('refused', 'expired', 'merged', 'withdrawn') then coalesce(outcome, '') = stage else outcome is null end),
	CONSTRAINT "proposals_refused" CHECK(stage <> 'refused' or reason_code is not null),
	CONSTRAINT "proposals_merged" CHECK((stage = 'merged') = (merged_into_id is not null)),
	CONSTRAINT "proposals_merged_elsewhere" CHECK(merged_into_id <> id),
	CONSTRAINT "proposals_hidden_at_with_hidden_reason" CHECK(("hidden_at" is null) = ("hidden_reason" is null)),
	CONSTRAINT "proposals_created_at_before_submitted_at" CHECK(source_id is not null or "created_at" <= "submitted_at"),
	CONSTRAINT "proposals_submitted_at_before_check_due_before" CHECK(source_id is not null or "submitted_at" < "check_due_before"),
	CONSTRAINT "proposals_submitted_at_before_published_at" CHECK(source_id is not null or "submitted_at" <= "published_at"),
	CONSTRAINT "proposals_published_at_before_closes_before" CHECK(source_id is not null or "published_at" < "closes_before"),
	CONSTRAINT "proposals_published_at_before_threshold_met_at" CHECK(source_id is not null or "published_at" <= "threshold_met_at"),
	CONSTRAINT "proposals_threshold_met_at_before_schedule_due_before" CHECK(source_id is not null or "threshold_met_at" < "schedule_due_before"),
	CONSTRAINT "proposals_threshold_met_at_before_contact_due_before" CHECK(source_id is not null or "threshold_met_at" < "contact_due_before"),
	CONSTRAINT "proposals_threshold_met_at_before_answer_due_before" CHECK(source_id is not null or "threshold_met_at" < "answer_due_before"),
	CONSTRAINT "proposals_published_at_before_answered_at" CHECK(source_id is not null or "published_at" <= "answered_at"),
	CONSTRAINT "proposals_submitted_at_before_ended_at" CHECK(source_id is not null or "submitted_at" <= "ended_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `new_proposals` (`id`, `government_id`, `number`, `year`, `author_id`, `author_name`, `stage`, `title`, `topic_code`, `district_code`, `place`, `suggested_agencies`, `rule_version_id`, `threshold`, `count`, `created_at`, `updated_at`, `submitted_at`, `check_due_before`, `published_at`, `closes_before`, `early_warned_at`, `threshold_met_at`, `schedule_due_before`, `scheduled_at`, `contact_due_before`, `contacted_at`, `answer_due_before`, `extended_at`, `answered_at`, `overdue_at`, `ended_at`, `outcome`, `reason_code`, `reconsidered_at`, `merged_into_id`, `held_at`, `hidden_at`, `hidden_reason`, `revision`, `asks_drawn_up_at`, `source`, `source_id`, `seen_on`, `listed`) SELECT `id`, `government_id`, `number`, `year`, `author_id`, `author_name`, `stage`, `title`, `topic_code`, `district_code`, `place`, `suggested_agencies`, `rule_version_id`, `threshold`, `count`, `created_at`, `updated_at`, `submitted_at`, `check_due_before`, `published_at`, `closes_before`, CASE WHEN published_at IS NOT NULL THEN early_warned_at END, `threshold_met_at`, `schedule_due_before`, `scheduled_at`, `contact_due_before`, `contacted_at`, `answer_due_before`, `extended_at`, `answered_at`, `overdue_at`, `ended_at`, `outcome`, `reason_code`, `reconsidered_at`, `merged_into_id`, `held_at`, `hidden_at`, `hidden_reason`, `revision`, `asks_drawn_up_at`, `source`, `source_id`, `seen_on`, hidden_at IS NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) FROM `proposals` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `proposals`;
--> statement-breakpoint
ALTER TABLE `new_proposals` RENAME TO `proposals`;
--> statement-breakpoint
CREATE UNIQUE INDEX `proposals_number` ON `proposals` (`government_id`,`number`);
--> statement-breakpoint
CREATE UNIQUE INDEX `proposals_source` ON `proposals` (`government_id`,`source_id`);
--> statement-breakpoint
CREATE INDEX `proposals_check_due` ON `proposals` (`stage`,`check_due_before`);
--> statement-breakpoint
CREATE INDEX `proposals_closing_due` ON `proposals` (`stage`,`closes_before`);
--> statement-breakpoint
CREATE INDEX `proposals_answer_due` ON `proposals` (`stage`,`answer_due_before`);
--> statement-breakpoint
CREATE INDEX `proposals_author` ON `proposals` (`author_id`,`updated_at`);
--> statement-breakpoint
CREATE INDEX `proposals_merged_into` ON `proposals` (`merged_into_id`);
--> statement-breakpoint
CREATE INDEX `listed_newest` ON `proposals` (`government_id`,"published_at" desc,number desc,id desc,`stage`) WHERE "proposals"."listed" = 1;
--> statement-breakpoint
CREATE INDEX `listed_answered` ON `proposals` (`government_id`,"answered_at" desc,"ended_at" desc,number desc,id desc,`stage`) WHERE "proposals"."listed" = 1;
--> statement-breakpoint
CREATE INDEX `listed_most_signed` ON `proposals` (`government_id`,count desc,number desc,id desc,`stage`) WHERE "proposals"."listed" = 1;
--> statement-breakpoint
CREATE INDEX `listed_closing` ON `proposals` (`government_id`,`closes_before`,number desc,id desc,`stage`) WHERE "proposals"."listed" = 1;
--> statement-breakpoint
CREATE INDEX `listed_waiting` ON `proposals` (`government_id`,`answer_due_before`,number desc,id desc,`stage`) WHERE "proposals"."listed" = 1;
--> statement-breakpoint
CREATE INDEX `listed_topic` ON `proposals` (`government_id`,`topic_code`,"published_at" desc,number desc,id desc,`stage`) WHERE "proposals"."listed" = 1;
--> statement-breakpoint
CREATE INDEX `listed_district` ON `proposals` (`government_id`,`district_code`,"published_at" desc,number desc,id desc,`stage`) WHERE "proposals"."listed" = 1;
--> statement-breakpoint
CREATE INDEX `listed_outcome` ON `proposals` (`government_id`,`outcome`,"answered_at" desc,"ended_at" desc,number desc,id desc,`stage`) WHERE "proposals"."listed" = 1;
--> statement-breakpoint
CREATE INDEX `listed_year` ON `proposals` (`government_id`,`year`,"published_at" desc,number desc,id desc,`stage`) WHERE "proposals"."listed" = 1;
--> statement-breakpoint
CREATE INDEX `listed_stage` ON `proposals` (`government_id`,`stage`,`closes_before`,`answer_due_before`) WHERE "proposals"."listed" = 1;
--> statement-breakpoint
CREATE TABLE `rate_limit_counters` (
	`key` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`expires_at` integer NOT NULL,
	CONSTRAINT "rate_limit_counters_key" CHECK("key" <> ''),
	CONSTRAINT "rate_limit_counters_count" CHECK("count" >= 1)
) STRICT;
--> statement-breakpoint
INSERT INTO `rate_limit_counters` (`key`, `count`, `expires_at`) SELECT `key`, `count`, `expires_at` FROM `attempts` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `attempts`;
--> statement-breakpoint
CREATE INDEX `rate_limit_counters_expires` ON `rate_limit_counters` (`expires_at`);
--> statement-breakpoint
CREATE TABLE `new_reason_removals` (
	`proposal_id` text NOT NULL,
	`person_id` text NOT NULL,
	`signed_at` integer NOT NULL,
	`words` text NOT NULL,
	`salt` text NOT NULL,
	`removed_by_id` text NOT NULL,
	`removed_at` integer NOT NULL,
	PRIMARY KEY(`proposal_id`, `person_id`, `signed_at`),
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`removed_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "reason_removals_words" CHECK("words" <> ''),
	CONSTRAINT "reason_removals_salt" CHECK("salt" <> ''),
	CONSTRAINT "reason_removals_signed_at_before_removed_at" CHECK("signed_at" <= "removed_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `new_reason_removals` (`proposal_id`, `person_id`, `signed_at`, `words`, `salt`, `removed_by_id`, `removed_at`) SELECT `proposal_id`, `person_id`, `signed_at`, `words`, `salt`, removed_by, `removed_at` FROM `reason_removals` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `reason_removals`;
--> statement-breakpoint
ALTER TABLE `new_reason_removals` RENAME TO `reason_removals`;
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
	CONSTRAINT "record_kind" CHECK("kind" = 'submitted' or "kind" = 'resubmitted' or "kind" = 'published' or "kind" = 'returned' or "kind" = 'refused' or "kind" = 'reconsidered' or "kind" = 'merged' or "kind" = 'withdrawn' or "kind" = 'cosigned' or "kind" = 'cosignature_withdrawn' or "kind" = 'cosignature_moved' or "kind" = 'reason_removed' or "kind" = 'early_warning' or "kind" = 'threshold_met' or "kind" = 'expired' or "kind" = 'assigned' or "kind" = 'transferred' or "kind" = 'scheduled' or "kind" = 'contacted' or "kind" = 'extended' or "kind" = 'overdue' or "kind" = 'answered' or "kind" = 'supplemented' or "kind" = 'answer_taken_back' or "kind" = 'promised' or "kind" = 'promise_updated' or "kind" = 'promise_kept' or "kind" = 'promise_changed' or "kind" = 'promise_dropped' or "kind" = 'promise_handed_over' or "kind" = 'held' or "kind" = 'released' or "kind" = 'hidden' or "kind" = 'shown' or "kind" = 'updated' or "kind" = 'corrected' or "kind" = 'contributed' or "kind" = 'closing_moved' or "kind" = 'due_recomputed' or "kind" = 'undone' or "kind" = 'approval_taken_back' or "kind" = 'asks_drawn_up' or "kind" = 'imported' or "kind" = 'source_corrected' or "kind" = 'lost_sight' or "kind" = 'settings_changed' or "kind" = 'count_mended'),
	CONSTRAINT "record_role" CHECK("role" = 'author' or "role" = 'citizen' or "role" = 'moderator' or "role" = 'officer' or "role" = 'administrator' or "role" = 'system' or "role" = 'import'),
	CONSTRAINT "record_of_a_case" CHECK((kind = 'settings_changed') = (proposal_id is null)),
	CONSTRAINT "record_occurred_at_before_recorded_at" CHECK(role = 'import' or "occurred_at" <= "recorded_at"),
	CONSTRAINT "record_facts" CHECK(json_type("facts") = 'object'),
	CONSTRAINT "record_digest" CHECK(length("digest") = 64)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_record` (`position`, `id`, `government_id`, `proposal_id`, `kind`, `role`, `agency_id`, `occurred_at`, `recorded_at`, `facts`, `digest`) SELECT `position`, `id`, `government_id`, `proposal_id`, `kind`, `role`, `agency_id`, `occurred_at`, `recorded_at`, `facts`, `digest` FROM `record` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `record`;
--> statement-breakpoint
ALTER TABLE `new_record` RENAME TO `record`;
--> statement-breakpoint
CREATE INDEX `record_told` ON `record` (`proposal_id`,`kind`,`occurred_at`) WHERE "record"."kind" not in ('cosigned', 'cosignature_withdrawn', 'cosignature_moved');
--> statement-breakpoint
CREATE INDEX `record_settings` ON `record` (`government_id`,`occurred_at`) WHERE "record"."kind" = 'settings_changed';
--> statement-breakpoint
CREATE TABLE `new_record_numbers` (
	`number` integer PRIMARY KEY NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`position`) REFERENCES `record`(`position`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "record_numbers_number" CHECK("number" >= 1)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_record_numbers` (`number`, `position`) SELECT `number`, `position` FROM `record_numbers` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `record_numbers`;
--> statement-breakpoint
ALTER TABLE `new_record_numbers` RENAME TO `record_numbers`;
--> statement-breakpoint
CREATE UNIQUE INDEX `record_numbers_position` ON `record_numbers` (`position`);
--> statement-breakpoint
CREATE TABLE `new_refusal_reasons` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`hides_text` integer NOT NULL,
	`position` integer NOT NULL,
	`retired_at` integer,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "refusal_reasons_code" CHECK("code" <> ''),
	CONSTRAINT "refusal_reasons_name" CHECK(json_type("name") = 'object'),
	CONSTRAINT "refusal_reasons_hides_text" CHECK("hides_text" in (0, 1)),
	CONSTRAINT "refusal_reasons_position" CHECK("position" >= 0)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_refusal_reasons` (`id`, `government_id`, `code`, `name`, `hides_text`, `position`, `retired_at`) SELECT `id`, `government_id`, `code`, `name`, `hides_text`, `position`, `retired_at` FROM `refusal_reasons` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `refusal_reasons`;
--> statement-breakpoint
ALTER TABLE `new_refusal_reasons` RENAME TO `refusal_reasons`;
--> statement-breakpoint
CREATE UNIQUE INDEX `refusal_reasons_code` ON `refusal_reasons` (`government_id`,`code`);
--> statement-breakpoint
CREATE TABLE `new_residences` (
	`person_id` text NOT NULL,
	`government_id` text NOT NULL,
	`district_code` text NOT NULL,
	`stated_at` integer NOT NULL,
	PRIMARY KEY(`person_id`, `government_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "residences_district_code" CHECK("district_code" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `new_residences` (`person_id`, `government_id`, `district_code`, `stated_at`) SELECT `person_id`, `government_id`, `district_code`, `stated_at` FROM `residences` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `residences`;
--> statement-breakpoint
ALTER TABLE `new_residences` RENAME TO `residences`;
--> statement-breakpoint
CREATE TABLE `new_rule_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`version` integer NOT NULL,
	`rules` text NOT NULL,
	`valid_from` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "rule_versions_version" CHECK("version" >= 1),
	CONSTRAINT "rule_versions_rules" CHECK(json_type("rules") = 'object')
) STRICT;
--> statement-breakpoint
INSERT INTO `new_rule_versions` (`id`, `government_id`, `version`, `rules`, `valid_from`, `created_at`) SELECT `id`, `government_id`, `version`, json_remove(rules, '$.assuranceToCosign'), `valid_from`, `created_at` FROM `rule_versions` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `rule_versions`;
--> statement-breakpoint
ALTER TABLE `new_rule_versions` RENAME TO `rule_versions`;
--> statement-breakpoint
CREATE UNIQUE INDEX `rule_versions_number` ON `rule_versions` (`government_id`,`version`);
--> statement-breakpoint
CREATE TABLE `new_sessions` (
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
	CONSTRAINT "sessions_means" CHECK("means" = 'code' or "means" = 'link' or "means" = 'passkey' or "means" = 'demonstration')
) STRICT;
--> statement-breakpoint
INSERT INTO `new_sessions` (`hash`, `id`, `person_id`, `created_at`, `expires_at`, `device`, `passkey_id`, `means`, `used_at`) SELECT `hash`, `id`, `person_id`, `created_at`, `expires_at`, `device`, (SELECT id FROM passkeys WHERE passkeys.id = sessions.passkey_id), `means`, `used_at` FROM `sessions` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `sessions`;
--> statement-breakpoint
ALTER TABLE `new_sessions` RENAME TO `sessions`;
--> statement-breakpoint
CREATE INDEX `sessions_person` ON `sessions` (`person_id`);
--> statement-breakpoint
CREATE INDEX `sessions_expires` ON `sessions` (`expires_at`);
--> statement-breakpoint
CREATE INDEX `sessions_passkey` ON `sessions` (`passkey_id`) WHERE passkey_id is not null;
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_id` ON `sessions` (`id`);
--> statement-breakpoint
CREATE TABLE `new_setting_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`person_id` text,
	`area` text NOT NULL,
	`act` text NOT NULL,
	`subject` text NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "setting_changes_area" CHECK("area" = 'rules' or "area" = 'blackouts' or "area" = 'announcements' or "area" = 'holidays' or "area" = 'agencies' or "area" = 'topics' or "area" = 'districts' or "area" = 'reasons' or "area" = 'people' or "area" = 'passkeys' or "area" = 'limits' or "area" = 'face'),
	CONSTRAINT "setting_changes_act" CHECK("act" = 'added' or "act" = 'changed' or "act" = 'removed' or "act" = 'moved' or "act" = 'retired' or "act" = 'restored' or "act" = 'loaded' or "act" = 'coordinating' or "act" = 'invited' or "act" = 'sent_again' or "act" = 'revoked' or "act" = 'ended' or "act" = 'passkey_allowed' or "act" = 'passkey_added'),
	CONSTRAINT "setting_changes_no_address" CHECK(subject not like '%@%')
) STRICT;
--> statement-breakpoint
INSERT INTO `new_setting_changes` (`id`, `government_id`, `person_id`, `area`, `act`, `subject`, `changed_at`) SELECT `id`, `government_id`, nullif(person_id, ''), `area`, `act`, `subject`, `changed_at` FROM `setting_changes` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `setting_changes`;
--> statement-breakpoint
ALTER TABLE `new_setting_changes` RENAME TO `setting_changes`;
--> statement-breakpoint
CREATE INDEX `setting_changes_government` ON `setting_changes` (`government_id`,`changed_at`);
--> statement-breakpoint
CREATE TABLE `new_sign_in_codes` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`email_key` text DEFAULT '' NOT NULL,
	`code_hash` text NOT NULL,
	`browser_hash` text NOT NULL,
	`tries` integer NOT NULL,
	`next` text NOT NULL,
	`act` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	CONSTRAINT "sign_in_codes_email" CHECK("email" like '_%@_%'),
	CONSTRAINT "sign_in_codes_code_hash" CHECK("code_hash" <> ''),
	CONSTRAINT "sign_in_codes_browser_hash" CHECK(length("browser_hash") = 64),
	CONSTRAINT "sign_in_codes_tries" CHECK("tries" >= 0),
	CONSTRAINT "sign_in_codes_act" CHECK(json_type("act") = 'object'),
	CONSTRAINT "sign_in_codes_created_at_before_expires_at" CHECK("created_at" <= "expires_at"),
	CONSTRAINT "sign_in_codes_created_at_before_used_at" CHECK("created_at" <= "used_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `new_sign_in_codes` (`id`, `email`, `email_key`, `code_hash`, `browser_hash`, `tries`, `next`, `act`, `created_at`, `expires_at`, `used_at`) SELECT `id`, `email`, `email_key`, `code_hash`, `browser_hash`, `tries`, `next`, `act`, `created_at`, `expires_at`, `used_at` FROM `sign_in_codes` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `sign_in_codes`;
--> statement-breakpoint
ALTER TABLE `new_sign_in_codes` RENAME TO `sign_in_codes`;
--> statement-breakpoint
CREATE INDEX `sign_in_codes_mailbox` ON `sign_in_codes` (`email_key`,`created_at`);
--> statement-breakpoint
CREATE INDEX `sign_in_codes_expires` ON `sign_in_codes` (`expires_at`);
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
	CONSTRAINT "staff_role" CHECK("role" = 'moderator' or "role" = 'officer' or "role" = 'administrator'),
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
CREATE TABLE `new_text_versions` (
	`proposal_id` text NOT NULL,
	`revision` integer NOT NULL,
	`title` text NOT NULL,
	`problem` text NOT NULL,
	`benefit` text NOT NULL,
	`asks` text NOT NULL,
	`kept_at` integer NOT NULL,
	PRIMARY KEY(`proposal_id`, `revision`),
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "text_versions_revision" CHECK("revision" >= 0),
	CONSTRAINT "text_versions_asks" CHECK(json_type("asks") = 'array' and json_array_length("asks") >= 0)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_text_versions` (`proposal_id`, `revision`, `title`, `problem`, `benefit`, `asks`, `kept_at`) SELECT `proposal_id`, `revision`, `title`, `problem`, `benefit`, `asks`, `kept_at` FROM `text_versions` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `text_versions`;
--> statement-breakpoint
ALTER TABLE `new_text_versions` RENAME TO `text_versions`;
--> statement-breakpoint
CREATE TABLE `new_topics` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`position` integer NOT NULL,
	`retired_at` integer,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "topics_code" CHECK("code" <> ''),
	CONSTRAINT "topics_name" CHECK(json_type("name") = 'object'),
	CONSTRAINT "topics_position" CHECK("position" >= 0)
) STRICT;
--> statement-breakpoint
INSERT INTO `new_topics` (`id`, `government_id`, `code`, `name`, `position`, `retired_at`) SELECT `id`, `government_id`, `code`, `name`, `position`, `retired_at` FROM `topics` ORDER BY rowid;
--> statement-breakpoint
DROP TABLE `topics`;
--> statement-breakpoint
ALTER TABLE `new_topics` RENAME TO `topics`;
--> statement-breakpoint
CREATE UNIQUE INDEX `topics_code` ON `topics` (`government_id`,`code`);
--> statement-breakpoint
-- By hand from here: what the table builders cannot say (src/schema/README.md).
CREATE INDEX outbox_domain ON outbox (priority, substr(address, instr(address, '@') + 1), next_try_at) WHERE next_try_at IS NOT NULL;
--> statement-breakpoint
CREATE TRIGGER record_is_never_changed BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER record_is_never_deleted BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER record_numbers_are_never_changed BEFORE UPDATE ON record_numbers BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER record_numbers_are_never_deleted BEFORE DELETE ON record_numbers BEGIN SELECT RAISE(ABORT, 'the record is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER setting_changes_are_never_changed BEFORE UPDATE ON setting_changes BEGIN SELECT RAISE(ABORT, 'what was changed in the settings is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER setting_changes_are_never_deleted BEFORE DELETE ON setting_changes BEGIN SELECT RAISE(ABORT, 'what was changed in the settings is only ever appended to'); END;
--> statement-breakpoint
-- Lists: one column says what everybody sees. The database works it out.
CREATE TRIGGER proposals_listed_at_first AFTER INSERT ON proposals WHEN NEW.listed <> (NEW.hidden_at IS NULL AND (NEW.published_at IS NOT NULL OR NEW.stage IN ('refused', 'merged'))) BEGIN UPDATE proposals SET listed = (NEW.hidden_at IS NULL AND (NEW.published_at IS NOT NULL OR NEW.stage IN ('refused', 'merged'))) WHERE id = NEW.id; END;
--> statement-breakpoint
CREATE TRIGGER proposals_listed AFTER UPDATE OF stage, published_at, hidden_at, listed ON proposals WHEN NEW.listed <> (NEW.hidden_at IS NULL AND (NEW.published_at IS NOT NULL OR NEW.stage IN ('refused', 'merged'))) BEGIN UPDATE proposals SET listed = (NEW.hidden_at IS NULL AND (NEW.published_at IS NOT NULL OR NEW.stage IN ('refused', 'merged'))) WHERE id = NEW.id; END;
