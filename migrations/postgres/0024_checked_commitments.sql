-- Two states of a commitment stand side by side: its agency's word and what a checker found. Only 'complete' ends one as kept, so what
-- an agency called kept before anybody checked is open again: its word, with the day on which it gave it, and no verdict.
ALTER TABLE "invitations" DROP CONSTRAINT "invitations_role";
--> statement-breakpoint
ALTER TABLE "staff" DROP CONSTRAINT "staff_role";
--> statement-breakpoint
ALTER TABLE "commitment_updates" DROP CONSTRAINT "commitment_updates_kind";
--> statement-breakpoint
ALTER TABLE "mailings" DROP CONSTRAINT "mailings_kind";
--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_kind";
--> statement-breakpoint
ALTER TABLE "commitment_updates" ADD COLUMN "verdict" text COLLATE "C";
--> statement-breakpoint
ALTER TABLE "commitment_updates" ADD COLUMN "evidence_on" text COLLATE "C";
--> statement-breakpoint
ALTER TABLE "commitments" ADD COLUMN "number" bigint;
--> statement-breakpoint
ALTER TABLE "commitments" ADD COLUMN "measure" text COLLATE "C" DEFAULT '' NOT NULL;
--> statement-breakpoint
ALTER TABLE "commitments" ADD COLUMN "reported_at" timestamp (3) with time zone;
--> statement-breakpoint
ALTER TABLE "commitments" ADD COLUMN "done_at" timestamp (3) with time zone;
--> statement-breakpoint
ALTER TABLE "commitments" ADD COLUMN "verdict" text COLLATE "C";
--> statement-breakpoint
ALTER TABLE "commitments" ADD COLUMN "checked_at" timestamp (3) with time zone;
--> statement-breakpoint
ALTER TABLE "commitments" ALTER COLUMN "measure" DROP DEFAULT;
--> statement-breakpoint
UPDATE commitment_updates SET kind = 'done' WHERE kind = 'kept';
--> statement-breakpoint
UPDATE commitments AS c SET number = n.number, reported_at = n.reported_at FROM (SELECT c.id, row_number() OVER (PARTITION BY c.proposal_id ORDER BY a.version, c.position, c.id) AS number, coalesce((SELECT max(u.written_at) FROM commitment_updates AS u WHERE u.commitment_id = c.id), c.closed_at, a.published_at, a.updated_at) AS reported_at FROM commitments AS c JOIN answers AS a ON a.id = c.answer_id WHERE c.state <> 'draft') AS n WHERE n.id = c.id;
--> statement-breakpoint
UPDATE commitments SET state = 'open', done_at = closed_at, closed_at = NULL WHERE state = 'kept';
--> statement-breakpoint
CREATE UNIQUE INDEX "commitments_number" ON "commitments" USING btree ("proposal_id","number");
--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_role" CHECK ("role" in ('moderator', 'officer', 'administrator', 'checker'));
--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_role" CHECK ("role" in ('moderator', 'officer', 'administrator', 'checker'));
--> statement-breakpoint
ALTER TABLE "commitment_updates" ADD CONSTRAINT "commitment_updates_verdict" CHECK ("verdict" in ('no_evidence', 'not_started', 'limited', 'substantial', 'complete'));
--> statement-breakpoint
ALTER TABLE "commitment_updates" ADD CONSTRAINT "commitment_updates_with_verdict" CHECK ((kind = 'checked') = (verdict is not null) and (coalesce(verdict, 'no_evidence') = 'no_evidence' or evidence_on is not null));
--> statement-breakpoint
ALTER TABLE "commitment_updates" ADD CONSTRAINT "commitment_updates_evidence_on" CHECK ("evidence_on" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$');
--> statement-breakpoint
ALTER TABLE "commitment_updates" ADD CONSTRAINT "commitment_updates_kind" CHECK ("kind" in ('progress', 'done', 'changed', 'dropped', 'checked'));
--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_number" CHECK ("number" >= 1);
--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_numbered" CHECK ((state = 'draft') = (number is null) and (state = 'draft') = (reported_at is null));
--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_done" CHECK (done_at is null or state in ('open', 'kept'));
--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_verdict" CHECK ("verdict" in ('no_evidence', 'not_started', 'limited', 'substantial', 'complete'));
--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_verdict_with_checked_at" CHECK (("verdict" is null) = ("checked_at" is null));
--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_kept" CHECK ((state = 'kept') = (coalesce(verdict, '') = 'complete'));
--> statement-breakpoint
ALTER TABLE "mailings" ADD CONSTRAINT "mailings_kind" CHECK ("kind" in ('sign_in_code', 'confirm_cosignature', 'already_cosigned', 'invitation', 'passkey_added', 'passkey_removed', 'passkey_allowed', 'passkey_of_colleague', 'stage_changed', 'reach_proposer', 'proposer_replied', 'text_corrected', 'closing_moved', 'early_warning', 'assigned', 'check_due', 'check_overdue', 'due_14', 'due_7', 'due_0', 'overdue', 'transferred', 'routed', 'routed_followed', 'extended', 'answer_published', 'answer_supplemented', 'merge_question', 'text_corrected_signed', 'commitment_to_check', 'commitment_checked'));
--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_kind" CHECK ("kind" in ('sign_in_code', 'confirm_cosignature', 'already_cosigned', 'invitation', 'passkey_added', 'passkey_removed', 'passkey_allowed', 'passkey_of_colleague', 'stage_changed', 'reach_proposer', 'proposer_replied', 'text_corrected', 'closing_moved', 'early_warning', 'assigned', 'check_due', 'check_overdue', 'due_14', 'due_7', 'due_0', 'overdue', 'transferred', 'routed', 'routed_followed', 'extended', 'answer_published', 'answer_supplemented', 'merge_question', 'text_corrected_signed', 'commitment_to_check', 'commitment_checked'));
--> statement-breakpoint
-- src/schema/README.md says why the record has no CHECKs of its own here.
CREATE OR REPLACE FUNCTION record_rules() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE broken text; BEGIN
  broken := CASE
    WHEN NOT (new.kind in ('submitted', 'resubmitted', 'published', 'returned', 'refused', 'reconsidered', 'merged', 'withdrawn', 'cosigned', 'cosignature_withdrawn', 'cosignature_moved', 'reason_removed', 'early_warning', 'threshold_met', 'expired', 'assigned', 'transferred', 'part_released', 'part_dated', 'handed_over', 'hand_over_accepted', 'hand_over_ended', 'scheduled', 'contacted', 'extended', 'overdue', 'answered', 'supplemented', 'answer_taken_back', 'promised', 'promise_updated', 'promise_kept', 'promise_changed', 'promise_dropped', 'promise_handed_over', 'promise_done', 'promise_checked', 'held', 'released', 'hidden', 'shown', 'updated', 'corrected', 'contributed', 'closing_moved', 'due_recomputed', 'undone', 'approval_taken_back', 'asks_drawn_up', 'imported', 'source_corrected', 'lost_sight', 'settings_changed', 'count_mended')) THEN 'record_kind'
    WHEN NOT (new.role in ('author', 'citizen', 'moderator', 'officer', 'administrator', 'checker', 'system', 'import')) THEN 'record_role'
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
