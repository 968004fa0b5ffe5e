-- Files that are attached to answers.
CREATE TABLE "answer_attachments" (
	"answer_id" text COLLATE "C" NOT NULL,
	"file_hash" text COLLATE "C" NOT NULL,
	"title" text COLLATE "C" NOT NULL,
	"description" text COLLATE "C" NOT NULL,
	"attached_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "answer_attachments_answer_id_file_hash_pk" PRIMARY KEY("answer_id","file_hash"),
	CONSTRAINT "answer_attachments_title" CHECK ("title" <> '')
);
--> statement-breakpoint
CREATE TABLE "files" (
	"hash" text COLLATE "C" PRIMARY KEY NOT NULL,
	"type" text COLLATE "C" NOT NULL,
	"size" bigint NOT NULL,
	"width" bigint,
	"height" bigint,
	"pages" bigint,
	"pages_without_text" bigint,
	"created_at" timestamp (3) with time zone NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "files_hash" CHECK (length("hash") = 64),
	CONSTRAINT "files_type" CHECK ("type" in ('application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'image/gif')),
	CONSTRAINT "files_size" CHECK ("size" >= 1),
	CONSTRAINT "files_width" CHECK ("width" >= 1),
	CONSTRAINT "files_height" CHECK ("height" >= 1),
	CONSTRAINT "files_pages" CHECK ("pages" >= 1),
	CONSTRAINT "files_pages_without_text" CHECK ("pages_without_text" >= 0),
	CONSTRAINT "files_weighed" CHECK (length(content) = size),
	CONSTRAINT "files_with_pixels" CHECK ((type = 'application/pdf') = (width is null) and (width is null) = (height is null)),
	CONSTRAINT "files_with_pages" CHECK ((type = 'application/pdf') = (pages is not null) and (pages is null) = (pages_without_text is null))
);
--> statement-breakpoint
ALTER TABLE "answer_attachments" ADD CONSTRAINT "answer_attachments_answer_id_answers_id_fk" FOREIGN KEY ("answer_id") REFERENCES "public"."answers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_attachments" ADD CONSTRAINT "answer_attachments_file_hash_files_hash_fk" FOREIGN KEY ("file_hash") REFERENCES "public"."files"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "answer_attachments_file" ON "answer_attachments" USING btree ("file_hash");