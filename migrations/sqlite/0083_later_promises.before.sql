-- Rows that the migration of the same name could not carry over, by the rule that they break. Asked before anything is changed.
SELECT 'answer_attachments' AS "table", answer_id || ' ' || file_hash AS "row", 'answer_attachments_properties' AS rule FROM answer_attachments WHERE NOT (json_type(properties) = 'array') LIMIT 20;
--> statement-breakpoint
SELECT 'case_references' AS "table", id AS "row", 'case_references_publisher' AS rule FROM case_references WHERE NOT (publisher <> '') LIMIT 20;
--> statement-breakpoint
SELECT 'hand_overs' AS "table", id AS "row", 'hand_overs_link' AS rule FROM hand_overs WHERE NOT (link <> '') LIMIT 20;
--> statement-breakpoint
SELECT 'spent_mailboxes' AS "table", proposal_id || ' ' || digest AS "row", 'spent_mailboxes_digest' AS rule FROM spent_mailboxes WHERE NOT (length(digest) = 43) LIMIT 20;
--> statement-breakpoint
SELECT 'staff_looks' AS "table", id AS "row", 'staff_looks_another' AS rule FROM staff_looks WHERE NOT (looker_id <> person_id) LIMIT 20;
--> statement-breakpoint
SELECT 'paper_changes' AS "table", id AS "row", 'paper_changes_sheet' AS rule FROM paper_changes WHERE NOT (sheet >= 1) LIMIT 20;
--> statement-breakpoint
SELECT 'paper_entries' AS "table", proposal_id || ' ' || person_id AS "row", 'paper_entries_sheet' AS rule FROM paper_entries WHERE NOT (sheet >= 1) LIMIT 20;
--> statement-breakpoint
SELECT 'paper_signatures' AS "table", proposal_id || ' ' || sheet || ' ' || line AS "row", 'paper_signatures_sheet' AS rule FROM paper_signatures WHERE NOT (sheet >= 1) LIMIT 20;
--> statement-breakpoint
SELECT 'sample_lines' AS "table", proposal_id || ' ' || line AS "row", 'sample_lines_sample' AS rule FROM sample_lines WHERE NOT (sample >= 1) LIMIT 20;
--> statement-breakpoint
SELECT 'presses' AS "table", key AS "row", 'presses_leads_to' AS rule FROM presses WHERE NOT (leads_to <> '') LIMIT 20;
--> statement-breakpoint
SELECT 'sessions' AS "table", id AS "row", 'sessions_created_at_before_expires_at' AS rule FROM sessions WHERE NOT (created_at < expires_at) LIMIT 20;
--> statement-breakpoint
SELECT 'webhook_deliveries' AS "table", id AS "row", 'webhook_deliveries_status' AS rule FROM webhook_deliveries WHERE NOT (status >= 100) LIMIT 20;
--> statement-breakpoint
SELECT 'webhook_deliveries' AS "table", id AS "row", 'webhook_deliveries_over' AS rule FROM webhook_deliveries WHERE NOT (delivered_at is null or next_try_at is null) LIMIT 20;
--> statement-breakpoint
SELECT 'webhooks' AS "table", id AS "row", 'webhooks_target' AS rule FROM webhooks WHERE NOT ((kind = 'government') = (target = '')) LIMIT 20;
--> statement-breakpoint
SELECT 'webhooks' AS "table", id AS "row", 'webhooks_failing_since_before_paused_at' AS rule FROM webhooks WHERE NOT (failing_since <= paused_at) LIMIT 20;
