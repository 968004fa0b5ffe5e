CREATE TRIGGER changed_answers_insert AFTER INSERT ON answers WHEN NEW.published_at IS NOT NULL BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_answers_update AFTER UPDATE ON answers WHEN OLD.published_at IS NOT NULL OR NEW.published_at IS NOT NULL BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_answers_delete AFTER DELETE ON answers WHEN OLD.published_at IS NOT NULL BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_ask_decisions_insert AFTER INSERT ON ask_decisions BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM answers b JOIN proposals p ON p.id = b.proposal_id WHERE b.id = NEW.answer_id AND b.published_at IS NOT NULL ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_ask_decisions_update AFTER UPDATE ON ask_decisions BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM answers b JOIN proposals p ON p.id = b.proposal_id WHERE b.id = NEW.answer_id AND b.published_at IS NOT NULL ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_ask_decisions_delete AFTER DELETE ON ask_decisions BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM answers b JOIN proposals p ON p.id = b.proposal_id WHERE b.id = OLD.answer_id AND b.published_at IS NOT NULL ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_asks_insert AFTER INSERT ON asks BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_asks_update AFTER UPDATE ON asks BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_asks_delete AFTER DELETE ON asks BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_assignment_changes_insert AFTER INSERT ON assignment_changes BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_assignment_changes_update AFTER UPDATE ON assignment_changes BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_assignment_changes_delete AFTER DELETE ON assignment_changes BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_assignments_insert AFTER INSERT ON assignments BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_assignments_update AFTER UPDATE ON assignments BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_assignments_delete AFTER DELETE ON assignments BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_case_references_insert AFTER INSERT ON case_references WHEN NEW.state = 'shown' BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_case_references_update AFTER UPDATE ON case_references WHEN OLD.state = 'shown' OR NEW.state = 'shown' BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_case_references_delete AFTER DELETE ON case_references WHEN OLD.state = 'shown' BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_commitment_updates_insert AFTER INSERT ON commitment_updates BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM commitments b JOIN proposals p ON p.id = b.proposal_id WHERE b.id = NEW.commitment_id ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_commitment_updates_update AFTER UPDATE ON commitment_updates BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM commitments b JOIN proposals p ON p.id = b.proposal_id WHERE b.id = NEW.commitment_id ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_commitment_updates_delete AFTER DELETE ON commitment_updates BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM commitments b JOIN proposals p ON p.id = b.proposal_id WHERE b.id = OLD.commitment_id ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_commitments_insert AFTER INSERT ON commitments BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_commitments_update AFTER UPDATE ON commitments BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_commitments_delete AFTER DELETE ON commitments BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_corrections_insert AFTER INSERT ON corrections BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_corrections_update AFTER UPDATE ON corrections BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_corrections_delete AFTER DELETE ON corrections BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_cosignatures_update AFTER UPDATE ON cosignatures BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_cosignatures_delete AFTER DELETE ON cosignatures BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_evidence_insert AFTER INSERT ON evidence BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_evidence_update AFTER UPDATE ON evidence BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_evidence_delete AFTER DELETE ON evidence BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_hand_overs_insert AFTER INSERT ON hand_overs BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_hand_overs_update AFTER UPDATE ON hand_overs BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_hand_overs_delete AFTER DELETE ON hand_overs BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_moderation_decisions_insert AFTER INSERT ON moderation_decisions BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_moderation_decisions_update AFTER UPDATE ON moderation_decisions BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_moderation_decisions_delete AFTER DELETE ON moderation_decisions BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_proposal_texts_insert AFTER INSERT ON proposal_texts BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_proposal_texts_update AFTER UPDATE ON proposal_texts BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_proposal_texts_delete AFTER DELETE ON proposal_texts BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_proposal_updates_insert AFTER INSERT ON proposal_updates BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_proposal_updates_update AFTER UPDATE ON proposal_updates BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_proposal_updates_delete AFTER DELETE ON proposal_updates BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_proposals_insert AFTER INSERT ON proposals WHEN NEW.stage <> 'draft' BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT NEW.id, NEW.government_id, NULL, 0 WHERE true ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_proposals_update AFTER UPDATE OF id, government_id, number, year, author_id, author_name, stage, title, topic_code, district_code, place, suggested_agencies, rule_version_id, threshold, count_unsaid, submitted_at, check_due_before, published_at, closes_before, threshold_met_at, schedule_due_before, scheduled_at, contact_due_before, contacted_at, answer_due_before, extended_at, answered_at, overdue_at, ended_at, outcome, reason_code, reconsidered_at, merged_into_id, hidden_at, hidden_reason, text_removed_at, asks_drawn_up_at, source, source_id, seen_on, listed ON proposals WHEN OLD.stage <> 'draft' OR NEW.stage <> 'draft' BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT NEW.id, NEW.government_id, NULL, 0 WHERE true ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_reason_removals_insert AFTER INSERT ON reason_removals BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_reason_removals_update AFTER UPDATE ON reason_removals BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = NEW.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_reason_removals_delete AFTER DELETE ON reason_removals BEGIN INSERT INTO case_changes (proposal_id, government_id, step, seen) SELECT p.id, p.government_id, NULL, 0 FROM proposals p WHERE p.id = OLD.proposal_id AND p.stage <> 'draft' ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = 0; END;
--> statement-breakpoint
CREATE TRIGGER changed_agencies_insert AFTER INSERT ON agencies BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_agencies_update AFTER UPDATE ON agencies BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_agencies_delete AFTER DELETE ON agencies BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_agency_units_insert AFTER INSERT ON agency_units BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_agency_units_update AFTER UPDATE ON agency_units BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_agency_units_delete AFTER DELETE ON agency_units BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_blackouts_insert AFTER INSERT ON blackouts BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_blackouts_update AFTER UPDATE ON blackouts BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_blackouts_delete AFTER DELETE ON blackouts BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_districts_insert AFTER INSERT ON districts BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_districts_update AFTER UPDATE ON districts BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_districts_delete AFTER DELETE ON districts BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_governments_insert AFTER INSERT ON governments BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_governments_update AFTER UPDATE ON governments BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_governments_delete AFTER DELETE ON governments BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_refusal_reasons_insert AFTER INSERT ON refusal_reasons BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_refusal_reasons_update AFTER UPDATE ON refusal_reasons BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_refusal_reasons_delete AFTER DELETE ON refusal_reasons BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_topics_insert AFTER INSERT ON topics BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_topics_update AFTER UPDATE ON topics BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
--> statement-breakpoint
CREATE TRIGGER changed_topics_delete AFTER DELETE ON topics BEGIN INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1; END;
