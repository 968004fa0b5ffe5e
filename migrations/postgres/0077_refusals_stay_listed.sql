-- A refusal stays in every list while it is looked at again, and where its author withdraws it then.
CREATE OR REPLACE FUNCTION proposals_listed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new.listed := new.hidden_at IS NULL AND (new.published_at IS NOT NULL OR new.stage IN ('refused', 'merged') OR (new.reconsidered_at IS NOT NULL AND new.stage <> 'draft')); RETURN new; END $$;
--> statement-breakpoint
DROP TRIGGER proposals_listed ON proposals;
--> statement-breakpoint
CREATE TRIGGER proposals_listed BEFORE INSERT OR UPDATE OF stage, published_at, hidden_at, reconsidered_at, listed ON proposals FOR EACH ROW EXECUTE FUNCTION proposals_listed();
--> statement-breakpoint
UPDATE proposals SET listed = true WHERE NOT listed AND hidden_at IS NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged') OR (reconsidered_at IS NOT NULL AND stage <> 'draft'));
