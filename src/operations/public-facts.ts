// Whether public facts are those that the record tells: stages, dates, outcomes, and each row that an entry stands for. Whoever changes a
// row behind the application's back, adds one or takes one away, leaves the record as it was, and is found here.
import { and, asc, eq, gt, isNotNull, isNull, ne } from 'drizzle-orm'
import { opening } from '../domain/log/leaf.ts'
import type { Db } from '../platform/db/database.ts'
import { inPieces, type Pace } from '../platform/process/pace.ts'
import { proposals } from '../schema/proposals.ts'
import { isTold, record } from '../schema/record.ts'
import { rowDifferences } from './public-rows.ts'
import { isOf, type RecordedEntry, type ToldCase, toldCase } from './told-case.ts'

type Row = typeof proposals.$inferSelect
const atOnce = 10 // cases: some milliseconds

/** In words; empty where all fit. Of cases that were written here: an import has one entry, which vouches for its line. */
export async function changedFacts(db: Db, pace: Pace = {}): Promise<string[]> {
  const findings: string[] = []
  const read = (after: string) =>
    db
      .select()
      .from(proposals)
      .where(and(gt(proposals.id, after), ne(proposals.stage, 'draft'), isNull(proposals.source)))
      .orderBy(asc(proposals.id))
      .limit(atOnce)
  for await (const one of inPieces(read, atOnce, pace)) findings.push(...(await changedIn(db, one)))
  return [...findings, ...(await withoutCase(db))]
}

async function entriesOf(db: Db, id: string): Promise<RecordedEntry[]> {
  return db
    .select({
      ...{ kind: record.kind, at: record.occurredAt, recordedAt: record.recordedAt },
      ...{ facts: record.facts, agencyId: record.agencyId },
    })
    .from(record)
    .where(and(eq(record.proposalId, id), isTold(record)))
    .orderBy(asc(record.position))
}

async function changedIn(db: Db, seen: Row): Promise<string[]> {
  const found = await look(seen)
  if (!found.length) return []
  // it may have moved on between its row and its entries
  const [now] = await db.select().from(proposals).where(eq(proposals.id, seen.id))
  return now ? look(now) : []

  async function look(one: Row): Promise<string[]> {
    const entries = await entriesOf(db, one.id)
    if (entries.some(({ kind }) => kind === 'imported')) return []
    const named = one.number ?? one.id
    if (one.publishedAt && !entries.some(({ kind }) => opening.includes(kind)))
      return [`Case ${named} is there, and the record knows nothing of it.`]
    if (!entries.length) return [] // nobody has decided anything of it
    const intoNumber = one.mergedIntoId === null ? null : await numberOf(db, one.mergedIntoId)
    const told = toldCase(entries)
    return [...differencesIn(one, told, entries, intoNumber), ...(await rowDifferences(db, one, told, entries))].map(
      (words) => `Case ${named}: ${words}`,
    )
  }
}

async function numberOf(db: Db, id: string): Promise<string | null> {
  const [row] = await db.select({ number: proposals.number }).from(proposals).where(eq(proposals.id, id))
  return row?.number ?? null
}

export const inWords = (value: number | string | null): string =>
  value === null ? 'nothing' : typeof value === 'number' ? new Date(value).toISOString() : value

function differencesIn(one: Row, told: ToldCase, entries: RecordedEntry[], intoNumber: string | null): string[] {
  const ms = (at: Date | null) => at?.getTime() ?? null
  const isUnseen = one.textRemovedAt !== null && !entries.some(({ kind }) => opening.includes(kind))
  const pairs: [string, number | string | null, number | string | null | undefined][] = [
    ['stage', one.stage, told.stage],
    ['outcome', one.outcome, told.outcome],
    ['published_at', ms(one.publishedAt), told.publishedAt],
    ['closes_before', ms(one.closesBefore), told.closesBefore],
    ['threshold_met_at', ms(one.thresholdMetAt), told.thresholdMetAt],
    ['answer_due_before', ms(one.answerDueBefore), told.answerDueBefore],
    ['answered_at', ms(one.answeredAt), told.answeredAt],
    ['ended_at', ms(one.endedAt), told.endedAt],
    // its author may have taken the text away before it was public: nobody is told
    ['hidden_at', ms(one.hiddenAt), isUnseen ? undefined : told.hiddenAt],
    [
      'text_removed',
      one.textRemovedAt ? 'removed' : null,
      one.textRemovedAt && told.hiddenAt === null && !isUnseen ? null : undefined,
    ],
    ['threshold', String(one.threshold), thresholdIn(entries)],
    ['check_due_before', ms(one.checkDueBefore), checkDueIn(entries)],
    ['reason_code', one.reasonCode, told.reasonCode],
    ['merged_into', intoNumber, told.mergedInto],
  ]
  // stamped once, with the moment of an entry
  const stamped: [string, Date | null, RecordedEntry['kind'][]][] = [
    ['submitted_at', entries.some(({ kind }) => kind === 'submitted') ? one.submittedAt : null, ['submitted']],
    ['scheduled_at', one.scheduledAt, ['scheduled', 'answered']],
    ['contacted_at', one.contactedAt, ['contacted']],
    ['extended_at', one.extendedAt, ['extended']],
    ['early_warned_at', one.earlyWarnedAt, ['early_warning']],
    ['overdue_at', one.overdueAt, ['overdue']],
    ['reconsidered_at', one.reconsideredAt, ['reconsidered']],
    ['asks_drawn_up_at', one.asksDrawnUpAt, ['asks_drawn_up']],
  ]
  // never taken back: where the record has one, the case does; a warning goes with the approval that it came after
  const again = entries.findLastIndex(({ kind }) => kind === 'approval_taken_back')
  const kept: [string, Date | null, RecordedEntry['kind']][] = [
    ['extended_at', one.extendedAt, 'extended'],
    ['overdue_at', one.overdueAt, 'overdue'],
    ['scheduled_at', one.scheduledAt, 'scheduled'],
    ['contacted_at', one.contactedAt, 'contacted'],
    ['reconsidered_at', one.reconsideredAt, 'reconsidered'],
    ['early_warned_at', one.earlyWarnedAt, 'early_warning'],
  ]
  return [
    ...kept
      .filter(
        ([, is, kind]) =>
          is === null && entries.some((entry, i) => entry.kind === kind && (kind !== 'early_warning' || i > again)),
      )
      .map(([name, , kind]) => `${name} is nothing; the record has “${kind}”.`),
    ...pairs
      .filter(([, is, said]) => said !== undefined && is !== said)
      .map(([name, is, said]) => `${name} is ${inWords(is)}; the record comes to ${inWords(said!)}.`),
    ...stamped
      .filter(([, is, kinds]) => is && !entries.some((e) => kinds.includes(e.kind) && isOf(e, is)))
      .map(([name, is, kinds]) => `${name} is ${is!.toISOString()}; the record has no “${kinds[0]}” of then.`),
  ]
}

/** As it was when it was met; undefined where it was not. */
function thresholdIn(entries: RecordedEntry[]): string | undefined {
  const last = entries.findLast(({ kind, facts }) => /^(?:threshold_met|early_warning)$/.test(kind) && facts.threshold)
  return last && String(last.facts.threshold)
}

/** Where nothing but being sent has set it. */
function checkDueIn(entries: RecordedEntry[]): number | undefined {
  const others = ['reconsidered', 'undone', 'approval_taken_back']
  if (entries.some(({ kind }) => others.includes(kind))) return undefined
  const last = entries.findLast(
    ({ kind, facts }) =>
      (kind === 'submitted' || kind === 'resubmitted' || facts.what === 'checking') &&
      (facts.check_due_before ?? facts.due_before),
  )
  return last && Date.parse(String(last.facts.check_due_before ?? last.facts.due_before))
}

/** Cases that the record tells of, and that are not there. */
async function withoutCase(db: Db): Promise<string[]> {
  const gone = await db
    .selectDistinct({ id: record.proposalId })
    .from(record)
    .leftJoin(proposals, eq(proposals.id, record.proposalId))
    .where(and(isTold(record), eq(record.kind, 'submitted'), isNotNull(record.proposalId), isNull(proposals.id)))
  return gone.map(({ id }) => `The case ${id} is in the record, and is not there.`)
}
