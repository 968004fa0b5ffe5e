DROP TRIGGER IF EXISTS changed_answers_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_answers_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_answers_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_ask_decisions_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_ask_decisions_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_ask_decisions_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_asks_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_asks_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_asks_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_assignment_changes_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_assignment_changes_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_assignment_changes_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_assignments_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_assignments_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_assignments_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_case_references_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_case_references_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_case_references_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_commitment_updates_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_commitment_updates_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_commitment_updates_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_commitments_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_commitments_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_commitments_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_corrections_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_corrections_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_corrections_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_cosignatures_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_cosignatures_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_evidence_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_evidence_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_evidence_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_hand_overs_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_hand_overs_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_hand_overs_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_moderation_decisions_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_moderation_decisions_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_moderation_decisions_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_proposal_texts_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_proposal_texts_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_proposal_texts_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_proposal_updates_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_proposal_updates_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_proposal_updates_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_proposals_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_proposals_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_reason_removals_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_reason_removals_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_reason_removals_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_agencies_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_agencies_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_agencies_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_agency_units_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_agency_units_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_agency_units_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_blackouts_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_blackouts_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_blackouts_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_districts_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_districts_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_districts_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_governments_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_governments_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_governments_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_refusal_reasons_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_refusal_reasons_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_refusal_reasons_delete;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_topics_insert;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_topics_update;
--> statement-breakpoint
DROP TRIGGER IF EXISTS changed_topics_delete;
