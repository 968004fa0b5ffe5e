CREATE TABLE "case_changes" (
	"proposal_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"step" bigint,
	"seen" boolean NOT NULL,
	CONSTRAINT "case_changes_step" CHECK ("step" >= 1)
);
--> statement-breakpoint
CREATE TABLE "change_steps" (
	"number" bigint PRIMARY KEY NOT NULL,
	"tag" text COLLATE "C" NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"names" bigint NOT NULL,
	"names_step" bigint NOT NULL,
	CONSTRAINT "change_steps_number" CHECK ("number" >= 1),
	CONSTRAINT "change_steps_tag" CHECK ("tag" <> ''),
	CONSTRAINT "change_steps_names" CHECK ("names" >= 0),
	CONSTRAINT "change_steps_names_step" CHECK ("names_step" >= 0)
);
--> statement-breakpoint
CREATE INDEX "case_changes_step" ON "case_changes" USING btree ("step");--> statement-breakpoint
CREATE INDEX "case_changes_government" ON "case_changes" USING btree ("government_id","step");--> statement-breakpoint
INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT id, government_id, NULL, false FROM proposals WHERE stage <> 'draft';
