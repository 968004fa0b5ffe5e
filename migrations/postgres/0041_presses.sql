-- Buttons that were pressed a moment ago, in all processes.
CREATE TABLE "presses" (
	"key" text COLLATE "C" PRIMARY KEY NOT NULL,
	"leads_to" text COLLATE "C",
	"known_until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "presses_key" CHECK (length("key") = 64)
);
--> statement-breakpoint
CREATE INDEX "presses_known" ON "presses" USING btree ("known_until");