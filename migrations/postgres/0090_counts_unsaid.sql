-- Whether a source gives a count of co-signatures at all: 0 is not known then, and not none. What stands here already tells it of one
-- platform alone, whose format has no such count: cases that came from it without any have none that is known. Of others a 0 that was
-- read and a count that was missing look alike: they stay as they are until their file is imported again.
DROP INDEX "listed_most_signed";--> statement-breakpoint
ALTER TABLE "proposals" ADD COLUMN "count_unsaid" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "listed_most_signed" ON "proposals" USING btree ("government_id",count desc,"count_unsaid",number desc,id desc,"stage") WHERE "proposals"."listed";--> statement-breakpoint
UPDATE "proposals" SET "count_unsaid" = true
	WHERE "source"->>'name' = 'Open311'
	AND NOT EXISTS (SELECT 1 FROM "cosignature_counts" c WHERE c."proposal_id" = "proposals"."id" AND c."assurance" = 0 AND c."count" > 0);--> statement-breakpoint
-- Whoever follows the changes is told of them again.
UPDATE "case_changes" SET "step" = NULL, "seen" = false
	WHERE "proposal_id" IN (SELECT "id" FROM "proposals" WHERE "count_unsaid");--> statement-breakpoint
CREATE OR REPLACE FUNCTION proposals_rules() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE broken text; BEGIN
  broken := CASE
    WHEN NOT (not new.count_unsaid or new.source_id is not null) THEN 'proposals_count_unsaid_imported'
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
CREATE OR REPLACE TRIGGER proposals_rules BEFORE INSERT OR UPDATE OF id, number, year, author_id, stage, suggested_agencies, rule_version_id, threshold, count_unsaid, created_at, submitted_at, check_due_before, published_at, closes_before, early_warned_at, threshold_met_at, schedule_due_before, scheduled_at, contact_due_before, contacted_at, answer_due_before, extended_at, answered_at, overdue_at, ended_at, outcome, reason_code, merged_into_id, hidden_at, hidden_reason, revision, source, source_id, seen_on ON proposals FOR EACH ROW EXECUTE FUNCTION proposals_rules();
