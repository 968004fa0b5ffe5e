CREATE TABLE `text_versions` (
	`proposal_id` text NOT NULL,
	`revision` integer NOT NULL,
	`title` text NOT NULL,
	`problem` text NOT NULL,
	`benefit` text NOT NULL,
	`asks` text NOT NULL,
	`kept_at` integer NOT NULL,
	PRIMARY KEY(`proposal_id`, `revision`),
	FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE cascade
);
