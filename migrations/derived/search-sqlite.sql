-- What lists ask of a case, beside its title in the search's table: the view says what it is, the triggers keep the columns as the view
-- is. A refusal that is looked at again stands among the refused ones. src/schema/README.md.
CREATE VIEW search_facts AS
SELECT p.id, p.government_id,
  CASE WHEN p.listed = 1 AND NOT ((p.stage = 'refused' OR (p.published_at IS NULL AND p.reconsidered_at IS NOT NULL)) AND EXISTS
    (SELECT 1 FROM refusal_reasons r WHERE r.government_id = p.government_id AND r.code = p.reason_code AND r.hides_text = 1))
    AND NOT (p.published_at IS NULL AND p.reconsidered_at IS NOT NULL AND (p.stage = 'returned' OR (p.stage IN ('checking', 'withdrawn') AND EXISTS
    (SELECT 1 FROM moderation_decisions m WHERE m.proposal_id = p.id AND m.kind = 'returned' AND m.decided_at >= p.reconsidered_at)))) THEN 1 ELSE 0 END AS shown,
  c.stage, c.outcome, p.topic_code, p.district_code, p.year, p.published_at AS published_at,
  c.stage || char(9) || coalesce(c.outcome, '') || char(9) || coalesce(p.topic_code, '') || char(9) || coalesce(p.district_code, '') || char(9) || coalesce(cast(p.year as text), '') || char(9) || coalesce((SELECT group_concat(b.agency_id, ' ') FROM (SELECT DISTINCT a.agency_id FROM assignments a WHERE a.proposal_id = p.id AND a.ended_at IS NULL ORDER BY a.agency_id) b), '') AS facts
FROM proposals p JOIN (SELECT id,
  CASE WHEN listed = 1 AND stage IN ('checking', 'returned') THEN 'refused' ELSE stage END AS stage,
  CASE WHEN listed = 1 AND stage IN ('checking', 'returned') THEN 'refused' ELSE outcome END AS outcome
  FROM proposals) c ON c.id = p.id;
--> statement-breakpoint
CREATE TRIGGER search_of_document AFTER INSERT ON search_documents BEGIN UPDATE search_documents SET (government_id, shown, stage, outcome, topic_code, district_code, year, published_at, facts) = (SELECT f.government_id, f.shown, f.stage, f.outcome, f.topic_code, f.district_code, f.year, f.published_at, f.facts FROM search_facts f WHERE f.id = NEW.document_id) WHERE document_id = NEW.document_id; END;
--> statement-breakpoint
CREATE TRIGGER search_of_proposal AFTER UPDATE OF stage, outcome, topic_code, district_code, year, published_at, listed, reason_code, reconsidered_at, government_id ON proposals BEGIN UPDATE search_documents SET (government_id, shown, stage, outcome, topic_code, district_code, year, published_at, facts) = (SELECT f.government_id, f.shown, f.stage, f.outcome, f.topic_code, f.district_code, f.year, f.published_at, f.facts FROM search_facts f WHERE f.id = NEW.id) WHERE document_id = NEW.id; END;
--> statement-breakpoint
CREATE TRIGGER search_of_new_assignment AFTER INSERT ON assignments BEGIN UPDATE search_documents SET (government_id, shown, stage, outcome, topic_code, district_code, year, published_at, facts) = (SELECT f.government_id, f.shown, f.stage, f.outcome, f.topic_code, f.district_code, f.year, f.published_at, f.facts FROM search_facts f WHERE f.id = NEW.proposal_id) WHERE document_id = NEW.proposal_id; END;
--> statement-breakpoint
CREATE TRIGGER search_of_assignment AFTER UPDATE OF proposal_id, agency_id, ended_at ON assignments BEGIN UPDATE search_documents SET (government_id, shown, stage, outcome, topic_code, district_code, year, published_at, facts) = (SELECT f.government_id, f.shown, f.stage, f.outcome, f.topic_code, f.district_code, f.year, f.published_at, f.facts FROM search_facts f WHERE f.id = NEW.proposal_id) WHERE document_id = NEW.proposal_id; END;
--> statement-breakpoint
CREATE TRIGGER search_of_gone_assignment AFTER DELETE ON assignments BEGIN UPDATE search_documents SET (government_id, shown, stage, outcome, topic_code, district_code, year, published_at, facts) = (SELECT f.government_id, f.shown, f.stage, f.outcome, f.topic_code, f.district_code, f.year, f.published_at, f.facts FROM search_facts f WHERE f.id = OLD.proposal_id) WHERE document_id = OLD.proposal_id; END;
--> statement-breakpoint
CREATE TRIGGER search_of_reason AFTER UPDATE OF hides_text, code ON refusal_reasons BEGIN UPDATE search_documents SET shown = (SELECT f.shown FROM search_facts f WHERE f.id = document_id) WHERE document_id IN (SELECT p.id FROM proposals p WHERE p.government_id = NEW.government_id AND p.reason_code = NEW.code); END;
--> statement-breakpoint
UPDATE search_documents SET (government_id, shown, stage, outcome, topic_code, district_code, year, published_at, facts) = (SELECT f.government_id, f.shown, f.stage, f.outcome, f.topic_code, f.district_code, f.year, f.published_at, f.facts FROM search_facts f WHERE f.id = search_documents.document_id) WHERE true;
