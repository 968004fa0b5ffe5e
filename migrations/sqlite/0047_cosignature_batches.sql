-- What staff decide of many co-signatures at once, and whose they are for as long as it can be undone.
CREATE TABLE `cosignature_batch_rows` (
	`batch_id` text NOT NULL,
	`person_id` text NOT NULL,
	`moved` integer NOT NULL,
	PRIMARY KEY(`batch_id`, `person_id`),
	FOREIGN KEY (`batch_id`) REFERENCES `cosignature_batches`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "cosignature_batch_rows_moved" CHECK("moved" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE INDEX `cosignature_batch_rows_open` ON `cosignature_batch_rows` (`batch_id`,`moved`);--> statement-breakpoint
CREATE TABLE `cosignature_batches` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`from_state` text NOT NULL,
	`to_state` text NOT NULL,
	`group_kind` text,
	`group_key` text,
	`words` text NOT NULL,
	`salt` text NOT NULL,
	`total` integer NOT NULL,
	`state` text NOT NULL,
	`asked_by_id` text NOT NULL,
	`asked_at` integer NOT NULL,
	`confirmed_by_id` text,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`asked_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`confirmed_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "cosignature_batches_from_state" CHECK("from_state" = 'counted' or "from_state" = 'held' or "from_state" = 'invalid'),
	CONSTRAINT "cosignature_batches_to_state" CHECK("to_state" = 'counted' or "to_state" = 'held' or "to_state" = 'invalid'),
	CONSTRAINT "cosignature_batches_changes" CHECK(from_state <> to_state),
	CONSTRAINT "cosignature_batches_group" CHECK((group_kind is null) = (group_key is null)),
	CONSTRAINT "cosignature_batches_two" CHECK(confirmed_by_id <> asked_by_id),
	CONSTRAINT "cosignature_batches_words" CHECK("words" <> ''),
	CONSTRAINT "cosignature_batches_salt" CHECK("salt" <> ''),
	CONSTRAINT "cosignature_batches_total" CHECK("total" >= 1),
	CONSTRAINT "cosignature_batches_state" CHECK("state" = 'waiting' or "state" = 'running' or "state" = 'done' or "state" = 'stopped' or "state" = 'undoing' or "state" = 'undone' or "state" = 'dropped'),
	CONSTRAINT "cosignature_batches_asked_at_before_changed_at" CHECK("asked_at" <= "changed_at")
) STRICT;
--> statement-breakpoint
CREATE INDEX `cosignature_batches_case` ON `cosignature_batches` (`proposal_id`,`asked_at`);--> statement-breakpoint
CREATE INDEX `cosignature_batches_open` ON `cosignature_batches` (`state`);