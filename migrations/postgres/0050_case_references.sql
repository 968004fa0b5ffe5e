CREATE TABLE "case_references" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"url" text COLLATE "C",
	"title" text COLLATE "C",
	"publisher" text COLLATE "C",
	"published_on" text COLLATE "C",
	"other_id" text COLLATE "C",
	"suggested_by" text COLLATE "C" NOT NULL,
	"state" text COLLATE "C" NOT NULL,
	"suggested_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "case_references_kind" CHECK ("kind" in ('news', 'paper', 'minutes', 'elsewhere', 'related', 'earlier', 'later', 'opposing')),
	CONSTRAINT "case_references_suggested_by" CHECK ("suggested_by" in ('anybody', 'proposer', 'staff')),
	CONSTRAINT "case_references_state" CHECK ("state" in ('waiting', 'shown', 'declined')),
	CONSTRAINT "case_references_what" CHECK ((other_id is null) = (kind in ('news', 'paper', 'minutes', 'elsewhere'))),
	CONSTRAINT "case_references_cited" CHECK ((url is null) = (other_id is not null) and (title is null) = (other_id is not null)),
	CONSTRAINT "case_references_itself" CHECK (other_id <> proposal_id),
	CONSTRAINT "case_references_decided" CHECK ((state = 'waiting') = (decided_at is null)),
	CONSTRAINT "case_references_url" CHECK ("url" <> ''),
	CONSTRAINT "case_references_title" CHECK ("title" <> ''),
	CONSTRAINT "case_references_published_on" CHECK ("published_on" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$')
);
--> statement-breakpoint
ALTER TABLE "case_references" ADD CONSTRAINT "case_references_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_references" ADD CONSTRAINT "case_references_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_references" ADD CONSTRAINT "case_references_other_id_proposals_id_fk" FOREIGN KEY ("other_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "case_references_address" ON "case_references" USING btree ("proposal_id","url");--> statement-breakpoint
CREATE UNIQUE INDEX "case_references_other" ON "case_references" USING btree ("proposal_id","other_id");--> statement-breakpoint
CREATE INDEX "case_references_waiting" ON "case_references" USING btree ("government_id","state","suggested_at");