-- Views of the desk's queue that staff keep under a name.
CREATE TABLE "desk_views" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"params" text COLLATE "C" NOT NULL,
	"readers" text COLLATE "C" NOT NULL,
	"agency_id" text COLLATE "C",
	"position" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "desk_views_name" CHECK ("name" <> ''),
	CONSTRAINT "desk_views_readers" CHECK ("readers" in ('owner', 'moderators', 'agency')),
	CONSTRAINT "desk_views_agency" CHECK ((readers = 'agency') = (agency_id is not null)),
	CONSTRAINT "desk_views_position" CHECK ("position" >= 0),
	CONSTRAINT "desk_views_created_at_before_updated_at" CHECK ("created_at" <= "updated_at")
);
--> statement-breakpoint
ALTER TABLE "desk_views" ADD CONSTRAINT "desk_views_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desk_views" ADD CONSTRAINT "desk_views_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desk_views" ADD CONSTRAINT "desk_views_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "desk_views_name" ON "desk_views" USING btree ("government_id","person_id","name");--> statement-breakpoint
CREATE INDEX "desk_views_readers" ON "desk_views" USING btree ("government_id","readers","agency_id");