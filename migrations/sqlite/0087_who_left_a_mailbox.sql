-- Several may have left one mailbox: the row of whoever left it before stays when the next one leaves it, and when the next one is erased.
CREATE TABLE `__new_former_mailboxes` (
	`key_hash` text NOT NULL,
	`person_id` text NOT NULL,
	`left_at` integer NOT NULL,
	PRIMARY KEY(`key_hash`, `person_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "former_mailboxes_key_hash" CHECK(length("key_hash") = 64)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_former_mailboxes`("key_hash", "person_id", "left_at") SELECT "key_hash", "person_id", "left_at" FROM `former_mailboxes`;--> statement-breakpoint
DROP TABLE `former_mailboxes`;--> statement-breakpoint
ALTER TABLE `__new_former_mailboxes` RENAME TO `former_mailboxes`;--> statement-breakpoint
CREATE INDEX `former_mailboxes_person` ON `former_mailboxes` (`person_id`);
