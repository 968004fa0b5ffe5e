CREATE TABLE `mail_domain_days` (
	`day` text NOT NULL,
	`domain` text NOT NULL,
	`asked` integer NOT NULL,
	`pressed` integer NOT NULL,
	PRIMARY KEY(`day`, `domain`),
	CONSTRAINT "mail_domain_days_day" CHECK(date("day") is "day"),
	CONSTRAINT "mail_domain_days_domain" CHECK("domain" <> ''),
	CONSTRAINT "mail_domain_days_asked" CHECK("asked" >= 1),
	CONSTRAINT "mail_domain_days_pressed" CHECK("pressed" >= 0),
	CONSTRAINT "mail_domain_days_share" CHECK(pressed <= asked)
) STRICT;
--> statement-breakpoint
ALTER TABLE `outbox` ADD `bounced_at` integer;--> statement-breakpoint
ALTER TABLE `outbox` ADD `bounce` text;--> statement-breakpoint
CREATE INDEX `outbox_bounced` ON `outbox` (`bounced_at`) WHERE bounced_at is not null;