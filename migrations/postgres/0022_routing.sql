CREATE TABLE "hand_overs" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"to_government_id" text COLLATE "C",
	"receiver" text COLLATE "C",
	"link" text COLLATE "C",
	"reason" text COLLATE "C" NOT NULL,
	"salt" text COLLATE "C" NOT NULL,
	"handed_on" text COLLATE "C" NOT NULL,
	"due_on" text COLLATE "C",
	"state" text COLLATE "C" NOT NULL,
	"agency_id" text COLLATE "C",
	"ended_on" text COLLATE "C",
	"result" text COLLATE "C",
	"result_salt" text COLLATE "C",
	"person_id" text COLLATE "C",
	"ended_by_id" text COLLATE "C",
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "hand_overs_state" CHECK ("state" in ('offered', 'accepted', 'sent_back', 'open', 'returned', 'called_back')),
	CONSTRAINT "hand_overs_one_receiver" CHECK ((to_government_id is null) = (receiver is not null)),
	CONSTRAINT "hand_overs_elsewhere" CHECK (to_government_id <> government_id),
	CONSTRAINT "hand_overs_offered" CHECK (state not in ('offered', 'accepted', 'sent_back') or to_government_id is not null),
	CONSTRAINT "hand_overs_outside" CHECK (state not in ('open', 'returned') or receiver is not null),
	CONSTRAINT "hand_overs_ended" CHECK ((state in ('offered', 'open')) = (ended_at is null)),
	CONSTRAINT "hand_overs_accepted" CHECK ((state = 'accepted') = (agency_id is not null)),
	CONSTRAINT "hand_overs_ended_at_with_ended_on" CHECK (("ended_at" is null) = ("ended_on" is null)),
	CONSTRAINT "hand_overs_result_with_result_salt" CHECK (("result" is null) = ("result_salt" is null)),
	CONSTRAINT "hand_overs_reason" CHECK ("reason" <> ''),
	CONSTRAINT "hand_overs_salt" CHECK ("salt" <> ''),
	CONSTRAINT "hand_overs_receiver" CHECK ("receiver" <> ''),
	CONSTRAINT "hand_overs_result" CHECK ("result" <> ''),
	CONSTRAINT "hand_overs_handed_on" CHECK ("handed_on" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	CONSTRAINT "hand_overs_due_on" CHECK ("due_on" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	CONSTRAINT "hand_overs_ended_on" CHECK ("ended_on" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	CONSTRAINT "hand_overs_handed_on_before_due_on" CHECK ("handed_on" <= "due_on"),
	CONSTRAINT "hand_overs_handed_on_before_ended_on" CHECK ("handed_on" <= "ended_on"),
	CONSTRAINT "hand_overs_created_at_before_ended_at" CHECK ("created_at" <= "ended_at")
);
--> statement-breakpoint
ALTER TABLE "assignment_changes" DROP CONSTRAINT "assignment_changes_kind";--> statement-breakpoint
ALTER TABLE "assignment_changes" DROP CONSTRAINT "assignment_changes_to";--> statement-breakpoint
ALTER TABLE "mailings" DROP CONSTRAINT "mailings_kind";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_kind";--> statement-breakpoint
ALTER TABLE "assignments" ADD COLUMN "days_before" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "hand_overs" ADD CONSTRAINT "hand_overs_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hand_overs" ADD CONSTRAINT "hand_overs_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hand_overs" ADD CONSTRAINT "hand_overs_to_government_id_governments_id_fk" FOREIGN KEY ("to_government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hand_overs" ADD CONSTRAINT "hand_overs_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hand_overs" ADD CONSTRAINT "hand_overs_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hand_overs" ADD CONSTRAINT "hand_overs_ended_by_id_people_id_fk" FOREIGN KEY ("ended_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "hand_overs_proposal" ON "hand_overs" USING btree ("proposal_id","created_at");--> statement-breakpoint
CREATE INDEX "hand_overs_received" ON "hand_overs" USING btree ("to_government_id","state");--> statement-breakpoint
CREATE INDEX "hand_overs_between" ON "hand_overs" USING btree ("government_id","to_government_id");--> statement-breakpoint
CREATE UNIQUE INDEX "hand_overs_one_under_way" ON "hand_overs" USING btree ("proposal_id") WHERE state in ('offered', 'open');--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_days_before" CHECK ("days_before" >= 0);--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_lead_due" CHECK (role = 'supporting' or days_before = 0);--> statement-breakpoint
ALTER TABLE "assignment_changes" ADD CONSTRAINT "assignment_changes_from" CHECK (kind not in ('part_released', 'part_dated') or from_agency_id is not null);--> statement-breakpoint
ALTER TABLE "assignment_changes" ADD CONSTRAINT "assignment_changes_kind" CHECK ("kind" in ('transferred', 'extended', 'part_added', 'part_released', 'part_dated'));--> statement-breakpoint
ALTER TABLE "assignment_changes" ADD CONSTRAINT "assignment_changes_to" CHECK ((kind in ('transferred', 'part_added')) = (to_agency_id is not null));--> statement-breakpoint
ALTER TABLE "mailings" ADD CONSTRAINT "mailings_kind" CHECK ("kind" in ('sign_in_code', 'confirm_cosignature', 'already_cosigned', 'invitation', 'passkey_added', 'passkey_removed', 'passkey_allowed', 'passkey_of_colleague', 'stage_changed', 'reach_proposer', 'proposer_replied', 'text_corrected', 'closing_moved', 'early_warning', 'assigned', 'check_due', 'check_overdue', 'due_14', 'due_7', 'due_0', 'overdue', 'transferred', 'routed', 'routed_followed', 'extended', 'answer_published', 'answer_supplemented', 'merge_question', 'text_corrected_signed'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_kind" CHECK ("kind" in ('sign_in_code', 'confirm_cosignature', 'already_cosigned', 'invitation', 'passkey_added', 'passkey_removed', 'passkey_allowed', 'passkey_of_colleague', 'stage_changed', 'reach_proposer', 'proposer_replied', 'text_corrected', 'closing_moved', 'early_warning', 'assigned', 'check_due', 'check_overdue', 'due_14', 'due_7', 'due_0', 'overdue', 'transferred', 'routed', 'routed_followed', 'extended', 'answer_published', 'answer_supplemented', 'merge_question', 'text_corrected_signed'));--> statement-breakpoint
-- By hand: the rules of the record are a trigger's here.
CREATE OR REPLACE FUNCTION record_rules() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE broken text; BEGIN
  broken := CASE
    WHEN NOT (new.kind in ('submitted', 'resubmitted', 'published', 'returned', 'refused', 'reconsidered', 'merged', 'withdrawn', 'cosigned', 'cosignature_withdrawn', 'cosignature_moved', 'reason_removed', 'early_warning', 'threshold_met', 'expired', 'assigned', 'transferred', 'part_released', 'part_dated', 'handed_over', 'hand_over_accepted', 'hand_over_ended', 'scheduled', 'contacted', 'extended', 'overdue', 'answered', 'supplemented', 'answer_taken_back', 'promised', 'promise_updated', 'promise_kept', 'promise_changed', 'promise_dropped', 'promise_handed_over', 'held', 'released', 'hidden', 'shown', 'updated', 'corrected', 'contributed', 'closing_moved', 'due_recomputed', 'undone', 'approval_taken_back', 'asks_drawn_up', 'imported', 'source_corrected', 'lost_sight', 'settings_changed', 'count_mended')) THEN 'record_kind'
    WHEN NOT (new.role in ('author', 'citizen', 'moderator', 'officer', 'administrator', 'system', 'import')) THEN 'record_role'
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