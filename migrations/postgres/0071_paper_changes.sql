-- A counted sheet of paper can be taken back, by two, and count again.
CREATE TABLE "paper_changes" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"sheet" bigint NOT NULL,
	"act" text COLLATE "C" NOT NULL,
	"words" text COLLATE "C" NOT NULL,
	"salt" text COLLATE "C" NOT NULL,
	"asked_by_id" text COLLATE "C" NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"confirmed_by_id" text COLLATE "C",
	"confirmed_at" timestamp (3) with time zone,
	CONSTRAINT "paper_changes_act" CHECK ("act" in ('take_back', 'restore')),
	CONSTRAINT "paper_changes_words" CHECK ("words" <> ''),
	CONSTRAINT "paper_changes_salt" CHECK ("salt" <> ''),
	CONSTRAINT "paper_changes_confirmed_by_id_with_confirmed_at" CHECK (("confirmed_by_id" is null) = ("confirmed_at" is null)),
	CONSTRAINT "paper_changes_two" CHECK (confirmed_by_id <> asked_by_id),
	CONSTRAINT "paper_changes_asked_at_before_confirmed_at" CHECK ("asked_at" <= "confirmed_at")
);
--> statement-breakpoint
ALTER TABLE "paper_sheets" DROP CONSTRAINT "paper_sheets_state";--> statement-breakpoint
ALTER TABLE "paper_signatures" ADD COLUMN "key" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "paper_signatures" ADD COLUMN "counts" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "paper_changes" ADD CONSTRAINT "paper_changes_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_changes" ADD CONSTRAINT "paper_changes_asked_by_id_people_id_fk" FOREIGN KEY ("asked_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_changes" ADD CONSTRAINT "paper_changes_confirmed_by_id_people_id_fk" FOREIGN KEY ("confirmed_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "paper_changes_sheet" ON "paper_changes" USING btree ("proposal_id","sheet","asked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "paper_changes_open" ON "paper_changes" USING btree ("proposal_id","sheet") WHERE confirmed_at is null;--> statement-breakpoint
ALTER TABLE "paper_sheets" ADD CONSTRAINT "paper_sheets_state" CHECK ("state" in ('printed', 'typed', 'differs', 'counted', 'taken_back', 'void'));--> statement-breakpoint
ALTER TABLE "paper_signatures" ADD CONSTRAINT "paper_signatures_key" CHECK (length("key") = 64);
