ALTER TABLE `pending_cosignatures` ADD `email_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `pending_cosignatures_mailbox` ON `pending_cosignatures` (`email_key`);--> statement-breakpoint
ALTER TABLE `pending_follows` ADD `email_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `pending_follows_mailbox` ON `pending_follows` (`email_key`);--> statement-breakpoint
CREATE INDEX `outbox_address` ON `outbox` (`address`) WHERE person_id is null;