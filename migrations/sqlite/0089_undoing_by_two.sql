-- Taking back what was decided of many co-signatures needs a second person where doing it would: who asked for that.
ALTER TABLE `cosignature_batches` ADD `undo_asked_by_id` text REFERENCES people(id);
