-- Mailboxes that have signed a case and whose accounts were erased: so that erasing oneself is no way to sign again.
CREATE TABLE `spent_mailboxes` (
	`proposal_id` text NOT NULL,
	`digest` text NOT NULL,
	PRIMARY KEY(`proposal_id`, `digest`),
	CONSTRAINT "spent_mailboxes_digest" CHECK("digest" <> '')
) STRICT;
