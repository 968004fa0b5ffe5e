-- Rows that the migration of the same name could not carry over, by the rule that they break. Asked before anything is changed.
SELECT 'agencies' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("code" <> '') THEN 'agencies_code'
	WHEN NOT (json_type("name") = 'object') THEN 'agencies_name'
	WHEN NOT ("coordinating" in (0, 1)) THEN 'agencies_coordinating'
	WHEN NOT (date("valid_from") is "valid_from") THEN 'agencies_valid_from'
	WHEN NOT (date("valid_to") is "valid_to") THEN 'agencies_valid_to'
	WHEN NOT ("valid_from" <= "valid_to") THEN 'agencies_valid_from_before_valid_to'
	WHEN NOT ("successor_id" is null or "valid_to" is not null) THEN 'agencies_successor_id_needs_valid_to'
	WHEN NOT (successor_id <> id) THEN 'agencies_own_successor'
	WHEN NOT (not coordinating or (valid_from is null and valid_to is null)) THEN 'agencies_coordinating_stays'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'agencies_government_id'
	WHEN `successor_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `agencies` AS p WHERE p.id = rows.`successor_id`) THEN 'agencies_successor_id'
	END AS broken FROM (SELECT `id`, `government_id`, `code`, `name`, `coordinating`, `valid_from`, `valid_to`, `successor_id`, `created_at` FROM `agencies`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'announcements' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT (date("first_day") is "first_day") THEN 'announcements_first_day'
	WHEN NOT (date("last_day") is "last_day") THEN 'announcements_last_day'
	WHEN NOT ("first_day" <= "last_day") THEN 'announcements_first_day_before_last_day'
	WHEN NOT (json_type("words") = 'object') THEN 'announcements_words'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'announcements_government_id'
	END AS broken FROM (SELECT `id`, `government_id`, `first_day`, `last_day`, `words`, `created_at` FROM `announcements`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'answers' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("version" >= 1) THEN 'answers_version'
	WHEN NOT ("revision" >= 0) THEN 'answers_revision'
	WHEN NOT ("created_at" <= "updated_at") THEN 'answers_created_at_before_updated_at'
	WHEN NOT ("created_at" <= "published_at") THEN 'answers_created_at_before_published_at'
	WHEN NOT ("salt" <> '') THEN 'answers_salt'
	WHEN NOT (json_type("before") = 'object') THEN 'answers_before'
	WHEN NOT ("before" is null or "published_at" is not null) THEN 'answers_before_needs_published_at'
	WHEN `proposal_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `proposals` AS p WHERE p.id = rows.`proposal_id`) THEN 'answers_proposal_id'
	WHEN `agency_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `agencies` AS p WHERE p.id = rows.`agency_id`) THEN 'answers_agency_id'
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'answers_person_id'
	END AS broken FROM (SELECT `id`, `proposal_id`, `agency_id`, `version`, `analysis`, `deliberation`, `adoption`, `follow_up`, `note`, `salt`, `person_id`, `revision`, `created_at`, `updated_at`, `published_at`, `before` FROM `answers`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'ask_decisions' AS "table", `answer_id` || ' ' || `ask_number` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("ask_number" >= 1) THEN 'ask_decisions_ask_number'
	WHEN NOT ("decision" = 'adopted' or "decision" = 'partly' or "decision" = 'under_study' or "decision" = 'not_adopted') THEN 'ask_decisions_decision'
	WHEN `answer_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `answers` AS p WHERE p.id = rows.`answer_id`) THEN 'ask_decisions_answer_id'
	END AS broken FROM (SELECT `answer_id`, `ask_number`, `decision`, `reason` FROM `ask_decisions`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'asks' AS "table", `proposal_id` || ' ' || `number` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("number" >= 1) THEN 'asks_number'
	WHEN `proposal_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `proposals` AS p WHERE p.id = rows.`proposal_id`) THEN 'asks_proposal_id'
	END AS broken FROM (SELECT `proposal_id`, `number`, `text` FROM `asks`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'routings' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("kind" = 'transferred' or "kind" = 'extended') THEN 'assignment_changes_kind'
	WHEN NOT ((kind = 'transferred') = (to_agency_id is not null)) THEN 'assignment_changes_to'
	WHEN NOT (kind <> 'extended' or due_before is not null) THEN 'assignment_changes_extended'
	WHEN NOT (to_agency_id <> from_agency_id) THEN 'assignment_changes_elsewhere'
	WHEN NOT (reason <> '' or person_id is null) THEN 'assignment_changes_reason'
	WHEN NOT ("salt" <> '') THEN 'assignment_changes_salt'
	WHEN `proposal_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `proposals` AS p WHERE p.id = rows.`proposal_id`) THEN 'assignment_changes_proposal_id'
	WHEN `from_agency_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `agencies` AS p WHERE p.id = rows.`from_agency_id`) THEN 'assignment_changes_from_agency_id'
	WHEN `to_agency_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `agencies` AS p WHERE p.id = rows.`to_agency_id`) THEN 'assignment_changes_to_agency_id'
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'assignment_changes_person_id'
	END AS broken FROM (SELECT `id`, `proposal_id`, `kind`, `from_agency_id`, `to_agency_id`, `reason`, `salt`, `due_before`, `person_id`, `decided_at` FROM `routings`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'parts' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("role" = 'lead' or "role" = 'supporting') THEN 'assignments_role'
	WHEN NOT ("assigned_at" <= "ended_at") THEN 'assignments_assigned_at_before_ended_at'
	WHEN NOT ("contribution" <> '') THEN 'assignments_contribution'
	WHEN NOT (("contribution" is null) = ("salt" is null)) THEN 'assignments_contribution_with_salt'
	WHEN `proposal_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `proposals` AS p WHERE p.id = rows.`proposal_id`) THEN 'assignments_proposal_id'
	WHEN `agency_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `agencies` AS p WHERE p.id = rows.`agency_id`) THEN 'assignments_agency_id'
	END AS broken FROM (SELECT `id`, `proposal_id`, `agency_id`, `role`, `assigned_at`, `due_before`, `answered_at`, `ended_at`, `contribution`, `salt` FROM `parts`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'blackouts' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT (date("first_day") is "first_day") THEN 'blackouts_first_day'
	WHEN NOT (date("last_day") is "last_day") THEN 'blackouts_last_day'
	WHEN NOT ("first_day" <= "last_day") THEN 'blackouts_first_day_before_last_day'
	WHEN NOT (json_type("reason") = 'object') THEN 'blackouts_reason'
	WHEN NOT ("stops_submitting" in (0, 1)) THEN 'blackouts_stops_submitting'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'blackouts_government_id'
	END AS broken FROM (SELECT `id`, `government_id`, `first_day`, `last_day`, `reason`, `stops_submitting`, `created_at` FROM `blackouts`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'commitment_updates' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("kind" = 'progress' or "kind" = 'kept' or "kind" = 'changed' or "kind" = 'dropped') THEN 'commitment_updates_kind'
	WHEN NOT ("body" <> '') THEN 'commitment_updates_body'
	WHEN NOT ("evidence_url" <> '') THEN 'commitment_updates_evidence_url'
	WHEN NOT (date("due_from") is "due_from") THEN 'commitment_updates_due_from'
	WHEN NOT (date("due_to") is "due_to") THEN 'commitment_updates_due_to'
	WHEN NOT (("due_from" is null) = ("due_to" is null)) THEN 'commitment_updates_due_from_with_due_to'
	WHEN NOT (due_from <> due_to) THEN 'commitment_updates_due_moved'
	WHEN NOT (kind = 'changed' or due_to is null) THEN 'commitment_updates_due_changed'
	WHEN NOT ("salt" <> '') THEN 'commitment_updates_salt'
	WHEN `commitment_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `commitments` AS p WHERE p.id = rows.`commitment_id`) THEN 'commitment_updates_commitment_id'
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'commitment_updates_person_id'
	END AS broken FROM (SELECT `id`, `commitment_id`, `kind`, `body`, `evidence_url`, `due_from`, `due_to`, `salt`, `person_id`, `written_at` FROM `commitment_updates`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'commitments' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("ask_number" >= 1) THEN 'commitments_ask_number'
	WHEN NOT ("position" >= 0) THEN 'commitments_position'
	WHEN NOT ("state" = 'draft' or "state" = 'open' or "state" = 'kept' or "state" = 'changed' or "state" = 'dropped') THEN 'commitments_state'
	WHEN NOT (state = 'draft' or (what <> '' and owner <> '' and due_on <> '')) THEN 'commitments_public'
	WHEN NOT ("due_on" = '' or date("due_on") is "due_on") THEN 'commitments_due_on'
	WHEN NOT ((state in ('kept', 'changed', 'dropped')) = (closed_at is not null)) THEN 'commitments_closed'
	WHEN NOT ("salt" <> '') THEN 'commitments_salt'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'commitments_government_id'
	WHEN `proposal_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `proposals` AS p WHERE p.id = rows.`proposal_id`) THEN 'commitments_proposal_id'
	WHEN `answer_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `answers` AS p WHERE p.id = rows.`answer_id`) THEN 'commitments_answer_id'
	WHEN `agency_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `agencies` AS p WHERE p.id = rows.`agency_id`) THEN 'commitments_agency_id'
	END AS broken FROM (SELECT `id`, `government_id`, `proposal_id`, `answer_id`, `agency_id`, `ask_number`, `position`, `what`, `owner`, `due_on`, `state`, `closed_at`, `handed_over_at`, `salt` FROM `commitments`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'corrections' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT (field in ('title', 'problem', 'benefit') or field like 'ask-_%') THEN 'corrections_field'
	WHEN NOT (before <> after) THEN 'corrections_change'
	WHEN NOT ("after" <> '') THEN 'corrections_after'
	WHEN NOT ("salt" <> '') THEN 'corrections_salt'
	WHEN `proposal_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `proposals` AS p WHERE p.id = rows.`proposal_id`) THEN 'corrections_proposal_id'
	END AS broken FROM (SELECT `id`, `proposal_id`, `field`, `before`, `after`, `salt`, `corrected_at` FROM `corrections`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'cosignature_counts' AS "table", `proposal_id` || ' ' || `day` || ' ' || `district_code` || ' ' || `assurance` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("day" = '' or date("day") is "day") THEN 'cosignature_counts_day'
	WHEN NOT ("assurance" = 0 or "assurance" = 1 or "assurance" = 2) THEN 'cosignature_counts_assurance'
	WHEN NOT (assurance = 0 or (day <> '' and district_code <> '')) THEN 'cosignature_counts_known'
	WHEN NOT ("count" >= 0) THEN 'cosignature_counts_count'
	END AS broken FROM (SELECT `proposal_id`, `day`, `district_code`, `assurance`, `count` FROM `cosignature_counts`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'cosignatures' AS "table", `proposal_id` || ' ' || `person_id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT (date("day") is "day") THEN 'cosignatures_day'
	WHEN NOT ("assurance" = 1 or "assurance" = 2) THEN 'cosignatures_assurance'
	WHEN NOT ("reason" <> '') THEN 'cosignatures_reason'
	WHEN NOT ("reason_id" is null or "reason" is not null) THEN 'cosignatures_reason_id_needs_reason'
	WHEN NOT ("notice_version" <> '') THEN 'cosignatures_notice_version'
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'cosignatures_person_id'
	END AS broken FROM (SELECT `proposal_id`, `person_id`, `signed_at`, `day`, `district_code`, `assurance`, `reason`, `reason_id`, `notice_version` FROM `cosignatures`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'pending_dates' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("kind" = 'closing' or "kind" = 'due') THEN 'deadline_recomputations_kind'
	WHEN NOT ("asked_at" <= "done_at") THEN 'deadline_recomputations_asked_at_before_done_at'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'deadline_recomputations_government_id'
	END AS broken FROM (SELECT `id`, `government_id`, `kind`, `asked_at`, `done_at` FROM `pending_dates`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'districts' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("code" <> '') THEN 'districts_code'
	WHEN NOT (json_type("name") = 'object') THEN 'districts_name'
	WHEN NOT ("position" >= 0) THEN 'districts_position'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'districts_government_id'
	END AS broken FROM (SELECT `id`, `government_id`, `code`, `name`, `position`, `retired_at` FROM `districts`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'evidence' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("position" >= 0) THEN 'evidence_position'
	WHEN NOT ("url" <> '') THEN 'evidence_url'
	WHEN `proposal_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `proposals` AS p WHERE p.id = rows.`proposal_id`) THEN 'evidence_proposal_id'
	END AS broken FROM (SELECT `id`, `proposal_id`, `position`, `url`, `label` FROM `evidence`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'follows' AS "table", `proposal_id` || ' ' || `person_id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("wanted" in (0, 1)) THEN 'follows_wanted'
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'follows_person_id'
	END AS broken FROM (SELECT `proposal_id`, `person_id`, `wanted`, `since` FROM `follows`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'governments' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("slug" <> '') THEN 'governments_slug'
	WHEN NOT (json_type("name") = 'object') THEN 'governments_name'
	WHEN NOT (json_type("languages") = 'array' and json_array_length("languages") >= 1) THEN 'governments_languages'
	WHEN NOT ("time_zone" <> '') THEN 'governments_time_zone'
	WHEN NOT ("country" <> '') THEN 'governments_country'
	WHEN NOT ("dates" = 'gregorian' or "dates" = 'roc') THEN 'governments_dates'
	WHEN NOT (json_type("accent") = 'object') THEN 'governments_accent'
	WHEN NOT (json_type("limits") = 'object') THEN 'governments_limits'
	WHEN NOT ("staff_passkeys" in (0, 1)) THEN 'governments_staff_passkeys'
	WHEN NOT ("staff_idle_minutes" >= 1) THEN 'governments_staff_idle_minutes'
	END AS broken FROM (SELECT `id`, `slug`, `name`, `languages`, `time_zone`, `country`, `dates`, `accent`, `contact`, `limits`, `staff_passkeys`, `staff_idle_minutes`, `created_at` FROM `governments`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'holiday_years' AS "table", `government_id` || ' ' || `year` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT (year between 1 and 9999) THEN 'holiday_years_year'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'holiday_years_government_id'
	END AS broken FROM (SELECT `government_id`, `year` FROM `holiday_years`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'holidays' AS "table", `government_id` || ' ' || `date` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT (date("date") is "date") THEN 'holidays_date'
	WHEN NOT ("works" in (0, 1)) THEN 'holidays_works'
	WHEN NOT (json_type("name") = 'object') THEN 'holidays_name'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'holidays_government_id'
	END AS broken FROM (SELECT `government_id`, `date`, `works`, `name` FROM `holidays`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'invitations' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("email" like '_%@_%') THEN 'invitations_email'
	WHEN NOT ("role" = 'moderator' or "role" = 'officer' or "role" = 'administrator') THEN 'invitations_role'
	WHEN NOT ((role = 'officer') = (agency_id is not null)) THEN 'invitations_agency'
	WHEN NOT (length("token_hash") = 64) THEN 'invitations_token_hash'
	WHEN NOT ("created_at" < "expires_at") THEN 'invitations_created_at_before_expires_at'
	WHEN NOT ("created_at" <= "accepted_at") THEN 'invitations_created_at_before_accepted_at'
	WHEN NOT ("created_at" <= "revoked_at") THEN 'invitations_created_at_before_revoked_at'
	WHEN NOT (accepted_at is null or revoked_at is null) THEN 'invitations_one_end'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'invitations_government_id'
	WHEN `agency_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `agencies` AS p WHERE p.id = rows.`agency_id`) THEN 'invitations_agency_id'
	END AS broken FROM (SELECT `id`, `government_id`, `email`, `role`, `agency_id`, `token_hash`, `created_at`, `expires_at`, `accepted_at`, `revoked_at` FROM `invitations`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'kept_forms' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT (length("browser_hash") = 64) THEN 'kept_forms_browser_hash'
	WHEN NOT ("path" <> '') THEN 'kept_forms_path'
	WHEN NOT ("page" <> '') THEN 'kept_forms_page'
	WHEN NOT ("status" >= 0) THEN 'kept_forms_status'
	WHEN NOT ("sealed" <> '') THEN 'kept_forms_sealed'
	WHEN NOT ("saved_at" < "expires_at") THEN 'kept_forms_saved_at_before_expires_at'
	END AS broken FROM (SELECT `id`, `browser_hash`, `path`, `page`, `status`, `sealed`, `saved_at`, `expires_at` FROM `kept_forms`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'mailbox_rules' AS "table", `domain` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("domain" <> '') THEN 'mailbox_rules_domain'
	WHEN NOT ("same_as" <> '') THEN 'mailbox_rules_same_as'
	WHEN NOT ("subdomains" in (0, 1)) THEN 'mailbox_rules_subdomains'
	END AS broken FROM (SELECT `domain`, `same_as`, `cut`, `ignored`, `subdomains` FROM `mailbox_rules`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'mailings' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("kind" = 'sign_in_code' or "kind" = 'confirm_cosignature' or "kind" = 'already_cosigned' or "kind" = 'invitation' or "kind" = 'passkey_added' or "kind" = 'passkey_removed' or "kind" = 'passkey_allowed' or "kind" = 'passkey_of_colleague' or "kind" = 'stage_changed' or "kind" = 'reach_proposer' or "kind" = 'proposer_replied' or "kind" = 'text_corrected' or "kind" = 'closing_moved' or "kind" = 'early_warning' or "kind" = 'assigned' or "kind" = 'check_due' or "kind" = 'check_overdue' or "kind" = 'due_14' or "kind" = 'due_7' or "kind" = 'due_0' or "kind" = 'overdue' or "kind" = 'transferred' or "kind" = 'extended' or "kind" = 'answer_published' or "kind" = 'answer_supplemented' or "kind" = 'merge_question' or "kind" = 'text_corrected_signed') THEN 'mailings_kind'
	WHEN NOT (json_type("facts") = 'object') THEN 'mailings_facts'
	WHEN NOT ("created_at" <= "starts_at") THEN 'mailings_created_at_before_starts_at'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'mailings_government_id'
	WHEN `proposal_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `proposals` AS p WHERE p.id = rows.`proposal_id`) THEN 'mailings_proposal_id'
	END AS broken FROM (SELECT `id`, `kind`, `government_id`, `proposal_id`, `facts`, `cursor`, `created_at`, `starts_at`, `done_at` FROM `mailings`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'decisions' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("kind" = 'approved' or "kind" = 'returned' or "kind" = 'refused' or "kind" = 'merged' or "kind" = 'held' or "kind" = 'released' or "kind" = 'hidden' or "kind" = 'shown') THEN 'moderation_decisions_kind'
	WHEN NOT ((kind = 'refused') = (reason_code is not null)) THEN 'moderation_decisions_reason'
	WHEN NOT ((kind = 'merged') = (merged_into_id is not null)) THEN 'moderation_decisions_merged'
	WHEN NOT (words <> '' or kind not in ('returned', 'refused', 'hidden')) THEN 'moderation_decisions_words'
	WHEN NOT (undone_at is null or kind in ('approved', 'returned', 'refused', 'merged')) THEN 'moderation_decisions_undone'
	WHEN NOT ("decided_at" <= "undone_at") THEN 'moderation_decisions_decided_at_before_undone_at'
	WHEN NOT ("salt" <> '') THEN 'moderation_decisions_salt'
	WHEN `proposal_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `proposals` AS p WHERE p.id = rows.`proposal_id`) THEN 'moderation_decisions_proposal_id'
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'moderation_decisions_person_id'
	WHEN `merged_into_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `proposals` AS p WHERE p.id = rows.`merged_into_id`) THEN 'moderation_decisions_merged_into_id'
	END AS broken FROM (SELECT `id`, `proposal_id`, `kind`, `person_id`, `reason_code`, `words`, `salt`, target_id AS `merged_into_id`, `decided_at`, `undone_at` FROM `decisions`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'counters' AS "table", `government_id` || ' ' || `year` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT (year between 1 and 9999) THEN 'number_counters_year'
	WHEN NOT ("last" >= 1) THEN 'number_counters_last'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'number_counters_government_id'
	END AS broken FROM (SELECT `government_id`, `year`, `last` FROM `counters`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'outbox' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("kind" = 'sign_in_code' or "kind" = 'confirm_cosignature' or "kind" = 'already_cosigned' or "kind" = 'invitation' or "kind" = 'passkey_added' or "kind" = 'passkey_removed' or "kind" = 'passkey_allowed' or "kind" = 'passkey_of_colleague' or "kind" = 'stage_changed' or "kind" = 'reach_proposer' or "kind" = 'proposer_replied' or "kind" = 'text_corrected' or "kind" = 'closing_moved' or "kind" = 'early_warning' or "kind" = 'assigned' or "kind" = 'check_due' or "kind" = 'check_overdue' or "kind" = 'due_14' or "kind" = 'due_7' or "kind" = 'due_0' or "kind" = 'overdue' or "kind" = 'transferred' or "kind" = 'extended' or "kind" = 'answer_published' or "kind" = 'answer_supplemented' or "kind" = 'merge_question' or "kind" = 'text_corrected_signed') THEN 'outbox_kind'
	WHEN NOT ("once" <> '') THEN 'outbox_once'
	WHEN NOT ("language" <> '') THEN 'outbox_language'
	WHEN NOT (json_type("facts") = 'object') THEN 'outbox_facts'
	WHEN NOT ("priority" = 0 or "priority" = 1 or "priority" = 2) THEN 'outbox_priority'
	WHEN NOT ("attempts" >= 0) THEN 'outbox_attempts'
	WHEN NOT ((next_try_at is null) = (sent_at is not null or failed_at is not null)) THEN 'outbox_waits_or_ended'
	WHEN NOT (sent_at is null or failed_at is null) THEN 'outbox_one_end'
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'outbox_person_id'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'outbox_government_id'
	END AS broken FROM (SELECT `id`, `kind`, `once`, `person_id`, `address`, `language`, `government_id`, `proposal_id`, `facts`, `priority`, `created_at`, `next_try_at`, `attempts`, `sent_at`, `failed_at`, `last_error` FROM `outbox`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'passkey_allowances' AS "table", `person_id` || ' ' || `government_id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'passkey_allowances_person_id'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'passkey_allowances_government_id'
	END AS broken FROM (SELECT `person_id`, `government_id`, `expires_at` FROM `passkey_allowances`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'passkey_challenges' AS "table", `hash` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT (length("hash") = 64) THEN 'passkey_challenges_hash'
	WHEN NOT (length("browser_hash") = 64) THEN 'passkey_challenges_browser_hash'
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'passkey_challenges_person_id'
	END AS broken FROM (SELECT `hash`, `browser_hash`, `person_id`, `expires_at` FROM `passkey_challenges`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'passkeys' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("credential_id" <> '') THEN 'passkeys_credential_id'
	WHEN NOT ("public_key" <> '') THEN 'passkeys_public_key'
	WHEN NOT ("counter" >= 0) THEN 'passkeys_counter'
	WHEN NOT (json_type("transports") = 'array' and json_array_length("transports") >= 0) THEN 'passkeys_transports'
	WHEN NOT ("name" <> '') THEN 'passkeys_name'
	WHEN NOT ("backed_up" in (0, 1)) THEN 'passkeys_backed_up'
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'passkeys_person_id'
	END AS broken FROM (SELECT `id`, `person_id`, `credential_id`, `public_key`, `counter`, `transports`, `name`, `backed_up`, `created_at`, `last_used_at` FROM `passkeys`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'pending_corrections' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT (field in ('title', 'problem', 'benefit') or field like 'ask-_%') THEN 'pending_corrections_field'
	WHEN NOT (before <> after) THEN 'pending_corrections_change'
	WHEN NOT ("after" <> '') THEN 'pending_corrections_after'
	WHEN `proposal_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `proposals` AS p WHERE p.id = rows.`proposal_id`) THEN 'pending_corrections_proposal_id'
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'pending_corrections_person_id'
	END AS broken FROM (SELECT `id`, `proposal_id`, `field`, `before`, `after`, `person_id`, `asked_at` FROM `pending_corrections`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'pending_cosignatures' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("email" like '_%@_%') THEN 'pending_cosignatures_email'
	WHEN NOT ("reason" <> '') THEN 'pending_cosignatures_reason'
	WHEN NOT ("wants_answer" in (0, 1)) THEN 'pending_cosignatures_wants_answer'
	WHEN NOT ("notice_version" <> '') THEN 'pending_cosignatures_notice_version'
	WHEN NOT ("language" <> '') THEN 'pending_cosignatures_language'
	WHEN NOT (length("token_hash") = 64) THEN 'pending_cosignatures_token_hash'
	WHEN NOT ("created_at" < "expires_at") THEN 'pending_cosignatures_created_at_before_expires_at'
	WHEN NOT ("created_at" <= "confirmed_at") THEN 'pending_cosignatures_created_at_before_confirmed_at'
	END AS broken FROM (SELECT `id`, `proposal_id`, `email`, `district_code`, `reason`, `wants_answer`, `notice_version`, `language`, `token_hash`, `created_at`, `expires_at`, `confirmed_at` FROM `pending_cosignatures`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'people' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("email" like '_%@_%') THEN 'people_email'
	WHEN NOT ("display_name" <> '') THEN 'people_display_name'
	WHEN NOT ("language" <> '') THEN 'people_language'
	WHEN NOT (email is not null or display_name is null) THEN 'people_erased'
	WHEN NOT ("email_key" is null or "email" is not null) THEN 'people_email_key_needs_email'
	WHEN NOT ("email_key" <> '') THEN 'people_email_key'
	WHEN NOT ("double_of" is null or "email" is not null) THEN 'people_double_of_needs_email'
	WHEN NOT (double_of is null or email_key is null or double_of = id) THEN 'people_double'
	WHEN `double_of` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`double_of`) THEN 'people_double_of'
	END AS broken FROM (SELECT `id`, `email`, `email_key`, `double_of`, `display_name`, `language`, `created_at` FROM `people`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'notes' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("kind" = 'to_proposer' or "kind" = 'from_proposer' or "kind" = 'contact' or "kind" = 'note') THEN 'private_messages_kind'
	WHEN NOT (kind <> 'from_proposer' or agency_id is null) THEN 'private_messages_proposer'
	WHEN NOT ("body" <> '') THEN 'private_messages_body'
	WHEN `proposal_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `proposals` AS p WHERE p.id = rows.`proposal_id`) THEN 'private_messages_proposal_id'
	WHEN `agency_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `agencies` AS p WHERE p.id = rows.`agency_id`) THEN 'private_messages_agency_id'
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'private_messages_person_id'
	END AS broken FROM (SELECT `id`, `proposal_id`, `kind`, `agency_id`, `body`, `person_id`, `written_at` FROM `notes`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'proposal_texts' AS "table", `proposal_id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("salt" <> '') THEN 'proposal_texts_salt'
	WHEN `proposal_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `proposals` AS p WHERE p.id = rows.`proposal_id`) THEN 'proposal_texts_proposal_id'
	END AS broken FROM (SELECT `proposal_id`, `problem`, `benefit`, `salt` FROM `proposal_texts`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'updates' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("kind" = 'author' or "kind" = 'schedule' or "kind" = 'progress') THEN 'proposal_updates_kind'
	WHEN NOT ((kind = 'author') = (agency_id is null)) THEN 'proposal_updates_agency'
	WHEN NOT ("body" <> '') THEN 'proposal_updates_body'
	WHEN NOT ("salt" <> '') THEN 'proposal_updates_salt'
	WHEN `proposal_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `proposals` AS p WHERE p.id = rows.`proposal_id`) THEN 'proposal_updates_proposal_id'
	WHEN `agency_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `agencies` AS p WHERE p.id = rows.`agency_id`) THEN 'proposal_updates_agency_id'
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'proposal_updates_person_id'
	END AS broken FROM (SELECT `id`, `proposal_id`, `kind`, `agency_id`, `body`, `salt`, `person_id`, `written_at` FROM `updates`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'proposals' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("count" >= 0) THEN 'proposals_count'
	WHEN NOT ("stage" = 'draft' or "stage" = 'checking' or "stage" = 'returned' or "stage" = 'gathering' or "stage" = 'review' or "stage" = 'resolved' or "stage" = 'refused' or "stage" = 'expired' or "stage" = 'merged' or "stage" = 'withdrawn' or "stage" = 'last_seen') THEN 'proposals_stage'
	WHEN NOT ("outcome" = 'adopted' or "outcome" = 'partly' or "outcome" = 'under_study' or "outcome" = 'not_adopted' or "outcome" = 'answered' or "outcome" = 'refused' or "outcome" = 'expired' or "outcome" = 'merged' or "outcome" = 'withdrawn') THEN 'proposals_outcome'
	WHEN NOT ("threshold" >= 1) THEN 'proposals_threshold'
	WHEN NOT ("revision" >= 0) THEN 'proposals_revision'
	WHEN NOT (json_type("suggested_agencies") = 'array' and json_array_length("suggested_agencies") between 0 and 3) THEN 'proposals_suggested_agencies'
	WHEN NOT (json_type("source") = 'object') THEN 'proposals_source'
	WHEN NOT (("source" is null) = ("source_id" is null)) THEN 'proposals_source_with_source_id'
	WHEN NOT (date("seen_on") is "seen_on") THEN 'proposals_seen_on'
	WHEN NOT ("seen_on" is null or "source_id" is not null) THEN 'proposals_seen_on_needs_source_id'
	WHEN NOT (("number" is null) = ("year" is null) and ("number" is null) = ("submitted_at" is null) and ("number" is null) = ("rule_version_id" is null) and ("number" is null) = ("threshold" is null)) THEN 'proposals_number_with_year'
	WHEN NOT ((stage = 'draft') = (number is null)) THEN 'proposals_draft'
	WHEN NOT (substr(number, 1, 5) = year || '-') THEN 'proposals_year_of_number'
	WHEN NOT (stage <> 'draft' or author_id is not null) THEN 'proposals_draft_author'
	WHEN NOT (("published_at" is null) = ("closes_before" is null)) THEN 'proposals_published_at_with_closes_before'
	WHEN NOT (case when stage in ('draft', 'checking', 'returned', 'refused') then published_at is null when stage in ('merged', 'withdrawn') then true else published_at is not null end) THEN 'proposals_published'
	WHEN NOT ("early_warned_at" is null or "published_at" is not null) THEN 'proposals_early_warned_at_needs_published_at'
	WHEN NOT ("threshold_met_at" is null or "published_at" is not null) THEN 'proposals_threshold_met_at_needs_published_at'
	WHEN NOT (stage <> 'review' or threshold_met_at is not null) THEN 'proposals_review'
	WHEN NOT (source_id is not null or stage not in ('gathering', 'expired') or threshold_met_at is null) THEN 'proposals_below_threshold'
	WHEN NOT (source_id is not null or (threshold_met_at is null) = (answer_due_before is null)) THEN 'proposals_answer_due'
	WHEN NOT ("schedule_due_before" is null or "threshold_met_at" is not null) THEN 'proposals_schedule_due_before_needs_threshold_met_at'
	WHEN NOT ("contact_due_before" is null or "threshold_met_at" is not null) THEN 'proposals_contact_due_before_needs_threshold_met_at'
	WHEN NOT ("scheduled_at" is null or "threshold_met_at" is not null) THEN 'proposals_scheduled_at_needs_threshold_met_at'
	WHEN NOT ("contacted_at" is null or "threshold_met_at" is not null) THEN 'proposals_contacted_at_needs_threshold_met_at'
	WHEN NOT ("extended_at" is null or "answer_due_before" is not null) THEN 'proposals_extended_at_needs_answer_due_before'
	WHEN NOT ("overdue_at" is null or "answer_due_before" is not null) THEN 'proposals_overdue_at_needs_answer_due_before'
	WHEN NOT ((stage = 'resolved') = (answered_at is not null) or source_id is not null and stage = 'resolved') THEN 'proposals_resolved'
	WHEN NOT ((stage in ('refused', 'expired', 'merged', 'withdrawn', 'last_seen')) = (ended_at is not null) or source_id is not null and stage in ('expired', 'withdrawn')) THEN 'proposals_ended'
	WHEN NOT (stage <> 'last_seen' or source_id is not null) THEN 'proposals_last_seen'
	WHEN NOT (case when stage = 'resolved' then coalesce(outcome, '') in ('adopted', 'partly', 'under_study', 'not_adopted', 'answered') when stage in ('refused', 'expired', 'merged', 'withdrawn') then coalesce(outcome, '') = stage else outcome is null end) THEN 'proposals_outcome_of_stage'
	WHEN NOT (stage <> 'refused' or reason_code is not null) THEN 'proposals_refused'
	WHEN NOT ((stage = 'merged') = (merged_into_id is not null)) THEN 'proposals_merged'
	WHEN NOT (merged_into_id <> id) THEN 'proposals_merged_elsewhere'
	WHEN NOT (("hidden_at" is null) = ("hidden_reason" is null)) THEN 'proposals_hidden_at_with_hidden_reason'
	WHEN NOT (source_id is not null or "created_at" <= "submitted_at") THEN 'proposals_created_at_before_submitted_at'
	WHEN NOT (source_id is not null or "submitted_at" < "check_due_before") THEN 'proposals_submitted_at_before_check_due_before'
	WHEN NOT (source_id is not null or "submitted_at" <= "published_at") THEN 'proposals_submitted_at_before_published_at'
	WHEN NOT (source_id is not null or "published_at" < "closes_before") THEN 'proposals_published_at_before_closes_before'
	WHEN NOT (source_id is not null or "published_at" <= "threshold_met_at") THEN 'proposals_published_at_before_threshold_met_at'
	WHEN NOT (source_id is not null or "threshold_met_at" < "schedule_due_before") THEN 'proposals_threshold_met_at_before_schedule_due_before'
	WHEN NOT (source_id is not null or "threshold_met_at" < "contact_due_before") THEN 'proposals_threshold_met_at_before_contact_due_before'
	WHEN NOT (source_id is not null or "threshold_met_at" < "answer_due_before") THEN 'proposals_threshold_met_at_before_answer_due_before'
	WHEN NOT (source_id is not null or "published_at" <= "answered_at") THEN 'proposals_published_at_before_answered_at'
	WHEN NOT (source_id is not null or "submitted_at" <= "ended_at") THEN 'proposals_submitted_at_before_ended_at'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'proposals_government_id'
	WHEN `author_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`author_id`) THEN 'proposals_author_id'
	WHEN `rule_version_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `rule_versions` AS p WHERE p.id = rows.`rule_version_id`) THEN 'proposals_rule_version_id'
	WHEN `merged_into_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `proposals` AS p WHERE p.id = rows.`merged_into_id`) THEN 'proposals_merged_into_id'
	END AS broken FROM (SELECT `id`, `government_id`, `number`, `year`, `author_id`, `author_name`, `stage`, `title`, `topic_code`, `district_code`, `place`, `suggested_agencies`, `rule_version_id`, `threshold`, `count`, `created_at`, `updated_at`, `submitted_at`, `check_due_before`, `published_at`, `closes_before`, CASE WHEN published_at IS NOT NULL THEN early_warned_at END AS `early_warned_at`, `threshold_met_at`, `schedule_due_before`, `scheduled_at`, `contact_due_before`, `contacted_at`, `answer_due_before`, `extended_at`, `answered_at`, `overdue_at`, `ended_at`, `outcome`, `reason_code`, `reconsidered_at`, `merged_into_id`, `held_at`, `hidden_at`, `hidden_reason`, `revision`, `asks_drawn_up_at`, `source`, `source_id`, `seen_on`, hidden_at IS NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AS `listed` FROM `proposals`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'attempts' AS "table", `key` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("key" <> '') THEN 'rate_limit_counters_key'
	WHEN NOT ("count" >= 1) THEN 'rate_limit_counters_count'
	END AS broken FROM (SELECT `key`, `count`, `expires_at` FROM `attempts`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'reason_removals' AS "table", `proposal_id` || ' ' || `person_id` || ' ' || `signed_at` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("words" <> '') THEN 'reason_removals_words'
	WHEN NOT ("salt" <> '') THEN 'reason_removals_salt'
	WHEN NOT ("signed_at" <= "removed_at") THEN 'reason_removals_signed_at_before_removed_at'
	WHEN `proposal_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `proposals` AS p WHERE p.id = rows.`proposal_id`) THEN 'reason_removals_proposal_id'
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'reason_removals_person_id'
	WHEN `removed_by_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`removed_by_id`) THEN 'reason_removals_removed_by_id'
	END AS broken FROM (SELECT `proposal_id`, `person_id`, `signed_at`, `words`, `salt`, removed_by AS `removed_by_id`, `removed_at` FROM `reason_removals`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'record' AS "table", `position` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("kind" = 'submitted' or "kind" = 'resubmitted' or "kind" = 'published' or "kind" = 'returned' or "kind" = 'refused' or "kind" = 'reconsidered' or "kind" = 'merged' or "kind" = 'withdrawn' or "kind" = 'cosigned' or "kind" = 'cosignature_withdrawn' or "kind" = 'cosignature_moved' or "kind" = 'reason_removed' or "kind" = 'early_warning' or "kind" = 'threshold_met' or "kind" = 'expired' or "kind" = 'assigned' or "kind" = 'transferred' or "kind" = 'scheduled' or "kind" = 'contacted' or "kind" = 'extended' or "kind" = 'overdue' or "kind" = 'answered' or "kind" = 'supplemented' or "kind" = 'answer_taken_back' or "kind" = 'promised' or "kind" = 'promise_updated' or "kind" = 'promise_kept' or "kind" = 'promise_changed' or "kind" = 'promise_dropped' or "kind" = 'promise_handed_over' or "kind" = 'held' or "kind" = 'released' or "kind" = 'hidden' or "kind" = 'shown' or "kind" = 'updated' or "kind" = 'corrected' or "kind" = 'contributed' or "kind" = 'closing_moved' or "kind" = 'due_recomputed' or "kind" = 'undone' or "kind" = 'approval_taken_back' or "kind" = 'asks_drawn_up' or "kind" = 'imported' or "kind" = 'source_corrected' or "kind" = 'lost_sight' or "kind" = 'settings_changed' or "kind" = 'count_mended') THEN 'record_kind'
	WHEN NOT ("role" = 'author' or "role" = 'citizen' or "role" = 'moderator' or "role" = 'officer' or "role" = 'administrator' or "role" = 'system' or "role" = 'import') THEN 'record_role'
	WHEN NOT ((kind = 'settings_changed') = (proposal_id is null)) THEN 'record_of_a_case'
	WHEN NOT (role = 'import' or "occurred_at" <= "recorded_at") THEN 'record_occurred_at_before_recorded_at'
	WHEN NOT (json_type("facts") = 'object') THEN 'record_facts'
	WHEN NOT (length("digest") = 64) THEN 'record_digest'
	END AS broken FROM (SELECT `position`, `id`, `government_id`, `proposal_id`, `kind`, `role`, `agency_id`, `occurred_at`, `recorded_at`, `facts`, `digest` FROM `record`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'record_numbers' AS "table", `number` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("number" >= 1) THEN 'record_numbers_number'
	WHEN `position` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `record` AS p WHERE p.position = rows.`position`) THEN 'record_numbers_position'
	END AS broken FROM (SELECT `number`, `position` FROM `record_numbers`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'refusal_reasons' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("code" <> '') THEN 'refusal_reasons_code'
	WHEN NOT (json_type("name") = 'object') THEN 'refusal_reasons_name'
	WHEN NOT ("hides_text" in (0, 1)) THEN 'refusal_reasons_hides_text'
	WHEN NOT ("position" >= 0) THEN 'refusal_reasons_position'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'refusal_reasons_government_id'
	END AS broken FROM (SELECT `id`, `government_id`, `code`, `name`, `hides_text`, `position`, `retired_at` FROM `refusal_reasons`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'residences' AS "table", `person_id` || ' ' || `government_id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("district_code" <> '') THEN 'residences_district_code'
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'residences_person_id'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'residences_government_id'
	END AS broken FROM (SELECT `person_id`, `government_id`, `district_code`, `stated_at` FROM `residences`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'rule_versions' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("version" >= 1) THEN 'rule_versions_version'
	WHEN NOT (json_type("rules") = 'object') THEN 'rule_versions_rules'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'rule_versions_government_id'
	END AS broken FROM (SELECT `id`, `government_id`, `version`, json_remove(rules, '$.assuranceToCosign') AS `rules`, `valid_from`, `created_at` FROM `rule_versions`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'sessions' AS "table", `hash` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT (length("hash") = 64) THEN 'sessions_hash'
	WHEN NOT ("means" = 'code' or "means" = 'link' or "means" = 'passkey' or "means" = 'demonstration') THEN 'sessions_means'
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'sessions_person_id'
	END AS broken FROM (SELECT `hash`, `id`, `person_id`, `created_at`, `expires_at`, `device`, (SELECT id FROM passkeys WHERE passkeys.id = sessions.passkey_id) AS `passkey_id`, `means`, `used_at` FROM `sessions`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'setting_changes' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("area" = 'rules' or "area" = 'blackouts' or "area" = 'announcements' or "area" = 'holidays' or "area" = 'agencies' or "area" = 'topics' or "area" = 'districts' or "area" = 'reasons' or "area" = 'people' or "area" = 'passkeys' or "area" = 'limits' or "area" = 'face') THEN 'setting_changes_area'
	WHEN NOT ("act" = 'added' or "act" = 'changed' or "act" = 'removed' or "act" = 'moved' or "act" = 'retired' or "act" = 'restored' or "act" = 'loaded' or "act" = 'coordinating' or "act" = 'invited' or "act" = 'sent_again' or "act" = 'revoked' or "act" = 'ended' or "act" = 'passkey_allowed' or "act" = 'passkey_added') THEN 'setting_changes_act'
	WHEN NOT (subject not like '%@%') THEN 'setting_changes_no_address'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'setting_changes_government_id'
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'setting_changes_person_id'
	END AS broken FROM (SELECT `id`, `government_id`, nullif(person_id, '') AS `person_id`, `area`, `act`, `subject`, `changed_at` FROM `setting_changes`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'sign_in_codes' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("email" like '_%@_%') THEN 'sign_in_codes_email'
	WHEN NOT ("code_hash" <> '') THEN 'sign_in_codes_code_hash'
	WHEN NOT (length("browser_hash") = 64) THEN 'sign_in_codes_browser_hash'
	WHEN NOT ("tries" >= 0) THEN 'sign_in_codes_tries'
	WHEN NOT (json_type("act") = 'object') THEN 'sign_in_codes_act'
	WHEN NOT ("created_at" <= "expires_at") THEN 'sign_in_codes_created_at_before_expires_at'
	WHEN NOT ("created_at" <= "used_at") THEN 'sign_in_codes_created_at_before_used_at'
	END AS broken FROM (SELECT `id`, `email`, `email_key`, `code_hash`, `browser_hash`, `tries`, `next`, `act`, `created_at`, `expires_at`, `used_at` FROM `sign_in_codes`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'staff' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("role" = 'moderator' or "role" = 'officer' or "role" = 'administrator') THEN 'staff_role'
	WHEN NOT ((role = 'officer') = (agency_id is not null)) THEN 'staff_agency'
	WHEN NOT ("created_at" <= "ended_at") THEN 'staff_created_at_before_ended_at'
	WHEN `person_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `people` AS p WHERE p.id = rows.`person_id`) THEN 'staff_person_id'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'staff_government_id'
	WHEN `agency_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `agencies` AS p WHERE p.id = rows.`agency_id`) THEN 'staff_agency_id'
	END AS broken FROM (SELECT `id`, `person_id`, `government_id`, `role`, `agency_id`, `name`, `created_at`, `ended_at` FROM `staff`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'text_versions' AS "table", `proposal_id` || ' ' || `revision` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("revision" >= 0) THEN 'text_versions_revision'
	WHEN NOT (json_type("asks") = 'array' and json_array_length("asks") >= 0) THEN 'text_versions_asks'
	WHEN `proposal_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `proposals` AS p WHERE p.id = rows.`proposal_id`) THEN 'text_versions_proposal_id'
	END AS broken FROM (SELECT `proposal_id`, `revision`, `title`, `problem`, `benefit`, `asks`, `kept_at` FROM `text_versions`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
--> statement-breakpoint
SELECT 'topics' AS "table", `id` AS "row", broken AS rule FROM (SELECT *, CASE
	WHEN NOT ("code" <> '') THEN 'topics_code'
	WHEN NOT (json_type("name") = 'object') THEN 'topics_name'
	WHEN NOT ("position" >= 0) THEN 'topics_position'
	WHEN `government_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `governments` AS p WHERE p.id = rows.`government_id`) THEN 'topics_government_id'
	END AS broken FROM (SELECT `id`, `government_id`, `code`, `name`, `position`, `retired_at` FROM `topics`) AS rows) AS looked WHERE broken IS NOT NULL LIMIT 20;
