-- The data model at a glance (src/schema): standard names, foreign keys, CHECKs; columns that nothing reads are gone.
DROP TABLE "consents";
--> statement-breakpoint
-- Tables by their new names, with all that is named after them
ALTER TABLE "parts" RENAME TO "assignments";
--> statement-breakpoint
ALTER INDEX "parts_pkey" RENAME TO "assignments_pkey";
--> statement-breakpoint
ALTER TABLE "assignments" RENAME CONSTRAINT "parts_proposal_id_proposals_id_fk" TO "assignments_proposal_id_proposals_id_fk";
--> statement-breakpoint
ALTER INDEX "parts_proposal" RENAME TO "assignments_proposal";
--> statement-breakpoint
ALTER INDEX "parts_agency" RENAME TO "assignments_agency";
--> statement-breakpoint
ALTER TABLE "routings" RENAME TO "assignment_changes";
--> statement-breakpoint
ALTER INDEX "routings_pkey" RENAME TO "assignment_changes_pkey";
--> statement-breakpoint
ALTER TABLE "assignment_changes" RENAME CONSTRAINT "routings_proposal_id_proposals_id_fk" TO "assignment_changes_proposal_id_proposals_id_fk";
--> statement-breakpoint
ALTER INDEX "routings_proposal" RENAME TO "assignment_changes_proposal";
--> statement-breakpoint
ALTER TABLE "updates" RENAME TO "proposal_updates";
--> statement-breakpoint
ALTER INDEX "updates_pkey" RENAME TO "proposal_updates_pkey";
--> statement-breakpoint
ALTER TABLE "proposal_updates" RENAME CONSTRAINT "updates_proposal_id_proposals_id_fk" TO "proposal_updates_proposal_id_proposals_id_fk";
--> statement-breakpoint
ALTER INDEX "updates_proposal" RENAME TO "proposal_updates_proposal";
--> statement-breakpoint
ALTER TABLE "notes" RENAME TO "private_messages";
--> statement-breakpoint
ALTER INDEX "notes_pkey" RENAME TO "private_messages_pkey";
--> statement-breakpoint
ALTER TABLE "private_messages" RENAME CONSTRAINT "notes_proposal_id_proposals_id_fk" TO "private_messages_proposal_id_proposals_id_fk";
--> statement-breakpoint
ALTER INDEX "notes_proposal" RENAME TO "private_messages_proposal";
--> statement-breakpoint
ALTER TABLE "counters" RENAME TO "number_counters";
--> statement-breakpoint
ALTER INDEX "counters_government_id_year_pk" RENAME TO "number_counters_government_id_year_pk";
--> statement-breakpoint
ALTER TABLE "settings" RENAME TO "deployment_status";
--> statement-breakpoint
ALTER INDEX "settings_pkey" RENAME TO "deployment_status_pkey";
--> statement-breakpoint
ALTER TABLE "attempts" RENAME TO "rate_limit_counters";
--> statement-breakpoint
ALTER INDEX "attempts_pkey" RENAME TO "rate_limit_counters_pkey";
--> statement-breakpoint
ALTER INDEX "attempts_expires" RENAME TO "rate_limit_counters_expires";
--> statement-breakpoint
ALTER TABLE "decisions" RENAME TO "moderation_decisions";
--> statement-breakpoint
ALTER INDEX "decisions_pkey" RENAME TO "moderation_decisions_pkey";
--> statement-breakpoint
ALTER TABLE "moderation_decisions" RENAME CONSTRAINT "decisions_proposal_id_proposals_id_fk" TO "moderation_decisions_proposal_id_proposals_id_fk";
--> statement-breakpoint
ALTER INDEX "decisions_proposal" RENAME TO "moderation_decisions_proposal";
--> statement-breakpoint
ALTER TABLE "pending_dates" RENAME TO "deadline_recomputations";
--> statement-breakpoint
ALTER INDEX "pending_dates_pkey" RENAME TO "deadline_recomputations_pkey";
--> statement-breakpoint
ALTER TABLE "deadline_recomputations" RENAME CONSTRAINT "pending_dates_government_id_governments_id_fk" TO "deadline_recomputations_government_id_governments_id_fk";
--> statement-breakpoint
ALTER INDEX "pending_dates_open" RENAME TO "deadline_recomputations_open";
--> statement-breakpoint
ALTER INDEX "parts_one_lead" RENAME TO "assignments_one_lead";
--> statement-breakpoint
ALTER INDEX "parts_once" RENAME TO "assignments_once";
--> statement-breakpoint
-- Columns
ALTER TABLE "moderation_decisions" RENAME COLUMN "target_id" TO "merged_into_id";
--> statement-breakpoint
ALTER TABLE "reason_removals" RENAME COLUMN "removed_by" TO "removed_by_id";
--> statement-breakpoint
ALTER TABLE "holiday_years" DROP COLUMN "loaded_at";
--> statement-breakpoint
ALTER TABLE "moderation_decisions" DROP COLUMN "before";
--> statement-breakpoint
ALTER TABLE "passkey_allowances" DROP COLUMN "allowed_by";
--> statement-breakpoint
ALTER TABLE "passkeys" DROP COLUMN "user_verified";
--> statement-breakpoint
ALTER TABLE "residences" DROP COLUMN "id", DROP COLUMN "verified";
--> statement-breakpoint
ALTER TABLE "residences" ADD CONSTRAINT "residences_person_id_government_id_pk" PRIMARY KEY("person_id","government_id");
--> statement-breakpoint
DROP INDEX "residences_once";
--> statement-breakpoint
-- Rows
UPDATE rule_versions SET rules = rules - 'assuranceToCosign' WHERE rules ? 'assuranceToCosign';
--> statement-breakpoint
UPDATE proposals SET early_warned_at = NULL WHERE published_at IS NULL AND early_warned_at IS NOT NULL;
--> statement-breakpoint
UPDATE sessions SET passkey_id = NULL WHERE passkey_id NOT IN (SELECT id FROM passkeys);
--> statement-breakpoint
ALTER TABLE "setting_changes" ALTER COLUMN "person_id" DROP NOT NULL;
--> statement-breakpoint
-- A command on the machine has no person: null now, as it means it
ALTER TABLE setting_changes DISABLE TRIGGER setting_changes_are_append_only;
--> statement-breakpoint
UPDATE setting_changes SET person_id = NULL WHERE person_id = '';
--> statement-breakpoint
ALTER TABLE setting_changes ENABLE TRIGGER setting_changes_are_append_only;
--> statement-breakpoint
-- Foreign keys: every *_id but those that src/schema/README.md names
ALTER TABLE "agencies" ADD CONSTRAINT "agencies_successor_id_agencies_id_fk" FOREIGN KEY ("successor_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "assignment_changes" ADD CONSTRAINT "assignment_changes_from_agency_id_agencies_id_fk" FOREIGN KEY ("from_agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "assignment_changes" ADD CONSTRAINT "assignment_changes_to_agency_id_agencies_id_fk" FOREIGN KEY ("to_agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "assignment_changes" ADD CONSTRAINT "assignment_changes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "commitment_updates" ADD CONSTRAINT "commitment_updates_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_answer_id_answers_id_fk" FOREIGN KEY ("answer_id") REFERENCES "public"."answers"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "cosignatures" ADD CONSTRAINT "cosignatures_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "reason_removals" ADD CONSTRAINT "reason_removals_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "reason_removals" ADD CONSTRAINT "reason_removals_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "reason_removals" ADD CONSTRAINT "reason_removals_removed_by_id_people_id_fk" FOREIGN KEY ("removed_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "moderation_decisions" ADD CONSTRAINT "moderation_decisions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "moderation_decisions" ADD CONSTRAINT "moderation_decisions_merged_into_id_proposals_id_fk" FOREIGN KEY ("merged_into_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "private_messages" ADD CONSTRAINT "private_messages_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "private_messages" ADD CONSTRAINT "private_messages_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "pending_corrections" ADD CONSTRAINT "pending_corrections_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "follows" ADD CONSTRAINT "follows_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "mailings" ADD CONSTRAINT "mailings_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "mailings" ADD CONSTRAINT "mailings_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_double_of_people_id_fk" FOREIGN KEY ("double_of") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "residences" ADD CONSTRAINT "residences_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "number_counters" ADD CONSTRAINT "number_counters_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_author_id_people_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_merged_into_id_proposals_id_fk" FOREIGN KEY ("merged_into_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "proposal_updates" ADD CONSTRAINT "proposal_updates_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "proposal_updates" ADD CONSTRAINT "proposal_updates_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "setting_changes" ADD CONSTRAINT "setting_changes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "passkey_allowances" ADD CONSTRAINT "passkey_allowances_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_passkey_id_passkeys_id_fk" FOREIGN KEY ("passkey_id") REFERENCES "public"."passkeys"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
-- A table that is copied row by row points to its own rows that come later: checked at the end of the unit
ALTER TABLE "agencies" ALTER CONSTRAINT "agencies_successor_id_agencies_id_fk" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "people" ALTER CONSTRAINT "people_double_of_people_id_fk" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "proposals" ALTER CONSTRAINT "proposals_merged_into_id_proposals_id_fk" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
-- CHECKs
ALTER TABLE "agencies"
	ADD CONSTRAINT "agencies_code" CHECK ("code" <> ''),
	ADD CONSTRAINT "agencies_name" CHECK (jsonb_typeof("name") = 'object'),
	ADD CONSTRAINT "agencies_valid_from" CHECK ("valid_from" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	ADD CONSTRAINT "agencies_valid_to" CHECK ("valid_to" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	ADD CONSTRAINT "agencies_valid_from_before_valid_to" CHECK ("valid_from" <= "valid_to"),
	ADD CONSTRAINT "agencies_successor_id_needs_valid_to" CHECK ("successor_id" is null or "valid_to" is not null),
	ADD CONSTRAINT "agencies_own_successor" CHECK (successor_id <> id),
	ADD CONSTRAINT "agencies_coordinating_stays" CHECK (not coordinating or (valid_from is null and valid_to is null));
--> statement-breakpoint
ALTER TABLE "announcements"
	ADD CONSTRAINT "announcements_first_day" CHECK ("first_day" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	ADD CONSTRAINT "announcements_last_day" CHECK ("last_day" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	ADD CONSTRAINT "announcements_first_day_before_last_day" CHECK ("first_day" <= "last_day"),
	ADD CONSTRAINT "announcements_words" CHECK (jsonb_typeof("words") = 'object');
--> statement-breakpoint
ALTER TABLE "answers"
	ADD CONSTRAINT "answers_version" CHECK ("version" >= 1),
	ADD CONSTRAINT "answers_revision" CHECK ("revision" >= 0),
	ADD CONSTRAINT "answers_created_at_before_updated_at" CHECK ("created_at" <= "updated_at"),
	ADD CONSTRAINT "answers_created_at_before_published_at" CHECK ("created_at" <= "published_at"),
	ADD CONSTRAINT "answers_salt" CHECK ("salt" <> ''),
	ADD CONSTRAINT "answers_before" CHECK (jsonb_typeof("before") = 'object'),
	ADD CONSTRAINT "answers_before_needs_published_at" CHECK ("before" is null or "published_at" is not null);
--> statement-breakpoint
ALTER TABLE "ask_decisions"
	ADD CONSTRAINT "ask_decisions_ask_number" CHECK ("ask_number" >= 1),
	ADD CONSTRAINT "ask_decisions_decision" CHECK ("decision" in ('adopted', 'partly', 'under_study', 'not_adopted'));
--> statement-breakpoint
ALTER TABLE "asks"
	ADD CONSTRAINT "asks_number" CHECK ("number" >= 1);
--> statement-breakpoint
ALTER TABLE "assignment_changes"
	ADD CONSTRAINT "assignment_changes_kind" CHECK ("kind" in ('transferred', 'extended')),
	ADD CONSTRAINT "assignment_changes_to" CHECK ((kind = 'transferred') = (to_agency_id is not null)),
	ADD CONSTRAINT "assignment_changes_extended" CHECK (kind <> 'extended' or due_before is not null),
	ADD CONSTRAINT "assignment_changes_elsewhere" CHECK (to_agency_id <> from_agency_id),
	ADD CONSTRAINT "assignment_changes_reason" CHECK (reason <> '' or person_id is null),
	ADD CONSTRAINT "assignment_changes_salt" CHECK ("salt" <> '');
--> statement-breakpoint
ALTER TABLE "assignments"
	ADD CONSTRAINT "assignments_role" CHECK ("role" in ('lead', 'supporting')),
	ADD CONSTRAINT "assignments_assigned_at_before_ended_at" CHECK ("assigned_at" <= "ended_at"),
	ADD CONSTRAINT "assignments_contribution" CHECK ("contribution" <> ''),
	ADD CONSTRAINT "assignments_contribution_with_salt" CHECK (("contribution" is null) = ("salt" is null));
--> statement-breakpoint
ALTER TABLE "blackouts"
	ADD CONSTRAINT "blackouts_first_day" CHECK ("first_day" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	ADD CONSTRAINT "blackouts_last_day" CHECK ("last_day" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	ADD CONSTRAINT "blackouts_first_day_before_last_day" CHECK ("first_day" <= "last_day"),
	ADD CONSTRAINT "blackouts_reason" CHECK (jsonb_typeof("reason") = 'object');
--> statement-breakpoint
ALTER TABLE "commitment_updates"
	ADD CONSTRAINT "commitment_updates_kind" CHECK ("kind" in ('progress', 'kept', 'changed', 'dropped')),
	ADD CONSTRAINT "commitment_updates_body" CHECK ("body" <> ''),
	ADD CONSTRAINT "commitment_updates_evidence_url" CHECK ("evidence_url" <> ''),
	ADD CONSTRAINT "commitment_updates_due_from" CHECK ("due_from" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	ADD CONSTRAINT "commitment_updates_due_to" CHECK ("due_to" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	ADD CONSTRAINT "commitment_updates_due_from_with_due_to" CHECK (("due_from" is null) = ("due_to" is null)),
	ADD CONSTRAINT "commitment_updates_due_moved" CHECK (due_from <> due_to),
	ADD CONSTRAINT "commitment_updates_due_changed" CHECK (kind = 'changed' or due_to is null),
	ADD CONSTRAINT "commitment_updates_salt" CHECK ("salt" <> '');
--> statement-breakpoint
ALTER TABLE "commitments"
	ADD CONSTRAINT "commitments_ask_number" CHECK ("ask_number" >= 1),
	ADD CONSTRAINT "commitments_position" CHECK ("position" >= 0),
	ADD CONSTRAINT "commitments_state" CHECK ("state" in ('draft', 'open', 'kept', 'changed', 'dropped')),
	ADD CONSTRAINT "commitments_public" CHECK (state = 'draft' or (what <> '' and owner <> '' and due_on <> '')),
	ADD CONSTRAINT "commitments_due_on" CHECK ("due_on" = '' or "due_on" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	ADD CONSTRAINT "commitments_closed" CHECK ((state in ('kept', 'changed', 'dropped')) = (closed_at is not null)),
	ADD CONSTRAINT "commitments_salt" CHECK ("salt" <> '');
--> statement-breakpoint
ALTER TABLE "corrections"
	ADD CONSTRAINT "corrections_field" CHECK (field in ('title', 'problem', 'benefit') or field like 'ask-_%'),
	ADD CONSTRAINT "corrections_change" CHECK (before <> after),
	ADD CONSTRAINT "corrections_after" CHECK ("after" <> ''),
	ADD CONSTRAINT "corrections_salt" CHECK ("salt" <> '');
--> statement-breakpoint
ALTER TABLE "deadline_recomputations"
	ADD CONSTRAINT "deadline_recomputations_kind" CHECK ("kind" in ('closing', 'due')),
	ADD CONSTRAINT "deadline_recomputations_asked_at_before_done_at" CHECK ("asked_at" <= "done_at");
--> statement-breakpoint
ALTER TABLE "districts"
	ADD CONSTRAINT "districts_code" CHECK ("code" <> ''),
	ADD CONSTRAINT "districts_name" CHECK (jsonb_typeof("name") = 'object'),
	ADD CONSTRAINT "districts_position" CHECK ("position" >= 0);
--> statement-breakpoint
ALTER TABLE "evidence"
	ADD CONSTRAINT "evidence_position" CHECK ("position" >= 0),
	ADD CONSTRAINT "evidence_url" CHECK ("url" <> '');
--> statement-breakpoint
ALTER TABLE "governments"
	ADD CONSTRAINT "governments_slug" CHECK ("slug" <> ''),
	ADD CONSTRAINT "governments_name" CHECK (jsonb_typeof("name") = 'object'),
	ADD CONSTRAINT "governments_languages" CHECK (jsonb_typeof("languages") = 'array' and jsonb_array_length("languages") >= 1),
	ADD CONSTRAINT "governments_time_zone" CHECK ("time_zone" <> ''),
	ADD CONSTRAINT "governments_country" CHECK ("country" <> ''),
	ADD CONSTRAINT "governments_dates" CHECK ("dates" in ('gregorian', 'roc')),
	ADD CONSTRAINT "governments_accent" CHECK (jsonb_typeof("accent") = 'object'),
	ADD CONSTRAINT "governments_limits" CHECK (jsonb_typeof("limits") = 'object'),
	ADD CONSTRAINT "governments_staff_idle_minutes" CHECK ("staff_idle_minutes" >= 1);
--> statement-breakpoint
ALTER TABLE "holiday_years"
	ADD CONSTRAINT "holiday_years_year" CHECK (year between 1 and 9999);
--> statement-breakpoint
ALTER TABLE "holidays"
	ADD CONSTRAINT "holidays_date" CHECK ("date" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	ADD CONSTRAINT "holidays_name" CHECK (jsonb_typeof("name") = 'object');
--> statement-breakpoint
ALTER TABLE "invitations"
	ADD CONSTRAINT "invitations_email" CHECK ("email" like '_%@_%'),
	ADD CONSTRAINT "invitations_role" CHECK ("role" in ('moderator', 'officer', 'administrator')),
	ADD CONSTRAINT "invitations_agency" CHECK ((role = 'officer') = (agency_id is not null)),
	ADD CONSTRAINT "invitations_token_hash" CHECK (length("token_hash") = 64),
	ADD CONSTRAINT "invitations_created_at_before_expires_at" CHECK ("created_at" < "expires_at"),
	ADD CONSTRAINT "invitations_created_at_before_accepted_at" CHECK ("created_at" <= "accepted_at"),
	ADD CONSTRAINT "invitations_created_at_before_revoked_at" CHECK ("created_at" <= "revoked_at"),
	ADD CONSTRAINT "invitations_one_end" CHECK (accepted_at is null or revoked_at is null);
--> statement-breakpoint
ALTER TABLE "kept_forms"
	ADD CONSTRAINT "kept_forms_browser_hash" CHECK (length("browser_hash") = 64),
	ADD CONSTRAINT "kept_forms_path" CHECK ("path" <> ''),
	ADD CONSTRAINT "kept_forms_page" CHECK ("page" <> ''),
	ADD CONSTRAINT "kept_forms_status" CHECK ("status" >= 0),
	ADD CONSTRAINT "kept_forms_sealed" CHECK ("sealed" <> ''),
	ADD CONSTRAINT "kept_forms_saved_at_before_expires_at" CHECK ("saved_at" < "expires_at");
--> statement-breakpoint
ALTER TABLE "mailbox_rules"
	ADD CONSTRAINT "mailbox_rules_domain" CHECK ("domain" <> ''),
	ADD CONSTRAINT "mailbox_rules_same_as" CHECK ("same_as" <> '');
--> statement-breakpoint
ALTER TABLE "mailings"
	ADD CONSTRAINT "mailings_kind" CHECK ("kind" in ('sign_in_code', 'confirm_cosignature', 'already_cosigned', 'invitation', 'passkey_added', 'passkey_removed', 'passkey_allowed', 'passkey_of_colleague', 'stage_changed', 'reach_proposer', 'proposer_replied', 'text_corrected', 'closing_moved', 'early_warning', 'assigned', 'check_due', 'check_overdue', 'due_14', 'due_7', 'due_0', 'overdue', 'transferred', 'extended', 'answer_published', 'answer_supplemented', 'merge_question', 'text_corrected_signed')),
	ADD CONSTRAINT "mailings_facts" CHECK (jsonb_typeof("facts") = 'object'),
	ADD CONSTRAINT "mailings_created_at_before_starts_at" CHECK ("created_at" <= "starts_at");
--> statement-breakpoint
ALTER TABLE "moderation_decisions"
	ADD CONSTRAINT "moderation_decisions_kind" CHECK ("kind" in ('approved', 'returned', 'refused', 'merged', 'held', 'released', 'hidden', 'shown')),
	ADD CONSTRAINT "moderation_decisions_reason" CHECK ((kind = 'refused') = (reason_code is not null)),
	ADD CONSTRAINT "moderation_decisions_merged" CHECK ((kind = 'merged') = (merged_into_id is not null)),
	ADD CONSTRAINT "moderation_decisions_words" CHECK (words <> '' or kind not in ('returned', 'refused', 'hidden')),
	ADD CONSTRAINT "moderation_decisions_undone" CHECK (undone_at is null or kind in ('approved', 'returned', 'refused', 'merged')),
	ADD CONSTRAINT "moderation_decisions_decided_at_before_undone_at" CHECK ("decided_at" <= "undone_at"),
	ADD CONSTRAINT "moderation_decisions_salt" CHECK ("salt" <> '');
--> statement-breakpoint
ALTER TABLE "number_counters"
	ADD CONSTRAINT "number_counters_year" CHECK (year between 1 and 9999),
	ADD CONSTRAINT "number_counters_last" CHECK ("last" >= 1);
--> statement-breakpoint
ALTER TABLE "outbox"
	ADD CONSTRAINT "outbox_kind" CHECK ("kind" in ('sign_in_code', 'confirm_cosignature', 'already_cosigned', 'invitation', 'passkey_added', 'passkey_removed', 'passkey_allowed', 'passkey_of_colleague', 'stage_changed', 'reach_proposer', 'proposer_replied', 'text_corrected', 'closing_moved', 'early_warning', 'assigned', 'check_due', 'check_overdue', 'due_14', 'due_7', 'due_0', 'overdue', 'transferred', 'extended', 'answer_published', 'answer_supplemented', 'merge_question', 'text_corrected_signed')),
	ADD CONSTRAINT "outbox_once" CHECK ("once" <> ''),
	ADD CONSTRAINT "outbox_language" CHECK ("language" <> ''),
	ADD CONSTRAINT "outbox_facts" CHECK (jsonb_typeof("facts") = 'object'),
	ADD CONSTRAINT "outbox_priority" CHECK ("priority" in (0, 1, 2)),
	ADD CONSTRAINT "outbox_attempts" CHECK ("attempts" >= 0),
	ADD CONSTRAINT "outbox_waits_or_ended" CHECK ((next_try_at is null) = (sent_at is not null or failed_at is not null)),
	ADD CONSTRAINT "outbox_one_end" CHECK (sent_at is null or failed_at is null);
--> statement-breakpoint
ALTER TABLE "passkey_challenges"
	ADD CONSTRAINT "passkey_challenges_hash" CHECK (length("hash") = 64),
	ADD CONSTRAINT "passkey_challenges_browser_hash" CHECK (length("browser_hash") = 64);
--> statement-breakpoint
ALTER TABLE "passkeys"
	ADD CONSTRAINT "passkeys_credential_id" CHECK ("credential_id" <> ''),
	ADD CONSTRAINT "passkeys_public_key" CHECK ("public_key" <> ''),
	ADD CONSTRAINT "passkeys_counter" CHECK ("counter" >= 0),
	ADD CONSTRAINT "passkeys_transports" CHECK (jsonb_typeof("transports") = 'array' and jsonb_array_length("transports") >= 0),
	ADD CONSTRAINT "passkeys_name" CHECK ("name" <> '');
--> statement-breakpoint
ALTER TABLE "pending_corrections"
	ADD CONSTRAINT "pending_corrections_field" CHECK (field in ('title', 'problem', 'benefit') or field like 'ask-_%'),
	ADD CONSTRAINT "pending_corrections_change" CHECK (before <> after),
	ADD CONSTRAINT "pending_corrections_after" CHECK ("after" <> '');
--> statement-breakpoint
ALTER TABLE "pending_cosignatures"
	ADD CONSTRAINT "pending_cosignatures_email" CHECK ("email" like '_%@_%'),
	ADD CONSTRAINT "pending_cosignatures_reason" CHECK ("reason" <> ''),
	ADD CONSTRAINT "pending_cosignatures_notice_version" CHECK ("notice_version" <> ''),
	ADD CONSTRAINT "pending_cosignatures_language" CHECK ("language" <> ''),
	ADD CONSTRAINT "pending_cosignatures_token_hash" CHECK (length("token_hash") = 64),
	ADD CONSTRAINT "pending_cosignatures_created_at_before_expires_at" CHECK ("created_at" < "expires_at"),
	ADD CONSTRAINT "pending_cosignatures_created_at_before_confirmed_at" CHECK ("created_at" <= "confirmed_at");
--> statement-breakpoint
ALTER TABLE "people"
	ADD CONSTRAINT "people_email" CHECK ("email" like '_%@_%'),
	ADD CONSTRAINT "people_display_name" CHECK ("display_name" <> ''),
	ADD CONSTRAINT "people_language" CHECK ("language" <> ''),
	ADD CONSTRAINT "people_erased" CHECK (email is not null or display_name is null),
	ADD CONSTRAINT "people_email_key_needs_email" CHECK ("email_key" is null or "email" is not null),
	ADD CONSTRAINT "people_email_key" CHECK ("email_key" <> ''),
	ADD CONSTRAINT "people_double_of_needs_email" CHECK ("double_of" is null or "email" is not null),
	ADD CONSTRAINT "people_double" CHECK (double_of is null or email_key is null or double_of = id);
--> statement-breakpoint
ALTER TABLE "private_messages"
	ADD CONSTRAINT "private_messages_kind" CHECK ("kind" in ('to_proposer', 'from_proposer', 'contact', 'note')),
	ADD CONSTRAINT "private_messages_proposer" CHECK (kind <> 'from_proposer' or agency_id is null),
	ADD CONSTRAINT "private_messages_body" CHECK ("body" <> '');
--> statement-breakpoint
ALTER TABLE "proposal_texts"
	ADD CONSTRAINT "proposal_texts_salt" CHECK ("salt" <> '');
--> statement-breakpoint
ALTER TABLE "proposal_updates"
	ADD CONSTRAINT "proposal_updates_kind" CHECK ("kind" in ('author', 'schedule', 'progress')),
	ADD CONSTRAINT "proposal_updates_agency" CHECK ((kind = 'author') = (agency_id is null)),
	ADD CONSTRAINT "proposal_updates_body" CHECK ("body" <> ''),
	ADD CONSTRAINT "proposal_updates_salt" CHECK ("salt" <> '');
--> statement-breakpoint
ALTER TABLE "proposals"
	ADD CONSTRAINT "proposals_count" CHECK ("count" >= 0);
--> statement-breakpoint
ALTER TABLE "rate_limit_counters"
	ADD CONSTRAINT "rate_limit_counters_key" CHECK ("key" <> ''),
	ADD CONSTRAINT "rate_limit_counters_count" CHECK ("count" >= 1);
--> statement-breakpoint
ALTER TABLE "reason_removals"
	ADD CONSTRAINT "reason_removals_words" CHECK ("words" <> ''),
	ADD CONSTRAINT "reason_removals_salt" CHECK ("salt" <> ''),
	ADD CONSTRAINT "reason_removals_signed_at_before_removed_at" CHECK ("signed_at" <= "removed_at");
--> statement-breakpoint
ALTER TABLE "record_numbers"
	ADD CONSTRAINT "record_numbers_number" CHECK ("number" >= 1);
--> statement-breakpoint
ALTER TABLE "refusal_reasons"
	ADD CONSTRAINT "refusal_reasons_code" CHECK ("code" <> ''),
	ADD CONSTRAINT "refusal_reasons_name" CHECK (jsonb_typeof("name") = 'object'),
	ADD CONSTRAINT "refusal_reasons_position" CHECK ("position" >= 0);
--> statement-breakpoint
ALTER TABLE "residences"
	ADD CONSTRAINT "residences_district_code" CHECK ("district_code" <> '');
--> statement-breakpoint
ALTER TABLE "rule_versions"
	ADD CONSTRAINT "rule_versions_version" CHECK ("version" >= 1),
	ADD CONSTRAINT "rule_versions_rules" CHECK (jsonb_typeof("rules") = 'object');
--> statement-breakpoint
ALTER TABLE "sessions"
	ADD CONSTRAINT "sessions_hash" CHECK (length("hash") = 64),
	ADD CONSTRAINT "sessions_means" CHECK ("means" in ('code', 'link', 'passkey', 'demonstration'));
--> statement-breakpoint
ALTER TABLE "setting_changes"
	ADD CONSTRAINT "setting_changes_area" CHECK ("area" in ('rules', 'blackouts', 'announcements', 'holidays', 'agencies', 'topics', 'districts', 'reasons', 'people', 'passkeys', 'limits', 'face')),
	ADD CONSTRAINT "setting_changes_act" CHECK ("act" in ('added', 'changed', 'removed', 'moved', 'retired', 'restored', 'loaded', 'coordinating', 'invited', 'sent_again', 'revoked', 'ended', 'passkey_allowed', 'passkey_added')),
	ADD CONSTRAINT "setting_changes_no_address" CHECK (subject not like '%@%');
--> statement-breakpoint
ALTER TABLE "sign_in_codes"
	ADD CONSTRAINT "sign_in_codes_email" CHECK ("email" like '_%@_%'),
	ADD CONSTRAINT "sign_in_codes_code_hash" CHECK ("code_hash" <> ''),
	ADD CONSTRAINT "sign_in_codes_browser_hash" CHECK (length("browser_hash") = 64),
	ADD CONSTRAINT "sign_in_codes_tries" CHECK ("tries" >= 0),
	ADD CONSTRAINT "sign_in_codes_act" CHECK (jsonb_typeof("act") = 'object'),
	ADD CONSTRAINT "sign_in_codes_created_at_before_expires_at" CHECK ("created_at" <= "expires_at"),
	ADD CONSTRAINT "sign_in_codes_created_at_before_used_at" CHECK ("created_at" <= "used_at");
--> statement-breakpoint
ALTER TABLE "staff"
	ADD CONSTRAINT "staff_role" CHECK ("role" in ('moderator', 'officer', 'administrator')),
	ADD CONSTRAINT "staff_agency" CHECK ((role = 'officer') = (agency_id is not null)),
	ADD CONSTRAINT "staff_created_at_before_ended_at" CHECK ("created_at" <= "ended_at");
--> statement-breakpoint
ALTER TABLE "text_versions"
	ADD CONSTRAINT "text_versions_revision" CHECK ("revision" >= 0),
	ADD CONSTRAINT "text_versions_asks" CHECK (jsonb_typeof("asks") = 'array' and jsonb_array_length("asks") >= 0);
--> statement-breakpoint
ALTER TABLE "topics"
	ADD CONSTRAINT "topics_code" CHECK ("code" <> ''),
	ADD CONSTRAINT "topics_name" CHECK (jsonb_typeof("name") = 'object'),
	ADD CONSTRAINT "topics_position" CHECK ("position" >= 0);
--> statement-breakpoint
-- Tables that every press writes: there a trigger keeps the rules, since PostgreSQL makes every CHECK ready again for each statement
-- (5 µs each, and proposals has forty). The rows that are there are looked at once.
ALTER TABLE "cosignature_counts"
	ADD CONSTRAINT "cosignature_counts_day" CHECK ("day" = '' or "day" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	ADD CONSTRAINT "cosignature_counts_assurance" CHECK ("assurance" in (0, 1, 2)),
	ADD CONSTRAINT "cosignature_counts_known" CHECK (assurance = 0 or (day <> '' and district_code <> '')),
	ADD CONSTRAINT "cosignature_counts_count" CHECK ("count" >= 0);
--> statement-breakpoint
ALTER TABLE "cosignature_counts"
	DROP CONSTRAINT "cosignature_counts_day",
	DROP CONSTRAINT "cosignature_counts_assurance",
	DROP CONSTRAINT "cosignature_counts_known",
	DROP CONSTRAINT "cosignature_counts_count";
--> statement-breakpoint
CREATE OR REPLACE FUNCTION cosignature_counts_rules() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE broken text; BEGIN
  broken := CASE
    WHEN NOT (new.day = '' or new.day ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$') THEN 'cosignature_counts_day'
    WHEN NOT (new.assurance in (0, 1, 2)) THEN 'cosignature_counts_assurance'
    WHEN NOT (new.assurance = 0 or (new.day <> '' and new.district_code <> '')) THEN 'cosignature_counts_known'
    WHEN NOT (new.count >= 0) THEN 'cosignature_counts_count'
  END;
  IF broken IS NOT NULL THEN RAISE check_violation USING MESSAGE = format('row of "%s" violates check constraint "%s"', TG_TABLE_NAME, broken), TABLE = TG_TABLE_NAME, CONSTRAINT = broken; END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER cosignature_counts_rules BEFORE INSERT OR UPDATE OF day, district_code, assurance, count ON cosignature_counts FOR EACH ROW EXECUTE FUNCTION cosignature_counts_rules();
--> statement-breakpoint
ALTER TABLE "cosignatures"
	ADD CONSTRAINT "cosignatures_day" CHECK ("day" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	ADD CONSTRAINT "cosignatures_assurance" CHECK ("assurance" in (1, 2)),
	ADD CONSTRAINT "cosignatures_reason" CHECK ("reason" <> ''),
	ADD CONSTRAINT "cosignatures_reason_id_needs_reason" CHECK ("reason_id" is null or "reason" is not null),
	ADD CONSTRAINT "cosignatures_notice_version" CHECK ("notice_version" <> '');
--> statement-breakpoint
ALTER TABLE "cosignatures"
	DROP CONSTRAINT "cosignatures_day",
	DROP CONSTRAINT "cosignatures_assurance",
	DROP CONSTRAINT "cosignatures_reason",
	DROP CONSTRAINT "cosignatures_reason_id_needs_reason",
	DROP CONSTRAINT "cosignatures_notice_version";
--> statement-breakpoint
CREATE OR REPLACE FUNCTION cosignatures_rules() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE broken text; BEGIN
  broken := CASE
    WHEN NOT (new.day ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$') THEN 'cosignatures_day'
    WHEN NOT (new.assurance in (1, 2)) THEN 'cosignatures_assurance'
    WHEN NOT (new.reason <> '') THEN 'cosignatures_reason'
    WHEN NOT (new.reason_id is null or new.reason is not null) THEN 'cosignatures_reason_id_needs_reason'
    WHEN NOT (new.notice_version <> '') THEN 'cosignatures_notice_version'
  END;
  IF broken IS NOT NULL THEN RAISE check_violation USING MESSAGE = format('row of "%s" violates check constraint "%s"', TG_TABLE_NAME, broken), TABLE = TG_TABLE_NAME, CONSTRAINT = broken; END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER cosignatures_rules BEFORE INSERT OR UPDATE OF day, assurance, reason, reason_id, notice_version ON cosignatures FOR EACH ROW EXECUTE FUNCTION cosignatures_rules();
--> statement-breakpoint
ALTER TABLE "proposals"
	ADD CONSTRAINT "proposals_stage" CHECK ("stage" in ('draft', 'checking', 'returned', 'gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn', 'last_seen')),
	ADD CONSTRAINT "proposals_outcome" CHECK ("outcome" in ('adopted', 'partly', 'under_study', 'not_adopted', 'answered', 'refused', 'expired', 'merged', 'withdrawn')),
	ADD CONSTRAINT "proposals_threshold" CHECK ("threshold" >= 1),
	ADD CONSTRAINT "proposals_revision" CHECK ("revision" >= 0),
	ADD CONSTRAINT "proposals_suggested_agencies" CHECK (jsonb_typeof("suggested_agencies") = 'array' and jsonb_array_length("suggested_agencies") between 0 and 3),
	ADD CONSTRAINT "proposals_source" CHECK (jsonb_typeof("source") = 'object'),
	ADD CONSTRAINT "proposals_source_with_source_id" CHECK (("source" is null) = ("source_id" is null)),
	ADD CONSTRAINT "proposals_seen_on" CHECK ("seen_on" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	ADD CONSTRAINT "proposals_seen_on_needs_source_id" CHECK ("seen_on" is null or "source_id" is not null),
	ADD CONSTRAINT "proposals_number_with_year" CHECK (("number" is null) = ("year" is null) and ("number" is null) = ("submitted_at" is null) and ("number" is null) = ("rule_version_id" is null) and ("number" is null) = ("threshold" is null)),
	ADD CONSTRAINT "proposals_draft" CHECK ((stage = 'draft') = (number is null)),
	ADD CONSTRAINT "proposals_year_of_number" CHECK (substr(number, 1, 5) = year || '-'),
	ADD CONSTRAINT "proposals_draft_author" CHECK (stage <> 'draft' or author_id is not null),
	ADD CONSTRAINT "proposals_published_at_with_closes_before" CHECK (("published_at" is null) = ("closes_before" is null)),
	ADD CONSTRAINT "proposals_published" CHECK (case when stage in ('draft', 'checking', 'returned', 'refused') then published_at is null when stage in ('merged', 'withdrawn') then true else published_at is not null end),
	ADD CONSTRAINT "proposals_early_warned_at_needs_published_at" CHECK ("early_warned_at" is null or "published_at" is not null),
	ADD CONSTRAINT "proposals_threshold_met_at_needs_published_at" CHECK ("threshold_met_at" is null or "published_at" is not null),
	ADD CONSTRAINT "proposals_review" CHECK (stage <> 'review' or threshold_met_at is not null),
	ADD CONSTRAINT "proposals_below_threshold" CHECK (source_id is not null or stage not in ('gathering', 'expired') or threshold_met_at is null),
	ADD CONSTRAINT "proposals_answer_due" CHECK (source_id is not null or (threshold_met_at is null) = (answer_due_before is null)),
	ADD CONSTRAINT "proposals_schedule_due_before_needs_threshold_met_at" CHECK ("schedule_due_before" is null or "threshold_met_at" is not null),
	ADD CONSTRAINT "proposals_contact_due_before_needs_threshold_met_at" CHECK ("contact_due_before" is null or "threshold_met_at" is not null),
	ADD CONSTRAINT "proposals_scheduled_at_needs_threshold_met_at" CHECK ("scheduled_at" is null or "threshold_met_at" is not null),
	ADD CONSTRAINT "proposals_contacted_at_needs_threshold_met_at" CHECK ("contacted_at" is null or "threshold_met_at" is not null),
	ADD CONSTRAINT "proposals_extended_at_needs_answer_due_before" CHECK ("extended_at" is null or "answer_due_before" is not null),
	ADD CONSTRAINT "proposals_overdue_at_needs_answer_due_before" CHECK ("overdue_at" is null or "answer_due_before" is not null),
	ADD CONSTRAINT "proposals_resolved" CHECK ((stage = 'resolved') = (answered_at is not null) or source_id is not null and stage = 'resolved'),
	ADD CONSTRAINT "proposals_ended" CHECK ((stage in ('refused', 'expired', 'merged', 'withdrawn', 'last_seen')) = (ended_at is not null) or source_id is not null and stage in ('expired', 'withdrawn')),
	ADD CONSTRAINT "proposals_last_seen" CHECK (stage <> 'last_seen' or source_id is not null),
	ADD CONSTRAINT "proposals_outcome_of_stage" CHECK (case when stage = 'resolved' then coalesce(outcome, '') in ('adopted', 'partly', 'under_study', 'not_adopted', 'answered') when stage in ('refused', 'expired', 'merged', 'withdrawn') then coalesce(outcome, '') = stage else outcome is null end),
	ADD CONSTRAINT "proposals_refused" CHECK (stage <> 'refused' or reason_code is not null),
	ADD CONSTRAINT "proposals_merged" CHECK ((stage = 'merged') = (merged_into_id is not null)),
	ADD CONSTRAINT "proposals_merged_elsewhere" CHECK (merged_into_id <> id),
	ADD CONSTRAINT "proposals_hidden_at_with_hidden_reason" CHECK (("hidden_at" is null) = ("hidden_reason" is null)),
	ADD CONSTRAINT "proposals_created_at_before_submitted_at" CHECK (source_id is not null or "created_at" <= "submitted_at"),
	ADD CONSTRAINT "proposals_submitted_at_before_check_due_before" CHECK (source_id is not null or "submitted_at" < "check_due_before"),
	ADD CONSTRAINT "proposals_submitted_at_before_published_at" CHECK (source_id is not null or "submitted_at" <= "published_at"),
	ADD CONSTRAINT "proposals_published_at_before_closes_before" CHECK (source_id is not null or "published_at" < "closes_before"),
	ADD CONSTRAINT "proposals_published_at_before_threshold_met_at" CHECK (source_id is not null or "published_at" <= "threshold_met_at"),
	ADD CONSTRAINT "proposals_threshold_met_at_before_schedule_due_before" CHECK (source_id is not null or "threshold_met_at" < "schedule_due_before"),
	ADD CONSTRAINT "proposals_threshold_met_at_before_contact_due_before" CHECK (source_id is not null or "threshold_met_at" < "contact_due_before"),
	ADD CONSTRAINT "proposals_threshold_met_at_before_answer_due_before" CHECK (source_id is not null or "threshold_met_at" < "answer_due_before"),
	ADD CONSTRAINT "proposals_published_at_before_answered_at" CHECK (source_id is not null or "published_at" <= "answered_at"),
	ADD CONSTRAINT "proposals_submitted_at_before_ended_at" CHECK (source_id is not null or "submitted_at" <= "ended_at");
--> statement-breakpoint
ALTER TABLE "proposals"
	DROP CONSTRAINT "proposals_stage",
	DROP CONSTRAINT "proposals_outcome",
	DROP CONSTRAINT "proposals_threshold",
	DROP CONSTRAINT "proposals_revision",
	DROP CONSTRAINT "proposals_suggested_agencies",
	DROP CONSTRAINT "proposals_source",
	DROP CONSTRAINT "proposals_source_with_source_id",
	DROP CONSTRAINT "proposals_seen_on",
	DROP CONSTRAINT "proposals_seen_on_needs_source_id",
	DROP CONSTRAINT "proposals_number_with_year",
	DROP CONSTRAINT "proposals_draft",
	DROP CONSTRAINT "proposals_year_of_number",
	DROP CONSTRAINT "proposals_draft_author",
	DROP CONSTRAINT "proposals_published_at_with_closes_before",
	DROP CONSTRAINT "proposals_published",
	DROP CONSTRAINT "proposals_early_warned_at_needs_published_at",
	DROP CONSTRAINT "proposals_threshold_met_at_needs_published_at",
	DROP CONSTRAINT "proposals_review",
	DROP CONSTRAINT "proposals_below_threshold",
	DROP CONSTRAINT "proposals_answer_due",
	DROP CONSTRAINT "proposals_schedule_due_before_needs_threshold_met_at",
	DROP CONSTRAINT "proposals_contact_due_before_needs_threshold_met_at",
	DROP CONSTRAINT "proposals_scheduled_at_needs_threshold_met_at",
	DROP CONSTRAINT "proposals_contacted_at_needs_threshold_met_at",
	DROP CONSTRAINT "proposals_extended_at_needs_answer_due_before",
	DROP CONSTRAINT "proposals_overdue_at_needs_answer_due_before",
	DROP CONSTRAINT "proposals_resolved",
	DROP CONSTRAINT "proposals_ended",
	DROP CONSTRAINT "proposals_last_seen",
	DROP CONSTRAINT "proposals_outcome_of_stage",
	DROP CONSTRAINT "proposals_refused",
	DROP CONSTRAINT "proposals_merged",
	DROP CONSTRAINT "proposals_merged_elsewhere",
	DROP CONSTRAINT "proposals_hidden_at_with_hidden_reason",
	DROP CONSTRAINT "proposals_created_at_before_submitted_at",
	DROP CONSTRAINT "proposals_submitted_at_before_check_due_before",
	DROP CONSTRAINT "proposals_submitted_at_before_published_at",
	DROP CONSTRAINT "proposals_published_at_before_closes_before",
	DROP CONSTRAINT "proposals_published_at_before_threshold_met_at",
	DROP CONSTRAINT "proposals_threshold_met_at_before_schedule_due_before",
	DROP CONSTRAINT "proposals_threshold_met_at_before_contact_due_before",
	DROP CONSTRAINT "proposals_threshold_met_at_before_answer_due_before",
	DROP CONSTRAINT "proposals_published_at_before_answered_at",
	DROP CONSTRAINT "proposals_submitted_at_before_ended_at";
--> statement-breakpoint
CREATE OR REPLACE FUNCTION proposals_rules() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE broken text; BEGIN
  broken := CASE
    WHEN NOT (new.stage in ('draft', 'checking', 'returned', 'gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn', 'last_seen')) THEN 'proposals_stage'
    WHEN NOT (new.outcome in ('adopted', 'partly', 'under_study', 'not_adopted', 'answered', 'refused', 'expired', 'merged', 'withdrawn')) THEN 'proposals_outcome'
    WHEN NOT (new.threshold >= 1) THEN 'proposals_threshold'
    WHEN NOT (new.revision >= 0) THEN 'proposals_revision'
    WHEN NOT (jsonb_typeof(new.suggested_agencies) = 'array' and jsonb_array_length(new.suggested_agencies) between 0 and 3) THEN 'proposals_suggested_agencies'
    WHEN NOT (jsonb_typeof(new.source) = 'object') THEN 'proposals_source'
    WHEN NOT ((new.source is null) = (new.source_id is null)) THEN 'proposals_source_with_source_id'
    WHEN NOT (new.seen_on ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$') THEN 'proposals_seen_on'
    WHEN NOT (new.seen_on is null or new.source_id is not null) THEN 'proposals_seen_on_needs_source_id'
    WHEN NOT ((new.number is null) = (new.year is null) and (new.number is null) = (new.submitted_at is null) and (new.number is null) = (new.rule_version_id is null) and (new.number is null) = (new.threshold is null)) THEN 'proposals_number_with_year'
    WHEN NOT ((new.stage = 'draft') = (new.number is null)) THEN 'proposals_draft'
    WHEN NOT (substr(new.number, 1, 5) = new.year || '-') THEN 'proposals_year_of_number'
    WHEN NOT (new.stage <> 'draft' or new.author_id is not null) THEN 'proposals_draft_author'
    WHEN NOT ((new.published_at is null) = (new.closes_before is null)) THEN 'proposals_published_at_with_closes_before'
    WHEN NOT (case when new.stage in ('draft', 'checking', 'returned', 'refused') then new.published_at is null when new.stage in ('merged', 'withdrawn') then true else new.published_at is not null end) THEN 'proposals_published'
    WHEN NOT (new.early_warned_at is null or new.published_at is not null) THEN 'proposals_early_warned_at_needs_published_at'
    WHEN NOT (new.threshold_met_at is null or new.published_at is not null) THEN 'proposals_threshold_met_at_needs_published_at'
    WHEN NOT (new.stage <> 'review' or new.threshold_met_at is not null) THEN 'proposals_review'
    WHEN NOT (new.source_id is not null or new.stage not in ('gathering', 'expired') or new.threshold_met_at is null) THEN 'proposals_below_threshold'
    WHEN NOT (new.source_id is not null or (new.threshold_met_at is null) = (new.answer_due_before is null)) THEN 'proposals_answer_due'
    WHEN NOT (new.schedule_due_before is null or new.threshold_met_at is not null) THEN 'proposals_schedule_due_before_needs_threshold_met_at'
    WHEN NOT (new.contact_due_before is null or new.threshold_met_at is not null) THEN 'proposals_contact_due_before_needs_threshold_met_at'
    WHEN NOT (new.scheduled_at is null or new.threshold_met_at is not null) THEN 'proposals_scheduled_at_needs_threshold_met_at'
    WHEN NOT (new.contacted_at is null or new.threshold_met_at is not null) THEN 'proposals_contacted_at_needs_threshold_met_at'
    WHEN NOT (new.extended_at is null or new.answer_due_before is not null) THEN 'proposals_extended_at_needs_answer_due_before'
    WHEN NOT (new.overdue_at is null or new.answer_due_before is not null) THEN 'proposals_overdue_at_needs_answer_due_before'
    WHEN NOT ((new.stage = 'resolved') = (new.answered_at is not null) or new.source_id is not null and new.stage = 'resolved') THEN 'proposals_resolved'
    WHEN NOT ((new.stage in ('refused', 'expired', 'merged', 'withdrawn', 'last_seen')) = (new.ended_at is not null) or new.source_id is not null and new.stage in ('expired', 'withdrawn')) THEN 'proposals_ended'
    WHEN NOT (new.stage <> 'last_seen' or new.source_id is not null) THEN 'proposals_last_seen'
    WHEN NOT (case when new.stage = 'resolved' then coalesce(new.outcome, '') in ('adopted', 'partly', 'under_study', 'not_adopted', 'answered') when new.stage in ('refused', 'expired', 'merged', 'withdrawn') then coalesce(new.outcome, '') = new.stage else new.outcome is null end) THEN 'proposals_outcome_of_stage'
    WHEN NOT (new.stage <> 'refused' or new.reason_code is not null) THEN 'proposals_refused'
    WHEN NOT ((new.stage = 'merged') = (new.merged_into_id is not null)) THEN 'proposals_merged'
    WHEN NOT (new.merged_into_id <> new.id) THEN 'proposals_merged_elsewhere'
    WHEN NOT ((new.hidden_at is null) = (new.hidden_reason is null)) THEN 'proposals_hidden_at_with_hidden_reason'
    WHEN NOT (new.source_id is not null or new.created_at <= new.submitted_at) THEN 'proposals_created_at_before_submitted_at'
    WHEN NOT (new.source_id is not null or new.submitted_at < new.check_due_before) THEN 'proposals_submitted_at_before_check_due_before'
    WHEN NOT (new.source_id is not null or new.submitted_at <= new.published_at) THEN 'proposals_submitted_at_before_published_at'
    WHEN NOT (new.source_id is not null or new.published_at < new.closes_before) THEN 'proposals_published_at_before_closes_before'
    WHEN NOT (new.source_id is not null or new.published_at <= new.threshold_met_at) THEN 'proposals_published_at_before_threshold_met_at'
    WHEN NOT (new.source_id is not null or new.threshold_met_at < new.schedule_due_before) THEN 'proposals_threshold_met_at_before_schedule_due_before'
    WHEN NOT (new.source_id is not null or new.threshold_met_at < new.contact_due_before) THEN 'proposals_threshold_met_at_before_contact_due_before'
    WHEN NOT (new.source_id is not null or new.threshold_met_at < new.answer_due_before) THEN 'proposals_threshold_met_at_before_answer_due_before'
    WHEN NOT (new.source_id is not null or new.published_at <= new.answered_at) THEN 'proposals_published_at_before_answered_at'
    WHEN NOT (new.source_id is not null or new.submitted_at <= new.ended_at) THEN 'proposals_submitted_at_before_ended_at'
  END;
  IF broken IS NOT NULL THEN RAISE check_violation USING MESSAGE = format('row of "%s" violates check constraint "%s"', TG_TABLE_NAME, broken), TABLE = TG_TABLE_NAME, CONSTRAINT = broken; END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER proposals_rules BEFORE INSERT OR UPDATE OF id, number, year, author_id, stage, suggested_agencies, rule_version_id, threshold, created_at, submitted_at, check_due_before, published_at, closes_before, early_warned_at, threshold_met_at, schedule_due_before, scheduled_at, contact_due_before, contacted_at, answer_due_before, extended_at, answered_at, overdue_at, ended_at, outcome, reason_code, merged_into_id, hidden_at, hidden_reason, revision, source, source_id, seen_on ON proposals FOR EACH ROW EXECUTE FUNCTION proposals_rules();
--> statement-breakpoint
ALTER TABLE "record"
	ADD CONSTRAINT "record_kind" CHECK ("kind" in ('submitted', 'resubmitted', 'published', 'returned', 'refused', 'reconsidered', 'merged', 'withdrawn', 'cosigned', 'cosignature_withdrawn', 'cosignature_moved', 'reason_removed', 'early_warning', 'threshold_met', 'expired', 'assigned', 'transferred', 'scheduled', 'contacted', 'extended', 'overdue', 'answered', 'supplemented', 'answer_taken_back', 'promised', 'promise_updated', 'promise_kept', 'promise_changed', 'promise_dropped', 'promise_handed_over', 'held', 'released', 'hidden', 'shown', 'updated', 'corrected', 'contributed', 'closing_moved', 'due_recomputed', 'undone', 'approval_taken_back', 'asks_drawn_up', 'imported', 'source_corrected', 'lost_sight', 'settings_changed', 'count_mended')),
	ADD CONSTRAINT "record_role" CHECK ("role" in ('author', 'citizen', 'moderator', 'officer', 'administrator', 'system', 'import')),
	ADD CONSTRAINT "record_of_a_case" CHECK ((kind = 'settings_changed') = (proposal_id is null)),
	ADD CONSTRAINT "record_occurred_at_before_recorded_at" CHECK (role = 'import' or "occurred_at" <= "recorded_at"),
	ADD CONSTRAINT "record_facts" CHECK (jsonb_typeof("facts") = 'object'),
	ADD CONSTRAINT "record_digest" CHECK (length("digest") = 64);
--> statement-breakpoint
ALTER TABLE "record"
	DROP CONSTRAINT "record_kind",
	DROP CONSTRAINT "record_role",
	DROP CONSTRAINT "record_of_a_case",
	DROP CONSTRAINT "record_occurred_at_before_recorded_at",
	DROP CONSTRAINT "record_facts",
	DROP CONSTRAINT "record_digest";
--> statement-breakpoint
CREATE OR REPLACE FUNCTION record_rules() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE broken text; BEGIN
  broken := CASE
    WHEN NOT (new.kind in ('submitted', 'resubmitted', 'published', 'returned', 'refused', 'reconsidered', 'merged', 'withdrawn', 'cosigned', 'cosignature_withdrawn', 'cosignature_moved', 'reason_removed', 'early_warning', 'threshold_met', 'expired', 'assigned', 'transferred', 'scheduled', 'contacted', 'extended', 'overdue', 'answered', 'supplemented', 'answer_taken_back', 'promised', 'promise_updated', 'promise_kept', 'promise_changed', 'promise_dropped', 'promise_handed_over', 'held', 'released', 'hidden', 'shown', 'updated', 'corrected', 'contributed', 'closing_moved', 'due_recomputed', 'undone', 'approval_taken_back', 'asks_drawn_up', 'imported', 'source_corrected', 'lost_sight', 'settings_changed', 'count_mended')) THEN 'record_kind'
    WHEN NOT (new.role in ('author', 'citizen', 'moderator', 'officer', 'administrator', 'system', 'import')) THEN 'record_role'
    WHEN NOT ((new.kind = 'settings_changed') = (new.proposal_id is null)) THEN 'record_of_a_case'
    WHEN NOT (new.role = 'import' or new.occurred_at <= new.recorded_at) THEN 'record_occurred_at_before_recorded_at'
    WHEN NOT (jsonb_typeof(new.facts) = 'object') THEN 'record_facts'
    WHEN NOT (length(new.digest) = 64) THEN 'record_digest'
  END;
  IF broken IS NOT NULL THEN RAISE check_violation USING MESSAGE = format('row of "%s" violates check constraint "%s"', TG_TABLE_NAME, broken), TABLE = TG_TABLE_NAME, CONSTRAINT = broken; END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER record_rules BEFORE INSERT OR UPDATE OF proposal_id, kind, role, occurred_at, recorded_at, facts, digest ON record FOR EACH ROW EXECUTE FUNCTION record_rules();
--> statement-breakpoint
-- Lists: one column says what everybody sees, and the database works it out
ALTER TABLE "proposals" ADD COLUMN "listed" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
UPDATE proposals SET listed = true WHERE hidden_at IS NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged'));
--> statement-breakpoint
CREATE FUNCTION proposals_listed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new.listed := new.hidden_at IS NULL AND (new.published_at IS NOT NULL OR new.stage IN ('refused', 'merged')); RETURN new; END $$;
--> statement-breakpoint
CREATE TRIGGER proposals_listed BEFORE INSERT OR UPDATE OF stage, published_at, hidden_at, listed ON proposals FOR EACH ROW EXECUTE FUNCTION proposals_listed();
--> statement-breakpoint
DROP INDEX "listed_newest";
--> statement-breakpoint
DROP INDEX "listed_answered";
--> statement-breakpoint
DROP INDEX "listed_most_signed";
--> statement-breakpoint
DROP INDEX "listed_closing";
--> statement-breakpoint
DROP INDEX "listed_waiting";
--> statement-breakpoint
DROP INDEX "listed_topic";
--> statement-breakpoint
DROP INDEX "listed_district";
--> statement-breakpoint
DROP INDEX "listed_outcome";
--> statement-breakpoint
DROP INDEX "listed_year";
--> statement-breakpoint
DROP INDEX "listed_stage";
--> statement-breakpoint
CREATE INDEX "answers_agency" ON "answers" USING btree ("agency_id");
--> statement-breakpoint
CREATE INDEX "commitments_answer" ON "commitments" USING btree ("answer_id");
--> statement-breakpoint
CREATE INDEX "mailings_proposal" ON "mailings" USING btree ("proposal_id");
--> statement-breakpoint
CREATE INDEX "listed_newest" ON "proposals" USING btree ("government_id","published_at" desc nulls last,number desc,id desc,"stage") WHERE "proposals"."listed";
--> statement-breakpoint
CREATE INDEX "listed_answered" ON "proposals" USING btree ("government_id","answered_at" desc nulls last,"ended_at" desc nulls last,number desc,id desc,"stage") WHERE "proposals"."listed";
--> statement-breakpoint
CREATE INDEX "listed_most_signed" ON "proposals" USING btree ("government_id",count desc,number desc,id desc,"stage") WHERE "proposals"."listed";
--> statement-breakpoint
CREATE INDEX "listed_closing" ON "proposals" USING btree ("government_id","closes_before",number desc,id desc,"stage") WHERE "proposals"."listed";
--> statement-breakpoint
CREATE INDEX "listed_waiting" ON "proposals" USING btree ("government_id","answer_due_before",number desc,id desc,"stage") WHERE "proposals"."listed";
--> statement-breakpoint
CREATE INDEX "listed_topic" ON "proposals" USING btree ("government_id","topic_code","published_at" desc nulls last,number desc,id desc,"stage") WHERE "proposals"."listed";
--> statement-breakpoint
CREATE INDEX "listed_district" ON "proposals" USING btree ("government_id","district_code","published_at" desc nulls last,number desc,id desc,"stage") WHERE "proposals"."listed";
--> statement-breakpoint
CREATE INDEX "listed_outcome" ON "proposals" USING btree ("government_id","outcome","answered_at" desc nulls last,"ended_at" desc nulls last,number desc,id desc,"stage") WHERE "proposals"."listed";
--> statement-breakpoint
CREATE INDEX "listed_year" ON "proposals" USING btree ("government_id","year","published_at" desc nulls last,number desc,id desc,"stage") WHERE "proposals"."listed";
--> statement-breakpoint
CREATE INDEX "listed_stage" ON "proposals" USING btree ("government_id","stage","closes_before","answer_due_before") WHERE "proposals"."listed";
--> statement-breakpoint
CREATE INDEX "sessions_passkey" ON "sessions" USING btree ("passkey_id") WHERE passkey_id is not null;
