DROP INDEX "proposals_newest";--> statement-breakpoint
DROP INDEX "proposals_most_signed";--> statement-breakpoint
DROP INDEX "proposals_closing";--> statement-breakpoint
DROP INDEX "proposals_answered";--> statement-breakpoint
DROP INDEX "outbox_due";--> statement-breakpoint
CREATE INDEX "pending_cosignatures_case" ON "pending_cosignatures" USING btree ("proposal_id","created_at");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("priority","next_try_at");
--> statement-breakpoint
-- By hand: what everybody sees, in each order that a list can have. The condition is isListed of src/pages/list-store.ts, word for word.
CREATE INDEX listed_newest ON proposals (government_id, published_at DESC NULLS LAST, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn');
--> statement-breakpoint
CREATE INDEX listed_answered ON proposals (government_id, answered_at DESC NULLS LAST, ended_at DESC NULLS LAST, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn');
--> statement-breakpoint
CREATE INDEX listed_most_signed ON proposals (government_id, count DESC, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn');
--> statement-breakpoint
CREATE INDEX listed_closing ON proposals (government_id, closes_before, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn');
--> statement-breakpoint
CREATE INDEX listed_waiting ON proposals (government_id, answer_due_before, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn');
--> statement-breakpoint
CREATE INDEX listed_topic ON proposals (government_id, topic_code, published_at DESC NULLS LAST, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn');
--> statement-breakpoint
CREATE INDEX listed_district ON proposals (government_id, district_code, published_at DESC NULLS LAST, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn');
--> statement-breakpoint
CREATE INDEX listed_outcome ON proposals (government_id, outcome, answered_at DESC NULLS LAST, ended_at DESC NULLS LAST, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn');
--> statement-breakpoint
CREATE INDEX listed_year ON proposals (government_id, year, published_at DESC NULLS LAST, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn');
--> statement-breakpoint
CREATE INDEX listed_stage ON proposals (government_id, stage, closes_before, answer_due_before)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn');
