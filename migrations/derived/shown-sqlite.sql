CREATE TRIGGER shown_agencies_insert AFTER INSERT ON agencies BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_agencies_update AFTER UPDATE ON agencies BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_agencies_delete AFTER DELETE ON agencies BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_agency_units_insert AFTER INSERT ON agency_units BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_agency_units_update AFTER UPDATE ON agency_units BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_agency_units_delete AFTER DELETE ON agency_units BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_announcements_insert AFTER INSERT ON announcements BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_announcements_update AFTER UPDATE ON announcements BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_announcements_delete AFTER DELETE ON announcements BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_answers_insert AFTER INSERT ON answers WHEN NEW.published_at IS NOT NULL BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_answers_update AFTER UPDATE ON answers WHEN OLD.published_at IS NOT NULL OR NEW.published_at IS NOT NULL BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_answers_delete AFTER DELETE ON answers WHEN OLD.published_at IS NOT NULL BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_ask_decisions_insert AFTER INSERT ON ask_decisions BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM answers b JOIN proposals p ON p.id = b.proposal_id WHERE b.id = NEW.answer_id AND b.published_at IS NOT NULL ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_ask_decisions_update AFTER UPDATE ON ask_decisions BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM answers b JOIN proposals p ON p.id = b.proposal_id WHERE b.id = NEW.answer_id AND b.published_at IS NOT NULL ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_ask_decisions_delete AFTER DELETE ON ask_decisions BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM answers b JOIN proposals p ON p.id = b.proposal_id WHERE b.id = OLD.answer_id AND b.published_at IS NOT NULL ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_asks_insert AFTER INSERT ON asks BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_asks_update AFTER UPDATE ON asks BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_asks_delete AFTER DELETE ON asks BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_assignment_changes_insert AFTER INSERT ON assignment_changes BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_assignment_changes_update AFTER UPDATE ON assignment_changes BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_assignment_changes_delete AFTER DELETE ON assignment_changes BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_assignments_insert AFTER INSERT ON assignments BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_assignments_update AFTER UPDATE ON assignments BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_assignments_delete AFTER DELETE ON assignments BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_blackouts_insert AFTER INSERT ON blackouts BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_blackouts_update AFTER UPDATE ON blackouts BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_blackouts_delete AFTER DELETE ON blackouts BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_case_references_insert AFTER INSERT ON case_references WHEN NEW.state = 'shown' BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_case_references_update AFTER UPDATE ON case_references WHEN OLD.state = 'shown' OR NEW.state = 'shown' BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_case_references_delete AFTER DELETE ON case_references WHEN OLD.state = 'shown' BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_commitment_updates_insert AFTER INSERT ON commitment_updates BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM commitments b JOIN proposals p ON p.id = b.proposal_id WHERE b.id = NEW.commitment_id ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_commitment_updates_update AFTER UPDATE ON commitment_updates BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM commitments b JOIN proposals p ON p.id = b.proposal_id WHERE b.id = NEW.commitment_id ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_commitment_updates_delete AFTER DELETE ON commitment_updates BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM commitments b JOIN proposals p ON p.id = b.proposal_id WHERE b.id = OLD.commitment_id ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_commitments_insert AFTER INSERT ON commitments BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_commitments_update AFTER UPDATE ON commitments BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_commitments_delete AFTER DELETE ON commitments BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_corrections_insert AFTER INSERT ON corrections BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_corrections_update AFTER UPDATE ON corrections BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_corrections_delete AFTER DELETE ON corrections BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_cosignatures_update AFTER UPDATE ON cosignatures BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_cosignatures_delete AFTER DELETE ON cosignatures BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_deadline_recomputations_insert AFTER INSERT ON deadline_recomputations BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_deadline_recomputations_update AFTER UPDATE ON deadline_recomputations BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_deadline_recomputations_delete AFTER DELETE ON deadline_recomputations BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_deployment_status_insert AFTER INSERT ON deployment_status WHEN NEW.key = 'search index' BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_deployment_status_update AFTER UPDATE ON deployment_status WHEN OLD.key = 'search index' OR NEW.key = 'search index' BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_deployment_status_delete AFTER DELETE ON deployment_status WHEN OLD.key = 'search index' BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_districts_insert AFTER INSERT ON districts BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_districts_update AFTER UPDATE ON districts BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_districts_delete AFTER DELETE ON districts BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_evidence_insert AFTER INSERT ON evidence BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_evidence_update AFTER UPDATE ON evidence BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_evidence_delete AFTER DELETE ON evidence BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_governments_insert AFTER INSERT ON governments BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_governments_update AFTER UPDATE ON governments BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_governments_delete AFTER DELETE ON governments BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_hand_overs_insert AFTER INSERT ON hand_overs BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_hand_overs_update AFTER UPDATE ON hand_overs BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_hand_overs_delete AFTER DELETE ON hand_overs BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_holiday_years_insert AFTER INSERT ON holiday_years BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_holiday_years_update AFTER UPDATE ON holiday_years BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_holiday_years_delete AFTER DELETE ON holiday_years BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_holidays_insert AFTER INSERT ON holidays BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_holidays_update AFTER UPDATE ON holidays BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_holidays_delete AFTER DELETE ON holidays BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_moderation_decisions_insert AFTER INSERT ON moderation_decisions BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_moderation_decisions_update AFTER UPDATE ON moderation_decisions BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_moderation_decisions_delete AFTER DELETE ON moderation_decisions BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_proposal_texts_insert AFTER INSERT ON proposal_texts BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_proposal_texts_update AFTER UPDATE ON proposal_texts BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_proposal_texts_delete AFTER DELETE ON proposal_texts BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_proposal_updates_insert AFTER INSERT ON proposal_updates BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_proposal_updates_update AFTER UPDATE ON proposal_updates BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_proposal_updates_delete AFTER DELETE ON proposal_updates BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_proposals_insert AFTER INSERT ON proposals WHEN NEW.stage <> 'draft' BEGIN INSERT INTO shown_versions (key, version) SELECT NEW.government_id, 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_proposals_update AFTER UPDATE OF id, government_id, number, year, author_id, author_name, stage, title, topic_code, district_code, place, suggested_agencies, rule_version_id, threshold, count_unsaid, submitted_at, check_due_before, published_at, closes_before, threshold_met_at, schedule_due_before, scheduled_at, contact_due_before, contacted_at, answer_due_before, extended_at, answered_at, overdue_at, ended_at, outcome, reason_code, reconsidered_at, merged_into_id, hidden_at, hidden_reason, text_removed_at, asks_drawn_up_at, source, source_id, seen_on, listed ON proposals WHEN OLD.stage <> 'draft' OR NEW.stage <> 'draft' BEGIN INSERT INTO shown_versions (key, version) SELECT NEW.government_id, 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_proposals_delete AFTER DELETE ON proposals WHEN OLD.stage <> 'draft' BEGIN INSERT INTO shown_versions (key, version) SELECT OLD.government_id, 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_reason_removals_insert AFTER INSERT ON reason_removals BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_reason_removals_update AFTER UPDATE ON reason_removals BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_reason_removals_delete AFTER DELETE ON reason_removals BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_refusal_reasons_insert AFTER INSERT ON refusal_reasons BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_refusal_reasons_update AFTER UPDATE ON refusal_reasons BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_refusal_reasons_delete AFTER DELETE ON refusal_reasons BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_rule_versions_insert AFTER INSERT ON rule_versions BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_rule_versions_update AFTER UPDATE ON rule_versions BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_rule_versions_delete AFTER DELETE ON rule_versions BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_setting_changes_insert AFTER INSERT ON setting_changes BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_setting_changes_update AFTER UPDATE ON setting_changes BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_setting_changes_delete AFTER DELETE ON setting_changes BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_staff_insert AFTER INSERT ON staff BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_staff_update AFTER UPDATE ON staff BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_staff_delete AFTER DELETE ON staff BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_topics_insert AFTER INSERT ON topics BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_topics_update AFTER UPDATE ON topics BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER shown_topics_delete AFTER DELETE ON topics BEGIN INSERT INTO shown_versions (key, version) SELECT '', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER gone_proposals_update AFTER UPDATE OF author_name, hidden_at, listed, published_at, stage ON proposals WHEN OLD.listed AND (NOT NEW.listed OR OLD.author_name <> NEW.author_name OR (OLD.author_name IS NOT NULL AND NEW.author_name IS NULL)) BEGIN INSERT INTO shown_versions (key, version) SELECT OLD.government_id || ' gone ' || OLD.year, 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER gone_answers_delete AFTER DELETE ON answers WHEN OLD.published_at IS NOT NULL BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id || ' gone ' || p.year, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.listed ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER gone_corrections_delete AFTER DELETE ON corrections BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id || ' gone ' || p.year, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.listed ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER gone_evidence_delete AFTER DELETE ON evidence BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id || ' gone ' || p.year, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.listed ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER gone_hand_overs_delete AFTER DELETE ON hand_overs BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id || ' gone ' || p.year, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.listed ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER gone_proposal_updates_delete AFTER DELETE ON proposal_updates BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id || ' gone ' || p.year, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.listed ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER gone_answers_update AFTER UPDATE OF published_at ON answers WHEN OLD.published_at IS NOT NULL AND NEW.published_at IS NULL BEGIN INSERT INTO shown_versions (key, version) SELECT p.government_id || ' gone ' || p.year, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.listed ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER gone_refusal_reasons_update AFTER UPDATE OF hides_text ON refusal_reasons WHEN NEW.hides_text AND NOT OLD.hides_text BEGIN INSERT INTO shown_versions (key, version) SELECT NEW.government_id || ' gone', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
