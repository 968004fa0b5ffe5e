-- Samples of co-signatures that staff look into.
CREATE TABLE "sample_lines" (
	"proposal_id" text COLLATE "C" NOT NULL,
	"sample" bigint NOT NULL,
	"line" bigint NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"mark" text COLLATE "C",
	"marked_by_id" text COLLATE "C",
	"marked_at" timestamp (3) with time zone,
	CONSTRAINT "sample_lines_proposal_id_sample_line_pk" PRIMARY KEY("proposal_id","sample","line"),
	CONSTRAINT "sample_lines_line" CHECK ("line" >= 1),
	CONSTRAINT "sample_lines_mark" CHECK ("mark" in ('confirmed', 'not_confirmed')),
	CONSTRAINT "sample_lines_mark_with_marked_by_id" CHECK (("mark" is null) = ("marked_by_id" is null) and ("mark" is null) = ("marked_at" is null))
);
--> statement-breakpoint
CREATE TABLE "samples" (
	"proposal_id" text COLLATE "C" NOT NULL,
	"number" bigint NOT NULL,
	"size" bigint NOT NULL,
	"announced_by_id" text COLLATE "C" NOT NULL,
	"announced_at" timestamp (3) with time zone NOT NULL,
	"drawn_at" timestamp (3) with time zone,
	"tree_size" bigint,
	"root_hash" text COLLATE "C",
	"population" bigint,
	"drawn" bigint,
	"cutoff" text COLLATE "C",
	"told_by_id" text COLLATE "C",
	"told_at" timestamp (3) with time zone,
	"confirmed" bigint,
	"not_confirmed" bigint,
	CONSTRAINT "samples_proposal_id_number_pk" PRIMARY KEY("proposal_id","number"),
	CONSTRAINT "samples_number" CHECK ("number" >= 1),
	CONSTRAINT "samples_size" CHECK ("size" >= 1),
	CONSTRAINT "samples_drawn_at_with_tree_size" CHECK (("drawn_at" is null) = ("tree_size" is null) and ("drawn_at" is null) = ("root_hash" is null) and ("drawn_at" is null) = ("population" is null) and ("drawn_at" is null) = ("drawn" is null) and ("drawn_at" is null) = ("cutoff" is null)),
	CONSTRAINT "samples_told_at_with_told_by_id" CHECK (("told_at" is null) = ("told_by_id" is null) and ("told_at" is null) = ("confirmed" is null) and ("told_at" is null) = ("not_confirmed" is null)),
	CONSTRAINT "samples_drawn" CHECK ("drawn" >= 0),
	CONSTRAINT "samples_confirmed" CHECK ("confirmed" >= 0),
	CONSTRAINT "samples_not_confirmed" CHECK ("not_confirmed" >= 0),
	CONSTRAINT "samples_root_hash" CHECK (length("root_hash") = 64),
	CONSTRAINT "samples_cutoff" CHECK (length("cutoff") = 64),
	CONSTRAINT "samples_two" CHECK (told_by_id <> announced_by_id),
	CONSTRAINT "samples_announced_at_before_drawn_at" CHECK ("announced_at" <= "drawn_at"),
	CONSTRAINT "samples_drawn_at_before_told_at" CHECK ("drawn_at" <= "told_at")
);
--> statement-breakpoint
ALTER TABLE "mailings" DROP CONSTRAINT "mailings_kind";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_kind";--> statement-breakpoint
ALTER TABLE "sample_lines" ADD CONSTRAINT "sample_lines_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sample_lines" ADD CONSTRAINT "sample_lines_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sample_lines" ADD CONSTRAINT "sample_lines_marked_by_id_people_id_fk" FOREIGN KEY ("marked_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "samples" ADD CONSTRAINT "samples_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "samples" ADD CONSTRAINT "samples_announced_by_id_people_id_fk" FOREIGN KEY ("announced_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "samples" ADD CONSTRAINT "samples_told_by_id_people_id_fk" FOREIGN KEY ("told_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sample_lines_person" ON "sample_lines" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "samples_open" ON "samples" USING btree ("drawn_at");--> statement-breakpoint
ALTER TABLE "mailings" ADD CONSTRAINT "mailings_kind" CHECK ("kind" in ('sign_in_code', 'confirm_cosignature', 'already_cosigned', 'invitation', 'passkey_added', 'passkey_removed', 'passkey_allowed', 'passkey_of_colleague', 'stage_changed', 'reach_proposer', 'proposer_replied', 'text_corrected', 'closing_moved', 'early_warning', 'assigned', 'check_due', 'check_overdue', 'due_14', 'due_7', 'due_0', 'overdue', 'transferred', 'routed', 'routed_followed', 'extended', 'answer_release', 'answer_published', 'answer_supplemented', 'merge_question', 'text_corrected_signed', 'commitment_to_check', 'commitment_checked', 'case_news', 'author_news', 'digest', 'confirm_follow', 'already_following', 'confirm_address', 'address_taken', 'address_changed', 'webhook_paused', 'verification_answered', 'sample_drawn'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_kind" CHECK ("kind" in ('sign_in_code', 'confirm_cosignature', 'already_cosigned', 'invitation', 'passkey_added', 'passkey_removed', 'passkey_allowed', 'passkey_of_colleague', 'stage_changed', 'reach_proposer', 'proposer_replied', 'text_corrected', 'closing_moved', 'early_warning', 'assigned', 'check_due', 'check_overdue', 'due_14', 'due_7', 'due_0', 'overdue', 'transferred', 'routed', 'routed_followed', 'extended', 'answer_release', 'answer_published', 'answer_supplemented', 'merge_question', 'text_corrected_signed', 'commitment_to_check', 'commitment_checked', 'case_news', 'author_news', 'digest', 'confirm_follow', 'already_following', 'confirm_address', 'address_taken', 'address_changed', 'webhook_paused', 'verification_answered', 'sample_drawn'));
--> statement-breakpoint
-- src/schema/README.md says why the record has no CHECKs of its own here.
CREATE OR REPLACE FUNCTION record_rules() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE broken text; BEGIN
  broken := CASE
    WHEN NOT (new.kind in ('submitted', 'resubmitted', 'published', 'returned', 'refused', 'reconsidered', 'merged', 'withdrawn', 'cosigned', 'cosignature_withdrawn', 'cosignature_moved', 'reason_removed', 'early_warning', 'threshold_met', 'expired', 'assigned', 'transferred', 'part_released', 'part_dated', 'handed_over', 'hand_over_accepted', 'hand_over_ended', 'scheduled', 'contacted', 'extended', 'overdue', 'answered', 'supplemented', 'answer_taken_back', 'promised', 'promise_updated', 'promise_kept', 'promise_changed', 'promise_dropped', 'promise_handed_over', 'promise_done', 'promise_checked', 'held', 'released', 'hidden', 'shown', 'updated', 'corrected', 'contributed', 'closing_moved', 'due_recomputed', 'undone', 'approval_taken_back', 'asks_drawn_up', 'imported', 'source_corrected', 'lost_sight', 'settings_changed', 'count_mended', 'cosignatures_held', 'cosignatures_released', 'cosignatures_invalidated', 'paper_counted', 'sampled', 'cosignature_level_changed')) THEN 'record_kind'
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
