-- What came of a card that a wallet sent to us waits for the page that asked for it.
ALTER TABLE "wallet_requests" ADD COLUMN "outcome" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "wallet_requests" ADD COLUMN "subject_key" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "wallet_requests" ADD COLUMN "code_hash" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "wallet_requests" ADD CONSTRAINT "wallet_requests_outcome" CHECK ("outcome" in ('found', 'incomplete', 'elsewhere', 'young', 'rejected', 'cancelled'));--> statement-breakpoint
ALTER TABLE "wallet_requests" ADD CONSTRAINT "wallet_requests_subject_key" CHECK (length("subject_key") = 64);--> statement-breakpoint
ALTER TABLE "wallet_requests" ADD CONSTRAINT "wallet_requests_code_hash" CHECK (length("code_hash") = 64);--> statement-breakpoint
ALTER TABLE "wallet_requests" ADD CONSTRAINT "wallet_requests_found" CHECK ((outcome is not null and outcome = 'found') = (subject_key is not null));
