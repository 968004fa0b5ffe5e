CREATE TABLE "brought_cases" (
	"proposal_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"origin" text COLLATE "C" NOT NULL,
	"taken_on" text COLLATE "C" NOT NULL,
	"digest" text COLLATE "C" NOT NULL,
	"told" jsonb NOT NULL,
	"brought_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "brought_cases_origin" CHECK ("origin" <> ''),
	CONSTRAINT "brought_cases_taken_on" CHECK ("taken_on" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	CONSTRAINT "brought_cases_digest" CHECK (length("digest") = 64),
	CONSTRAINT "brought_cases_told" CHECK (jsonb_typeof("told") = 'object')
);
--> statement-breakpoint
ALTER TABLE "brought_cases" ADD CONSTRAINT "brought_cases_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;