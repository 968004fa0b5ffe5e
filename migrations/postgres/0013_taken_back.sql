CREATE TABLE "pending_corrections" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"field" text COLLATE "C" NOT NULL,
	"before" text COLLATE "C" NOT NULL,
	"after" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "answers" ADD COLUMN "before" jsonb;--> statement-breakpoint
ALTER TABLE "mailings" ADD COLUMN "starts_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "proposals" ADD COLUMN "asks_drawn_up_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "pending_corrections" ADD CONSTRAINT "pending_corrections_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "pending_corrections_field" ON "pending_corrections" USING btree ("proposal_id","field");