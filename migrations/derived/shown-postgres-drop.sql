DROP FUNCTION IF EXISTS gone_proposals_update() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS gone_answers_delete() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS gone_corrections_delete() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS gone_evidence_delete() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS gone_hand_overs_delete() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS gone_proposal_updates_delete() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS gone_answers_update() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS gone_refusal_reasons_update() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_agencies() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_agency_units() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_announcements() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_answers() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_ask_decisions() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_asks() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_assignment_changes() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_assignments() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_blackouts() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_case_references() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_commitment_updates() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_commitments() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_corrections() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_cosignatures() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_deadline_recomputations() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_deployment_status() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_districts() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_evidence() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_governments() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_hand_overs() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_holiday_years() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_holidays() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_moderation_decisions() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_proposal_texts() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_proposal_updates() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_proposals() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_reason_removals() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_refusal_reasons() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_rule_versions() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_setting_changes() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_staff() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_topics() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS shown_changed(text) CASCADE;
