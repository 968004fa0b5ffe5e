ALTER TABLE `proposals` ADD `seen_on` text;
--> statement-breakpoint
-- By hand: cases that came from JOIN before were last seen no later than the last thing known of them.
UPDATE proposals SET
  seen_on = date(max(published_at, coalesce(threshold_met_at, 0), coalesce(answered_at, 0)) / 1000, 'unixepoch', '+8 hours'),
  source = json_set(source, '$.digest', NULL, '$.series', NULL, '$.images', 0, '$.attachments', json('[]'), '$.stage',
    CASE json_extract(source, '$.status') WHEN 'SecondFailed' THEN 'expired' WHEN 'Revoked' THEN 'withdrawn'
      WHEN 'Advice' THEN 'review' WHEN 'Completed' THEN 'resolved' ELSE 'gathering' END)
  WHERE source_id IS NOT NULL;
--> statement-breakpoint
-- Nobody said that those had missed their threshold, nor when the others were withdrawn.
UPDATE proposals SET stage = 'last_seen', outcome = NULL
  WHERE source_id IS NOT NULL AND stage = 'expired' AND json_extract(source, '$.stage') = 'gathering';
--> statement-breakpoint
UPDATE proposals SET ended_at = NULL
  WHERE source_id IS NOT NULL AND stage = 'withdrawn' AND json_extract(source, '$.stage') = 'withdrawn';
--> statement-breakpoint
-- By hand: lists have one stage more. The condition is isListed of src/domain/search/list-store.ts, word for word.
DROP INDEX listed_newest;
--> statement-breakpoint
CREATE INDEX listed_newest ON proposals (government_id, published_at DESC, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn', 'last_seen');
--> statement-breakpoint
DROP INDEX listed_answered;
--> statement-breakpoint
CREATE INDEX listed_answered ON proposals (government_id, answered_at DESC, ended_at DESC, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn', 'last_seen');
--> statement-breakpoint
DROP INDEX listed_most_signed;
--> statement-breakpoint
CREATE INDEX listed_most_signed ON proposals (government_id, count DESC, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn', 'last_seen');
--> statement-breakpoint
DROP INDEX listed_closing;
--> statement-breakpoint
CREATE INDEX listed_closing ON proposals (government_id, closes_before, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn', 'last_seen');
--> statement-breakpoint
DROP INDEX listed_waiting;
--> statement-breakpoint
CREATE INDEX listed_waiting ON proposals (government_id, answer_due_before, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn', 'last_seen');
--> statement-breakpoint
DROP INDEX listed_topic;
--> statement-breakpoint
CREATE INDEX listed_topic ON proposals (government_id, topic_code, published_at DESC, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn', 'last_seen');
--> statement-breakpoint
DROP INDEX listed_district;
--> statement-breakpoint
CREATE INDEX listed_district ON proposals (government_id, district_code, published_at DESC, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn', 'last_seen');
--> statement-breakpoint
DROP INDEX listed_outcome;
--> statement-breakpoint
CREATE INDEX listed_outcome ON proposals (government_id, outcome, answered_at DESC, ended_at DESC, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn', 'last_seen');
--> statement-breakpoint
DROP INDEX listed_year;
--> statement-breakpoint
CREATE INDEX listed_year ON proposals (government_id, year, published_at DESC, number DESC, id DESC, stage)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn', 'last_seen');
--> statement-breakpoint
DROP INDEX listed_stage;
--> statement-breakpoint
CREATE INDEX listed_stage ON proposals (government_id, stage, closes_before, answer_due_before)
  WHERE hidden_at IS NULL AND number IS NOT NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged')) AND stage IN ('gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn', 'last_seen');
