DROP FUNCTION IF EXISTS changed_answers() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_ask_decisions() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_asks() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_assignment_changes() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_assignments() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_case_references() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_commitment_updates() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_commitments() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_corrections() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_cosignatures() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_evidence() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_hand_overs() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_moderation_decisions() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_proposal_texts() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_proposal_updates() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_proposals() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_reason_removals() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_agencies() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_agency_units() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_blackouts() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_districts() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_governments() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_refusal_reasons() CASCADE;
--> statement-breakpoint
DROP FUNCTION IF EXISTS changed_topics() CASCADE;
