// Cases that lists and data begin with, at any stage: rows as the workflow would have left them.

import { currentRules } from '../../src/domain/governments/store.ts'
import { indexCase } from '../../src/domain/proposals/searchable.ts'
import { append, newSalt } from '../../src/domain/record/store.ts'
import { newId } from '../../src/lib/id.ts'
import type { Db } from '../../src/platform/db/database.ts'
import { write } from '../../src/platform/db/write.ts'
import { answers, askDecisions } from '../../src/schema/answers.ts'
import { assignments } from '../../src/schema/assignments.ts'
import { blackouts } from '../../src/schema/calendar.ts'
import { commitments } from '../../src/schema/commitments.ts'
import { cosignatureCounts } from '../../src/schema/cosignatures.ts'
import { asks, proposals, proposalTexts } from '../../src/schema/proposals.ts'
import { unansweredEnds } from '../../src/schema/values.ts'
import type { City } from './city.ts'

type Row = typeof proposals.$inferInsert
type Decided = 'adopted' | 'partly' | 'under_study' | 'not_adopted'

/** `number` and `title`: some, where nobody asks which. */
export type GivenCase = Partial<Row> & {
  number?: string
  title?: string
  problem?: string
  asks?: string[]
  lead?: string // id of an agency
  /** co-signatures per district, all on one day; the count follows */
  signed?: { [district: string]: number }
  decisions?: Decided[]
  promise?: { what: string; dueOn: string; state: 'open' | 'kept' }
}

const day = (date: string, time = '10:00:00') => new Date(`${date}T${time}+08:00`)

/** A public case, gathering co-signatures unless told otherwise. Returns its id. */
export async function givenCase(city: City, given: GivenCase = {}): Promise<string> {
  const [id] = await givenCases(city, [given])
  return id!
}

/** Several of them at once. Returns their ids, in order. */
export async function givenCases(city: City, given: GivenCase[]): Promise<string[]> {
  const rules = await currentRules(city.db.reads, city.government.id, day('2026-01-01'))
  return write(city.db, async (tx) => {
    const ids: string[] = []
    for (const one of given) ids.push(await insertCase(tx, city, rules, one))
    return ids
  })
}

let some = 1_000_000 // numbers of cases that are known by their ids

async function insertCase(
  tx: Db,
  { government, agencies }: City,
  rules: Awaited<ReturnType<typeof currentRules>>,
  given: GivenCase,
): Promise<string> {
  const { problem, asks: wanted, lead, signed = {}, decisions, promise: commitment, ...columns } = given
  const id = newId()
  const { number = `2026-${++some}`, title = '夜市停用一次性餐具' } = given
  const row = asLeft({
    id,
    governmentId: government.id,
    authorName: '潮間帶居民',
    ruleVersionId: rules.id,
    threshold: rules.rules.threshold,
    count: Object.values(signed).reduce((sum, n) => sum + n, 0),
    ...columns,
    number,
    title,
  })
  const published = row.publishedAt ?? null
  const agencyId = lead ?? agencies.environment
  await tx.insert(proposals).values(row)
  await tx
    .insert(proposalTexts)
    .values({ proposalId: id, problem: problem ?? '垃圾太多。', benefit: '', salt: newSalt() })
  const texts = wanted ?? ['請改善。']
  if (texts.length) await tx.insert(asks).values(texts.map((text, i) => ({ proposalId: id, number: i + 1, text })))
  if (published)
    await tx.insert(assignments).values({
      id: newId(),
      proposalId: id,
      agencyId,
      role: 'lead',
      assignedAt: published,
      dueBefore: row.answerDueBefore ?? null,
      answeredAt: row.answeredAt ?? null,
    })
  for (const [districtCode, count] of Object.entries(signed))
    await tx.insert(cosignatureCounts).values({ proposalId: id, day: '2026-06-02', districtCode, assurance: 1, count })
  if (published)
    await append(tx, {
      governmentId: government.id,
      proposalId: id,
      kind: 'published',
      role: 'moderator',
      occurredAt: published,
      facts: { closes_before: row.closesBefore?.toISOString() ?? null },
    })
  if (row.answeredAt) {
    const answerId = newId()
    await tx.insert(answers).values({
      id: answerId,
      proposalId: id,
      agencyId,
      version: 1,
      analysis: '已經研究過。',
      deliberation: '開過會。',
      adoption: '',
      followUp: '',
      note: '',
      salt: newSalt(),
      createdAt: row.answeredAt,
      updatedAt: row.answeredAt,
      publishedAt: row.answeredAt,
    })
    if (decisions)
      await tx
        .insert(askDecisions)
        .values(decisions.map((decision, i) => ({ answerId, askNumber: i + 1, decision, reason: '理由如下。' })))
    if (commitment)
      await tx.insert(commitments).values({
        id: newId(),
        governmentId: government.id,
        proposalId: id,
        answerId,
        agencyId,
        askNumber: 1,
        position: 1,
        owner: '空氣品質科',
        ...{ number: 1, measure: '測站每小時的數值', reportedAt: row.answeredAt },
        ...(commitment.state === 'kept'
          ? { closedAt: row.answeredAt, doneAt: row.answeredAt, verdict: 'complete', checkedAt: row.answeredAt }
          : {}),
        salt: newSalt(),
        ...commitment,
      })
  }
  await indexCase(tx, id)
  return id
}

/** Another agency's part in a case. */
export const givenSupport = (
  { db, agencies }: Pick<City, 'db' | 'agencies'>,
  proposalId: string,
  more: Partial<typeof assignments.$inferInsert> = {},
): Promise<unknown> =>
  write(db, (tx) =>
    tx.insert(assignments).values({
      ...{ id: newId(), proposalId, agencyId: agencies.transport, role: 'supporting', assignedAt: day('2026-06-01') },
      ...more,
    }),
  )

const neverPublished: readonly Row['stage'][] = ['checking', 'returned', 'refused']
const ends: readonly Row['stage'][] = unansweredEnds
const daysBefore = (at: Date, days: number) => new Date(at.getTime() - days * 86_400_000)

/** The row with everything that its stage brings along, where the test does not say otherwise. */
function asLeft(given: Partial<Row> & { id: string; governmentId: string; number: string; title: string }): Row {
  const { stage = 'gathering' } = given
  const published =
    given.publishedAt !== undefined || neverPublished.includes(stage)
      ? (given.publishedAt ?? null)
      : earliest(day('2026-06-01'), daysBefore(firstOf(given), 20))
  const begun = earliest(day('2026-05-29'), daysBefore(published ?? firstOf(given), 3))
  const usual: Partial<Row> = {
    year: Number(given.number.slice(0, 4)),
    suggestedAgencies: [],
    count: 0,
    revision: 1,
    createdAt: begun,
    updatedAt: begun,
    submittedAt: begun,
    closesBefore: published && latest(day('2026-08-01', '00:00:00'), daysBefore(published, -60)),
    hiddenReason: given.hiddenAt ? '含有個人資料。' : null,
    sourceId: given.source ? given.id : null,
    reasonCode: stage === 'refused' ? 'not_ours' : null,
  }
  if (stage === 'review')
    Object.assign(usual, { thresholdMetAt: published, answerDueBefore: day('2026-08-19', '00:00:00') })
  else if (given.answerDueBefore) usual.thresholdMetAt = published
  if (stage === 'resolved') usual.outcome = 'adopted'
  if (stage === 'last_seen') usual.endedAt = given.closesBefore ?? usual.closesBefore ?? null
  if (ends.includes(stage)) Object.assign(usual, { outcome: stage, endedAt: published ?? begun })
  return { ...usual, ...given, stage, publishedAt: published } as Row
}

/** The first thing that the test says happened after publication. */
const firstOf = ({ thresholdMetAt, answeredAt, endedAt, closesBefore }: Partial<Row>): Date =>
  [thresholdMetAt, answeredAt, endedAt, closesBefore].reduce<Date>(
    (first, at) => (at ? earliest(first, at) : first),
    day('2099-01-01'),
  )
const earliest = (a: Date, b: Date) => (a < b ? a : b)
const latest = (a: Date, b: Date) => (a > b ? a : b)

/** Columns of a case that met its threshold on 1 February and was due at the end of 1 April 2026. */
export const due = {
  stage: 'review',
  thresholdMetAt: day('2026-02-01'),
  answerDueBefore: day('2026-04-02', '00:00:00'),
  publishedAt: day('2026-01-10'),
  closesBefore: day('2026-03-12', '00:00:00'),
} as const

/** The same, answered on a date. */
export const answeredOn = (date: string, outcome: Row['outcome'] = 'adopted') => ({
  ...due,
  stage: 'resolved' as const,
  answeredAt: day(date),
  outcome,
})

/** Co-signing is paused from one day to another, the last included, as before an election. */
export const givenPause = (
  { db, government, clock }: Pick<City, 'db' | 'government'> & { clock: { now: Date } },
  firstDay: string,
  lastDay: string,
): Promise<unknown> =>
  write(db, (tx) =>
    tx.insert(blackouts).values({
      ...{ id: newId(), governmentId: government.id, firstDay, lastDay, createdAt: clock.now },
      reason: { 'zh-Hant': '選舉', en: 'Election' },
    }),
  )
