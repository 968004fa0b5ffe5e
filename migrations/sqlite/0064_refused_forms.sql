-- Newcomers' forms for mailboxes that had signed already: how many, of each case.
CREATE TABLE `refused_forms` (
	`proposal_id` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	CONSTRAINT "refused_forms_count" CHECK("count" >= 0)
) STRICT;
