-- What one person takes back alone is added to what they decide in a day: who it was, and when.
ALTER TABLE `cosignature_batches` ADD `undone_by_id` text REFERENCES people(id);--> statement-breakpoint
ALTER TABLE `cosignature_batches` ADD `undone_at` integer;