-- Who witnesses our logs, which logs are witnessed here, and the checkpoint of each day.
CREATE TABLE `log_cosignatures` (
	`government_id` text NOT NULL,
	`witness_id` text NOT NULL,
	`size` integer NOT NULL,
	`checkpoint` text,
	`line` text,
	`cosigned_at` integer,
	`failure` text,
	`failed_at` integer,
	PRIMARY KEY(`government_id`, `witness_id`),
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`witness_id`) REFERENCES `log_witnesses`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "log_cosignatures_size" CHECK("size" >= 0),
	CONSTRAINT "log_cosignatures_checkpoint_with_line" CHECK(("checkpoint" is null) = ("line" is null) and ("checkpoint" is null) = ("cosigned_at" is null)),
	CONSTRAINT "log_cosignatures_failure_with_failed_at" CHECK(("failure" is null) = ("failed_at" is null))
) STRICT;
--> statement-breakpoint
CREATE TABLE `log_days` (
	`government_id` text NOT NULL,
	`day` text NOT NULL,
	`size` integer NOT NULL,
	`checkpoint` text NOT NULL,
	`kept_at` integer NOT NULL,
	PRIMARY KEY(`government_id`, `day`),
	FOREIGN KEY (`government_id`) REFERENCES `governments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "log_days_day" CHECK(date("day") is "day"),
	CONSTRAINT "log_days_size" CHECK("size" >= 1),
	CONSTRAINT "log_days_checkpoint" CHECK("checkpoint" <> '')
) STRICT;
--> statement-breakpoint
CREATE TABLE `log_witnesses` (
	`id` text PRIMARY KEY NOT NULL,
	`vkey` text NOT NULL,
	`url` text NOT NULL,
	`added_at` integer NOT NULL,
	`ended_at` integer,
	CONSTRAINT "log_witnesses_vkey" CHECK("vkey" <> ''),
	CONSTRAINT "log_witnesses_url" CHECK("url" <> ''),
	CONSTRAINT "log_witnesses_added_at_before_ended_at" CHECK("added_at" <= "ended_at")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `log_witnesses_vkey` ON `log_witnesses` (`vkey`);--> statement-breakpoint
CREATE TABLE `witnessed_logs` (
	`origin` text PRIMARY KEY NOT NULL,
	`origin_hash` text NOT NULL,
	`vkeys` text NOT NULL,
	`size` integer NOT NULL,
	`root` text,
	`checkpoint` text,
	`cosigned_at` integer,
	`contradiction` text,
	`contradicted_at` integer,
	`added_at` integer NOT NULL,
	`ended_at` integer,
	CONSTRAINT "witnessed_logs_origin" CHECK("origin" <> ''),
	CONSTRAINT "witnessed_logs_vkeys" CHECK("vkeys" <> ''),
	CONSTRAINT "witnessed_logs_origin_hash" CHECK(length(origin_hash) = 64),
	CONSTRAINT "witnessed_logs_size" CHECK("size" >= 0),
	CONSTRAINT "witnessed_logs_root_with_checkpoint" CHECK(("root" is null) = ("checkpoint" is null) and ("root" is null) = ("cosigned_at" is null)),
	CONSTRAINT "witnessed_logs_contradiction_with_contradicted_at" CHECK(("contradiction" is null) = ("contradicted_at" is null)),
	CONSTRAINT "witnessed_logs_added_at_before_ended_at" CHECK("added_at" <= "ended_at")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `witnessed_logs_hash` ON `witnessed_logs` (`origin_hash`);