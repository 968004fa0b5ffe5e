// The order in which cases changed. Whoever copies them asks for what came after the last step they know, and misses nothing: a step
// becomes visible after all earlier ones, whatever order the changes themselves become visible in.
import { randomBytes } from 'node:crypto'
import { and, asc, desc, eq, gt, inArray, isNull, lt, lte, or } from 'drizzle-orm'
import { addDays, localDate } from '../../lib/calendar.ts'
import { excluded } from '../../platform/db/columns.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { keepValue, keptValue } from '../../platform/db/deployment-values.ts'
import { takeTurn } from '../../platform/db/leases.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { caseChanges, changeSteps } from '../../schema/case-changes.ts'
import { governments } from '../../schema/governments.ts'
import { proposals } from '../../schema/proposals.ts'
import { isTold, record } from '../../schema/record.ts'
import { shownVersions } from '../../schema/shown-versions.ts'
import type { EntryKind } from '../../schema/values.ts'

/** Cases that one step tells of at most. */
const casesInStep = 50
const stepsInRun = 20
/** What changes with a day (districts are told a day late) is told again for cases that ended so lately. */
const daysAfterEnd = 30

type Step = typeof changeSteps.$inferSelect

/** Marks cases as changed, in the unit that gives their entries of the record a number. */
export async function markChanged(tx: Db, cases: { proposalId: string; governmentId: string }[]): Promise<void> {
  const rows = [...new Map(cases.map((one) => [one.proposalId, one])).values()]
    .sort((a, b) => (a.proposalId < b.proposalId ? -1 : 1)) // two units that mark the same cases do not wait for each other
    .map((one) => ({ ...one, step: null, seen: false }))
  if (!rows.length) return
  await tx
    .insert(caseChanges)
    .values(rows)
    .onConflictDoUpdate({
      target: caseChanges.proposalId,
      set: { step: excluded(caseChanges.step), seen: excluded(caseChanges.seen) },
    })
}

/**
 * Gives the next steps to cases that were marked before the last run, and to those that show a name that is another now. How many
 * cases got one. A mark waits for one run more, since reads are remembered for a second: who asks after the step gets the new state.
 */
export async function giveSteps({ db }: Pick<Deps, 'db'>, at: Date, signal?: AbortSignal): Promise<number> {
  const last = await newestStep(db.reads)
  const names = await namesVersion(db.reads)
  const before = names === (last?.names ?? 0) ? (last?.namesStep ?? 0) : 0
  if (names !== (last?.names ?? 0)) {
    const tag = newTag()
    await write(db, (tx) => beginNames(tx, names, tag, at), later)
  }
  let given = 0
  for (let i = 0; i < stepsInRun && !signal?.aborted; i++) {
    if (!(await due(db.reads, before, 1)).length) break
    const tag = newTag()
    given += await write(db, (tx) => giveStep(tx, before, tag, at), later)
  }
  const [unseen] = await db.reads.select({ id: caseChanges.proposalId }).from(caseChanges).where(isUnseen).limit(1)
  if (unseen)
    await write(db, async (tx) => void (await tx.update(caseChanges).set({ seen: true }).where(isUnseen)), later)
  return given
}

const later = { invalidate: 'later' } as const
const newTag = () => randomBytes(4).toString('hex')
const isUnseen = and(isNull(caseChanges.step), eq(caseChanges.seen, false))
const isDue = (before: number) =>
  before
    ? or(and(isNull(caseChanges.step), eq(caseChanges.seen, true)), lt(caseChanges.step, before))
    : and(isNull(caseChanges.step), eq(caseChanges.seen, true))

async function due(db: Db, before: number, most: number): Promise<string[]> {
  const ids = (of: ReturnType<typeof isDue>) =>
    db.select({ id: caseChanges.proposalId }).from(caseChanges).where(of).orderBy(asc(caseChanges.step)).limit(most)
  const marked = await ids(isDue(0))
  const rows = marked.length || !before ? marked : await ids(lt(caseChanges.step, before))
  return rows.map(({ id }) => id)
}

async function giveStep(tx: Db, before: number, tag: string, at: Date): Promise<number> {
  await takeTurn(tx, 'change steps')
  const ids = await due(tx, before, casesInStep)
  if (!ids.length) return 0
  const last = await newestStep(tx)
  const number = (last?.number ?? 0) + 1
  await tx
    .insert(changeSteps)
    .values({ number, tag, madeAt: at, names: last?.names ?? 0, namesStep: last?.namesStep ?? 0 })
  await tx
    .update(caseChanges)
    .set({ step: number })
    .where(and(inArray(caseChanges.proposalId, ids), isDue(before)))
  return ids.length
}

/** From the next run on all cases of earlier steps are told again. */
async function beginNames(tx: Db, names: number, tag: string, at: Date): Promise<void> {
  await takeTurn(tx, 'change steps')
  const number = ((await newestStep(tx))?.number ?? 0) + 1
  await tx.insert(changeSteps).values({ number, tag, madeAt: at, names, namesStep: number })
}

async function newestStep(db: Db): Promise<Step | null> {
  const [row] = await db.select().from(changeSteps).orderBy(desc(changeSteps.number)).limit(1)
  return row ?? null
}

async function namesVersion(db: Db): Promise<number> {
  const [row] = await db.select().from(shownVersions).where(eq(shownVersions.key, 'names'))
  return row?.version ?? 0
}

const days = new WeakMap<Database, Map<string, string>>()
const dayKey = (governmentId: string) => `day of changes ${governmentId}`

/** Marks what a new day changes: cases that can be co-signed, or ended lately. Once a day: mirrors read all of them again. */
export async function markNewDay({ db }: Pick<Deps, 'db'>, at: Date): Promise<void> {
  const known = days.get(db) ?? new Map<string, string>()
  days.set(db, known)
  for (const { id, timeZone } of await db.reads.select().from(governments)) {
    const today = localDate(at, timeZone)
    if (known.get(id) === today) continue
    const key = dayKey(id)
    if ((await keptValue(db.reads, key)) === today) {
      known.set(id, today)
      continue
    }
    const since = new Date(`${addDays(today, -daysAfterEnd)}T00:00:00Z`)
    const { stage, answeredAt, endedAt } = proposals
    await write(db, async (tx) => {
      const lately = tx
        .select({ id: proposals.id })
        .from(proposals)
        .where(
          and(
            eq(proposals.governmentId, id),
            or(inArray(stage, ['gathering', 'review']), gt(answeredAt, since), gt(endedAt, since)),
          ),
        )
      await tx
        .update(caseChanges)
        .set({ step: null, seen: false })
        .where(and(eq(caseChanges.governmentId, id), inArray(caseChanges.proposalId, lately)))
      await keepValue(tx, key, today)
    })
    known.set(id, today)
  }
}

/** A step that somebody knows; the first there can be is 0. */
export type ChangeStep = { number: number; tag: string }

/** Whether it was given here; not where it was lost with the database that gave it. */
export async function isKnown(db: Db, { number, tag }: ChangeStep): Promise<boolean> {
  const [row] = await db.select({ tag: changeSteps.tag }).from(changeSteps).where(eq(changeSteps.number, number))
  return row?.tag === tag
}

/** The newest step. */
export async function newestKnown(db: Db): Promise<ChangeStep> {
  const last = await newestStep(db)
  return last ? { number: last.number, tag: last.tag } : { number: 0, tag: '' }
}

/**
 * Cases of a government that changed after a step, about `most` of them, in the order of their steps, and the step through which these
 * are all. A case that changes again meanwhile is told of by a later one.
 */
export async function changedAfter(
  db: Db,
  governmentId: string,
  after: number,
  most = 2 * casesInStep,
): Promise<{ ids: string[]; through: ChangeStep; more: boolean }> {
  const newest = await newestKnown(db) // before the rows: a step that comes between is left for the next time
  const rows = await db
    .select({ id: caseChanges.proposalId, step: caseChanges.step })
    .from(caseChanges)
    .where(
      and(
        eq(caseChanges.governmentId, governmentId),
        gt(caseChanges.step, after),
        lte(caseChanges.step, newest.number),
      ),
    )
    .orderBy(asc(caseChanges.step), asc(caseChanges.proposalId))
    .limit(most + 1)
  if (rows.length <= most) return { ids: rows.map(({ id }) => id), through: newest, more: false }
  const cut = rows.at(-1)!.step! // perhaps not whole: a step tells of fewer than fit
  const whole = rows.filter(({ step }) => step! < cut)
  const number = whole.at(-1)!.step!
  const [row] = await db.select({ tag: changeSteps.tag }).from(changeSteps).where(eq(changeSteps.number, number))
  return { ids: whole.map(({ id }) => id), through: { number, tag: row!.tag }, more: true }
}

const published: readonly EntryKind[] = ['published', 'refused', 'merged', 'imported']

/** Those of the cases that everybody could read once, whatever became of them. */
export async function oncePublic(db: Db, ids: string[]): Promise<Set<string>> {
  if (!ids.length) return new Set()
  const rows = await db
    .selectDistinct({ id: record.proposalId })
    .from(record)
    .where(and(inArray(record.proposalId, ids), isTold(record), inArray(record.kind, [...published])))
  return new Set(rows.flatMap(({ id }) => id ?? []))
}
