-- Texts that agencies keep for their answers.
CREATE TABLE "answer_templates" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"agency_id" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"analysis" text COLLATE "C" NOT NULL,
	"deliberation" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C" NOT NULL,
	"note" text COLLATE "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "answer_templates_name" CHECK ("name" <> ''),
	CONSTRAINT "answer_templates_created_at_before_updated_at" CHECK ("created_at" <= "updated_at")
);
--> statement-breakpoint
ALTER TABLE "answer_templates" ADD CONSTRAINT "answer_templates_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "answer_templates_name" ON "answer_templates" USING btree ("agency_id","name");