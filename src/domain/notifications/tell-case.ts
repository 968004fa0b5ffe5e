// What happened to a case, told to its author and to everybody who follows it, its agencies, its topic, its district or a search
// that finds it. One thing is one mailing: whoever is told of it in another way is not told again (hearers.ts).
import { and, eq, isNull } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { mailings } from '../../schema/notifications.ts'
import { proposals } from '../../schema/proposals.ts'
import type { MessageFacts } from '../../schema/values.ts'
import { toldCount } from '../record/told-count.ts'
import type { AuthorNews, News } from './news.ts'
import { notifyPerson, type Telling } from './store.ts'

/** The name of one thing that happened, before it is told: what its mails to author and agencies are given as `event`. */
export const newEvent = (): string => newId()

type About = {
  facts?: MessageFacts
  at: Date
  /** nothing is sent before it; at once where it is left out */
  from?: Date | undefined
  event?: string
  /** a key that makes telling twice impossible */
  once?: string
}

/** Tells followers. The author is told by somebody else, with the same event. False when the key says that it was told. */
export async function tellFollowers(tx: Db, proposalId: string, news: News, about: About): Promise<boolean> {
  const [p] = await tx.select().from(proposals).where(eq(proposals.id, proposalId))
  if (!p) return false
  // What was refused may be hidden for its words.
  const title = p.hiddenAt || news === 'refused' ? '' : p.title
  const facts = { number: p.number, count: toldCount(p), ...datesOf(p), ...about.facts, news, title }
  return startMailing(tx, { ...about, kind: 'case_news', governmentId: p.governmentId, proposalId, facts })
}

/** Tells followers and the author, who has no other mail about it. */
export async function tellAll(tx: Db, proposalId: string, news: News & AuthorNews, about: About): Promise<boolean> {
  const event = about.event ?? newEvent()
  if (!(await tellFollowers(tx, proposalId, news, { ...about, event }))) return false
  await tellAuthor(tx, proposalId, news, { ...about, event })
  return true
}

/** Tells the author alone. */
export async function tellAuthor(tx: Db, proposalId: string, news: AuthorNews, about: About): Promise<void> {
  const [p] = await tx.select().from(proposals).where(eq(proposals.id, proposalId))
  if (!p?.authorId) return
  const { facts, at, from, event } = about
  await notifyPerson(tx, p.authorId, {
    ...{ kind: 'author_news', governmentId: p.governmentId, proposalId, at, from, event },
    facts: { number: p.number, title: p.title, count: toldCount(p), ...datesOf(p), ...facts, news },
  })
}

/** News of that moment that nobody has been told yet is told to nobody. Whether there was any. */
export async function callOffNews(tx: Db, proposalId: string, saidAt: Date, at: Date): Promise<boolean> {
  const stopped = await tx
    .update(mailings)
    .set({ doneAt: at })
    .where(
      and(
        eq(mailings.proposalId, proposalId),
        eq(mailings.kind, 'case_news'),
        eq(mailings.createdAt, saidAt),
        eq(mailings.cursor, ''),
        isNull(mailings.doneAt),
      ),
    )
    .returning({ id: mailings.id })
  return stopped.length > 0
}

/** What is said of them stays said, though a pause or an extension moves them later. */
const datesOf = ({ closesBefore, answerDueBefore }: typeof proposals.$inferSelect) => ({
  closes_before: closesBefore?.toISOString() ?? null,
  due_before: answerDueBefore?.toISOString() ?? null,
})

/** To everybody who follows the case, or to its signers: expanded into the outbox by a job, in batches. */
export async function startMailing(
  tx: Db,
  told: Telling & { governmentId: string; proposalId: string },
): Promise<boolean> {
  const started = await tx
    .insert(mailings)
    .values({
      id: told.event ?? newId(),
      kind: told.kind,
      once: told.once ?? null,
      governmentId: told.governmentId,
      proposalId: told.proposalId,
      facts: told.facts,
      cursor: '',
      createdAt: told.at,
      startsAt: told.from ?? null,
      doneAt: null,
    })
    .onConflictDoNothing({ target: mailings.once })
    .returning({ id: mailings.id })
  return started.length > 0
}
