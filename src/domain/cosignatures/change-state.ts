// A co-signature is counted, held apart, or invalid. Whenever that changes, the row, the sums of its day and district, the case's
// count and the public record change together: nothing else does it.
import { and, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { proposals } from '../../schema/proposals.ts'
import type { ActorRole, CosignatureState, DecidedState, LevelRules, UnusualReason } from '../../schema/values.ts'
import { usualLevels } from '../governments/government.ts'
import { rulesOf } from '../governments/store.ts'
import { append } from '../record/store.ts'
import { verifiedAmong } from '../verification/verifications.ts'
import { asksForMore } from './cosignature.ts'
import { addToSum } from './day-sums.ts'
import { claimSubjects, noteDouble } from './signed-subjects.ts'

export type StateChange = {
  from: readonly DecidedState[]
  to: DecidedState
  role: ActorRole
  /** 'undecided': nobody looked in time, so it is counted; 'undone': a decision of staff was taken back */
  reason: UnusualReason | 'undecided' | 'undone'
  at: Date
  /** public words of whoever decided, of which the record keeps a digest */
  text?: { text: string; salt: string } | undefined
}
/** Who was moved, and out of which state; what that changed in the count; what the count is now. */
export type Changed = { moved: { personId: string; from: DecidedState }[]; change: number; count: number }

const entryOf = {
  held: 'cosignatures_held',
  counted: 'cosignatures_released',
  invalid: 'cosignatures_invalidated',
} as const
const chunk = 500

type Key = { day: string; districtCode: string; assurance: number }

/**
 * Moves some persons' co-signatures of a case. Those that are in none of `from` stay as they are. Where the case asks for more to be
 * verified of a signer than is, theirs is never counted: released, it waits for them. Nobody is counted who is verified by an entry that has signed
 * in another way, by another account or on paper. The count is touched last.
 */
export async function changeState(
  tx: Db,
  governmentId: string,
  proposalId: string,
  personIds: string[],
  { from, to, role, reason, at, text }: StateChange,
): Promise<Changed> {
  const moved: Changed['moved'] = []
  const sums = new Map<string, { key: Key; change: number }>()
  const asked = await askedOf(tx, proposalId)
  const persons = to === 'counted' ? await withoutDoubles(tx, governmentId, proposalId, personIds, from, at) : personIds
  for (const { state, into, known } of stepsOf(from, to, asked))
    for (let i = 0; i < persons.length; i += chunk) {
      const rows = await tx
        .update(cosignatures)
        .set({ state: into })
        .where(
          and(
            eq(cosignatures.proposalId, proposalId),
            eq(cosignatures.state, state),
            known,
            inArray(cosignatures.personId, persons.slice(i, i + chunk)),
          ),
        )
        .returning()
      const each = Number(into === 'counted') - Number(state === 'counted')
      for (const { personId, day, districtCode, assurance } of rows) {
        moved.push({ personId, from: state === 'unverified' ? 'counted' : state })
        const name = `${day} ${assurance} ${districtCode}`
        const sum = sums.get(name) ?? { key: { day, districtCode, assurance }, change: 0 }
        sums.set(name, { ...sum, change: sum.change + each })
      }
    }
  for (const [, { key, change }] of [...sums].sort(([one], [other]) => (one < other ? -1 : 1)))
    await addToSum(tx, { proposalId, ...key }, change)
  const change = [...sums.values()].reduce((all, sum) => all + sum.change, 0)
  if (moved.length)
    await append(tx, {
      ...{ governmentId, proposalId, kind: entryOf[to], role, occurredAt: at, text },
      facts: { count: moved.length, change, reason },
    })
  const [now] = await tx
    .update(proposals)
    .set({ count: sql`${proposals.count} + ${change}` })
    .where(eq(proposals.id, proposalId))
    .returning({ count: proposals.count })
  return { moved, change, count: now?.count ?? 0 }
}

/**
 * Who signs as entries that nobody else has signed as; who is not verified is known by an address alone. Of what stays invalid for that it is
 * noted: it comes back with paper that is taken back. What is held waits for another look anyway.
 */
async function withoutDoubles(
  tx: Db,
  governmentId: string,
  proposalId: string,
  personIds: string[],
  from: readonly DecidedState[],
  at: Date,
): Promise<string[]> {
  const doubles = new Set<string>()
  for (let i = 0; i < personIds.length; i += chunk) {
    const keys = new Map<string, Set<string>>()
    for (const { personId, subjectKey } of await verifiedAmong(tx, governmentId, personIds.slice(i, i + chunk), at))
      keys.set(personId, (keys.get(personId) ?? new Set()).add(subjectKey))
    for (const [personId, subjectKeys] of keys) {
      const claimed = { proposalId, personId, subjectKeys: [...subjectKeys] }
      if (await claimSubjects(tx, claimed)) continue
      doubles.add(personId)
      if (from.includes('invalid')) await noteDouble(tx, { ...claimed, wasHeld: false })
    }
  }
  return personIds.filter((personId) => !doubles.has(personId))
}

type Step = { state: CosignatureState; into: CosignatureState; known?: SQL | undefined }

/** `asked`: what the case asks for. 'counted' stands for what waits for its signer as well. */
function stepsOf(from: readonly DecidedState[], to: DecidedState, asked: LevelRules): Step[] {
  if (!asksForMore(asked)) return from.map((state) => ({ state, into: to }))
  const states = from.flatMap((state): CosignatureState[] => (state === 'counted' ? [state, 'unverified'] : [state]))
  if (to !== 'counted') return states.map((state) => ({ state, into: to }))
  const [level, age] = [asked.levelToCount, asked.ageToCount > 0]
  const enough = and(gte(cosignatures.assurance, level), age ? eq(cosignatures.ofAge, true) : undefined)
  const less = or(lt(cosignatures.assurance, level), age ? eq(cosignatures.ofAge, false) : undefined)
  return states.flatMap((state): Step[] => [
    { state, into: 'counted', known: enough },
    { state, into: 'unverified', known: less },
  ])
}

async function askedOf(tx: Db, proposalId: string): Promise<LevelRules> {
  const [row] = await tx
    .select({ version: proposals.ruleVersionId })
    .from(proposals)
    .where(eq(proposals.id, proposalId))
  return row?.version ? rulesOf(tx, row.version) : usualLevels
}
