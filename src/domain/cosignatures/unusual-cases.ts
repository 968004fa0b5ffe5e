// Cases whose co-signatures somebody has to look at: the list on the desk, the numbers for Prometheus, and what the alarm is about.

import { and, eq, gt, inArray, lt } from 'drizzle-orm'
import { hourMs } from '../../lib/durations.ts'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { cosignatures, isApart } from '../../schema/cosignatures.ts'
import { cosignatureSignals, unusualGroups } from '../../schema/integrity.ts'
import { proposals } from '../../schema/proposals.ts'
import { currentRules } from '../governments/store.ts'
import { countedIn, keptDays } from '../integrity/store.ts'
import { type Group, isMember } from '../integrity/unusual.ts'
import { type Apart, type LookReason, lookReasons, whyLook } from '../integrity/unusual-case.ts'
import { decidedBefore } from '../proposals/held-until.ts'
import { cosignableStages } from '../proposals/proposal.ts'

export type UnusualCase = Apart & {
  id: string
  governmentId: string
  number: string | null
  title: string
  count: number
  threshold: number | null
  why: LookReason[]
}

const dayMs = 24 * hourMs
/** Days before how they came is deleted, from which staff are told. */
const warnedDays = 3
/** So many that are counted and unusual are counted in one case; more are as many. */
const most = 2000

const ofCase = (proposalId: typeof proposals.id) => eq(cosignatures.proposalId, proposalId)
const isHeld = and(isApart(cosignatures), eq(cosignatures.state, 'held'))
const withState = and(
  eq(cosignatures.proposalId, cosignatureSignals.proposalId),
  eq(cosignatures.personId, cosignatureSignals.personId),
)

/** The gravest first, then those with most. Only cases that still take co-signatures or wait for an answer. */
export async function unusualCases(db: Db, governmentId: string, now: Date): Promise<UnusualCase[]> {
  const { rules } = await currentRules(db, governmentId, now)
  const open = and(eq(proposals.governmentId, governmentId), inArray(proposals.stage, [...cosignableStages]))
  const heldRows = await db
    .select({ id: proposals.id, n: countRows() })
    .from(cosignatures)
    .innerJoin(proposals, ofCase(proposals.id))
    .where(and(isHeld, open))
    .groupBy(proposals.id)
  const held = new Map(heldRows.map(({ id, n }) => [id, n]))
  const counted = await countedUnusual(db, open)
  const ids = [...new Set([...held.keys(), ...counted.keys()])]
  if (!ids.length) return []
  const lately = await heldBy(db, ids, gt(cosignatureSignals.at, new Date(now.getTime() - hourMs)))
  const aged = new Date(now.getTime() - (keptDays - warnedDays) * dayMs)
  const old = await heldBy(db, ids, lt(cosignatureSignals.at, aged))
  const rows = await db.select().from(proposals).where(inArray(proposals.id, ids))
  return rows
    .map((p) => {
      const n = held.get(p.id) ?? 0
      const apart = {
        ...{ stage: p.stage, held: n, counted: counted.get(p.id) ?? 0, lately: lately.get(p.id) ?? 0 },
        ...{ old: old.get(p.id) ?? 0, decidedBefore: decidedBefore(p, n, now) },
      }
      const { id, number, title, count, threshold } = p
      return { id, governmentId, number, title, count, threshold, ...apart, why: whyLook(apart, rules.massFrom) }
    })
    .filter(({ why }) => why.length > 0)
    .sort(
      (a, b) =>
        lookReasons.indexOf(a.why[0]!) - lookReasons.indexOf(b.why[0]!) || b.held - a.held || (a.id < b.id ? -1 : 1),
    )
}

async function heldBy(db: Db, ids: string[], when: ReturnType<typeof gt>): Promise<Map<string, number>> {
  const rows = await db
    .select({ id: cosignatureSignals.proposalId, n: countRows() })
    .from(cosignatureSignals)
    .innerJoin(cosignatures, withState)
    .where(and(inArray(cosignatureSignals.proposalId, ids), when, isHeld))
    .groupBy(cosignatureSignals.proposalId)
  return new Map(rows.map(({ id, n }) => [id, n]))
}

/** Of cases that have their threshold: how many are counted, and belong to a group that was found unusual since. */
async function countedUnusual(db: Db, open: ReturnType<typeof and>): Promise<Map<string, number>> {
  const groups = await db
    .select({ id: proposals.id, kind: unusualGroups.kind, key: unusualGroups.key, reason: unusualGroups.reason })
    .from(unusualGroups)
    .innerJoin(proposals, eq(proposals.id, unusualGroups.proposalId))
    .where(and(eq(unusualGroups.state, 'unusual'), eq(proposals.stage, 'review'), open))
  const byCase = new Map<string, Group[]>()
  for (const { id, ...group } of groups) byCase.set(id, [...(byCase.get(id) ?? []), group])
  const counted = new Map<string, number>()
  for (const [id, found] of byCase) {
    const rows = await countedIn(db, id, found, most)
    const n = rows.filter(({ signs }) => found.some((group) => isMember(signs, group))).length
    if (n) counted.set(id, n)
  }
  return counted
}
