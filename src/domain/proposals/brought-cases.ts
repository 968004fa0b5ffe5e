// What another Fuyi had published of a case that came from its dump, laid over what rows here say. All but its query is law.
import { inArray } from 'drizzle-orm'
import type { Localised } from '../../lib/localised.ts'
import { byIds } from '../../platform/db/prepared.ts'
import { broughtCases } from '../../schema/brought-cases.ts'
import type { ActorRole, EntryFacts, EntryKind, ToldElsewhere } from '../../schema/values.ts'
import { digestOf } from '../record/entry.ts'
import type { AssuranceStatement } from './assurance-statement.ts'

type Brought = typeof broughtCases.$inferSelect

export const broughtRowsOf = byIds((db, ids) =>
  db.select().from(broughtCases).where(inArray(broughtCases.proposalId, ids)),
)

type Entry = {
  id: string
  proposalId: string | null
  kind: EntryKind
  role: ActorRole
  occurredAt: Date
  recordedAt: Date
  facts: EntryFacts
  digest: string | null
  agency: { code: string; name: Localised } | null
  timeZone: string
  commitment?: number | null
}
type Own = {
  timeline: Entry[]
  byAssurance: { level: number; count: number }[]
  districtsThrough: string | null
  held: number
  unverified: number
  batches: { words: string; salt: string }[]
}
/** What only such a case has: its address there, the local day of the dump, and what was told there. */
export type BroughtParts = {
  brought?: { origin: string; takenOn: string }
  districtsTold?: { code: string; count: number | null }[]
  statement?: AssuranceStatement | null
}

/**
 * Steps there come before those here. Districts stay as they were told there: of who signed here since they say nothing, so that no
 * look before and after tells where one lives.
 */
export function withBrought<Has extends Own>(
  has: Has,
  brought: Brought | undefined,
  timeZone: string,
): Has & BroughtParts {
  if (!brought) return has
  const { told, origin, takenOn, proposalId } = brought
  const here = has.byAssurance.filter(({ level }) => level > 0)
  return {
    ...has,
    brought: { origin, takenOn },
    batches: [...has.batches, ...wordsOf(brought)],
    timeline: [...told.timeline.map((entry, n) => entryOf(entry, { proposalId, n, timeZone })), ...has.timeline],
    districtsTold: told.districts,
    districtsThrough: told.districtsThrough,
    byAssurance: summedLevels([...told.assurance, ...here]),
    statement: told.statement && statementOf(told.statement),
    held: (told.underReview ?? 0) + has.held,
    unverified: (told.statement?.unverified ?? 0) + has.unverified,
  }
}

/** By their digest the words of staff are found, as those of entries here. */
const wordsOf = ({ told, proposalId }: Brought) =>
  told.timeline.flatMap(({ reason: words }) => (words === null ? [] : [{ words, salt: proposalId }]))

function summedLevels(all: { level: number; count: number }[]) {
  const levels = new Map<number, number>()
  for (const { level, count } of all) levels.set(level, (levels.get(level) ?? 0) + count)
  return [...levels].map(([level, count]) => ({ level, count })).sort((a, b) => a.level - b.level)
}

type Of = { proposalId: string; n: number; timeZone: string }
const entryOf = (
  { occurredAt, recordedAt, reason, ...entry }: ToldElsewhere['timeline'][number],
  { proposalId, n, timeZone }: Of,
): Entry => ({
  ...{ ...entry, id: `${proposalId}.${n}`, proposalId, timeZone },
  digest: reason === null ? null : digestOf(reason, proposalId),
  ...{ occurredAt: new Date(occurredAt), recordedAt: new Date(recordedAt) },
})

function statementOf({
  since,
  held,
  released,
  invalidated,
  ...counts
}: NonNullable<ToldElsewhere['statement']>): AssuranceStatement {
  const told = ({ count, on }: typeof held) => ({ count, on: on === null ? null : new Date(on) })
  return {
    ...{ paperTakenBack: 0, maybeTwice: null, leastAge: null, sample: null, ...counts, since: new Date(since) },
    ...{ held: told(held), released: told(released), invalidated: told(invalidated) },
  }
}
