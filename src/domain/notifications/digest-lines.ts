// The lines of a digest: what happened, and to which case.
import { asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { mailings } from '../../schema/notifications.ts'
import { proposals } from '../../schema/proposals.ts'
import type { MessageFacts, MessageKind } from '../../schema/values.ts'
import { lineOf, newsOf } from './news.ts'
import type { DigestLine } from './news-words.ts'

type Around = { t: (key: string, params?: { [name: string]: unknown }) => string; origin: string; slug: string }

/** In the order in which it happened. Of a hidden case only the number; none for other kinds of mail. */
export async function digestLines(
  db: Db,
  { kind, facts }: { kind: MessageKind; facts: MessageFacts },
  { t, origin, slug }: Around,
): Promise<DigestLine[]> {
  if (kind !== 'digest' || !facts.events) return []
  const rows = await db
    .select({
      mailing: mailings,
      number: proposals.number,
      title: proposals.title,
      hiddenAt: proposals.hiddenAt,
    })
    .from(mailings)
    .innerJoin(proposals, eq(proposals.id, mailings.proposalId))
    .where(inArray(mailings.id, String(facts.events).split(' ')))
    .orderBy(asc(mailings.createdAt), asc(mailings.id))
  return rows.flatMap(({ mailing, number, title, hiddenAt }) => {
    const news = newsOf(mailing)
    if (!news) return []
    const seen = hiddenAt || mailing.facts.title === '' ? '' : title
    return [
      {
        words: t(`mail.news.${lineOf(mailing, news)}`),
        number: t('mail.number', { number }),
        title: seen,
        url: origin + proposalPath({ slug }, number),
      },
    ]
  })
}
