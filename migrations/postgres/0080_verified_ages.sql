-- Somebody may be verified to be at least so old, beside where they live; and each claim stands for itself.
ALTER TABLE "consents" DROP CONSTRAINT "consents_purpose";--> statement-breakpoint
ALTER TABLE "verifications" DROP CONSTRAINT "verifications_claim";--> statement-breakpoint
DROP INDEX "verifications_person";--> statement-breakpoint
DROP INDEX "verifications_subject";--> statement-breakpoint
ALTER TABLE "cosignatures" ADD COLUMN "of_age" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "counter_visits" ADD COLUMN "resident" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "counter_visits" ADD COLUMN "least_age" bigint;--> statement-breakpoint
ALTER TABLE "verifications" ADD COLUMN "least_age" bigint;--> statement-breakpoint
ALTER TABLE "wallet_requests" ADD COLUMN "least_age" bigint;--> statement-breakpoint
CREATE UNIQUE INDEX "verifications_person" ON "verifications" USING btree ("person_id","government_id","claim");--> statement-breakpoint
CREATE UNIQUE INDEX "verifications_subject" ON "verifications" USING btree ("government_id","subject_key","claim");--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_purpose" CHECK ("purpose" in ('cosign', 'reason', 'news', 'follow', 'propose', 'district', 'account', 'draft', 'letter', 'seat', 'service', 'passkey', 'calendar', 'webhook', 'verified', 'age', 'register'));--> statement-breakpoint
ALTER TABLE "counter_visits" ADD CONSTRAINT "counter_visits_least_age" CHECK ("least_age" >= 1);--> statement-breakpoint
ALTER TABLE "verifications" ADD CONSTRAINT "verifications_age" CHECK ((claim = 'age') = (least_age is not null));--> statement-breakpoint
ALTER TABLE "verifications" ADD CONSTRAINT "verifications_least_age" CHECK ("least_age" >= 1);--> statement-breakpoint
ALTER TABLE "verifications" ADD CONSTRAINT "verifications_claim" CHECK ("claim" in ('resident', 'age'));--> statement-breakpoint
ALTER TABLE "wallet_requests" ADD CONSTRAINT "wallet_requests_least_age" CHECK ("least_age" >= 1);