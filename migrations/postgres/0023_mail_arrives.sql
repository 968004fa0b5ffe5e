CREATE TABLE "mail_domain_days" (
	"day" text COLLATE "C" NOT NULL,
	"domain" text COLLATE "C" NOT NULL,
	"asked" bigint NOT NULL,
	"pressed" bigint NOT NULL,
	CONSTRAINT "mail_domain_days_day_domain_pk" PRIMARY KEY("day","domain"),
	CONSTRAINT "mail_domain_days_day" CHECK ("day" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	CONSTRAINT "mail_domain_days_domain" CHECK ("domain" <> ''),
	CONSTRAINT "mail_domain_days_asked" CHECK ("asked" >= 1),
	CONSTRAINT "mail_domain_days_pressed" CHECK ("pressed" >= 0),
	CONSTRAINT "mail_domain_days_share" CHECK (pressed <= asked)
);
--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "bounced_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "bounce" text COLLATE "C";--> statement-breakpoint
CREATE INDEX "outbox_bounced" ON "outbox" USING btree ("bounced_at") WHERE bounced_at is not null;