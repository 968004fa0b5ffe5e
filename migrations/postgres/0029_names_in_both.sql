-- Contacts and units have a text for each language. What stood here in one is in the government's first language from now on; units
-- were words in commitments, and each of them is one of its agency's.
CREATE TABLE "agency_units" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"agency_id" text COLLATE "C" NOT NULL,
	"name" jsonb NOT NULL,
	"contact" jsonb NOT NULL,
	"position" bigint NOT NULL,
	CONSTRAINT "agency_units_name" CHECK (jsonb_typeof("name") = 'object'),
	CONSTRAINT "agency_units_contact" CHECK (jsonb_typeof("contact") = 'object'),
	CONSTRAINT "agency_units_position" CHECK ("position" >= 0)
);
--> statement-breakpoint
ALTER TABLE "governments" ALTER COLUMN "contact" SET DATA TYPE jsonb USING CASE WHEN "contact" <> '' THEN jsonb_build_object("languages" ->> 0, "contact") END;--> statement-breakpoint
ALTER TABLE "agency_units" ADD CONSTRAINT "agency_units_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agency_units_agency" ON "agency_units" USING btree ("agency_id","position");--> statement-breakpoint
ALTER TABLE "governments" ADD CONSTRAINT "governments_contact" CHECK (jsonb_typeof("contact") = 'object');--> statement-breakpoint
INSERT INTO "agency_units" ("id", "agency_id", "name", "contact", "position")
SELECT gen_random_uuid()::text, u.agency_id, jsonb_build_object(g.languages ->> 0, u.owner), '{}', row_number() OVER (PARTITION BY u.agency_id ORDER BY u.owner) - 1
FROM (SELECT DISTINCT agency_id, owner FROM "commitments" WHERE state <> 'draft') u
JOIN "agencies" a ON a.id = u.agency_id JOIN "governments" g ON g.id = a.government_id;
