-- Asking the register office: files that go out and come in, and who waits for an answer.
CREATE TABLE "register_batches" (
	"government_id" text COLLATE "C" NOT NULL,
	"number" bigint NOT NULL,
	"fields" jsonb NOT NULL,
	"lines" bigint NOT NULL,
	"asked_by_id" text COLLATE "C" NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"sent_by_id" text COLLATE "C",
	"sent_at" timestamp (3) with time zone,
	"taken_until" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"yes" bigint NOT NULL,
	"no" bigint NOT NULL,
	CONSTRAINT "register_batches_government_id_number_pk" PRIMARY KEY("government_id","number"),
	CONSTRAINT "register_batches_number" CHECK ("number" >= 1),
	CONSTRAINT "register_batches_lines" CHECK ("lines" >= 1),
	CONSTRAINT "register_batches_yes" CHECK ("yes" >= 0),
	CONSTRAINT "register_batches_no" CHECK ("no" >= 0),
	CONSTRAINT "register_batches_fields" CHECK (jsonb_typeof("fields") = 'array' and jsonb_array_length("fields") >= 1),
	CONSTRAINT "register_batches_sent_at_with_sent_by_id" CHECK (("sent_at" is null) = ("sent_by_id" is null) and ("sent_at" is null) = ("expires_at" is null)),
	CONSTRAINT "register_batches_taken_until_needs_sent_at" CHECK ("taken_until" is null or "sent_at" is not null),
	CONSTRAINT "register_batches_asked_at_before_sent_at" CHECK ("asked_at" <= "sent_at"),
	CONSTRAINT "register_batches_sent_at_before_taken_until" CHECK ("sent_at" < "taken_until")
);
--> statement-breakpoint
CREATE TABLE "register_offices" (
	"government_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"fields" jsonb NOT NULL,
	"open" boolean NOT NULL,
	CONSTRAINT "register_offices_name" CHECK ("name" <> ''),
	CONSTRAINT "register_offices_fields" CHECK (jsonb_typeof("fields") = 'array' and jsonb_array_length("fields") >= 1)
);
--> statement-breakpoint
CREATE TABLE "register_requests" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"subject_key" text COLLATE "C" NOT NULL,
	"sealed" text COLLATE "C",
	"asked_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"batch" bigint,
	"line" text COLLATE "C",
	"answer" text COLLATE "C",
	"read_by_id" text COLLATE "C",
	CONSTRAINT "register_requests_subject_key" CHECK (length("subject_key") = 64),
	CONSTRAINT "register_requests_sealed" CHECK ("sealed" <> ''),
	CONSTRAINT "register_requests_line" CHECK ("line" <> ''),
	CONSTRAINT "register_requests_answer" CHECK ("answer" in ('yes', 'no')),
	CONSTRAINT "register_requests_batch_with_line" CHECK (("batch" is null) = ("line" is null)),
	CONSTRAINT "register_requests_answer_with_read_by_id" CHECK (("answer" is null) = ("read_by_id" is null)),
	CONSTRAINT "register_requests_asked_at_before_expires_at" CHECK ("asked_at" < "expires_at")
);
--> statement-breakpoint
ALTER TABLE "mailings" DROP CONSTRAINT "mailings_kind";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_kind";--> statement-breakpoint
ALTER TABLE "setting_changes" DROP CONSTRAINT "setting_changes_area";--> statement-breakpoint
ALTER TABLE "setting_changes" DROP CONSTRAINT "setting_changes_act";--> statement-breakpoint
ALTER TABLE "verifications" DROP CONSTRAINT "verifications_method";--> statement-breakpoint
ALTER TABLE "register_batches" ADD CONSTRAINT "register_batches_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_batches" ADD CONSTRAINT "register_batches_asked_by_id_people_id_fk" FOREIGN KEY ("asked_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_batches" ADD CONSTRAINT "register_batches_sent_by_id_people_id_fk" FOREIGN KEY ("sent_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_offices" ADD CONSTRAINT "register_offices_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_requests" ADD CONSTRAINT "register_requests_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_requests" ADD CONSTRAINT "register_requests_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_requests" ADD CONSTRAINT "register_requests_read_by_id_people_id_fk" FOREIGN KEY ("read_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "register_requests_person" ON "register_requests" USING btree ("person_id","government_id");--> statement-breakpoint
CREATE UNIQUE INDEX "register_requests_line" ON "register_requests" USING btree ("government_id","batch","line");--> statement-breakpoint
CREATE INDEX "register_requests_expires" ON "register_requests" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE "mailings" ADD CONSTRAINT "mailings_kind" CHECK ("kind" in ('sign_in_code', 'confirm_cosignature', 'already_cosigned', 'invitation', 'passkey_added', 'passkey_removed', 'passkey_allowed', 'passkey_of_colleague', 'stage_changed', 'reach_proposer', 'proposer_replied', 'text_corrected', 'closing_moved', 'early_warning', 'assigned', 'check_due', 'check_overdue', 'due_14', 'due_7', 'due_0', 'overdue', 'transferred', 'routed', 'routed_followed', 'extended', 'answer_release', 'answer_published', 'answer_supplemented', 'merge_question', 'text_corrected_signed', 'commitment_to_check', 'commitment_checked', 'case_news', 'author_news', 'digest', 'confirm_follow', 'already_following', 'confirm_address', 'address_taken', 'address_changed', 'webhook_paused', 'verification_answered'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_kind" CHECK ("kind" in ('sign_in_code', 'confirm_cosignature', 'already_cosigned', 'invitation', 'passkey_added', 'passkey_removed', 'passkey_allowed', 'passkey_of_colleague', 'stage_changed', 'reach_proposer', 'proposer_replied', 'text_corrected', 'closing_moved', 'early_warning', 'assigned', 'check_due', 'check_overdue', 'due_14', 'due_7', 'due_0', 'overdue', 'transferred', 'routed', 'routed_followed', 'extended', 'answer_release', 'answer_published', 'answer_supplemented', 'merge_question', 'text_corrected_signed', 'commitment_to_check', 'commitment_checked', 'case_news', 'author_news', 'digest', 'confirm_follow', 'already_following', 'confirm_address', 'address_taken', 'address_changed', 'webhook_paused', 'verification_answered'));--> statement-breakpoint
ALTER TABLE "setting_changes" ADD CONSTRAINT "setting_changes_area" CHECK ("area" in ('rules', 'blackouts', 'announcements', 'holidays', 'agencies', 'topics', 'districts', 'reasons', 'people', 'passkeys', 'limits', 'register', 'face'));--> statement-breakpoint
ALTER TABLE "setting_changes" ADD CONSTRAINT "setting_changes_act" CHECK ("act" in ('added', 'changed', 'removed', 'moved', 'retired', 'restored', 'loaded', 'coordinating', 'invited', 'sent_again', 'revoked', 'ended', 'passkey_allowed', 'passkey_added', 'sent', 'answered'));--> statement-breakpoint
ALTER TABLE "verifications" ADD CONSTRAINT "verifications_method" CHECK ("method" in ('sign_in', 'roll', 'service', 'wallet', 'register', 'counter'));
