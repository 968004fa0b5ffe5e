-- Several may have left one mailbox: the row of whoever left it before stays when the next one leaves it, and when the next one is erased.
ALTER TABLE "former_mailboxes" DROP CONSTRAINT "former_mailboxes_pkey";--> statement-breakpoint
ALTER TABLE "former_mailboxes" ADD CONSTRAINT "former_mailboxes_key_hash_person_id_pk" PRIMARY KEY("key_hash","person_id");
