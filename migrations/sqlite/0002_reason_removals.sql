CREATE TABLE `reason_removals` (
	`proposal_id` text NOT NULL,
	`person_id` text NOT NULL,
	`signed_at` integer NOT NULL,
	`words` text NOT NULL,
	`salt` text NOT NULL,
	`removed_by` text NOT NULL,
	`removed_at` integer NOT NULL,
	PRIMARY KEY(`proposal_id`, `person_id`, `signed_at`)
);
--> statement-breakpoint
-- By hand: the newest reasons of a case, and one reason by its moment. Most co-signatures have none.
CREATE INDEX cosignatures_reasons ON cosignatures (proposal_id, signed_at) WHERE reason IS NOT NULL;
