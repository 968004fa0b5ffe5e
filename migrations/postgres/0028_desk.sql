CREATE TABLE "case_officers" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"agency_id" text COLLATE "C",
	"person_id" text COLLATE "C" NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"asker_id" text COLLATE "C",
	"asked_at" timestamp (3) with time zone,
	CONSTRAINT "case_officers_asker_id_with_asked_at" CHECK (("asker_id" is null) = ("asked_at" is null)),
	CONSTRAINT "case_officers_since_before_asked_at" CHECK ("since" <= "asked_at"),
	CONSTRAINT "case_officers_asker" CHECK (asker_id <> person_id)
);
--> statement-breakpoint
CREATE TABLE "desk_items" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"lane" text COLLATE "C" NOT NULL,
	"task" text COLLATE "C" NOT NULL,
	"agency_id" text COLLATE "C",
	"person_id" text COLLATE "C",
	"topic_code" text COLLATE "C",
	"due_before" timestamp (3) with time zone,
	"replied_at" timestamp (3) with time zone,
	"unknown_from" timestamp (3) with time zone,
	"comes_first" boolean NOT NULL,
	"order_key" bigint NOT NULL,
	CONSTRAINT "desk_items_lane" CHECK ("lane" in ('owed', 'early', 'held')),
	CONSTRAINT "desk_items_task" CHECK ("task" in ('reply', 'check', 'schedule', 'contact', 'answer', 'contribution', 'early', 'held'))
);
--> statement-breakpoint
ALTER TABLE "case_officers" ADD CONSTRAINT "case_officers_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_officers" ADD CONSTRAINT "case_officers_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_officers" ADD CONSTRAINT "case_officers_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_officers" ADD CONSTRAINT "case_officers_asker_id_people_id_fk" FOREIGN KEY ("asker_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desk_items" ADD CONSTRAINT "desk_items_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desk_items" ADD CONSTRAINT "desk_items_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desk_items" ADD CONSTRAINT "desk_items_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desk_items" ADD CONSTRAINT "desk_items_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "case_officers_agency" ON "case_officers" USING btree ("proposal_id","agency_id") WHERE agency_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "case_officers_moderators" ON "case_officers" USING btree ("proposal_id") WHERE agency_id is null;--> statement-breakpoint
CREATE INDEX "case_officers_person" ON "case_officers" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "desk_items_proposal" ON "desk_items" USING btree ("proposal_id");--> statement-breakpoint
CREATE INDEX "desk_items_agency" ON "desk_items" USING btree ("government_id","lane","agency_id","order_key","id","due_before","unknown_from");--> statement-breakpoint
CREATE INDEX "desk_items_first" ON "desk_items" USING btree ("government_id","lane","comes_first","order_key","id","due_before","unknown_from");--> statement-breakpoint
CREATE INDEX "desk_items_person" ON "desk_items" USING btree ("government_id","lane","agency_id","person_id","due_before","unknown_from");--> statement-breakpoint
CREATE INDEX "proposals_author_name" ON "proposals" USING btree ("government_id","author_name");