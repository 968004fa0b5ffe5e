-- Co-signatures are counted, held or invalid; how each came is kept for some days.
CREATE TABLE "cosignature_signals" (
	"proposal_id" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"block" text COLLATE "C" NOT NULL,
	"domain" text COLLATE "C" NOT NULL,
	"domain_kind" text COLLATE "C" NOT NULL,
	"familiar" bigint NOT NULL,
	"series" text COLLATE "C",
	"device" text COLLATE "C" NOT NULL,
	"lone" boolean NOT NULL,
	"reason" text COLLATE "C",
	"cleared" boolean DEFAULT false NOT NULL,
	CONSTRAINT "cosignature_signals_proposal_id_person_id_pk" PRIMARY KEY("proposal_id","person_id"),
	CONSTRAINT "cosignature_signals_domain_kind" CHECK ("domain_kind" in ('disposable', 'public', 'institution', 'known', 'unknown')),
	CONSTRAINT "cosignature_signals_reason" CHECK ("reason" in ('disposable', 'series', 'domain', 'device', 'block', 'mass', 'lone', 'staff')),
	CONSTRAINT "cosignature_signals_familiar" CHECK ("familiar" >= 0),
	CONSTRAINT "cosignature_signals_block" CHECK ("block" <> ''),
	CONSTRAINT "cosignature_signals_domain" CHECK ("domain" <> ''),
	CONSTRAINT "cosignature_signals_series" CHECK ("series" <> ''),
	CONSTRAINT "cosignature_signals_device" CHECK ("device" <> '')
);
--> statement-breakpoint
CREATE TABLE "refused_doubles" (
	"proposal_id" text COLLATE "C" NOT NULL,
	"day" text COLLATE "C" NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "refused_doubles_proposal_id_day_pk" PRIMARY KEY("proposal_id","day"),
	CONSTRAINT "refused_doubles_day" CHECK ("day" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	CONSTRAINT "refused_doubles_count" CHECK ("count" >= 1)
);
--> statement-breakpoint
CREATE TABLE "unusual_groups" (
	"proposal_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C" NOT NULL,
	"state" text COLLATE "C" NOT NULL,
	"found_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "unusual_groups_proposal_id_kind_key_reason_pk" PRIMARY KEY("proposal_id","kind","key","reason"),
	CONSTRAINT "unusual_groups_kind" CHECK ("kind" in ('series', 'domain', 'device', 'block', 'hour', 'day')),
	CONSTRAINT "unusual_groups_reason" CHECK ("reason" in ('disposable', 'series', 'domain', 'device', 'block', 'mass', 'lone', 'staff')),
	CONSTRAINT "unusual_groups_state" CHECK ("state" in ('unusual', 'cleared')),
	CONSTRAINT "unusual_groups_key" CHECK ("key" <> '')
);
--> statement-breakpoint
ALTER TABLE "cosignatures" ADD COLUMN "state" text COLLATE "C" DEFAULT 'counted' NOT NULL;--> statement-breakpoint
ALTER TABLE "cosignature_signals" ADD CONSTRAINT "cosignature_signals_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unusual_groups" ADD CONSTRAINT "unusual_groups_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cosignature_signals_at" ON "cosignature_signals" USING btree ("at");--> statement-breakpoint
CREATE INDEX "cosignatures_apart" ON "cosignatures" USING btree ("proposal_id","state") WHERE "cosignatures"."state" <> 'counted';--> statement-breakpoint
-- From now on it is known what was refused and held: a case's statement says nothing of the time before.
INSERT INTO deployment_status (key, value) VALUES ('co-signatures watched since', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'));--> statement-breakpoint
-- src/schema/README.md says why these two have no CHECKs of their own here.
CREATE OR REPLACE FUNCTION cosignatures_rules() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE broken text; BEGIN
  broken := CASE
    WHEN NOT (new.day ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$') THEN 'cosignatures_day'
    WHEN NOT (new.assurance in (1, 2)) THEN 'cosignatures_assurance'
    WHEN NOT (new.state in ('counted', 'held', 'invalid')) THEN 'cosignatures_state'
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
    WHEN NOT (new.kind in ('submitted', 'resubmitted', 'published', 'returned', 'refused', 'reconsidered', 'merged', 'withdrawn', 'cosigned', 'cosignature_withdrawn', 'cosignature_moved', 'reason_removed', 'early_warning', 'threshold_met', 'expired', 'assigned', 'transferred', 'part_released', 'part_dated', 'handed_over', 'hand_over_accepted', 'hand_over_ended', 'scheduled', 'contacted', 'extended', 'overdue', 'answered', 'supplemented', 'answer_taken_back', 'promised', 'promise_updated', 'promise_kept', 'promise_changed', 'promise_dropped', 'promise_handed_over', 'promise_done', 'promise_checked', 'held', 'released', 'hidden', 'shown', 'updated', 'corrected', 'contributed', 'closing_moved', 'due_recomputed', 'undone', 'approval_taken_back', 'asks_drawn_up', 'imported', 'source_corrected', 'lost_sight', 'settings_changed', 'count_mended', 'cosignatures_held', 'cosignatures_released', 'cosignatures_invalidated')) THEN 'record_kind'
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
