CREATE TABLE `brought_cases` (
	`proposal_id` text PRIMARY KEY NOT NULL,
	`origin` text NOT NULL,
	`taken_on` text NOT NULL,
	`digest` text NOT NULL,
	`told` text NOT NULL,
	`brought_at` integer NOT NULL,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "brought_cases_origin" CHECK("origin" <> ''),
	CONSTRAINT "brought_cases_taken_on" CHECK(date("taken_on") is "taken_on"),
	CONSTRAINT "brought_cases_digest" CHECK(length("digest") = 64),
	CONSTRAINT "brought_cases_told" CHECK(json_type("told") = 'object')
) STRICT;
