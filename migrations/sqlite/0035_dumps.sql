-- Nothing changes but the triggers of migrations/derived, which are made anew after any migration: they count what stops being public.
UPDATE shown_versions SET version = version + 1 WHERE key = '';
