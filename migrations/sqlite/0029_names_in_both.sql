-- Contacts and units have a text for each language. What stood here in one is in the government's first language from now on; units
-- were words in commitments, and each of them is one of its agency's.
CREATE TABLE `agency_units` (
	`id` text PRIMARY KEY NOT NULL,
	`agency_id` text NOT NULL,
	`name` text NOT NULL,
	`contact` text NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "agency_units_name" CHECK(json_type("name") = 'object'),
	CONSTRAINT "agency_units_contact" CHECK(json_type("contact") = 'object'),
	CONSTRAINT "agency_units_position" CHECK("position" >= 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `agency_units_agency` ON `agency_units` (`agency_id`,`position`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_governments` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`languages` text NOT NULL,
	`time_zone` text NOT NULL,
	`country` text NOT NULL,
	`dates` text NOT NULL,
	`accent` text,
	`contact` text,
	`limits` text,
	`synonyms` text,
	`staff_passkeys` integer DEFAULT false NOT NULL,
	`staff_idle_minutes` integer DEFAULT 30 NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "governments_slug" CHECK("slug" <> ''),
	CONSTRAINT "governments_name" CHECK(json_type("name") = 'object'),
	CONSTRAINT "governments_languages" CHECK(json_type("languages") = 'array' and json_array_length("languages") >= 1),
	CONSTRAINT "governments_time_zone" CHECK("time_zone" <> ''),
	CONSTRAINT "governments_country" CHECK("country" <> ''),
	CONSTRAINT "governments_dates" CHECK("dates" = 'gregorian' or "dates" = 'roc'),
	CONSTRAINT "governments_accent" CHECK(json_type("accent") = 'object'),
	CONSTRAINT "governments_contact" CHECK(json_type("contact") = 'object'),
	CONSTRAINT "governments_limits" CHECK(json_type("limits") = 'object'),
	CONSTRAINT "governments_staff_passkeys" CHECK("staff_passkeys" in (0, 1)),
	CONSTRAINT "governments_staff_idle_minutes" CHECK("staff_idle_minutes" >= 1)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_governments`("id", "slug", "name", "languages", "time_zone", "country", "dates", "accent", "contact", "limits", "synonyms", "staff_passkeys", "staff_idle_minutes", "created_at") SELECT "id", "slug", "name", "languages", "time_zone", "country", "dates", "accent", CASE WHEN "contact" <> '' THEN json_object(json_extract("languages", '$[0]'), "contact") END, "limits", "synonyms", "staff_passkeys", "staff_idle_minutes", "created_at" FROM `governments`;--> statement-breakpoint
DROP TABLE `governments`;--> statement-breakpoint
ALTER TABLE `__new_governments` RENAME TO `governments`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `governments_slug` ON `governments` (`slug`);--> statement-breakpoint
INSERT INTO `agency_units` ("id", "agency_id", "name", "contact", "position")
SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
	u.agency_id, json_object(json_extract(g.languages, '$[0]'), u.owner), '{}', row_number() OVER (PARTITION BY u.agency_id ORDER BY u.owner) - 1
FROM (SELECT DISTINCT agency_id, owner FROM `commitments` WHERE state <> 'draft') u
JOIN `agencies` a ON a.id = u.agency_id JOIN `governments` g ON g.id = a.government_id;
