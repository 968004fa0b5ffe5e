// When co-signing closes, once the pauses of a government have changed: for every case that gathers, and before that is saved.
import { and, asc, eq, gt, inArray, isNotNull } from 'drizzle-orm'
import { daysBetween, lastDay, localDate } from '../../lib/calendar.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import { ruleVersions } from '../../schema/governments.ts'
import { proposals } from '../../schema/proposals.ts'
import { isTold, record } from '../../schema/record.ts'
import type { MessageFacts } from '../../schema/values.ts'
import { type Blackout, closingDate } from '../governments/deadline.ts'
import { blackoutsOf } from '../governments/store.ts'
import { notifyPerson } from '../notifications/store.ts'
import { append } from '../record/store.ts'

/** How many cases are read at a time. */
export const batch = 100

type Place = { id: string; timeZone: string }
type Pause = Blackout & { createdAt: Date }

/** Every case that gathers gets the closing date its rules and today's blackouts give. Passed ones stay passed. */
export async function moveClosings(db: Database, government: Place, now: Date, signal?: AbortSignal): Promise<number> {
  const blackouts = await blackoutsOf(db.reads, government.id)
  return eachBatch(signal, async (after) => {
    const cases = await gathering(db.reads, government.id, now, after)
    const moves = await movesOf(db.reads, cases, blackouts, government.timeZone)
    const moved = await Promise.all(
      moves.map((m) => {
        const reasons = pausesWithin(m.of, m.before, blackouts, government.timeZone)
        return write(db, (tx) => moveClosing(tx, m.of, m.before, reasons, now))
      }),
    )
    return { last: cases.at(-1)?.id, full: cases.length === batch, moved: moved.filter(Boolean).length }
  })
}

/** `was` and `before`: the first instant after co-signing closes, as in `closesBefore`. */
type ClosingMove = { number: string | null; title: string; was: Date; before: Date }

/** What these pauses would move, by number of case: asked before they are saved. Changes nothing. */
export async function closingsUnder(db: Db, government: Place, pauses: Pause[], now: Date): Promise<ClosingMove[]> {
  const found: ClosingMove[] = []
  await eachBatch(undefined, async (after) => {
    const cases = await gathering(db, government.id, now, after)
    const moves = await movesOf(db, cases, pauses, government.timeZone)
    found.push(
      ...moves.map(({ of, before }) => ({ number: of.number, title: of.title, was: of.closesBefore!, before })),
    )
    return { last: cases.at(-1)?.id, full: cases.length === batch, moved: 0 }
  })
  return found.sort((a, b) => String(a.number).localeCompare(String(b.number), 'en'))
}

/** Those of the cases whose closing date is not what their rules and these pauses give. */
async function movesOf(db: Db, cases: Gathering[], pauses: Pause[], timeZone: string) {
  const imported = await closingAsImported(
    db,
    cases.filter((c) => c.source).map((c) => c.id),
  )
  return cases
    .map((c) => ({ of: c, before: closingOf(c, pauses, timeZone, imported.get(c.id)) }))
    .filter(({ of, before }) => before.getTime() !== of.closesBefore!.getTime())
}

type Gathering = Awaited<ReturnType<typeof gathering>>[number]

const gathering = (db: Db, governmentId: string, now: Date, after: string) =>
  db
    .select({
      id: proposals.id,
      governmentId: proposals.governmentId,
      authorId: proposals.authorId,
      publishedAt: proposals.publishedAt,
      closesBefore: proposals.closesBefore,
      number: proposals.number,
      title: proposals.title,
      source: proposals.source,
      rules: ruleVersions.rules,
    })
    .from(proposals)
    .innerJoin(ruleVersions, eq(ruleVersions.id, proposals.ruleVersionId))
    .where(
      and(
        eq(proposals.governmentId, governmentId),
        eq(proposals.stage, 'gathering'),
        isNotNull(proposals.publishedAt),
        gt(proposals.closesBefore, now),
        gt(proposals.id, after),
      ),
    )
    .orderBy(asc(proposals.id))
    .limit(batch)

type AsImported = { closesBefore: Date; recordedAt: Date }

/** Elsewhere the closing date was not computed by our rules: it is what the record said when the case came, and later pauses move it. */
async function closingAsImported(db: Db, ids: string[]): Promise<Map<string, AsImported>> {
  if (!ids.length) return new Map()
  const entries = await db
    .select()
    .from(record)
    .where(and(inArray(record.proposalId, ids), isTold(record), eq(record.kind, 'published')))
    .orderBy(asc(record.recordedAt), asc(record.id)) // a second import may have corrected it: the last one stands
  return new Map(
    entries
      .filter((e) => typeof e.facts.closes_before === 'string')
      .map((e) => [e.proposalId!, { closesBefore: new Date(String(e.facts.closes_before)), recordedAt: e.recordedAt }]),
  )
}

function closingOf(
  { publishedAt, rules }: Gathering,
  blackouts: Pause[],
  timeZone: string,
  imported?: AsImported,
): Date {
  if (!imported) return closingDate(publishedAt!, rules.cosigningDays, blackouts, timeZone)
  const days = daysBetween(localDate(publishedAt!, timeZone), lastDay(imported.closesBefore, timeZone))
  const later = blackouts.filter((b) => b.createdAt > imported.recordedAt)
  return closingDate(publishedAt!, days, later, timeZone)
}

/** Why co-signing pauses between publication and the new closing date, in every language: reason_en, reason_zh-Hant. */
function pausesWithin(
  { publishedAt }: Gathering,
  before: Date,
  pauses: (Pause & { reason: Localised })[],
  timeZone: string,
): MessageFacts {
  const from = localDate(publishedAt!, timeZone)
  const until = lastDay(before, timeZone)
  const within = pauses.filter((pause) => pause.firstDay <= until && pause.lastDay >= from)
  const languages = new Set(within.flatMap(({ reason }) => Object.keys(reason)))
  const said = (language: string) => within.map(({ reason }) => reason[language] ?? '').filter(Boolean)
  return Object.fromEntries([...languages].map((language) => [`reason_${language}`, said(language).join(' / ')]))
}

async function moveClosing(tx: Db, c: Gathering, before: Date, reasons: MessageFacts, at: Date): Promise<boolean> {
  const moved = await tx
    .update(proposals)
    .set({ closesBefore: before })
    .where(and(eq(proposals.id, c.id), eq(proposals.stage, 'gathering'), eq(proposals.closesBefore, c.closesBefore!)))
    .returning()
  if (!moved.length) return false
  const facts = { closes_before_was: c.closesBefore!.toISOString(), closes_before: before.toISOString() }
  await append(tx, {
    governmentId: c.governmentId,
    proposalId: c.id,
    kind: 'closing_moved',
    role: 'system',
    occurredAt: at,
    facts,
  })
  // The author has a plan for these weeks; co-signers have nothing to do.
  await notifyPerson(tx, c.authorId, {
    kind: 'closing_moved',
    governmentId: c.governmentId,
    proposalId: c.id,
    facts: { ...facts, ...reasons },
    at,
  })
  return true
}

type Pass = { last: string | undefined; full: boolean; moved: number }

/** By id, batch after batch. */
export async function eachBatch(
  signal: AbortSignal | undefined,
  pass: (after: string) => Promise<Pass>,
): Promise<number> {
  let total = 0
  for (let after = ''; !signal?.aborted; ) {
    const { last, full, moved } = await pass(after)
    total += moved
    if (!full || !last) break
    after = last
  }
  return total
}
