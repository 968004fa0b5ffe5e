-- The transparency log of each government, and what opens the commitment of a co-signature in it.
CREATE TABLE `log_bundles` (
	`government_id` text NOT NULL,
	`n` integer NOT NULL,
	`width` integer NOT NULL,
	`entries` blob NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`government_id`, `n`),
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "log_bundles_n" CHECK("n" >= 0),
	CONSTRAINT "log_bundles_width" CHECK(width between 1 and 256 and length(entries) >= 2 * width),
	CONSTRAINT "log_bundles_first_at_before_last_at" CHECK("first_at" <= "last_at")
) STRICT;
--> statement-breakpoint
CREATE INDEX `log_bundles_last` ON `log_bundles` (`government_id`,`last_at`);--> statement-breakpoint
CREATE TABLE `log_heads` (
	`government_id` text PRIMARY KEY NOT NULL,
	`origin` text NOT NULL,
	`begun_at` integer NOT NULL,
	`size` integer NOT NULL,
	`signed_size` integer,
	`checkpoint` text,
	`signed_at` integer,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "log_heads_origin" CHECK("origin" <> ''),
	CONSTRAINT "log_heads_signed_size_with_checkpoint" CHECK(("signed_size" is null) = ("checkpoint" is null) and ("signed_size" is null) = ("signed_at" is null)),
	CONSTRAINT "log_heads_signed" CHECK(signed_size between 1 and size),
	CONSTRAINT "log_heads_begun_at_before_signed_at" CHECK("begun_at" <= "signed_at")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `log_heads_origin` ON `log_heads` (`origin`);--> statement-breakpoint
CREATE TABLE `log_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`government_id` text,
	`use` text NOT NULL,
	`name` text NOT NULL,
	`public_key` text NOT NULL,
	`sealed` text NOT NULL,
	`made_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "log_keys_use" CHECK("use" = 'log' or "use" = 'witness'),
	CONSTRAINT "log_keys_use_government" CHECK((use = 'witness') = (government_id is null)),
	CONSTRAINT "log_keys_name" CHECK("name" <> ''),
	CONSTRAINT "log_keys_sealed" CHECK("sealed" <> ''),
	CONSTRAINT "log_keys_public_key" CHECK(length(public_key) = 44),
	CONSTRAINT "log_keys_made_at_before_ended_at" CHECK("made_at" <= "ended_at")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `log_keys_public` ON `log_keys` (`public_key`);--> statement-breakpoint
CREATE INDEX `log_keys_government` ON `log_keys` (`government_id`,`ended_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `log_keys_first` ON `log_keys` (`government_id`,`use`) WHERE ended_at is null;--> statement-breakpoint
CREATE TABLE `log_progress` (
	`name` text PRIMARY KEY NOT NULL,
	`number` integer NOT NULL,
	CONSTRAINT "log_progress_one" CHECK(name = 'record'),
	CONSTRAINT "log_progress_number" CHECK("number" >= 0)
) STRICT;
--> statement-breakpoint
CREATE TABLE `log_tiles` (
	`government_id` text NOT NULL,
	`level` integer NOT NULL,
	`n` integer NOT NULL,
	`width` integer NOT NULL,
	`hashes` blob NOT NULL,
	PRIMARY KEY(`government_id`, `level`, `n`),
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "log_tiles_place" CHECK(level between 0 and 63 and n >= 0),
	CONSTRAINT "log_tiles_width" CHECK(width between 1 and 256 and length(hashes) = 32 * width)
) STRICT;
--> statement-breakpoint
ALTER TABLE `cosignatures` ADD `salt` text;
--> statement-breakpoint
CREATE TRIGGER log_tiles_only_grow BEFORE UPDATE ON log_tiles WHEN NEW.width <= OLD.width OR substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes BEGIN SELECT RAISE(ABORT, 'what the log holds is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER log_tiles_are_never_deleted BEFORE DELETE ON log_tiles BEGIN SELECT RAISE(ABORT, 'what the log holds is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER log_bundles_only_grow BEFORE UPDATE ON log_bundles WHEN NEW.width <= OLD.width OR substr(NEW.entries, 1, length(OLD.entries)) <> OLD.entries BEGIN SELECT RAISE(ABORT, 'what the log holds is only ever appended to'); END;
--> statement-breakpoint
CREATE TRIGGER log_bundles_are_never_deleted BEFORE DELETE ON log_bundles BEGIN SELECT RAISE(ABORT, 'what the log holds is only ever appended to'); END;
