ALTER TABLE `commitment_updates` ADD `due_from` text;--> statement-breakpoint
ALTER TABLE `commitment_updates` ADD `due_to` text;