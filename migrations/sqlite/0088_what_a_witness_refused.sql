-- What a witness did not sign, since nothing showed that it goes on from what it had signed: a note for whoever runs it.
CREATE TABLE `__new_witnessed_logs` (
	`origin` text PRIMARY KEY NOT NULL,
	`origin_hash` text NOT NULL,
	`vkeys` text NOT NULL,
	`size` integer NOT NULL,
	`root` text,
	`checkpoint` text,
	`cosigned_at` integer,
	`contradiction` text,
	`contradicted_at` integer,
	`refused` text,
	`refused_at` integer,
	`added_at` integer NOT NULL,
	`ended_at` integer,
	CONSTRAINT "witnessed_logs_origin" CHECK("origin" <> ''),
	CONSTRAINT "witnessed_logs_vkeys" CHECK("vkeys" <> ''),
	CONSTRAINT "witnessed_logs_origin_hash" CHECK(length(origin_hash) = 64),
	CONSTRAINT "witnessed_logs_size" CHECK("size" >= 0),
	CONSTRAINT "witnessed_logs_root_with_checkpoint" CHECK(("root" is null) = ("checkpoint" is null) and ("root" is null) = ("cosigned_at" is null)),
	CONSTRAINT "witnessed_logs_contradiction_with_contradicted_at" CHECK(("contradiction" is null) = ("contradicted_at" is null)),
	CONSTRAINT "witnessed_logs_refused_with_refused_at" CHECK(("refused" is null) = ("refused_at" is null)),
	CONSTRAINT "witnessed_logs_added_at_before_ended_at" CHECK("added_at" <= "ended_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_witnessed_logs`("origin", "origin_hash", "vkeys", "size", "root", "checkpoint", "cosigned_at", "contradiction", "contradicted_at", "added_at", "ended_at") SELECT "origin", "origin_hash", "vkeys", "size", "root", "checkpoint", "cosigned_at", "contradiction", "contradicted_at", "added_at", "ended_at" FROM `witnessed_logs`;--> statement-breakpoint
DROP TABLE `witnessed_logs`;--> statement-breakpoint
ALTER TABLE `__new_witnessed_logs` RENAME TO `witnessed_logs`;--> statement-breakpoint
CREATE UNIQUE INDEX `witnessed_logs_hash` ON `witnessed_logs` (`origin_hash`);