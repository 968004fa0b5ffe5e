CREATE TABLE "answers" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"agency_id" text COLLATE "C" NOT NULL,
	"version" bigint NOT NULL,
	"analysis" text COLLATE "C" NOT NULL,
	"deliberation" text COLLATE "C" NOT NULL,
	"adoption" text COLLATE "C" NOT NULL,
	"follow_up" text COLLATE "C" NOT NULL,
	"note" text COLLATE "C" NOT NULL,
	"salt" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C",
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"published_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "ask_decisions" (
	"answer_id" text COLLATE "C" NOT NULL,
	"ask_number" bigint NOT NULL,
	"decision" text COLLATE "C",
	"reason" text COLLATE "C" NOT NULL,
	CONSTRAINT "ask_decisions_answer_id_ask_number_pk" PRIMARY KEY("answer_id","ask_number")
);
--> statement-breakpoint
CREATE TABLE "commitment_updates" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"commitment_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"body" text COLLATE "C" NOT NULL,
	"evidence_url" text COLLATE "C",
	"salt" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C",
	"written_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "commitments" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"answer_id" text COLLATE "C" NOT NULL,
	"agency_id" text COLLATE "C" NOT NULL,
	"ask_number" bigint,
	"position" bigint NOT NULL,
	"what" text COLLATE "C" NOT NULL,
	"owner" text COLLATE "C" NOT NULL,
	"due_on" text COLLATE "C" NOT NULL,
	"state" text COLLATE "C" NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"salt" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cosignature_counts" (
	"proposal_id" text COLLATE "C" NOT NULL,
	"day" text COLLATE "C" NOT NULL,
	"district_code" text COLLATE "C" NOT NULL,
	"assurance" bigint NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "cosignature_counts_proposal_id_day_district_code_assurance_pk" PRIMARY KEY("proposal_id","day","district_code","assurance")
);
--> statement-breakpoint
CREATE TABLE "cosignatures" (
	"proposal_id" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"signed_at" timestamp (3) with time zone NOT NULL,
	"day" text COLLATE "C" NOT NULL,
	"district_code" text COLLATE "C" NOT NULL,
	"assurance" bigint NOT NULL,
	"reason" text COLLATE "C",
	"notice_version" text COLLATE "C" NOT NULL,
	CONSTRAINT "cosignatures_proposal_id_person_id_pk" PRIMARY KEY("proposal_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "pending_cosignatures" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"email" text COLLATE "C" NOT NULL,
	"district_code" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C",
	"wants_answer" boolean NOT NULL,
	"notice_version" text COLLATE "C" NOT NULL,
	"language" text COLLATE "C" NOT NULL,
	"token_hash" text COLLATE "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"confirmed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"name" text COLLATE "C" PRIMARY KEY NOT NULL,
	"holder" text COLLATE "C" NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text COLLATE "C" PRIMARY KEY NOT NULL,
	"value" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agencies" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"code" text COLLATE "C" NOT NULL,
	"name" jsonb NOT NULL,
	"coordinating" boolean NOT NULL,
	"valid_from" text COLLATE "C",
	"valid_to" text COLLATE "C",
	"successor_id" text COLLATE "C",
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "blackouts" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"first_day" text COLLATE "C" NOT NULL,
	"last_day" text COLLATE "C" NOT NULL,
	"reason" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "districts" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"code" text COLLATE "C" NOT NULL,
	"name" jsonb NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "governments" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"slug" text COLLATE "C" NOT NULL,
	"name" jsonb NOT NULL,
	"languages" jsonb NOT NULL,
	"time_zone" text COLLATE "C" NOT NULL,
	"country" text COLLATE "C" NOT NULL,
	"dates" text COLLATE "C" NOT NULL,
	"accent" jsonb,
	"contact" text COLLATE "C",
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "holidays" (
	"government_id" text COLLATE "C" NOT NULL,
	"date" text COLLATE "C" NOT NULL,
	"works" boolean NOT NULL,
	"name" jsonb NOT NULL,
	CONSTRAINT "holidays_government_id_date_pk" PRIMARY KEY("government_id","date")
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"email" text COLLATE "C" NOT NULL,
	"role" text COLLATE "C" NOT NULL,
	"agency_id" text COLLATE "C",
	"token_hash" text COLLATE "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "refusal_reasons" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"code" text COLLATE "C" NOT NULL,
	"name" jsonb NOT NULL,
	"hides_text" boolean NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule_versions" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"version" bigint NOT NULL,
	"rules" jsonb NOT NULL,
	"valid_from" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"role" text COLLATE "C" NOT NULL,
	"agency_id" text COLLATE "C",
	"name" text COLLATE "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "topics" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"code" text COLLATE "C" NOT NULL,
	"name" jsonb NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "follows" (
	"proposal_id" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"wanted" boolean NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "follows_proposal_id_person_id_pk" PRIMARY KEY("proposal_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "mailings" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"facts" jsonb NOT NULL,
	"cursor" text COLLATE "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"once" text COLLATE "C",
	"person_id" text COLLATE "C",
	"address" text COLLATE "C" NOT NULL,
	"language" text COLLATE "C" NOT NULL,
	"government_id" text COLLATE "C",
	"proposal_id" text COLLATE "C",
	"facts" jsonb NOT NULL,
	"priority" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"next_try_at" timestamp (3) with time zone,
	"attempts" bigint NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"failed_at" timestamp (3) with time zone,
	"last_error" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"key" text COLLATE "C" PRIMARY KEY NOT NULL,
	"count" bigint NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"purpose" text COLLATE "C" NOT NULL,
	"notice_version" text COLLATE "C" NOT NULL,
	"given_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"email" text COLLATE "C",
	"display_name" text COLLATE "C",
	"language" text COLLATE "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "residences" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"district_code" text COLLATE "C" NOT NULL,
	"verified" boolean NOT NULL,
	"stated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"hash" text COLLATE "C" PRIMARY KEY NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"device" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_codes" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"email" text COLLATE "C" NOT NULL,
	"code_hash" text COLLATE "C" NOT NULL,
	"browser_hash" text COLLATE "C" NOT NULL,
	"tries" bigint NOT NULL,
	"next" text COLLATE "C" NOT NULL,
	"act" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "asks" (
	"proposal_id" text COLLATE "C" NOT NULL,
	"number" bigint NOT NULL,
	"text" text COLLATE "C" NOT NULL,
	CONSTRAINT "asks_proposal_id_number_pk" PRIMARY KEY("proposal_id","number")
);
--> statement-breakpoint
CREATE TABLE "corrections" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"field" text COLLATE "C" NOT NULL,
	"before" text COLLATE "C" NOT NULL,
	"after" text COLLATE "C" NOT NULL,
	"salt" text COLLATE "C" NOT NULL,
	"corrected_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "counters" (
	"government_id" text COLLATE "C" NOT NULL,
	"year" bigint NOT NULL,
	"last" bigint NOT NULL,
	CONSTRAINT "counters_government_id_year_pk" PRIMARY KEY("government_id","year")
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C",
	"reason_code" text COLLATE "C",
	"words" text COLLATE "C" NOT NULL,
	"salt" text COLLATE "C" NOT NULL,
	"target_id" text COLLATE "C",
	"before" jsonb,
	"decided_at" timestamp (3) with time zone NOT NULL,
	"undone_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "evidence" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"position" bigint NOT NULL,
	"url" text COLLATE "C" NOT NULL,
	"label" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notes" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"agency_id" text COLLATE "C",
	"body" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C",
	"written_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "parts" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"agency_id" text COLLATE "C" NOT NULL,
	"role" text COLLATE "C" NOT NULL,
	"assigned_at" timestamp (3) with time zone NOT NULL,
	"due_before" timestamp (3) with time zone,
	"answered_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"contribution" text COLLATE "C",
	"salt" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "proposal_texts" (
	"proposal_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"problem" text COLLATE "C" NOT NULL,
	"benefit" text COLLATE "C" NOT NULL,
	"salt" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "proposals" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"number" text COLLATE "C",
	"year" bigint,
	"author_id" text COLLATE "C",
	"author_name" text COLLATE "C",
	"stage" text COLLATE "C" NOT NULL,
	"title" text COLLATE "C" NOT NULL,
	"topic_code" text COLLATE "C",
	"district_code" text COLLATE "C",
	"place" text COLLATE "C",
	"suggested_agencies" jsonb NOT NULL,
	"rule_version_id" text COLLATE "C",
	"threshold" bigint,
	"count" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	"check_due_before" timestamp (3) with time zone,
	"published_at" timestamp (3) with time zone,
	"closes_before" timestamp (3) with time zone,
	"early_warned_at" timestamp (3) with time zone,
	"threshold_met_at" timestamp (3) with time zone,
	"schedule_due_before" timestamp (3) with time zone,
	"scheduled_at" timestamp (3) with time zone,
	"contact_due_before" timestamp (3) with time zone,
	"contacted_at" timestamp (3) with time zone,
	"answer_due_before" timestamp (3) with time zone,
	"extended_at" timestamp (3) with time zone,
	"answered_at" timestamp (3) with time zone,
	"overdue_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"outcome" text COLLATE "C",
	"reason_code" text COLLATE "C",
	"reconsidered_at" timestamp (3) with time zone,
	"merged_into_id" text COLLATE "C",
	"held_at" timestamp (3) with time zone,
	"hidden_at" timestamp (3) with time zone,
	"hidden_reason" text COLLATE "C",
	"revision" bigint NOT NULL,
	"source" jsonb,
	"source_id" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "routings" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"from_agency_id" text COLLATE "C",
	"to_agency_id" text COLLATE "C",
	"reason" text COLLATE "C" NOT NULL,
	"salt" text COLLATE "C" NOT NULL,
	"due_before" timestamp (3) with time zone,
	"person_id" text COLLATE "C",
	"decided_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "updates" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"agency_id" text COLLATE "C",
	"body" text COLLATE "C" NOT NULL,
	"salt" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C",
	"written_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "record" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"proposal_id" text COLLATE "C",
	"kind" text COLLATE "C" NOT NULL,
	"role" text COLLATE "C" NOT NULL,
	"agency_id" text COLLATE "C",
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"facts" jsonb NOT NULL,
	"digest" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "record_numbers" (
	"number" bigint PRIMARY KEY NOT NULL,
	"entry_id" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ask_decisions" ADD CONSTRAINT "ask_decisions_answer_id_answers_id_fk" FOREIGN KEY ("answer_id") REFERENCES "public"."answers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitment_updates" ADD CONSTRAINT "commitment_updates_commitment_id_commitments_id_fk" FOREIGN KEY ("commitment_id") REFERENCES "public"."commitments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agencies" ADD CONSTRAINT "agencies_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blackouts" ADD CONSTRAINT "blackouts_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "districts" ADD CONSTRAINT "districts_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holidays" ADD CONSTRAINT "holidays_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refusal_reasons" ADD CONSTRAINT "refusal_reasons_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_versions" ADD CONSTRAINT "rule_versions_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topics" ADD CONSTRAINT "topics_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "residences" ADD CONSTRAINT "residences_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asks" ADD CONSTRAINT "asks_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parts" ADD CONSTRAINT "parts_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_texts" ADD CONSTRAINT "proposal_texts_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_rule_version_id_rule_versions_id_fk" FOREIGN KEY ("rule_version_id") REFERENCES "public"."rule_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routings" ADD CONSTRAINT "routings_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "updates" ADD CONSTRAINT "updates_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_numbers" ADD CONSTRAINT "record_numbers_entry_id_record_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."record"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "answers_version" ON "answers" USING btree ("proposal_id","version");--> statement-breakpoint
CREATE INDEX "commitment_updates_commitment" ON "commitment_updates" USING btree ("commitment_id","written_at");--> statement-breakpoint
CREATE INDEX "commitments_proposal" ON "commitments" USING btree ("proposal_id","position");--> statement-breakpoint
CREATE INDEX "commitments_government" ON "commitments" USING btree ("government_id","state","due_on");--> statement-breakpoint
CREATE INDEX "commitments_agency" ON "commitments" USING btree ("agency_id","state","due_on");--> statement-breakpoint
CREATE INDEX "cosignatures_person" ON "cosignatures" USING btree ("person_id","signed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "pending_cosignatures_token" ON "pending_cosignatures" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "pending_cosignatures_expires" ON "pending_cosignatures" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "agencies_code" ON "agencies" USING btree ("government_id","code");--> statement-breakpoint
CREATE INDEX "blackouts_government" ON "blackouts" USING btree ("government_id","first_day");--> statement-breakpoint
CREATE UNIQUE INDEX "districts_code" ON "districts" USING btree ("government_id","code");--> statement-breakpoint
CREATE UNIQUE INDEX "governments_slug" ON "governments" USING btree ("slug");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_token" ON "invitations" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "invitations_government" ON "invitations" USING btree ("government_id");--> statement-breakpoint
CREATE UNIQUE INDEX "refusal_reasons_code" ON "refusal_reasons" USING btree ("government_id","code");--> statement-breakpoint
CREATE UNIQUE INDEX "rule_versions_number" ON "rule_versions" USING btree ("government_id","version");--> statement-breakpoint
CREATE INDEX "staff_person" ON "staff" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "staff_government" ON "staff" USING btree ("government_id","role");--> statement-breakpoint
CREATE UNIQUE INDEX "topics_code" ON "topics" USING btree ("government_id","code");--> statement-breakpoint
CREATE INDEX "follows_person" ON "follows" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "mailings_open" ON "mailings" USING btree ("done_at");--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_once" ON "outbox" USING btree ("once");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("next_try_at","priority");--> statement-breakpoint
CREATE INDEX "outbox_person" ON "outbox" USING btree ("person_id","created_at");--> statement-breakpoint
CREATE INDEX "attempts_expires" ON "attempts" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "consents_once" ON "consents" USING btree ("person_id","government_id","purpose","notice_version");--> statement-breakpoint
CREATE UNIQUE INDEX "people_email" ON "people" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "residences_once" ON "residences" USING btree ("person_id","government_id");--> statement-breakpoint
CREATE INDEX "sessions_person" ON "sessions" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "sessions_expires" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_id" ON "sessions" USING btree ("id");--> statement-breakpoint
CREATE INDEX "sign_in_codes_email" ON "sign_in_codes" USING btree ("email","created_at");--> statement-breakpoint
CREATE INDEX "sign_in_codes_expires" ON "sign_in_codes" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "corrections_proposal" ON "corrections" USING btree ("proposal_id","corrected_at");--> statement-breakpoint
CREATE INDEX "decisions_proposal" ON "decisions" USING btree ("proposal_id","decided_at");--> statement-breakpoint
CREATE INDEX "evidence_proposal" ON "evidence" USING btree ("proposal_id","position");--> statement-breakpoint
CREATE INDEX "notes_proposal" ON "notes" USING btree ("proposal_id","written_at");--> statement-breakpoint
CREATE INDEX "parts_proposal" ON "parts" USING btree ("proposal_id");--> statement-breakpoint
CREATE INDEX "parts_agency" ON "parts" USING btree ("agency_id","ended_at");--> statement-breakpoint
CREATE UNIQUE INDEX "proposals_number" ON "proposals" USING btree ("government_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "proposals_source" ON "proposals" USING btree ("government_id","source_id");--> statement-breakpoint
CREATE INDEX "proposals_newest" ON "proposals" USING btree ("government_id","stage","published_at");--> statement-breakpoint
CREATE INDEX "proposals_most_signed" ON "proposals" USING btree ("government_id","stage","count");--> statement-breakpoint
CREATE INDEX "proposals_closing" ON "proposals" USING btree ("government_id","stage","closes_before");--> statement-breakpoint
CREATE INDEX "proposals_answered" ON "proposals" USING btree ("government_id","stage","answered_at");--> statement-breakpoint
CREATE INDEX "proposals_check_due" ON "proposals" USING btree ("stage","check_due_before");--> statement-breakpoint
CREATE INDEX "proposals_closing_due" ON "proposals" USING btree ("stage","closes_before");--> statement-breakpoint
CREATE INDEX "proposals_answer_due" ON "proposals" USING btree ("stage","answer_due_before");--> statement-breakpoint
CREATE INDEX "proposals_author" ON "proposals" USING btree ("author_id","updated_at");--> statement-breakpoint
CREATE INDEX "proposals_merged_into" ON "proposals" USING btree ("merged_into_id");--> statement-breakpoint
CREATE INDEX "routings_proposal" ON "routings" USING btree ("proposal_id","decided_at");--> statement-breakpoint
CREATE INDEX "updates_proposal" ON "updates" USING btree ("proposal_id","written_at");--> statement-breakpoint
CREATE INDEX "record_proposal" ON "record" USING btree ("proposal_id","kind","occurred_at");--> statement-breakpoint
CREATE INDEX "record_government" ON "record" USING btree ("government_id","kind","occurred_at");--> statement-breakpoint
CREATE UNIQUE INDEX "record_numbers_entry" ON "record_numbers" USING btree ("entry_id");
--> statement-breakpoint
-- By hand from here: what the table builders cannot say.
CREATE UNIQUE INDEX parts_one_lead ON parts (proposal_id) WHERE role = 'lead' AND ended_at IS NULL;
--> statement-breakpoint
CREATE UNIQUE INDEX parts_once ON parts (proposal_id, agency_id) WHERE ended_at IS NULL;
--> statement-breakpoint
CREATE TABLE search_documents (row bigserial PRIMARY KEY, document_id text COLLATE "C" NOT NULL UNIQUE, title text COLLATE "C" NOT NULL, body text COLLATE "C" NOT NULL, tokens text[] NOT NULL);
--> statement-breakpoint
CREATE INDEX search_tokens ON search_documents USING gin (tokens);
--> statement-breakpoint
CREATE FUNCTION record_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is only ever appended to'; END $$;
--> statement-breakpoint
CREATE TRIGGER record_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON record FOR EACH STATEMENT EXECUTE FUNCTION record_is_append_only();
--> statement-breakpoint
CREATE TRIGGER record_numbers_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON record_numbers FOR EACH STATEMENT EXECUTE FUNCTION record_is_append_only();
