// The facts that figures are made of, read again only when something of the government has changed, or a quarter of an hour has passed:
// then days may have come. Co-signatures change none of them.
import { setImmediate as others } from 'node:timers/promises'
import { addMonths, localDate, startOfDay } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { ruleVersionsOf } from '../governments/rule-versions.ts'
import { shownVersion } from '../record/shown.ts'
import type { Cohort, Facts } from './figures.ts'
import { answerDays, caseCounts, checkDays, commitmentCounts, decisionCounts } from './figures-store.ts'
import { partsOf } from './parts.ts'

type Of = { id: string; timeZone: string }
type Kept = { of: string; facts: Promise<Facts> }

const quarter = 15 * 60_000
type Fact = { [name: string]: unknown }
/** What facts are told apart by; all else of them is added up. */
const keys = ['own', 'agencyId', 'topic', 'year', 'days', 'decision']

/** Takes rows part by part, and gives what they come to. */
function adding<Row extends Fact>() {
  const sums = new Map<string, Row>()
  return {
    sums,
    add(rows: Row[]): void {
      for (const row of rows) {
        const key = keys.map((name) => row[name]).join('\n')
        const sum: Fact | undefined = sums.get(key)
        if (!sum) sums.set(key, row)
        else
          for (const name of Object.keys(row))
            if (!keys.includes(name)) sum[name] = Number(sum[name]) + Number(row[name])
      }
    },
  }
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

/** Throws what a query throws; then the next one asks again. */
export async function loadFacts(db: Db, government: Of, now: Date): Promise<Facts> {
  // read before the facts: what is written meanwhile makes them old, never new ones under an old version
  const version = await shownVersion(db, government.id)
  const of = `${version} ${Math.floor(now.getTime() / quarter)}`
  const all = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, all)
  const known = all.get(government.id)
  if (known?.of === of) return known.facts
  const facts = readFacts(db, government, new Date(Math.floor(now.getTime() / quarter) * quarter))
  const entry = { of, facts }
  all.set(government.id, entry)
  facts.catch(() => {
    if (all.get(government.id) === entry) all.delete(government.id)
  })
  return facts
}

async function readFacts(db: Db, government: Of, at: Date): Promise<Facts> {
  const today = localDate(at, government.timeZone)
  const behind = await monthsBehind(db, government.id)
  const cohort = cohortAt(at, government.timeZone, behind)
  const counts = adding<Facts['counts'][number]>()
  const checks = adding<Facts['checkDays'][number]>()
  const answered = adding<Facts['answerDays'][number]>()
  const decisions = adding<Facts['decisions'][number]>()
  const commitments = adding<Facts['commitments'][number]>()
  for (const part of await partsOf(db, government)) {
    // between two statements others are served
    counts.add(await caseCounts(db, government, part, at, cohort))
    await others()
    checks.add(await checkDays(db, government, part))
    await others()
    answered.add(await answerDays(db, government, part))
    await others()
    decisions.add(await decisionCounts(db, government, part))
    await others()
    commitments.add(await commitmentCounts(db, government, part, today))
    await others()
  }
  return {
    behind,
    counts: [...counts.sums.values()],
    checkDays: [...checks.sums.values()],
    answerDays: [...answered.sums.values()],
    decisions: [...decisions.sums.values()],
    commitments: [...commitments.sums.values()],
  }
}
