// The cases that figures of a government are made of: at once, or some thousand at a time.
import { and, asc, eq, gt, inArray, lte, ne, or, type SQL } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { handOvers } from '../../schema/hand-overs.ts'
import { proposals } from '../../schema/proposals.ts'

const isAccepted = (db: Db, governmentId: string): SQL =>
  inArray(
    proposals.id,
    db
      .select({ id: handOvers.proposalId })
      .from(handOvers)
      .where(and(eq(handOvers.toGovernmentId, governmentId), eq(handOvers.state, 'accepted'))),
  )

/** Cases of this government, and those that it accepted from others. */
export const isOfOrWith = (db: Db, { id }: { id: string }): SQL =>
  or(eq(proposals.governmentId, id), isAccepted(db, id))!

/** Some of the cases that figures are made of. */
export type Part = SQL

/** So many cases are counted in one statement: all of 100,000 at once stopped everybody for half a second. */
const mostAtOnce = 2000

/** Cases of this government, some thousand at a time, and those that it accepted from others. What each part comes to is added up. */
export async function partsOf(db: Db, { id }: { id: string }, most = mostAtOnce): Promise<Part[]> {
  const { number, governmentId } = proposals
  const own = eq(governmentId, id)
  const accepted = and(ne(governmentId, id), isAccepted(db, id))!
  // most governments have none, and SQLite may look through all cases to find none
  const some = await db.select({ id: proposals.id }).from(proposals).where(accepted).limit(1)
  const parts: Part[] = some.length ? [accepted] : []
  for (let after = ''; ; ) {
    const [edge] = await db
      .select({ number })
      .from(proposals)
      .where(and(own, gt(number, after)))
      .orderBy(asc(number))
      .limit(1)
      .offset(most - 1)
    parts.push(and(own, gt(number, after), edge ? lte(number, edge.number!) : undefined)!)
    if (!edge) return parts
    after = edge.number!
  }
}
