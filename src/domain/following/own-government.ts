// The government to which somebody's own pages belong where nothing else says so: the only one there is, or the only one in which
// they have done something.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { staff } from '../../schema/agencies.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { listFollows } from '../../schema/following.ts'
import { follows } from '../../schema/notifications.ts'
import { proposals } from '../../schema/proposals.ts'
import type { Government } from '../governments/government.ts'
import { listGovernments } from '../governments/store.ts'

/** Null where there are several, or none. `personId`: null for a visitor. */
export async function ownGovernment(db: Db, personId: string | null): Promise<Government | null> {
  const all = await listGovernments(db)
  if (all.length < 2 || personId === null) return all.length === 1 ? all[0]! : null
  const theirs = await governmentsOf(db, personId)
  return theirs.size === 1 ? (all.find(({ id }) => theirs.has(id)) ?? null) : null
}

/** Of each kind of thing two at most: more than one is enough to know. */
async function governmentsOf(db: Db, personId: string): Promise<Set<string>> {
  const of = { id: proposals.governmentId }
  const found = await Promise.all([
    db.selectDistinct(of).from(proposals).where(eq(proposals.authorId, personId)).limit(2),
    db
      .selectDistinct(of)
      .from(cosignatures)
      .innerJoin(proposals, eq(proposals.id, cosignatures.proposalId))
      .where(eq(cosignatures.personId, personId))
      .limit(2),
    db
      .selectDistinct(of)
      .from(follows)
      .innerJoin(proposals, eq(proposals.id, follows.proposalId))
      .where(and(eq(follows.personId, personId), eq(follows.wanted, true)))
      .limit(2),
    db
      .selectDistinct({ id: listFollows.governmentId })
      .from(listFollows)
      .where(and(eq(listFollows.personId, personId), eq(listFollows.wanted, true)))
      .limit(2),
    db
      .selectDistinct({ id: staff.governmentId })
      .from(staff)
      .where(and(eq(staff.personId, personId), isNull(staff.endedAt)))
      .limit(2),
  ])
  return new Set(found.flat().map(({ id }) => id))
}
