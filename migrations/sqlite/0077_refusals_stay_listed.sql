-- A refusal stays in every list while it is looked at again, and where its author withdraws it then.
DROP TRIGGER proposals_listed_at_first;
--> statement-breakpoint
DROP TRIGGER proposals_listed;
--> statement-breakpoint
CREATE TRIGGER proposals_listed_at_first AFTER INSERT ON proposals WHEN NEW.listed <> (NEW.hidden_at IS NULL AND (NEW.published_at IS NOT NULL OR NEW.stage IN ('refused', 'merged') OR (NEW.reconsidered_at IS NOT NULL AND NEW.stage <> 'draft'))) BEGIN UPDATE proposals SET listed = (NEW.hidden_at IS NULL AND (NEW.published_at IS NOT NULL OR NEW.stage IN ('refused', 'merged') OR (NEW.reconsidered_at IS NOT NULL AND NEW.stage <> 'draft'))) WHERE id = NEW.id; END;
--> statement-breakpoint
CREATE TRIGGER proposals_listed AFTER UPDATE OF stage, published_at, hidden_at, reconsidered_at, listed ON proposals WHEN NEW.listed <> (NEW.hidden_at IS NULL AND (NEW.published_at IS NOT NULL OR NEW.stage IN ('refused', 'merged') OR (NEW.reconsidered_at IS NOT NULL AND NEW.stage <> 'draft'))) BEGIN UPDATE proposals SET listed = (NEW.hidden_at IS NULL AND (NEW.published_at IS NOT NULL OR NEW.stage IN ('refused', 'merged') OR (NEW.reconsidered_at IS NOT NULL AND NEW.stage <> 'draft'))) WHERE id = NEW.id; END;
--> statement-breakpoint
UPDATE proposals SET listed = 1 WHERE listed = 0 AND hidden_at IS NULL AND (published_at IS NOT NULL OR stage IN ('refused', 'merged') OR (reconsidered_at IS NOT NULL AND stage <> 'draft'));
