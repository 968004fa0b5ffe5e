CREATE TABLE "text_versions" (
	"proposal_id" text COLLATE "C" NOT NULL,
	"revision" bigint NOT NULL,
	"title" text COLLATE "C" NOT NULL,
	"problem" text COLLATE "C" NOT NULL,
	"benefit" text COLLATE "C" NOT NULL,
	"asks" jsonb NOT NULL,
	"kept_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "text_versions_proposal_id_revision_pk" PRIMARY KEY("proposal_id","revision")
);
--> statement-breakpoint
ALTER TABLE "text_versions" ADD CONSTRAINT "text_versions_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE cascade ON UPDATE no action;