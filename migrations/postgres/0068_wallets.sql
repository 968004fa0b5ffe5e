-- Somebody is asked to show a card in their wallet; a card may say who lives somewhere.
CREATE TABLE "wallet_requests" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"government_id" text COLLATE "C" NOT NULL,
	"session_hash" text COLLATE "C" NOT NULL,
	"source" text COLLATE "C" NOT NULL,
	"link" text COLLATE "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "wallet_requests_source" CHECK ("source" <> ''),
	CONSTRAINT "wallet_requests_link" CHECK ("link" <> ''),
	CONSTRAINT "wallet_requests_created_at_before_expires_at" CHECK ("created_at" < "expires_at")
);
--> statement-breakpoint
ALTER TABLE "verifications" DROP CONSTRAINT "verifications_method";--> statement-breakpoint
ALTER TABLE "wallet_requests" ADD CONSTRAINT "wallet_requests_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wallet_requests" ADD CONSTRAINT "wallet_requests_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wallet_requests" ADD CONSTRAINT "wallet_requests_session_hash_sessions_hash_fk" FOREIGN KEY ("session_hash") REFERENCES "public"."sessions"("hash") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "wallet_requests_person" ON "wallet_requests" USING btree ("person_id","government_id");--> statement-breakpoint
CREATE INDEX "wallet_requests_session" ON "wallet_requests" USING btree ("session_hash");--> statement-breakpoint
CREATE INDEX "wallet_requests_expires" ON "wallet_requests" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE "verifications" ADD CONSTRAINT "verifications_method" CHECK ("method" in ('sign_in', 'roll', 'service', 'wallet', 'counter'));
