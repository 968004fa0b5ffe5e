-- Mailboxes that have signed a case and whose accounts were erased: so that erasing oneself is no way to sign again.
CREATE TABLE "spent_mailboxes" (
	"proposal_id" text COLLATE "C" NOT NULL,
	"digest" text COLLATE "C" NOT NULL,
	CONSTRAINT "spent_mailboxes_proposal_id_digest_pk" PRIMARY KEY("proposal_id","digest"),
	CONSTRAINT "spent_mailboxes_digest" CHECK ("digest" <> '')
);
