CREATE TABLE "kept_forms" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"browser_hash" text COLLATE "C" NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"page" text COLLATE "C" NOT NULL,
	"status" bigint NOT NULL,
	"sealed" text COLLATE "C" NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "kept_forms_of_browser" ON "kept_forms" USING btree ("browser_hash","path");--> statement-breakpoint
CREATE INDEX "kept_forms_expires" ON "kept_forms" USING btree ("expires_at");