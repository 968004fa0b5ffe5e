CREATE TABLE "answer_approvers" (
	"staff_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "answer_looks" (
	"answer_id" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"revision" bigint NOT NULL,
	"looked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "answer_looks_answer_id_person_id_pk" PRIMARY KEY("answer_id","person_id"),
	CONSTRAINT "answer_looks_revision" CHECK ("revision" >= 1)
);
--> statement-breakpoint
CREATE TABLE "answer_releases" (
	"answer_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"state" text COLLATE "C" NOT NULL,
	"revision" bigint NOT NULL,
	"text_revision" bigint NOT NULL,
	"stage" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C",
	"role" text COLLATE "C" NOT NULL,
	"words" text COLLATE "C" NOT NULL,
	"publish_at" timestamp (3) with time zone,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "answer_releases_state" CHECK ("state" in ('asked', 'sent_back', 'scheduled', 'stopped')),
	CONSTRAINT "answer_releases_stage" CHECK ("stage" in ('draft', 'checking', 'returned', 'gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn', 'last_seen')),
	CONSTRAINT "answer_releases_role" CHECK ("role" in ('officer', 'administrator')),
	CONSTRAINT "answer_releases_revision" CHECK ("revision" >= 1),
	CONSTRAINT "answer_releases_text_revision" CHECK ("text_revision" >= 0),
	CONSTRAINT "answer_releases_hour" CHECK ((state = 'scheduled') = (publish_at is not null))
);
--> statement-breakpoint
CREATE TABLE "answer_versions" (
	"answer_id" text COLLATE "C" NOT NULL,
	"revision" bigint NOT NULL,
	"content" jsonb NOT NULL,
	"person_id" text COLLATE "C",
	"written_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "answer_versions_answer_id_revision_pk" PRIMARY KEY("answer_id","revision"),
	CONSTRAINT "answer_versions_revision" CHECK ("revision" >= 1),
	CONSTRAINT "answer_versions_content" CHECK (jsonb_typeof("content") = 'object')
);
--> statement-breakpoint
ALTER TABLE "answer_approvers" ADD CONSTRAINT "answer_approvers_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_looks" ADD CONSTRAINT "answer_looks_answer_id_answers_id_fk" FOREIGN KEY ("answer_id") REFERENCES "public"."answers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_looks" ADD CONSTRAINT "answer_looks_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_releases" ADD CONSTRAINT "answer_releases_answer_id_answers_id_fk" FOREIGN KEY ("answer_id") REFERENCES "public"."answers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_releases" ADD CONSTRAINT "answer_releases_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_versions" ADD CONSTRAINT "answer_versions_answer_id_answers_id_fk" FOREIGN KEY ("answer_id") REFERENCES "public"."answers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_versions" ADD CONSTRAINT "answer_versions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;