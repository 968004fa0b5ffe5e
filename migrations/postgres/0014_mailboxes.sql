CREATE TABLE "mailbox_rules" (
	"domain" text COLLATE "C" PRIMARY KEY NOT NULL,
	"same_as" text COLLATE "C",
	"cut" text COLLATE "C" NOT NULL,
	"ignored" text COLLATE "C" NOT NULL,
	"subdomains" boolean NOT NULL
);
--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "email_key" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "double_of" text COLLATE "C";--> statement-breakpoint
-- By hand: a key of one's own for everybody, as addresses were told apart until now; `fuyi migrate` then puts each in its form.
UPDATE "people" SET "email_key" = "email";--> statement-breakpoint
CREATE UNIQUE INDEX "people_email_key" ON "people" USING btree ("email_key");--> statement-breakpoint
CREATE INDEX "people_without_key" ON "people" USING btree ("double_of") WHERE email_key is null and email is not null;--> statement-breakpoint
DROP INDEX "sign_in_codes_email";--> statement-breakpoint
ALTER TABLE "sign_in_codes" ADD COLUMN "email_key" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "sign_in_codes_mailbox" ON "sign_in_codes" USING btree ("email_key","created_at");--> statement-breakpoint
UPDATE "sign_in_codes" SET "email_key" = "email";
