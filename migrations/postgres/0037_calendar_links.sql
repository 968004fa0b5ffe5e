-- Secret addresses of people's calendars.
CREATE TABLE "calendar_links" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"government_id" text COLLATE "C",
	"language" text COLLATE "C" NOT NULL,
	"token_hash" text COLLATE "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "calendar_links_language" CHECK ("language" <> ''),
	CONSTRAINT "calendar_links_token_hash" CHECK (length("token_hash") = 64)
);
--> statement-breakpoint
ALTER TABLE "calendar_links" ADD CONSTRAINT "calendar_links_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_links" ADD CONSTRAINT "calendar_links_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_links_token" ON "calendar_links" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "calendar_links_person" ON "calendar_links" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_links_followed" ON "calendar_links" USING btree ("person_id") WHERE government_id is null;--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_links_desk" ON "calendar_links" USING btree ("person_id","government_id") WHERE government_id is not null;