-- Who is verified to live under a government, and what that is compared with; co-signatures may wait for it.
CREATE TABLE "counter_visits" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"code_hash" text COLLATE "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"subject_key" text COLLATE "C",
	"opened_by_id" text COLLATE "C",
	"opened_at" timestamp (3) with time zone,
	CONSTRAINT "counter_visits_code_hash" CHECK (length("code_hash") = 64),
	CONSTRAINT "counter_visits_subject_key" CHECK (length("subject_key") = 64),
	CONSTRAINT "counter_visits_subject_key_with_opened_by_id" CHECK (("subject_key" is null) = ("opened_by_id" is null) and ("subject_key" is null) = ("opened_at" is null)),
	CONSTRAINT "counter_visits_created_at_before_expires_at" CHECK ("created_at" < "expires_at"),
	CONSTRAINT "counter_visits_created_at_before_opened_at" CHECK ("created_at" <= "opened_at")
);
--> statement-breakpoint
CREATE TABLE "roll_entries" (
	"government_id" text COLLATE "C" NOT NULL,
	"digest" text COLLATE "C" NOT NULL,
	CONSTRAINT "roll_entries_government_id_digest_pk" PRIMARY KEY("government_id","digest"),
	CONSTRAINT "roll_entries_digest" CHECK (length("digest") = 64)
);
--> statement-breakpoint
CREATE TABLE "rolls" (
	"government_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"fields" jsonb NOT NULL,
	"entries" bigint NOT NULL,
	"imported_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "rolls_name" CHECK ("name" <> ''),
	CONSTRAINT "rolls_fields" CHECK (jsonb_typeof("fields") = 'array' and jsonb_array_length("fields") >= 1),
	CONSTRAINT "rolls_entries" CHECK ("entries" >= 1)
);
--> statement-breakpoint
CREATE TABLE "signed_subjects" (
	"proposal_id" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C",
	CONSTRAINT "signed_subjects_proposal_id_key_pk" PRIMARY KEY("proposal_id","key"),
	CONSTRAINT "signed_subjects_key" CHECK (length("key") = 64)
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"claim" text COLLATE "C" NOT NULL,
	"level" bigint NOT NULL,
	"method" text COLLATE "C" NOT NULL,
	"issuer" text COLLATE "C" NOT NULL,
	"subject_key" text COLLATE "C" NOT NULL,
	"given_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "verifications_claim" CHECK ("claim" in ('resident')),
	CONSTRAINT "verifications_level" CHECK ("level" in (1, 2)),
	CONSTRAINT "verifications_method" CHECK ("method" in ('sign_in', 'roll', 'service', 'counter')),
	CONSTRAINT "verifications_issuer" CHECK ("issuer" <> ''),
	CONSTRAINT "verifications_subject_key" CHECK (length("subject_key") = 64),
	CONSTRAINT "verifications_given_at_before_expires_at" CHECK ("given_at" < "expires_at")
);
--> statement-breakpoint
DROP INDEX "record_told";--> statement-breakpoint
ALTER TABLE "counter_visits" ADD CONSTRAINT "counter_visits_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counter_visits" ADD CONSTRAINT "counter_visits_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counter_visits" ADD CONSTRAINT "counter_visits_opened_by_id_people_id_fk" FOREIGN KEY ("opened_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roll_entries" ADD CONSTRAINT "roll_entries_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rolls" ADD CONSTRAINT "rolls_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signed_subjects" ADD CONSTRAINT "signed_subjects_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verifications" ADD CONSTRAINT "verifications_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verifications" ADD CONSTRAINT "verifications_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "counter_visits_person" ON "counter_visits" USING btree ("person_id","government_id");--> statement-breakpoint
CREATE UNIQUE INDEX "counter_visits_code" ON "counter_visits" USING btree ("government_id","code_hash");--> statement-breakpoint
CREATE INDEX "counter_visits_expires" ON "counter_visits" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "signed_subjects_person" ON "signed_subjects" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "verifications_person" ON "verifications" USING btree ("person_id","government_id");--> statement-breakpoint
CREATE UNIQUE INDEX "verifications_subject" ON "verifications" USING btree ("government_id","subject_key");--> statement-breakpoint
CREATE INDEX "verifications_expires" ON "verifications" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "record_told" ON "record" USING btree ("proposal_id","kind","occurred_at") WHERE "record"."kind" not in ('cosigned', 'cosignature_withdrawn', 'cosignature_moved', 'cosignature_level_changed');--> statement-breakpoint
-- src/schema/README.md says why these two have no CHECKs of their own here.
CREATE OR REPLACE FUNCTION cosignatures_rules() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE broken text; BEGIN
  broken := CASE
    WHEN NOT (new.day ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$') THEN 'cosignatures_day'
    WHEN NOT (new.assurance in (1, 2)) THEN 'cosignatures_assurance'
    WHEN NOT (new.state in ('counted', 'held', 'invalid', 'unverified')) THEN 'cosignatures_state'
    WHEN NOT (new.reason <> '') THEN 'cosignatures_reason'
    WHEN NOT (new.reason_id is null or new.reason is not null) THEN 'cosignatures_reason_id_needs_reason'
    WHEN NOT (new.notice_version <> '') THEN 'cosignatures_notice_version'
  END;
  IF broken IS NOT NULL THEN RAISE check_violation USING MESSAGE = format('row of "%s" violates check constraint "%s"', TG_TABLE_NAME, broken), TABLE = TG_TABLE_NAME, CONSTRAINT = broken; END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER cosignatures_rules BEFORE INSERT OR UPDATE OF day, assurance, reason, reason_id, notice_version, state ON cosignatures FOR EACH ROW EXECUTE FUNCTION cosignatures_rules();
--> statement-breakpoint
CREATE OR REPLACE FUNCTION record_rules() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE broken text; BEGIN
  broken := CASE
    WHEN NOT (new.kind in ('submitted', 'resubmitted', 'published', 'returned', 'refused', 'reconsidered', 'merged', 'withdrawn', 'cosigned', 'cosignature_withdrawn', 'cosignature_moved', 'reason_removed', 'early_warning', 'threshold_met', 'expired', 'assigned', 'transferred', 'part_released', 'part_dated', 'handed_over', 'hand_over_accepted', 'hand_over_ended', 'scheduled', 'contacted', 'extended', 'overdue', 'answered', 'supplemented', 'answer_taken_back', 'promised', 'promise_updated', 'promise_kept', 'promise_changed', 'promise_dropped', 'promise_handed_over', 'promise_done', 'promise_checked', 'held', 'released', 'hidden', 'shown', 'updated', 'corrected', 'contributed', 'closing_moved', 'due_recomputed', 'undone', 'approval_taken_back', 'asks_drawn_up', 'imported', 'source_corrected', 'lost_sight', 'settings_changed', 'count_mended', 'cosignatures_held', 'cosignatures_released', 'cosignatures_invalidated', 'cosignature_level_changed')) THEN 'record_kind'
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
