-- What waits on the desk, as rows: the view says what it is, the triggers keep desk_items as the view is. src/schema/README.md.
CREATE VIEW desk_owed AS
SELECT 'check-' || p.id AS id, p.government_id, p.id AS proposal_id, 'owed' AS lane, 'check' AS task, NULL::text AS agency_id,
  (SELECT o.person_id FROM case_officers o WHERE o.proposal_id = p.id AND o.agency_id IS NULL) AS person_id, p.topic_code, p.check_due_before AS due_before, (SELECT CASE WHEN m.kind = 'from_proposer' THEN m.written_at END FROM private_messages m WHERE m.proposal_id = p.id ORDER BY m.written_at DESC, m.id DESC LIMIT 1) AS replied_at, NULL::timestamptz AS unknown_from
FROM proposals p WHERE p.stage = 'checking'
UNION ALL
SELECT a.id, p.government_id, p.id, 'owed',
  CASE WHEN a.role = 'supporting' THEN 'contribution' WHEN p.answer_due_before IS NOT NULL AND (CASE WHEN p.scheduled_at IS NULL THEN p.schedule_due_before WHEN p.contacted_at IS NULL AND EXISTS (SELECT 1 FROM people a WHERE a.id = p.author_id AND a.email IS NOT NULL) THEN p.contact_due_before END IS NULL OR p.answer_due_before < CASE WHEN p.scheduled_at IS NULL THEN p.schedule_due_before WHEN p.contacted_at IS NULL AND EXISTS (SELECT 1 FROM people a WHERE a.id = p.author_id AND a.email IS NOT NULL) THEN p.contact_due_before END) THEN 'answer' ELSE CASE WHEN p.scheduled_at IS NULL THEN 'schedule' WHEN p.contacted_at IS NULL AND EXISTS (SELECT 1 FROM people a WHERE a.id = p.author_id AND a.email IS NOT NULL) THEN 'contact' ELSE 'answer' END END,
  a.agency_id, (SELECT o.person_id FROM case_officers o WHERE o.proposal_id = p.id AND o.agency_id = a.agency_id), p.topic_code,
  CASE WHEN a.role = 'supporting' THEN a.due_before WHEN p.answer_due_before IS NOT NULL AND (CASE WHEN p.scheduled_at IS NULL THEN p.schedule_due_before WHEN p.contacted_at IS NULL AND EXISTS (SELECT 1 FROM people a WHERE a.id = p.author_id AND a.email IS NOT NULL) THEN p.contact_due_before END IS NULL OR p.answer_due_before < CASE WHEN p.scheduled_at IS NULL THEN p.schedule_due_before WHEN p.contacted_at IS NULL AND EXISTS (SELECT 1 FROM people a WHERE a.id = p.author_id AND a.email IS NOT NULL) THEN p.contact_due_before END) THEN p.answer_due_before ELSE CASE WHEN p.scheduled_at IS NULL THEN p.schedule_due_before WHEN p.contacted_at IS NULL AND EXISTS (SELECT 1 FROM people a WHERE a.id = p.author_id AND a.email IS NOT NULL) THEN p.contact_due_before END END,
  CASE WHEN a.role = 'lead' AND (SELECT m.agency_id FROM private_messages m WHERE m.proposal_id = p.id AND m.kind IN ('to_proposer', 'contact') ORDER BY m.written_at DESC, m.id DESC LIMIT 1) IS NOT NULL THEN (SELECT CASE WHEN m.kind = 'from_proposer' THEN m.written_at END FROM private_messages m WHERE m.proposal_id = p.id ORDER BY m.written_at DESC, m.id DESC LIMIT 1) END,
  CASE WHEN p.seen_on IS NOT NULL AND p.schedule_due_before IS NULL AND p.scheduled_at IS NULL AND p.extended_at IS NULL AND coalesce(p.outcome, '') <> 'answered' THEN p.answer_due_before END
FROM proposals p JOIN assignments a ON a.proposal_id = p.id
WHERE p.stage = 'review' AND a.ended_at IS NULL AND a.answered_at IS NULL
UNION ALL
SELECT a.id, p.government_id, p.id, 'owed', 'contribution', a.agency_id, (SELECT o.person_id FROM case_officers o WHERE o.proposal_id = p.id AND o.agency_id = a.agency_id), p.topic_code, a.due_before, NULL::timestamptz, NULL::timestamptz
FROM proposals p JOIN assignments a ON a.proposal_id = p.id
WHERE p.stage = 'resolved' AND a.role = 'supporting' AND a.ended_at IS NULL AND a.answered_at IS NULL AND a.due_before IS NOT NULL AND (p.seen_on IS NULL OR a.days_before > 0)
UNION ALL
SELECT 'early-' || a.id, p.government_id, p.id, 'early', 'early', a.agency_id, (SELECT o.person_id FROM case_officers o WHERE o.proposal_id = p.id AND o.agency_id = a.agency_id), p.topic_code,
  CASE WHEN p.stage = 'gathering' THEN p.closes_before END, (SELECT CASE WHEN m.kind = 'from_proposer' THEN m.written_at END FROM private_messages m WHERE m.proposal_id = p.id ORDER BY m.written_at DESC, m.id DESC LIMIT 1), NULL::timestamptz
FROM proposals p JOIN assignments a ON a.proposal_id = p.id
WHERE p.stage IN ('gathering', 'expired', 'last_seen') AND a.role = 'lead' AND a.ended_at IS NULL
UNION ALL
SELECT 'held-' || p.id, p.government_id, p.id, 'held', 'held', NULL::text, (SELECT o.person_id FROM case_officers o WHERE o.proposal_id = p.id AND o.agency_id IS NULL), p.topic_code,
  CASE p.stage WHEN 'checking' THEN p.check_due_before WHEN 'review' THEN p.answer_due_before END, (SELECT CASE WHEN m.kind = 'from_proposer' THEN m.written_at END FROM private_messages m WHERE m.proposal_id = p.id ORDER BY m.written_at DESC, m.id DESC LIMIT 1), NULL::timestamptz
FROM proposals p WHERE p.held_at IS NOT NULL
UNION ALL
SELECT 'reply-' || p.id, p.government_id, p.id, 'owed', 'reply', (CASE WHEN (SELECT m.agency_id FROM private_messages m WHERE m.proposal_id = p.id AND m.kind IN ('to_proposer', 'contact') ORDER BY m.written_at DESC, m.id DESC LIMIT 1) IS NOT NULL THEN (SELECT l.agency_id FROM assignments l WHERE l.proposal_id = p.id AND l.role = 'lead' AND l.ended_at IS NULL) END), (SELECT o.person_id FROM case_officers o WHERE o.proposal_id = p.id AND o.agency_id IS NOT DISTINCT FROM (CASE WHEN (SELECT m.agency_id FROM private_messages m WHERE m.proposal_id = p.id AND m.kind IN ('to_proposer', 'contact') ORDER BY m.written_at DESC, m.id DESC LIMIT 1) IS NOT NULL THEN (SELECT l.agency_id FROM assignments l WHERE l.proposal_id = p.id AND l.role = 'lead' AND l.ended_at IS NULL) END)), p.topic_code, NULL::timestamptz, (SELECT CASE WHEN m.kind = 'from_proposer' THEN m.written_at END FROM private_messages m WHERE m.proposal_id = p.id ORDER BY m.written_at DESC, m.id DESC LIMIT 1), NULL::timestamptz
FROM proposals p
WHERE p.number IS NOT NULL AND (SELECT CASE WHEN m.kind = 'from_proposer' THEN m.written_at END FROM private_messages m WHERE m.proposal_id = p.id ORDER BY m.written_at DESC, m.id DESC LIMIT 1) IS NOT NULL AND NOT (p.stage = 'checking' AND (CASE WHEN (SELECT m.agency_id FROM private_messages m WHERE m.proposal_id = p.id AND m.kind IN ('to_proposer', 'contact') ORDER BY m.written_at DESC, m.id DESC LIMIT 1) IS NOT NULL THEN (SELECT l.agency_id FROM assignments l WHERE l.proposal_id = p.id AND l.role = 'lead' AND l.ended_at IS NULL) END) IS NULL)
  AND NOT (p.stage = 'review' AND (CASE WHEN (SELECT m.agency_id FROM private_messages m WHERE m.proposal_id = p.id AND m.kind IN ('to_proposer', 'contact') ORDER BY m.written_at DESC, m.id DESC LIMIT 1) IS NOT NULL THEN (SELECT l.agency_id FROM assignments l WHERE l.proposal_id = p.id AND l.role = 'lead' AND l.ended_at IS NULL) END) IS NOT NULL AND EXISTS
    (SELECT 1 FROM assignments l WHERE l.proposal_id = p.id AND l.role = 'lead' AND l.ended_at IS NULL AND l.answered_at IS NULL));
--> statement-breakpoint
CREATE FUNCTION desk_refresh(a_case text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  PERFORM 1 FROM proposals WHERE id = a_case FOR NO KEY UPDATE;
  DELETE FROM desk_items WHERE proposal_id = a_case;
  INSERT INTO desk_items (id, government_id, proposal_id, lane, task, agency_id, person_id, topic_code, due_before, replied_at, unknown_from, comes_first, order_key) SELECT o.id, o.government_id, o.proposal_id, o.lane, o.task, o.agency_id, o.person_id, o.topic_code, o.due_before, o.replied_at, o.unknown_from, true, CASE WHEN o.replied_at IS NOT NULL THEN (extract(epoch from o.replied_at) * 1000)::bigint - 1000000000000000 ELSE coalesce((extract(epoch from o.due_before) * 1000)::bigint, 9000000000000000) END FROM desk_owed o WHERE o.proposal_id = a_case;
  UPDATE desk_items SET comes_first = false WHERE desk_items.proposal_id = a_case AND EXISTS (SELECT 1 FROM desk_items b WHERE b.proposal_id = desk_items.proposal_id AND b.lane = desk_items.lane AND (b.order_key < desk_items.order_key OR (b.order_key = desk_items.order_key AND b.id < desk_items.id)));
END $$;
--> statement-breakpoint
CREATE FUNCTION desk_of_case() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM desk_refresh(NEW.id); RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION desk_of_part() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN PERFORM desk_refresh(OLD.proposal_id); ELSE PERFORM desk_refresh(NEW.proposal_id); END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION desk_of_person() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM desk_refresh(id) FROM proposals WHERE author_id = NEW.id AND stage = 'review';
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER desk_of_new_proposal AFTER INSERT ON proposals FOR EACH ROW WHEN (NEW.stage <> 'draft') EXECUTE FUNCTION desk_of_case();
--> statement-breakpoint
CREATE TRIGGER desk_of_proposal AFTER UPDATE OF stage, topic_code, held_at, check_due_before, schedule_due_before, scheduled_at, contact_due_before, contacted_at, answer_due_before, closes_before, extended_at, seen_on, outcome, author_id, number ON proposals FOR EACH ROW EXECUTE FUNCTION desk_of_case();
--> statement-breakpoint
CREATE TRIGGER desk_of_assignment AFTER INSERT OR DELETE OR UPDATE OF proposal_id, agency_id, role, due_before, answered_at, ended_at ON assignments FOR EACH ROW EXECUTE FUNCTION desk_of_part();
--> statement-breakpoint
CREATE TRIGGER desk_of_message AFTER INSERT OR DELETE ON private_messages FOR EACH ROW EXECUTE FUNCTION desk_of_part();
--> statement-breakpoint
CREATE TRIGGER desk_of_officer AFTER INSERT OR DELETE OR UPDATE OF person_id, agency_id, proposal_id ON case_officers FOR EACH ROW EXECUTE FUNCTION desk_of_part();
--> statement-breakpoint
CREATE TRIGGER desk_of_address AFTER UPDATE OF email ON people FOR EACH ROW WHEN ((OLD.email IS NULL) <> (NEW.email IS NULL)) EXECUTE FUNCTION desk_of_person();
--> statement-breakpoint
DELETE FROM desk_items;
--> statement-breakpoint
INSERT INTO desk_items (id, government_id, proposal_id, lane, task, agency_id, person_id, topic_code, due_before, replied_at, unknown_from, comes_first, order_key) SELECT o.id, o.government_id, o.proposal_id, o.lane, o.task, o.agency_id, o.person_id, o.topic_code, o.due_before, o.replied_at, o.unknown_from, true, CASE WHEN o.replied_at IS NOT NULL THEN (extract(epoch from o.replied_at) * 1000)::bigint - 1000000000000000 ELSE coalesce((extract(epoch from o.due_before) * 1000)::bigint, 9000000000000000) END FROM desk_owed o WHERE true;
--> statement-breakpoint
UPDATE desk_items SET comes_first = false WHERE true AND EXISTS (SELECT 1 FROM desk_items b WHERE b.proposal_id = desk_items.proposal_id AND b.lane = desk_items.lane AND (b.order_key < desk_items.order_key OR (b.order_key = desk_items.order_key AND b.id < desk_items.id)));
