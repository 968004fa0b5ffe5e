// What is always true of a case's row, whoever writes it. domain/proposals/workflow.ts says how a case moves; this says which rows
// there can be at all. Imported cases tell what their source tells: where that may contradict itself, they are left out.
import type { AnyColumn } from 'drizzle-orm'
import { atLeast, flags, inOrder, list, localDate, needs, object, oneOf, rule, together } from './checks.ts'
import { answeredOutcomes, outcomes, stages, unansweredEnds } from './values.ts'

const imported = 'source_id is not null'
const words = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ')
const own = { unless: imported }

type Columns = Record<
  | 'answerDueBefore'
  | 'answeredAt'
  | 'checkDueBefore'
  | 'closesBefore'
  | 'contactDueBefore'
  | 'contactedAt'
  | 'count'
  | 'countUnsaid'
  | 'createdAt'
  | 'earlyWarnedAt'
  | 'endedAt'
  | 'extendedAt'
  | 'hiddenAt'
  | 'hiddenReason'
  | 'number'
  | 'outcome'
  | 'overdueAt'
  | 'publishedAt'
  | 'revision'
  | 'ruleVersionId'
  | 'scheduleDueBefore'
  | 'scheduledAt'
  | 'seenOn'
  | 'source'
  | 'sourceId'
  | 'stage'
  | 'submittedAt'
  | 'suggestedAgencies'
  | 'threshold'
  | 'thresholdMetAt'
  | 'year',
  AnyColumn
>

export const proposalRules = (t: Columns) => [
  atLeast(t.count, 0),
  ...flags(t.countUnsaid),
  rule('proposals_count_unsaid_imported', `not count_unsaid or ${imported}`),
  oneOf(t.stage, stages),
  oneOf(t.outcome, outcomes),
  atLeast(t.threshold, 1),
  atLeast(t.revision, 0),
  list(t.suggestedAgencies, 0, 3),
  object(t.source),
  together(t.source, t.sourceId),
  localDate(t.seenOn),
  needs(t.seenOn, t.sourceId),

  // The first submission gives number, rules and threshold
  together(t.number, t.year, t.submittedAt, t.ruleVersionId, t.threshold),
  rule('proposals_draft', "(stage = 'draft') = (number is null)"),
  rule('proposals_year_of_number', "substr(number, 1, 5) = year || '-'"),
  rule('proposals_draft_author', "stage <> 'draft' or author_id is not null"),

  // A check ends in publication, or never was followed by it
  together(t.publishedAt, t.closesBefore),
  rule(
    'proposals_published',
    `case when stage in ('draft', 'checking', 'returned', 'refused') then published_at is null
     when stage in ('merged', 'withdrawn') then true else published_at is not null end`,
  ),
  needs(t.earlyWarnedAt, t.publishedAt),

  // The threshold begins every clock of the agencies
  needs(t.thresholdMetAt, t.publishedAt),
  rule('proposals_review', "stage <> 'review' or threshold_met_at is not null"),
  rule('proposals_below_threshold', `${imported} or stage not in ('gathering', 'expired') or threshold_met_at is null`),
  rule('proposals_answer_due', `${imported} or (threshold_met_at is null) = (answer_due_before is null)`),
  needs(t.scheduleDueBefore, t.thresholdMetAt),
  needs(t.contactDueBefore, t.thresholdMetAt),
  needs(t.scheduledAt, t.thresholdMetAt),
  needs(t.contactedAt, t.thresholdMetAt),
  needs(t.extendedAt, t.answerDueBefore),
  needs(t.overdueAt, t.answerDueBefore),

  // How it ended
  // Of a source's cases it is not always said when: an answer that is not here, a withdrawal, an end before the closing date
  rule('proposals_resolved', `(stage = 'resolved') = (answered_at is not null) or ${imported} and stage = 'resolved'`),
  rule(
    'proposals_ended',
    `(stage in (${words([...unansweredEnds, 'last_seen'])})) = (ended_at is not null)
     or ${imported} and stage in ('expired', 'withdrawn')`,
  ),
  rule('proposals_last_seen', `stage <> 'last_seen' or ${imported}`),
  rule(
    'proposals_outcome_of_stage',
    `case when stage = 'resolved' then coalesce(outcome, '') in (${words(answeredOutcomes)})
     when stage in (${words(unansweredEnds)}) then coalesce(outcome, '') = stage else outcome is null end`,
  ),
  rule('proposals_refused', "stage <> 'refused' or reason_code is not null"),
  rule('proposals_merged', "(stage = 'merged') = (merged_into_id is not null)"),
  rule('proposals_merged_elsewhere', 'merged_into_id <> id'),
  together(t.hiddenAt, t.hiddenReason),

  // What can't precede what
  inOrder(t.createdAt, t.submittedAt, own),
  inOrder(t.submittedAt, t.checkDueBefore, { ...own, strictly: true }),
  inOrder(t.submittedAt, t.publishedAt, own),
  inOrder(t.publishedAt, t.closesBefore, { ...own, strictly: true }),
  inOrder(t.publishedAt, t.thresholdMetAt, own),
  inOrder(t.thresholdMetAt, t.scheduleDueBefore, { ...own, strictly: true }),
  inOrder(t.thresholdMetAt, t.contactDueBefore, { ...own, strictly: true }),
  inOrder(t.thresholdMetAt, t.answerDueBefore, { ...own, strictly: true }),
  inOrder(t.publishedAt, t.answeredAt, own),
  inOrder(t.submittedAt, t.endedAt, own),
]
