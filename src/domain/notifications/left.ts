// What the link of one click would end, for the page behind it.
import { eq } from 'drizzle-orm'
import type { Localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { governments } from '../../schema/governments.ts'
import { proposals } from '../../schema/proposals.ts'
import type { FollowedList } from '../../schema/values.ts'
import { listFollowById } from './follow-store.ts'
import { nameOfList } from './list-names.ts'
import type { Leaving } from './sealed-links.ts'

/** `title` null: the case is hidden. `government`: whose digests they are. */
export type Left =
  | { kind: 'case'; title: string | null; number: string | null; path: string | null }
  | { kind: FollowedList; name: Localised }
  | { kind: 'daily' | 'weekly'; government: Localised }

/** Null where it is gone. */
export async function whatIsLeft(db: Db, { purpose, id }: Leaving): Promise<Left | null> {
  if (purpose === 'unfollow') {
    const list = await listFollowById(db, id)
    return list && { kind: list.kind, name: await nameOfList(db, list) }
  }
  if (purpose !== 'unsubscribe') {
    const [place] = await db.select({ name: governments.name }).from(governments).where(eq(governments.id, id))
    return place ? { kind: purpose, government: place.name } : null
  }
  const [found] = await db
    .select({
      title: proposals.title,
      number: proposals.number,
      hiddenAt: proposals.hiddenAt,
      slug: governments.slug,
    })
    .from(proposals)
    .innerJoin(governments, eq(governments.id, proposals.governmentId))
    .where(eq(proposals.id, id))
  if (!found) return null
  const { number, hiddenAt, title } = found
  return { kind: 'case', title: hiddenAt ? null : title, number, path: number && proposalPath(found, number) }
}
