CREATE TABLE "holiday_years" (
	"government_id" text COLLATE "C" NOT NULL,
	"year" bigint NOT NULL,
	"loaded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "holiday_years_government_id_year_pk" PRIMARY KEY("government_id","year")
);
--> statement-breakpoint
CREATE TABLE "pending_dates" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "setting_changes" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"area" text COLLATE "C" NOT NULL,
	"act" text COLLATE "C" NOT NULL,
	"subject" text COLLATE "C" NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "districts" ADD COLUMN "retired_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "revoked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "refusal_reasons" ADD COLUMN "retired_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "topics" ADD COLUMN "retired_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "holiday_years" ADD CONSTRAINT "holiday_years_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pending_dates" ADD CONSTRAINT "pending_dates_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting_changes" ADD CONSTRAINT "setting_changes_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pending_dates_open" ON "pending_dates" USING btree ("done_at","asked_at");--> statement-breakpoint
CREATE INDEX "setting_changes_government" ON "setting_changes" USING btree ("government_id","changed_at");
--> statement-breakpoint
-- By hand from here. Every year that has office days was loaded whole until now.
INSERT INTO holiday_years (government_id, year, loaded_at) SELECT h.government_id, CAST(substr(h.date, 1, 4) AS bigint), g.created_at FROM holidays h JOIN governments g ON g.id = h.government_id GROUP BY h.government_id, substr(h.date, 1, 4), g.created_at;
--> statement-breakpoint
CREATE UNIQUE INDEX agencies_one_coordinating ON agencies (government_id) WHERE coordinating;
--> statement-breakpoint
CREATE FUNCTION setting_changes_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was changed in the settings is only ever appended to'; END $$;
--> statement-breakpoint
CREATE TRIGGER setting_changes_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON setting_changes FOR EACH STATEMENT EXECUTE FUNCTION setting_changes_are_append_only();
