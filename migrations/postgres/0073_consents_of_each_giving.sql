-- Each consent says until when, as it was said then; and there is one for all that is given.
ALTER TABLE "consents" DROP CONSTRAINT "consents_purpose";--> statement-breakpoint
ALTER TABLE "consents" ADD COLUMN "lasts" text COLLATE "C" DEFAULT 'case' NOT NULL;--> statement-breakpoint
UPDATE "consents" SET "lasts" = case "purpose" when 'follow' then 'stop' when 'district' then 'account' else 'case' end;--> statement-breakpoint
ALTER TABLE "consents" ADD COLUMN "expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_lasts" CHECK ("lasts" in ('case', 'stop', 'account', 'draft', 'seat', 'date'));--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_date" CHECK ((lasts = 'date') = (expires_at is not null));--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_purpose" CHECK ("purpose" in ('cosign', 'reason', 'news', 'follow', 'propose', 'district', 'account', 'draft', 'letter', 'seat', 'service', 'passkey', 'calendar', 'webhook', 'verified', 'register'));
