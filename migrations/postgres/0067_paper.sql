-- Co-signatures on paper: sheets, what was typed of them, and what is counted.
CREATE TABLE "paper_entries" (
	"proposal_id" text COLLATE "C" NOT NULL,
	"sheet" bigint NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"round" bigint NOT NULL,
	"lines" jsonb NOT NULL,
	"typed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "paper_entries_proposal_id_sheet_person_id_pk" PRIMARY KEY("proposal_id","sheet","person_id"),
	CONSTRAINT "paper_entries_round" CHECK ("round" in (1, 2, 3)),
	CONSTRAINT "paper_entries_lines" CHECK (jsonb_typeof("lines") = 'array' and jsonb_array_length("lines") >= 0)
);
--> statement-breakpoint
CREATE TABLE "paper_sheets" (
	"proposal_id" text COLLATE "C" NOT NULL,
	"number" bigint NOT NULL,
	"state" text COLLATE "C" NOT NULL,
	"made_by_id" text COLLATE "C" NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"counted_at" timestamp (3) with time zone,
	"counted" bigint,
	"doubles" bigint,
	"unknown" bigint,
	CONSTRAINT "paper_sheets_proposal_id_number_pk" PRIMARY KEY("proposal_id","number"),
	CONSTRAINT "paper_sheets_number" CHECK ("number" >= 1),
	CONSTRAINT "paper_sheets_state" CHECK ("state" in ('printed', 'typed', 'differs', 'counted', 'void')),
	CONSTRAINT "paper_sheets_counted_at_with_counted" CHECK (("counted_at" is null) = ("counted" is null) and ("counted_at" is null) = ("doubles" is null) and ("counted_at" is null) = ("unknown" is null)),
	CONSTRAINT "paper_sheets_made_at_before_counted_at" CHECK ("made_at" <= "counted_at")
);
--> statement-breakpoint
CREATE TABLE "paper_signatures" (
	"proposal_id" text COLLATE "C" NOT NULL,
	"sheet" bigint NOT NULL,
	"line" bigint NOT NULL,
	"day" text COLLATE "C" NOT NULL,
	"district_code" text COLLATE "C" NOT NULL,
	CONSTRAINT "paper_signatures_proposal_id_sheet_line_pk" PRIMARY KEY("proposal_id","sheet","line"),
	CONSTRAINT "paper_signatures_day" CHECK ("day" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	CONSTRAINT "paper_signatures_district_code" CHECK ("district_code" <> ''),
	CONSTRAINT "paper_signatures_line" CHECK ("line" >= 1)
);
--> statement-breakpoint
ALTER TABLE "paper_entries" ADD CONSTRAINT "paper_entries_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_entries" ADD CONSTRAINT "paper_entries_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_sheets" ADD CONSTRAINT "paper_sheets_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_sheets" ADD CONSTRAINT "paper_sheets_made_by_id_people_id_fk" FOREIGN KEY ("made_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_signatures" ADD CONSTRAINT "paper_signatures_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- src/schema/README.md says why these two have no CHECKs of their own here.
CREATE OR REPLACE FUNCTION cosignature_counts_rules() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE broken text; BEGIN
  broken := CASE
    WHEN NOT (new.day = '' or new.day ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$') THEN 'cosignature_counts_day'
    WHEN NOT (new.assurance in (0, 1, 2, 3)) THEN 'cosignature_counts_assurance'
    WHEN NOT (new.assurance = 0 or (new.day <> '' and new.district_code <> '')) THEN 'cosignature_counts_known'
    WHEN NOT (new.count >= 0) THEN 'cosignature_counts_count'
  END;
  IF broken IS NOT NULL THEN RAISE check_violation USING MESSAGE = format('row of "%s" violates check constraint "%s"', TG_TABLE_NAME, broken), TABLE = TG_TABLE_NAME, CONSTRAINT = broken; END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER cosignature_counts_rules BEFORE INSERT OR UPDATE OF day, district_code, assurance, count ON cosignature_counts FOR EACH ROW EXECUTE FUNCTION cosignature_counts_rules();
--> statement-breakpoint
CREATE OR REPLACE FUNCTION record_rules() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE broken text; BEGIN
  broken := CASE
    WHEN NOT (new.kind in ('submitted', 'resubmitted', 'published', 'returned', 'refused', 'reconsidered', 'merged', 'withdrawn', 'cosigned', 'cosignature_withdrawn', 'cosignature_moved', 'reason_removed', 'early_warning', 'threshold_met', 'expired', 'assigned', 'transferred', 'part_released', 'part_dated', 'handed_over', 'hand_over_accepted', 'hand_over_ended', 'scheduled', 'contacted', 'extended', 'overdue', 'answered', 'supplemented', 'answer_taken_back', 'promised', 'promise_updated', 'promise_kept', 'promise_changed', 'promise_dropped', 'promise_handed_over', 'promise_done', 'promise_checked', 'held', 'released', 'hidden', 'shown', 'updated', 'corrected', 'contributed', 'closing_moved', 'due_recomputed', 'undone', 'approval_taken_back', 'asks_drawn_up', 'imported', 'source_corrected', 'lost_sight', 'settings_changed', 'count_mended', 'cosignatures_held', 'cosignatures_released', 'cosignatures_invalidated', 'paper_counted', 'cosignature_level_changed')) THEN 'record_kind'
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
