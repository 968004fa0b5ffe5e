-- Buttons that were pressed a moment ago, in all processes.
CREATE TABLE `presses` (
	`key` text PRIMARY KEY NOT NULL,
	`leads_to` text,
	`known_until` integer NOT NULL,
	CONSTRAINT "presses_key" CHECK(length("key") = 64)
) STRICT;
--> statement-breakpoint
CREATE INDEX `presses_known` ON `presses` (`known_until`);