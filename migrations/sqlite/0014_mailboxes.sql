CREATE TABLE `mailbox_rules` (
	`domain` text PRIMARY KEY NOT NULL,
	`same_as` text,
	`cut` text NOT NULL,
	`ignored` text NOT NULL,
	`subdomains` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `people` ADD `email_key` text;--> statement-breakpoint
ALTER TABLE `people` ADD `double_of` text;--> statement-breakpoint
-- By hand: a key of one's own for everybody, as addresses were told apart until now; `fuyi migrate` then puts each in its form.
UPDATE `people` SET `email_key` = `email`;--> statement-breakpoint
CREATE UNIQUE INDEX `people_email_key` ON `people` (`email_key`);--> statement-breakpoint
CREATE INDEX `people_without_key` ON `people` (`double_of`) WHERE email_key is null and email is not null;--> statement-breakpoint
DROP INDEX `sign_in_codes_email`;--> statement-breakpoint
ALTER TABLE `sign_in_codes` ADD `email_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `sign_in_codes_mailbox` ON `sign_in_codes` (`email_key`,`created_at`);--> statement-breakpoint
UPDATE `sign_in_codes` SET `email_key` = `email`;
