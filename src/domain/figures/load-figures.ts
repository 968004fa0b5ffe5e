// The facts that figures are made of, read again only when something of the government has changed, or a quarter of an hour has passed:
// then days may have come. Co-signatures change none of them. They are kept by some thousand cases, and only those are read of which
// one has changed: of 100,000 cases each reading took half a second of the processor.
import { setImmediate as others } from 'node:timers/promises'
import type { SQL } from 'drizzle-orm'
import { addMonths, localDate, startOfDay } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { ruleVersionsOf } from '../governments/rule-versions.ts'
import { type ChangeStep, isKnown, newestKnown } from '../record/changes.ts'
import { shownVersion } from '../record/shown.ts'
import type { Cohort, Facts, Lists } from './figures.ts'
import { answerDays, caseCounts, checkDays, commitmentCounts, decisionCounts, partCounts } from './figures-store.ts'
import { changedAfter, nextDue, partsOf } from './parts.ts'

type Of = { id: string; timeZone: string }
/** Facts, and what the next reading may take of them. `parts`: by the numbers of their cases. */
type Read = { facts: Facts; of: string; until: Date | null; step: ChangeStep; parts: Map<string, Lists> }
type Kept = { of: string; read: Promise<Read> }

const quarter = 15 * 60_000
type Fact = { [name: string]: unknown }
/** What facts are told apart by; all else of them is added up. */
const keys = ['own', 'agencyId', 'topic', 'year', 'days', 'decision']

/** Rows of several parts that are of the same keys become one. */
function addedUp<Row extends Fact>(parts: Row[][]): Row[] {
  const sums = new Map<string, Row>()
  for (const rows of parts)
    for (const row of rows) {
      const key = keys.map((name) => row[name]).join('\n')
      const sum: Fact | undefined = sums.get(key)
      if (!sum) sums.set(key, { ...row })
      else
        for (const name of Object.keys(row)) if (!keys.includes(name)) sum[name] = Number(sum[name]) + Number(row[name])
    }
  return [...sums.values()]
}

/** One for each database and government; they go with the database. */
const kept = new WeakMap<Db, Map<string, Kept>>()

/** Months of the cohort. */
export const cohortMonths = 12
const leastBehind = 6
const forPauses = 2 // months by which pauses may have moved a due date

/** Months after which every case has had its full time, by whichever of the government's rules gives an answer and its extensions most. */
async function monthsBehind(db: Db, governmentId: string): Promise<number> {
  const versions = await ruleVersionsOf(db, governmentId)
  const full = versions.map(({ rules: r }) => r.answerMonths + r.extensions * r.extensionMonths + forPauses)
  return Math.max(leastBehind, ...full)
}

/** Twelve months of cases that are of one age: each had its full time, so that nobody looks better, or worse, by what is not due yet. */
export function cohortAt(now: Date, timeZone: string, behind: number): Cohort {
  const today = localDate(now, timeZone)
  const day = (months: number) => startOfDay(addMonths(`${today.slice(0, 8)}01`, -months), timeZone)
  return { from: day(behind + cohortMonths), before: day(behind) }
}

/** `atOnce`: cases of a part. Throws what a query throws; then the next one asks again. */
export async function loadFacts(db: Db, government: Of, now: Date, atOnce?: number): Promise<Facts> {
  // read before the facts: what is written meanwhile makes them old, never new ones under an old version
  const version = await shownVersion(db, government.id)
  const of = `${version} ${Math.floor(now.getTime() / quarter)}`
  const all = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, all)
  const known = all.get(government.id)
  if (known?.of === of) return (await known.read).facts
  const at = new Date(Math.floor(now.getTime() / quarter) * quarter)
  const read = readFacts(db, government, at, known?.read, atOnce)
  const entry = { of, read }
  all.set(government.id, entry)
  read.catch(() => {
    if (all.get(government.id) === entry) all.delete(government.id)
  })
  return (await read).facts
}

/** Of what was read `earlier` all parts are taken of which no case changed since, and for which no day has come. */
async function readFacts(db: Db, government: Of, at: Date, earlier?: Promise<Read>, atOnce?: number): Promise<Read> {
  const before = (await earlier?.catch(() => null)) ?? null
  const today = localDate(at, government.timeZone)
  const behind = await monthsBehind(db, government.id)
  const of = `${today} ${government.timeZone} ${behind}`
  const cohort = cohortAt(at, government.timeZone, behind)
  const step = await newestKnown(db)
  const until = await nextDue(db, government, at)
  const isSameDay = before !== null && before.of === of && (before.until === null || at < before.until)
  const changed =
    isSameDay && (await isKnown(db, before.step)) ? await changedAfter(db, government, before.step.number) : null
  const parts = new Map<string, Lists>()
  const all: Lists[] = []
  for (const { cases, span } of await partsOf(db, government, atOnce)) {
    const name = span?.to && `${span.after} ${span.to}` // what still grows is read each time
    const isAsBefore = name && changed && !changed.some((number) => number > span.after && number <= span.to!)
    const lists = (isAsBefore && before?.parts.get(name)) || (await readPart(db, government, cases, at, cohort, today))
    if (name) parts.set(name, lists)
    all.push(lists)
  }
  const facts: Facts = {
    behind,
    counts: addedUp(all.map((lists) => lists.counts)),
    commitments: addedUp(all.map((lists) => lists.commitments)),
    checkDays: addedUp(all.map((lists) => lists.checkDays)),
    answerDays: addedUp(all.map((lists) => lists.answerDays)),
    decisions: addedUp(all.map((lists) => lists.decisions)),
    parts: addedUp(all.map((lists) => lists.parts)),
  }
  return { facts, of, until, step, parts }
}

/** Between two statements others are served. */
async function readPart(db: Db, of: Of, cases: SQL, at: Date, cohort: Cohort, today: string): Promise<Lists> {
  const counts = await caseCounts(db, of, cases, at, cohort)
  await others()
  const checks = await checkDays(db, of, cases)
  await others()
  const answered = await answerDays(db, of, cases)
  await others()
  const decisions = await decisionCounts(db, of, cases)
  await others()
  const commitments = await commitmentCounts(db, of, cases, today)
  await others()
  const parts = await partCounts(db, of, cases)
  await others()
  return { counts, commitments, checkDays: checks, answerDays: answered, decisions, parts }
}
