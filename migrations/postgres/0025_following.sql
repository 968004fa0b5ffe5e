CREATE TABLE "digest_items" (
	"person_id" text COLLATE "C" NOT NULL,
	"mailing_id" text COLLATE "C" NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"pace" text COLLATE "C" NOT NULL,
	"list_follow_id" text COLLATE "C",
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "digest_items_person_id_mailing_id_pk" PRIMARY KEY("person_id","mailing_id"),
	CONSTRAINT "digest_items_pace" CHECK ("pace" in ('daily', 'weekly'))
);
--> statement-breakpoint
CREATE TABLE "list_follows" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"target" text COLLATE "C" NOT NULL,
	"wanted" boolean NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"pace" text COLLATE "C" NOT NULL,
	"kinds" jsonb,
	CONSTRAINT "list_follows_kind" CHECK ("kind" in ('agency', 'topic', 'district', 'search')),
	CONSTRAINT "list_follows_target" CHECK ("target" <> ''),
	CONSTRAINT "list_follows_pace" CHECK ("pace" in ('now', 'daily', 'weekly')),
	CONSTRAINT "list_follows_kinds" CHECK (jsonb_typeof("kinds") = 'array' and jsonb_array_length("kinds") between 1 and 6)
);
--> statement-breakpoint
CREATE TABLE "pending_follows" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"target" text COLLATE "C" NOT NULL,
	"email" text COLLATE "C" NOT NULL,
	"language" text COLLATE "C" NOT NULL,
	"token_hash" text COLLATE "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	CONSTRAINT "pending_follows_kind" CHECK ("kind" in ('case', 'agency', 'topic', 'district', 'search')),
	CONSTRAINT "pending_follows_target" CHECK ("target" <> ''),
	CONSTRAINT "pending_follows_email" CHECK ("email" like '_%@_%'),
	CONSTRAINT "pending_follows_language" CHECK ("language" <> ''),
	CONSTRAINT "pending_follows_token_hash" CHECK (length("token_hash") = 64),
	CONSTRAINT "pending_follows_created_at_before_expires_at" CHECK ("created_at" < "expires_at"),
	CONSTRAINT "pending_follows_created_at_before_confirmed_at" CHECK ("created_at" <= "confirmed_at")
);
--> statement-breakpoint
ALTER TABLE "mailings" DROP CONSTRAINT "mailings_kind";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_kind";--> statement-breakpoint
ALTER TABLE "follows" ADD COLUMN "pace" text COLLATE "C" DEFAULT 'now' NOT NULL;--> statement-breakpoint
ALTER TABLE "follows" ADD COLUMN "kinds" jsonb;--> statement-breakpoint
ALTER TABLE "mailings" ADD COLUMN "once" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "digest_items" ADD CONSTRAINT "digest_items_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_items" ADD CONSTRAINT "digest_items_mailing_id_mailings_id_fk" FOREIGN KEY ("mailing_id") REFERENCES "public"."mailings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_items" ADD CONSTRAINT "digest_items_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_items" ADD CONSTRAINT "digest_items_list_follow_id_list_follows_id_fk" FOREIGN KEY ("list_follow_id") REFERENCES "public"."list_follows"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_follows" ADD CONSTRAINT "list_follows_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_follows" ADD CONSTRAINT "list_follows_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pending_follows" ADD CONSTRAINT "pending_follows_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "digest_items_due" ON "digest_items" USING btree ("government_id","pace","person_id");--> statement-breakpoint
CREATE INDEX "digest_items_mailing" ON "digest_items" USING btree ("mailing_id");--> statement-breakpoint
CREATE INDEX "digest_items_list" ON "digest_items" USING btree ("list_follow_id");--> statement-breakpoint
CREATE UNIQUE INDEX "list_follows_person" ON "list_follows" USING btree ("person_id","government_id","kind","target");--> statement-breakpoint
CREATE INDEX "list_follows_list" ON "list_follows" USING btree ("government_id","kind","target","person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "pending_follows_token" ON "pending_follows" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "pending_follows_expires" ON "pending_follows" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "mailings_once" ON "mailings" USING btree ("once");--> statement-breakpoint
ALTER TABLE "follows" ADD CONSTRAINT "follows_pace" CHECK ("pace" in ('now', 'daily', 'weekly'));--> statement-breakpoint
ALTER TABLE "follows" ADD CONSTRAINT "follows_kinds" CHECK (jsonb_typeof("kinds") = 'array' and jsonb_array_length("kinds") between 1 and 6);--> statement-breakpoint
ALTER TABLE "mailings" ADD CONSTRAINT "mailings_once" CHECK ("once" <> '');--> statement-breakpoint
ALTER TABLE "mailings" ADD CONSTRAINT "mailings_kind" CHECK ("kind" in ('sign_in_code', 'confirm_cosignature', 'already_cosigned', 'invitation', 'passkey_added', 'passkey_removed', 'passkey_allowed', 'passkey_of_colleague', 'stage_changed', 'reach_proposer', 'proposer_replied', 'text_corrected', 'closing_moved', 'early_warning', 'assigned', 'check_due', 'check_overdue', 'due_14', 'due_7', 'due_0', 'overdue', 'transferred', 'routed', 'routed_followed', 'extended', 'answer_published', 'answer_supplemented', 'merge_question', 'text_corrected_signed', 'commitment_to_check', 'commitment_checked', 'case_news', 'author_news', 'digest', 'confirm_follow', 'already_following'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_kind" CHECK ("kind" in ('sign_in_code', 'confirm_cosignature', 'already_cosigned', 'invitation', 'passkey_added', 'passkey_removed', 'passkey_allowed', 'passkey_of_colleague', 'stage_changed', 'reach_proposer', 'proposer_replied', 'text_corrected', 'closing_moved', 'early_warning', 'assigned', 'check_due', 'check_overdue', 'due_14', 'due_7', 'due_0', 'overdue', 'transferred', 'routed', 'routed_followed', 'extended', 'answer_published', 'answer_supplemented', 'merge_question', 'text_corrected_signed', 'commitment_to_check', 'commitment_checked', 'case_news', 'author_news', 'digest', 'confirm_follow', 'already_following'));