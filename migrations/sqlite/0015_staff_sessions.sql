ALTER TABLE `governments` ADD `staff_idle_minutes` integer DEFAULT 30 NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `means` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `used_at` integer;--> statement-breakpoint
-- Staff who work while this runs go on: their sessions count as used just now.
UPDATE `sessions` SET `used_at` = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER);
