CREATE FUNCTION shown_changed(a_key text) RETURNS void LANGUAGE sql AS $$ INSERT INTO shown_versions AS v (key, version) VALUES (a_key, 1) ON CONFLICT (key) DO UPDATE SET version = v.version + 1 WHERE v.xmin <> pg_current_xact_id()::xid $$;
--> statement-breakpoint
CREATE FUNCTION shown_agencies() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed('') WHERE true; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed('') WHERE true; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_agency_units() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed('') WHERE true; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed('') WHERE true; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_announcements() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed('') WHERE true; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed('') WHERE true; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_answers() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN IF NEW.published_at IS NOT NULL THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft'; END IF; END IF; IF TG_OP <> 'INSERT' THEN IF OLD.published_at IS NOT NULL THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft'; END IF; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_ask_decisions() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed(p.government_id) FROM answers b JOIN proposals p ON p.id = b.proposal_id WHERE b.id = NEW.answer_id AND b.published_at IS NOT NULL; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed(p.government_id) FROM answers b JOIN proposals p ON p.id = b.proposal_id WHERE b.id = OLD.answer_id AND b.published_at IS NOT NULL; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_asks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft'; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft'; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_assignment_changes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft'; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft'; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_assignments() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft'; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft'; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_blackouts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed('') WHERE true; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed('') WHERE true; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_case_references() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN IF NEW.state = 'shown' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft'; END IF; END IF; IF TG_OP <> 'INSERT' THEN IF OLD.state = 'shown' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft'; END IF; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_commitment_updates() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed(p.government_id) FROM commitments b JOIN proposals p ON p.id = b.proposal_id WHERE b.id = NEW.commitment_id; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed(p.government_id) FROM commitments b JOIN proposals p ON p.id = b.proposal_id WHERE b.id = OLD.commitment_id; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_commitments() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft'; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft'; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_corrections() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft'; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft'; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_cosignatures() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft'; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft'; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_deadline_recomputations() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed('') WHERE true; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed('') WHERE true; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_deployment_status() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN IF NEW.key = 'search index' THEN PERFORM shown_changed('') WHERE true; END IF; END IF; IF TG_OP <> 'INSERT' THEN IF OLD.key = 'search index' THEN PERFORM shown_changed('') WHERE true; END IF; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_districts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed('') WHERE true; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed('') WHERE true; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_evidence() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft'; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft'; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_governments() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed('') WHERE true; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed('') WHERE true; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_hand_overs() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft'; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft'; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_holiday_years() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed('') WHERE true; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed('') WHERE true; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_holidays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed('') WHERE true; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed('') WHERE true; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_moderation_decisions() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft'; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft'; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_proposal_texts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft'; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft'; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_proposal_updates() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft'; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft'; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_proposals() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN IF NEW.stage <> 'draft' THEN PERFORM shown_changed(NEW.government_id) WHERE true; END IF; END IF; IF TG_OP <> 'INSERT' THEN IF OLD.stage <> 'draft' THEN PERFORM shown_changed(OLD.government_id) WHERE true; END IF; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_reason_removals() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft'; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed(p.government_id) FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft'; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_refusal_reasons() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed('') WHERE true; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed('') WHERE true; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_rule_versions() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed('') WHERE true; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed('') WHERE true; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_setting_changes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed('') WHERE true; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed('') WHERE true; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_staff() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed('') WHERE true; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed('') WHERE true; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION shown_topics() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN PERFORM shown_changed('') WHERE true; END IF; IF TG_OP <> 'INSERT' THEN PERFORM shown_changed('') WHERE true; END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION gone_proposals_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM shown_changed(OLD.government_id || ' gone ' || OLD.year) WHERE true; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION gone_answers_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM shown_changed(p.government_id || ' gone ' || p.year) FROM proposals p WHERE p.id = OLD.proposal_id AND p.listed; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION gone_corrections_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM shown_changed(p.government_id || ' gone ' || p.year) FROM proposals p WHERE p.id = OLD.proposal_id AND p.listed; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION gone_evidence_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM shown_changed(p.government_id || ' gone ' || p.year) FROM proposals p WHERE p.id = OLD.proposal_id AND p.listed; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION gone_hand_overs_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM shown_changed(p.government_id || ' gone ' || p.year) FROM proposals p WHERE p.id = OLD.proposal_id AND p.listed; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION gone_proposal_updates_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM shown_changed(p.government_id || ' gone ' || p.year) FROM proposals p WHERE p.id = OLD.proposal_id AND p.listed; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION gone_answers_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM shown_changed(p.government_id || ' gone ' || p.year) FROM proposals p WHERE p.id = OLD.proposal_id AND p.listed; RETURN NULL; END $$;
--> statement-breakpoint
CREATE FUNCTION gone_refusal_reasons_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM shown_changed(NEW.government_id || ' gone') WHERE true; RETURN NULL; END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_agencies AFTER INSERT OR UPDATE OR DELETE ON agencies DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_agencies();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_agency_units AFTER INSERT OR UPDATE OR DELETE ON agency_units DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_agency_units();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_announcements AFTER INSERT OR UPDATE OR DELETE ON announcements DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_announcements();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_answers AFTER INSERT OR UPDATE OR DELETE ON answers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_answers();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_ask_decisions AFTER INSERT OR UPDATE OR DELETE ON ask_decisions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_ask_decisions();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_asks AFTER INSERT OR UPDATE OR DELETE ON asks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_asks();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_assignment_changes AFTER INSERT OR UPDATE OR DELETE ON assignment_changes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_assignment_changes();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_assignments AFTER INSERT OR UPDATE OR DELETE ON assignments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_assignments();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_blackouts AFTER INSERT OR UPDATE OR DELETE ON blackouts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_blackouts();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_case_references AFTER INSERT OR UPDATE OR DELETE ON case_references DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_case_references();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_commitment_updates AFTER INSERT OR UPDATE OR DELETE ON commitment_updates DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_commitment_updates();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_commitments AFTER INSERT OR UPDATE OR DELETE ON commitments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_commitments();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_corrections AFTER INSERT OR UPDATE OR DELETE ON corrections DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_corrections();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_cosignatures AFTER UPDATE OR DELETE ON cosignatures DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_cosignatures();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_deadline_recomputations AFTER INSERT OR UPDATE OR DELETE ON deadline_recomputations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_deadline_recomputations();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_deployment_status AFTER INSERT OR UPDATE OR DELETE ON deployment_status DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_deployment_status();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_districts AFTER INSERT OR UPDATE OR DELETE ON districts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_districts();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_evidence AFTER INSERT OR UPDATE OR DELETE ON evidence DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_evidence();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_governments AFTER INSERT OR UPDATE OR DELETE ON governments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_governments();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_hand_overs AFTER INSERT OR UPDATE OR DELETE ON hand_overs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_hand_overs();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_holiday_years AFTER INSERT OR UPDATE OR DELETE ON holiday_years DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_holiday_years();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_holidays AFTER INSERT OR UPDATE OR DELETE ON holidays DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_holidays();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_moderation_decisions AFTER INSERT OR UPDATE OR DELETE ON moderation_decisions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_moderation_decisions();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_proposal_texts AFTER INSERT OR UPDATE OR DELETE ON proposal_texts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_proposal_texts();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_proposal_updates AFTER INSERT OR UPDATE OR DELETE ON proposal_updates DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_proposal_updates();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_proposals AFTER INSERT OR UPDATE OF id, government_id, number, year, author_id, author_name, stage, title, topic_code, district_code, place, suggested_agencies, rule_version_id, threshold, count_unsaid, submitted_at, check_due_before, published_at, closes_before, threshold_met_at, schedule_due_before, scheduled_at, contact_due_before, contacted_at, answer_due_before, extended_at, answered_at, overdue_at, ended_at, outcome, reason_code, reconsidered_at, merged_into_id, hidden_at, hidden_reason, text_removed_at, asks_drawn_up_at, source, source_id, seen_on, listed OR DELETE ON proposals DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_proposals();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_reason_removals AFTER INSERT OR UPDATE OR DELETE ON reason_removals DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_reason_removals();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_refusal_reasons AFTER INSERT OR UPDATE OR DELETE ON refusal_reasons DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_refusal_reasons();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_rule_versions AFTER INSERT OR UPDATE OR DELETE ON rule_versions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_rule_versions();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_setting_changes AFTER INSERT OR UPDATE OR DELETE ON setting_changes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_setting_changes();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_staff AFTER INSERT OR UPDATE OR DELETE ON staff DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_staff();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER shown_topics AFTER INSERT OR UPDATE OR DELETE ON topics DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_topics();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER gone_proposals_update AFTER UPDATE OF author_name, hidden_at, listed, published_at, stage ON proposals DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.listed AND (NOT NEW.listed OR OLD.author_name <> NEW.author_name OR (OLD.author_name IS NOT NULL AND NEW.author_name IS NULL))) EXECUTE FUNCTION gone_proposals_update();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER gone_answers_delete AFTER DELETE ON answers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION gone_answers_delete();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER gone_corrections_delete AFTER DELETE ON corrections DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION gone_corrections_delete();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER gone_evidence_delete AFTER DELETE ON evidence DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION gone_evidence_delete();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER gone_hand_overs_delete AFTER DELETE ON hand_overs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION gone_hand_overs_delete();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER gone_proposal_updates_delete AFTER DELETE ON proposal_updates DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION gone_proposal_updates_delete();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER gone_answers_update AFTER UPDATE OF published_at ON answers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.published_at IS NOT NULL AND NEW.published_at IS NULL) EXECUTE FUNCTION gone_answers_update();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER gone_refusal_reasons_update AFTER UPDATE OF hides_text ON refusal_reasons DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.hides_text AND NOT OLD.hides_text) EXECUTE FUNCTION gone_refusal_reasons_update();
