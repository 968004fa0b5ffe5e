// Which webhooks hear of one thing: those of the whole government, and of what the case belongs to.
import { and, eq, gte, inArray, isNull, or } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { agencies } from '../../schema/agencies.ts'
import { assignments } from '../../schema/assignments.ts'
import { proposals } from '../../schema/proposals.ts'
import { webhooks } from '../../schema/webhooks.ts'
import type { FindsCase, Mailing } from './hearers.ts'
import { newsOf } from './news.ts'

/** Ids. None for what not everybody may see. */
export async function webhooksWith(db: Db, mailing: Mailing, finds: FindsCase): Promise<string[]> {
  if (newsOf(mailing) === null) return []
  const all = await db
    .select({ id: webhooks.id, kind: webhooks.kind, target: webhooks.target })
    .from(webhooks)
    .where(eq(webhooks.governmentId, mailing.governmentId)) // paused ones hear of it once they go on
  if (!all.length) return []
  const [p] = await db.select().from(proposals).where(eq(proposals.id, mailing.proposalId))
  if (!p?.publishedAt || p.hiddenAt) return []
  const parts = await db
    .select({ code: agencies.code })
    .from(assignments)
    .innerJoin(agencies, eq(agencies.id, assignments.agencyId))
    .where(
      and(
        eq(assignments.proposalId, p.id),
        inArray(agencies.governmentId, [mailing.governmentId]),
        or(isNull(assignments.endedAt), gte(assignments.endedAt, mailing.createdAt)), // whom it was just taken from
      ),
    )
  const searches = [...new Set(all.filter(({ kind }) => kind === 'search').map(({ target }) => target))]
  const targets: { [kind in (typeof all)[number]['kind']]: (string | null)[] } = {
    ...{ government: [''], case: [p.number], topic: [p.topicCode], district: [p.districtCode] },
    agency: parts.map(({ code }) => code),
    search: searches.length ? await finds(db, p.governmentId, p.id, searches, mailing.createdAt) : [],
  }
  return all.filter(({ kind, target }) => targets[kind].includes(target)).map(({ id }) => id)
}
