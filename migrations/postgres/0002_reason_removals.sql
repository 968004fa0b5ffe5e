CREATE TABLE "reason_removals" (
	"proposal_id" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"signed_at" timestamp (3) with time zone NOT NULL,
	"words" text COLLATE "C" NOT NULL,
	"salt" text COLLATE "C" NOT NULL,
	"removed_by" text COLLATE "C" NOT NULL,
	"removed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reason_removals_proposal_id_person_id_signed_at_pk" PRIMARY KEY("proposal_id","person_id","signed_at")
);
--> statement-breakpoint
-- By hand: the newest reasons of a case, and one reason by its moment. Most co-signatures have none.
CREATE INDEX cosignatures_reasons ON cosignatures (proposal_id, signed_at) WHERE reason IS NOT NULL;
