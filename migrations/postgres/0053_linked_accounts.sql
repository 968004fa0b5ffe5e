-- Accounts at sign-in services that people connected with theirs; sessions that such a service opened.
CREATE TABLE "linked_accounts" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"service" text COLLATE "C" NOT NULL,
	"subject_hash" text COLLATE "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "linked_accounts_service" CHECK ("service" <> ''),
	CONSTRAINT "linked_accounts_subject_hash" CHECK (length("subject_hash") = 64),
	CONSTRAINT "linked_accounts_created_at_before_last_used_at" CHECK ("created_at" <= "last_used_at")
);
--> statement-breakpoint
ALTER TABLE "sessions" DROP CONSTRAINT "sessions_means";--> statement-breakpoint
ALTER TABLE "linked_accounts" ADD CONSTRAINT "linked_accounts_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "linked_accounts_subject" ON "linked_accounts" USING btree ("subject_hash");--> statement-breakpoint
CREATE INDEX "linked_accounts_person" ON "linked_accounts" USING btree ("person_id");--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_means" CHECK ("means" in ('code', 'link', 'passkey', 'service', 'demonstration'));
