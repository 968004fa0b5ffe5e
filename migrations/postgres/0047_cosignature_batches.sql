-- What staff decide of many co-signatures at once, and whose they are for as long as it can be undone.
CREATE TABLE "cosignature_batch_rows" (
	"batch_id" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"moved" boolean NOT NULL,
	CONSTRAINT "cosignature_batch_rows_batch_id_person_id_pk" PRIMARY KEY("batch_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "cosignature_batches" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"from_state" text COLLATE "C" NOT NULL,
	"to_state" text COLLATE "C" NOT NULL,
	"group_kind" text COLLATE "C",
	"group_key" text COLLATE "C",
	"words" text COLLATE "C" NOT NULL,
	"salt" text COLLATE "C" NOT NULL,
	"total" bigint NOT NULL,
	"state" text COLLATE "C" NOT NULL,
	"asked_by_id" text COLLATE "C" NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"confirmed_by_id" text COLLATE "C",
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cosignature_batches_from_state" CHECK ("from_state" in ('counted', 'held', 'invalid')),
	CONSTRAINT "cosignature_batches_to_state" CHECK ("to_state" in ('counted', 'held', 'invalid')),
	CONSTRAINT "cosignature_batches_changes" CHECK (from_state <> to_state),
	CONSTRAINT "cosignature_batches_group" CHECK ((group_kind is null) = (group_key is null)),
	CONSTRAINT "cosignature_batches_two" CHECK (confirmed_by_id <> asked_by_id),
	CONSTRAINT "cosignature_batches_words" CHECK ("words" <> ''),
	CONSTRAINT "cosignature_batches_salt" CHECK ("salt" <> ''),
	CONSTRAINT "cosignature_batches_total" CHECK ("total" >= 1),
	CONSTRAINT "cosignature_batches_state" CHECK ("state" in ('waiting', 'running', 'done', 'stopped', 'undoing', 'undone', 'dropped')),
	CONSTRAINT "cosignature_batches_asked_at_before_changed_at" CHECK ("asked_at" <= "changed_at")
);
--> statement-breakpoint
ALTER TABLE "cosignature_batch_rows" ADD CONSTRAINT "cosignature_batch_rows_batch_id_cosignature_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."cosignature_batches"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cosignature_batch_rows" ADD CONSTRAINT "cosignature_batch_rows_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cosignature_batches" ADD CONSTRAINT "cosignature_batches_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cosignature_batches" ADD CONSTRAINT "cosignature_batches_asked_by_id_people_id_fk" FOREIGN KEY ("asked_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cosignature_batches" ADD CONSTRAINT "cosignature_batches_confirmed_by_id_people_id_fk" FOREIGN KEY ("confirmed_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cosignature_batch_rows_open" ON "cosignature_batch_rows" USING btree ("batch_id","moved");--> statement-breakpoint
CREATE INDEX "cosignature_batches_case" ON "cosignature_batches" USING btree ("proposal_id","asked_at");--> statement-breakpoint
CREATE INDEX "cosignature_batches_open" ON "cosignature_batches" USING btree ("state");