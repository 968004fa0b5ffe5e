// Several cases given to a colleague at once, from the queue: those that are as the giver saw them, the others named.
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { deskItems } from '../../schema/desk.ts'
import { proposals } from '../../schema/proposals.ts'
import { notifyPerson } from '../notifications/store.ts'
import { type Colleague, giveCase } from './case-officers.ts'

/** One case on one desk, and who has it. */
export type OnTheDesk = { proposalId: string; agencyId: string | null; personId: string | null }
type OnTheQueue = OnTheDesk & { number: string; title: string }

/** What waits of these cases, by desk: once for each, in the order of the queue. */
export async function onTheQueue(db: Db, governmentId: string, proposalIds: string[]): Promise<OnTheQueue[]> {
  if (!proposalIds.length) return []
  const { proposalId, agencyId, personId } = deskItems
  const rows = await db
    .select({ proposalId, agencyId, personId, number: proposals.number, title: proposals.title })
    .from(deskItems)
    .innerJoin(proposals, eq(proposals.id, proposalId))
    .where(and(eq(deskItems.governmentId, governmentId), inArray(proposalId, proposalIds)))
    .orderBy(asc(deskItems.orderKey), asc(deskItems.id))
  const known = rows.map(({ number, ...row }) => ({ ...row, number: number! }))
  return [...new Map(known.map((row) => [keyOf(row), row] as const)).values()]
}

const keyOf = ({ proposalId, agencyId }: OnTheDesk): string => `${proposalId} ${agencyId}`

/**
 * Gives each to `to` (null: to nobody), unless somebody else has it by now; what they have already stays as it is. Whoever gets them is told in one mail, unless they did
 * it themselves. The value: what was given.
 */
export async function giveCases(
  tx: Db,
  governmentId: string,
  cases: OnTheQueue[],
  { to, by }: { to: string | null; by: Colleague },
  at: Date,
): Promise<OnTheQueue[]> {
  const given: OnTheQueue[] = []
  // always in one order, so that two who give the same cases do not wait for each other
  for (const one of [...cases].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)))
    if (one.personId === to || (await giveCase(tx, one, { from: one.personId, to }, at))) given.push(one)
  const fresh = cases.filter((one) => given.includes(one) && one.personId !== to)
  const first = fresh[0]
  if (first && to !== null && to !== by.id)
    await notifyPerson(tx, to, {
      ...{ kind: 'routed', governmentId, proposalId: first.proposalId, at },
      facts: {
        ...{ act: fresh.length > 1 ? 'officer_given_several' : 'officer_given', role: 'officer' },
        ...{ number: first.number, title: first.title, colleague: by.name },
        ...(fresh.length > 1 ? { lines: fresh.length } : {}),
      },
    })
  return given
}
