// What of the database may stand in public, and which rows of that may not. Everything else is marked and looked for
// (test/security/nothing-personal.process.sqlite.test.ts): a table or a column that is not named here counts as secret.

/** `nobody`: no row of the table is about a person. Else the columns that are open, of rows that are published. */
export const openColumns: { [table: string]: 'nobody' | readonly string[] } = {
  // how the platform and its governments are set
  agencies: 'nobody',
  agency_units: 'nobody',
  announcements: 'nobody',
  blackouts: 'nobody',
  deadline_recomputations: 'nobody',
  districts: 'nobody',
  governments: 'nobody',
  holidays: 'nobody',
  holiday_years: 'nobody',
  mailbox_rules: 'nobody',
  number_counters: 'nobody',
  refusal_reasons: 'nobody',
  rule_versions: 'nobody',
  topics: 'nobody',
  // counts and versions
  case_changes: 'nobody',
  change_steps: 'nobody',
  deployment_status: 'nobody',
  leases: 'nobody',
  record_numbers: 'nobody',
  refused_doubles: 'nobody',
  refused_forms: 'nobody',
  shown_versions: 'nobody',
  cosignature_counts: 'nobody',
  mail_domain_days: 'nobody', // a domain with few people is not named in it
  brought_cases: 'nobody', // as the other platform published them
  // the log is there to be read: only the secret halves of its keys are not
  log_progress: 'nobody',
  log_heads: 'nobody',
  log_tiles: 'nobody',
  log_bundles: 'nobody',
  log_days: 'nobody',
  log_witnesses: 'nobody',
  log_cosignatures: 'nobody',
  witnessed_logs: 'nobody',
  log_keys: ['id', 'name', 'public_key', 'made_at', 'ended_at'],
  // entries, but of co-signatures what says more than their day (secretRows)
  record: ['id', 'government_id', 'agency_id', 'proposal_id', 'facts', 'digest', 'occurred_at', 'recorded_at'],
  // a published case
  proposals: [
    ...['id', 'number', 'author_name', 'title', 'topic_code', 'district_code', 'place', 'source', 'source_id'],
    ...['submitted_at', 'published_at', 'closes_before', 'check_due_before', 'threshold_met_at', 'scheduled_at'],
    ...['schedule_due_before', 'contact_due_before', 'contacted_at', 'answer_due_before', 'extended_at'],
    ...['answered_at', 'overdue_at', 'ended_at', 'reconsidered_at', 'hidden_at', 'hidden_reason', 'text_removed_at'],
    ...['outcome', 'reason_code', 'merged_into_id', 'suggested_agencies', 'asks_drawn_up_at', 'seen_on'],
  ],
  proposal_texts: ['proposal_id', 'problem', 'benefit'],
  asks: ['proposal_id', 'text'],
  evidence: ['proposal_id', 'url', 'label'],
  text_versions: ['proposal_id', 'title', 'problem', 'benefit', 'asks', 'kept_at'],
  corrections: ['field', 'before', 'after', 'corrected_at'],
  proposal_updates: ['id', 'body', 'written_at'],
  case_references: ['id', 'url', 'title', 'publisher', 'decided_at'],
  cosignatures: ['proposal_id', 'reason', 'reason_id'],
  reason_removals: ['proposal_id', 'words', 'removed_at'],
  moderation_decisions: ['proposal_id', 'reason_code', 'words', 'decided_at', 'undone_at'],
  assignments: ['id', 'proposal_id', 'contribution', 'assigned_at', 'due_before', 'answered_at', 'ended_at'],
  assignment_changes: ['id', 'reason', 'due_before', 'decided_at'],
  hand_overs: ['id', 'receiver', 'link', 'reason', 'result', 'created_at', 'ended_at'],
  answers: ['id', 'analysis', 'deliberation', 'adoption', 'follow_up', 'note', 'unit', 'published_at', 'proposal_id'],
  ask_decisions: ['answer_id', 'decision', 'reason'],
  answer_attachments: ['answer_id', 'file_hash', 'title', 'description', 'properties', 'attached_at'],
  commitments: [
    ...['id', 'proposal_id', 'what', 'measure', 'owner', 'verdict'],
    ...['closed_at', 'reported_at', 'done_at', 'checked_at', 'handed_over_at'],
  ],
  commitment_updates: ['commitment_id', 'id', 'body', 'verdict', 'evidence_url', 'due_from', 'due_to', 'written_at'],
}

const isUnpublished = `stage in ('draft', 'checking', 'returned') or (stage = 'withdrawn' and published_at is null) or hidden_at is not null`
const ofUnpublished = `proposal_id in (select id from proposals where ${isUnpublished})`
const ofDraftAnswer = `answer_id in (select id from answers where published_at is null)`

/** Rows of which open columns are not: the texts of what is not published, not any more, or never to be. */
export const secretRows: readonly { table: string; where: string; columns: readonly string[] }[] = [
  { table: 'proposals', where: isUnpublished, columns: ['title', 'author_name', 'place'] },
  { table: 'proposal_texts', where: ofUnpublished, columns: ['problem', 'benefit'] },
  { table: 'asks', where: ofUnpublished, columns: ['text'] },
  { table: 'evidence', where: ofUnpublished, columns: ['url', 'label'] },
  { table: 'text_versions', where: ofUnpublished, columns: ['title', 'problem', 'benefit', 'asks'] },
  { table: 'answers', where: 'published_at is null', columns: ['analysis', 'deliberation', 'note', 'unit'] },
  { table: 'ask_decisions', where: ofDraftAnswer, columns: ['reason'] },
  { table: 'answer_attachments', where: ofDraftAnswer, columns: ['title', 'description', 'file_hash'] },
  { table: 'commitments', where: "state = 'draft'", columns: ['what', 'measure', 'owner'] },
  { table: 'case_references', where: "state <> 'shown'", columns: ['url', 'title', 'publisher'] },
  { table: 'cosignatures', where: ofUnpublished, columns: ['reason', 'reason_id'] },
  { table: 'cosignatures', where: "state <> 'counted'", columns: ['reason', 'reason_id'] },
  { table: 'moderation_decisions', where: "kind in ('returned', 'held', 'released')", columns: ['words'] },
  {
    ...{ table: 'record', where: "kind in ('cosigned', 'cosignature_withdrawn')" },
    columns: ['id', 'recorded_at', 'occurred_at'],
  },
]
