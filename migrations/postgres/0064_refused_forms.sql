-- Newcomers' forms for mailboxes that had signed already: how many, of each case.
CREATE TABLE "refused_forms" (
	"proposal_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "refused_forms_count" CHECK ("count" >= 0)
);
