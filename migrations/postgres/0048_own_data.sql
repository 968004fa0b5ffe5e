-- What people agreed to and who on the staff looked, and two moments of a case: its texts removed, its author warned.
CREATE TABLE "consents" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"purpose" text COLLATE "C" NOT NULL,
	"subject" text COLLATE "C" NOT NULL,
	"notice_version" text COLLATE "C" NOT NULL,
	"given_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "consents_purpose" CHECK ("purpose" in ('cosign', 'reason', 'news', 'follow', 'propose', 'district')),
	CONSTRAINT "consents_subject" CHECK ("subject" <> ''),
	CONSTRAINT "consents_notice_version" CHECK ("notice_version" <> ''),
	CONSTRAINT "consents_given_at_before_withdrawn_at" CHECK ("given_at" <= "withdrawn_at")
);
--> statement-breakpoint
CREATE TABLE "staff_looks" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"looker_id" text COLLATE "C" NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"proposal_id" text COLLATE "C" NOT NULL,
	"day" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C",
	"looked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "staff_looks_day" CHECK ("day" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	CONSTRAINT "staff_looks_reason" CHECK ("reason" <> '')
);
--> statement-breakpoint
ALTER TABLE "proposals" ADD COLUMN "text_removed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "proposals" ADD COLUMN "forgotten_warned_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_looks" ADD CONSTRAINT "staff_looks_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_looks" ADD CONSTRAINT "staff_looks_looker_id_people_id_fk" FOREIGN KEY ("looker_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_looks" ADD CONSTRAINT "staff_looks_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_looks" ADD CONSTRAINT "staff_looks_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "consents_open" ON "consents" USING btree ("person_id","purpose","subject") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "consents_person" ON "consents" USING btree ("person_id","given_at");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_looks_day" ON "staff_looks" USING btree ("looker_id","proposal_id","day");--> statement-breakpoint
CREATE INDEX "staff_looks_person" ON "staff_looks" USING btree ("person_id","looked_at");--> statement-breakpoint
CREATE INDEX "staff_looks_proposal" ON "staff_looks" USING btree ("proposal_id");
