-- Files that are attached to answers.
CREATE TABLE `answer_attachments` (
	`answer_id` text NOT NULL,
	`file_hash` text NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`attached_at` integer NOT NULL,
	PRIMARY KEY(`answer_id`, `file_hash`),
	FOREIGN KEY (`answer_id`) REFERENCES `answers`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`file_hash`) REFERENCES `files`(`hash`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "answer_attachments_title" CHECK("title" <> '')
) STRICT;
--> statement-breakpoint
CREATE INDEX `answer_attachments_file` ON `answer_attachments` (`file_hash`);--> statement-breakpoint
CREATE TABLE `files` (
	`hash` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`size` integer NOT NULL,
	`width` integer,
	`height` integer,
	`pages` integer,
	`pages_without_text` integer,
	`created_at` integer NOT NULL,
	`content` blob NOT NULL,
	CONSTRAINT "files_hash" CHECK(length("hash") = 64),
	CONSTRAINT "files_type" CHECK("type" = 'application/pdf' or "type" = 'image/png' or "type" = 'image/jpeg' or "type" = 'image/webp' or "type" = 'image/gif'),
	CONSTRAINT "files_size" CHECK("size" >= 1),
	CONSTRAINT "files_width" CHECK("width" >= 1),
	CONSTRAINT "files_height" CHECK("height" >= 1),
	CONSTRAINT "files_pages" CHECK("pages" >= 1),
	CONSTRAINT "files_pages_without_text" CHECK("pages_without_text" >= 0),
	CONSTRAINT "files_weighed" CHECK(length(content) = size),
	CONSTRAINT "files_with_pixels" CHECK((type = 'application/pdf') = (width is null) and (width is null) = (height is null)),
	CONSTRAINT "files_with_pages" CHECK((type = 'application/pdf') = (pages is not null) and (pages is null) = (pages_without_text is null))
) STRICT;
