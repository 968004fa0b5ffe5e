CREATE TABLE "shown_versions" (
	"key" text COLLATE "C" PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "shown_versions_version" CHECK ("version" >= 1)
);
