CREATE TABLE `shown_versions` (
	`key` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	CONSTRAINT "shown_versions_version" CHECK("version" >= 1)
) STRICT;
