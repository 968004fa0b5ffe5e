-- Mirrors: who keeps our logs whole and signs that, and the key of this deployment as one.
CREATE TABLE `__new_log_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text,
	`use` text NOT NULL,
	`name` text NOT NULL,
	`public_key` text NOT NULL,
	`sealed` text NOT NULL,
	`made_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "log_keys_use" CHECK("use" = 'log' or "use" = 'witness' or "use" = 'mirror'),
	CONSTRAINT "log_keys_use_government" CHECK((use = 'log') = (government_id is not null)),
	CONSTRAINT "log_keys_name" CHECK("name" <> ''),
	CONSTRAINT "log_keys_sealed" CHECK("sealed" <> ''),
	CONSTRAINT "log_keys_public_key" CHECK(length(public_key) = 44),
	CONSTRAINT "log_keys_made_at_before_ended_at" CHECK("made_at" <= "ended_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_log_keys`("id", "government_id", "use", "name", "public_key", "sealed", "made_at", "ended_at") SELECT "id", "government_id", "use", "name", "public_key", "sealed", "made_at", "ended_at" FROM `log_keys`;--> statement-breakpoint
DROP TABLE `log_keys`;--> statement-breakpoint
ALTER TABLE `__new_log_keys` RENAME TO `log_keys`;--> statement-breakpoint
CREATE UNIQUE INDEX `log_keys_public` ON `log_keys` (`public_key`);--> statement-breakpoint
CREATE INDEX `log_keys_government` ON `log_keys` (`government_id`,`ended_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `log_keys_first` ON `log_keys` (`government_id`,`use`) WHERE ended_at is null;--> statement-breakpoint
CREATE TABLE `__new_log_witnesses` (
	`id` text PRIMARY KEY NOT NULL,
	`vkey` text NOT NULL,
	`kind` text DEFAULT 'witness' NOT NULL,
	`url` text NOT NULL,
	`added_at` integer NOT NULL,
	`ended_at` integer,
	CONSTRAINT "log_witnesses_kind" CHECK("kind" = 'witness' or "kind" = 'mirror'),
	CONSTRAINT "log_witnesses_vkey" CHECK("vkey" <> ''),
	CONSTRAINT "log_witnesses_url" CHECK("url" <> ''),
	CONSTRAINT "log_witnesses_added_at_before_ended_at" CHECK("added_at" <= "ended_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_log_witnesses`("id", "vkey", "url", "added_at", "ended_at") SELECT "id", "vkey", "url", "added_at", "ended_at" FROM `log_witnesses`;--> statement-breakpoint
DROP TABLE `log_witnesses`;--> statement-breakpoint
ALTER TABLE `__new_log_witnesses` RENAME TO `log_witnesses`;--> statement-breakpoint
CREATE UNIQUE INDEX `log_witnesses_vkey` ON `log_witnesses` (`vkey`);