// How long each government's rules keep people, and what was left alone. The version in force now decides, not the one of a case:
// a government that keeps less from today on keeps less of what it has.
import { and, gte, inArray, isNull, or, type SQL } from 'drizzle-orm'
import { monthsAgo } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { proposals } from '../../schema/proposals.ts'
import { currentRules, listGovernments } from '../governments/store.ts'

export type Keeping = {
  governmentId: string
  slug: string
  keptMonths: number
  forgottenMonths: number
  /** what ended earlier is past */
  before: Date
  /** what was left alone since then is forgotten */
  aloneBefore: Date
}

/** Of every government. Months are calendar months in UTC: one person may sign in several time zones. */
export async function keepingOf(db: Db, now: Date): Promise<Keeping[]> {
  const kept: Keeping[] = []
  for (const { id, slug } of await listGovernments(db)) {
    const { keptMonths, forgottenMonths } = (await currentRules(db, id, now)).rules
    kept.push({
      ...{ governmentId: id, slug, keptMonths, forgottenMonths },
      before: monthsAgo(now, keptMonths, 'UTC'),
      aloneBefore: monthsAgo(now, forgottenMonths, 'UTC'),
    })
  }
  return kept
}

/** The longest of all, for what is said to somebody who may have signed anywhere. */
export async function longestKept(db: Db, now: Date): Promise<{ months: number; forgotten: number }> {
  const all = await keepingOf(db, now)
  return {
    months: Math.max(1, ...all.map(({ keptMonths }) => keptMonths)),
    forgotten: Math.max(1, ...all.map(({ forgottenMonths }) => forgottenMonths)),
  }
}

/** For cases of each government its own condition; of governments that keep as long there is one. */
export function eachKeeping(all: Keeping[], condition: (before: Date) => SQL | undefined): SQL | undefined {
  const groups = new Map<number, string[]>()
  for (const { before, governmentId } of all)
    groups.set(before.getTime(), [...(groups.get(before.getTime()) ?? []), governmentId])
  return or(
    ...[...groups].map(([before, ids]) => and(inArray(proposals.governmentId, ids), condition(new Date(before)))),
  )
}

/** An imported case may have ended nobody knows when: at the latest when co-signing closed. */
export const undatedSince = (end: typeof proposals.endedAt, before: Date): SQL | undefined =>
  and(isNull(end), or(isNull(proposals.closesBefore), gte(proposals.closesBefore, before)))
