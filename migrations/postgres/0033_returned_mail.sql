CREATE TABLE "returned_mail" (
	"person_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"times" bigint NOT NULL,
	"bounce" text COLLATE "C" NOT NULL,
	"returned_at" timestamp (3) with time zone NOT NULL,
	"stopped_at" timestamp (3) with time zone,
	CONSTRAINT "returned_mail_times" CHECK ("times" >= 1),
	CONSTRAINT "returned_mail_bounce" CHECK ("bounce" <> '')
);
--> statement-breakpoint
ALTER TABLE "returned_mail" ADD CONSTRAINT "returned_mail_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "returned_mail_stopped" ON "returned_mail" USING btree ("stopped_at") WHERE stopped_at is not null;