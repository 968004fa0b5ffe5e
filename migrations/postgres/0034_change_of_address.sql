-- Another address for an account, the mailbox it left, and the mails about it.
CREATE TABLE "former_mailboxes" (
	"key_hash" text COLLATE "C" PRIMARY KEY NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"left_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "former_mailboxes_key_hash" CHECK (length("key_hash") = 64)
);
--> statement-breakpoint
CREATE TABLE "pending_addresses" (
	"person_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"email" text COLLATE "C" NOT NULL,
	"token_hash" text COLLATE "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "pending_addresses_email" CHECK ("email" like '_%@_%'),
	CONSTRAINT "pending_addresses_token_hash" CHECK (length("token_hash") = 64),
	CONSTRAINT "pending_addresses_created_at_before_expires_at" CHECK ("created_at" < "expires_at")
);
--> statement-breakpoint
ALTER TABLE "mailings" DROP CONSTRAINT "mailings_kind";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_kind";--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "former_account_id" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "former_mailboxes" ADD CONSTRAINT "former_mailboxes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pending_addresses" ADD CONSTRAINT "pending_addresses_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "former_mailboxes_person" ON "former_mailboxes" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "pending_addresses_token" ON "pending_addresses" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "pending_addresses_expires" ON "pending_addresses" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_former_account_id_people_id_fk" FOREIGN KEY ("former_account_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "people_former_account" ON "people" USING btree ("former_account_id") WHERE former_account_id is not null;--> statement-breakpoint
ALTER TABLE "mailings" ADD CONSTRAINT "mailings_kind" CHECK ("kind" in ('sign_in_code', 'confirm_cosignature', 'already_cosigned', 'invitation', 'passkey_added', 'passkey_removed', 'passkey_allowed', 'passkey_of_colleague', 'stage_changed', 'reach_proposer', 'proposer_replied', 'text_corrected', 'closing_moved', 'early_warning', 'assigned', 'check_due', 'check_overdue', 'due_14', 'due_7', 'due_0', 'overdue', 'transferred', 'routed', 'routed_followed', 'extended', 'answer_release', 'answer_published', 'answer_supplemented', 'merge_question', 'text_corrected_signed', 'commitment_to_check', 'commitment_checked', 'case_news', 'author_news', 'digest', 'confirm_follow', 'already_following', 'confirm_address', 'address_taken', 'address_changed'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_kind" CHECK ("kind" in ('sign_in_code', 'confirm_cosignature', 'already_cosigned', 'invitation', 'passkey_added', 'passkey_removed', 'passkey_allowed', 'passkey_of_colleague', 'stage_changed', 'reach_proposer', 'proposer_replied', 'text_corrected', 'closing_moved', 'early_warning', 'assigned', 'check_due', 'check_overdue', 'due_14', 'due_7', 'due_0', 'overdue', 'transferred', 'routed', 'routed_followed', 'extended', 'answer_release', 'answer_published', 'answer_supplemented', 'merge_question', 'text_corrected_signed', 'commitment_to_check', 'commitment_checked', 'case_news', 'author_news', 'digest', 'confirm_follow', 'already_following', 'confirm_address', 'address_taken', 'address_changed'));