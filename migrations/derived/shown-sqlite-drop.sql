DROP TRIGGER IF EXISTS shown_agencies_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_agencies_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_agencies_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_agency_units_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_agency_units_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_agency_units_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_announcements_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_announcements_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_announcements_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_answers_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_answers_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_answers_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_ask_decisions_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_ask_decisions_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_ask_decisions_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_asks_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_asks_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_asks_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_assignment_changes_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_assignment_changes_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_assignment_changes_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_assignments_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_assignments_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_assignments_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_blackouts_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_blackouts_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_blackouts_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_case_references_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_case_references_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_case_references_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_commitment_updates_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_commitment_updates_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_commitment_updates_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_commitments_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_commitments_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_commitments_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_corrections_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_corrections_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_corrections_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_cosignatures_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_cosignatures_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_deadline_recomputations_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_deadline_recomputations_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_deadline_recomputations_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_deployment_status_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_deployment_status_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_deployment_status_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_districts_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_districts_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_districts_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_evidence_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_evidence_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_evidence_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_governments_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_governments_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_governments_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_hand_overs_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_hand_overs_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_hand_overs_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_holiday_years_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_holiday_years_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_holiday_years_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_holidays_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_holidays_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_holidays_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_moderation_decisions_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_moderation_decisions_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_moderation_decisions_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_proposal_texts_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_proposal_texts_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_proposal_texts_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_proposal_updates_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_proposal_updates_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_proposal_updates_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_proposals_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_proposals_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_proposals_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_reason_removals_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_reason_removals_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_reason_removals_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_refusal_reasons_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_refusal_reasons_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_refusal_reasons_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_rule_versions_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_rule_versions_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_rule_versions_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_setting_changes_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_setting_changes_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_setting_changes_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_staff_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_staff_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_staff_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_topics_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_topics_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS shown_topics_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS gone_proposals_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS gone_answers_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS gone_corrections_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS gone_evidence_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS gone_hand_overs_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS gone_proposal_updates_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS gone_answers_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS gone_refusal_reasons_update;
