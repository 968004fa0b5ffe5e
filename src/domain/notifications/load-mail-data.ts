// Gathers what a message's words need from the rows it points to.
import { and, asc, desc, eq, isNotNull } from 'drizzle-orm'
import type { Config } from '../../config.ts'
import { usualTimeZone } from '../../config.ts'
import { memoize } from '../../lib/memoize.ts'
import type { Db } from '../../platform/db/database.ts'
import { cached } from '../../platform/db/read-cache.ts'
import { formats } from '../../platform/i18n/format.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { answers, askDecisions } from '../../schema/answers.ts'
import { governments } from '../../schema/governments.ts'
import { refusalReasons } from '../../schema/lists.ts'
import { moderationDecisions } from '../../schema/moderation.ts'
import type { outbox } from '../../schema/notifications.ts'
import { asks, proposals } from '../../schema/proposals.ts'
import { messageKinds } from '../../schema/values.ts'
import { digestLines } from './digest-lines.ts'
import { type Mail, renderMail } from './mail.ts'
import { bulkKinds } from './message.ts'
import { leavingToken, sealedToken } from './sealed-links.ts'
import type { MailContext } from './told.ts'

export type OutboxRow = typeof outbox.$inferSelect

/**
 * Renders rows of the outbox. `origin` is the public address, without a slash at the end. A row that cannot be put into words is
 * missing, and does not keep the others from theirs: `unsaid` hears of it.
 */
export async function mailsOf(
  db: Db,
  rows: OutboxRow[],
  config: Config,
  origin: string,
  unsaid: (row: OutboxRow, error: Error) => void = () => {},
): Promise<Map<string, Mail>> {
  const mailOf = async (row: OutboxRow): Promise<Mail> => {
    if (!messageKinds.includes(row.kind)) throw new Error(`nothing is known of mail of the kind ${row.kind}`)
    const government = row.governmentId ? await governmentOf(db, row.governmentId) : null
    const proposal = row.proposalId ? await caseOf(db, row.proposalId) : null
    const { date, dateTime } = formatsOf(
      `${row.language} ${government?.timeZone ?? usualTimeZone} ${government?.dates ?? 'gregorian'}`,
    )
    const move =
      row.kind === 'merge_question' && row.proposalId && row.personId
        ? sealedToken(config.secret, 'move', { proposalId: row.proposalId, personId: row.personId })
        : null
    const said = await decisionOf(db, row)
    return renderMail(row, {
      origin,
      from: config.mailFrom,
      t: translator(row.language),
      date,
      dateTime,
      government,
      proposal,
      words: said?.words ?? null,
      reason: said?.reason ?? null,
      decided: tellsOfAnswer(row) && row.proposalId ? await decidedOf(db, row.proposalId) : [],
      digest: await digestLines(db, row, { t: translator(row.language), origin, slug: government?.slug ?? '' }),
      unsubscribe: leaving(row, config.secret),
      move,
    })
  }
  const mails = new Map<string, Mail>()
  for (const row of rows)
    try {
      mails.set(row.id, await mailOf(row))
    } catch (error) {
      unsaid(row, error as Error)
    }
  return mails
}

const formatsOf = memoize((key) => {
  const [language, zone, dates] = key.split(' ') as [string, string, string]
  return formats(language, zone, dates, translator(language))
}, 1000)

// A mailing asks for the same case and city a hundred thousand times: once a second is enough.

const governmentOf = (db: Db, id: string) =>
  cached(db, `mail-government ${id}`, async () => {
    const [row] = await db.select().from(governments).where(eq(governments.id, id))
    return row ?? null
  })

const caseOf = (db: Db, id: string) =>
  cached(db, `mail-case ${id}`, async () => {
    const [row] = await db.select().from(proposals).where(eq(proposals.id, id))
    return row ?? null
  })

/** What ends with one click in this mail: the list that it comes from, the case, or the digest. */
function leaving({ kind, facts, governmentId, proposalId, personId }: OutboxRow, secret: string): string | null {
  if (!bulkKinds.includes(kind) || !personId) return null
  if (kind === 'digest' && governmentId && !facts.list_follow)
    return leavingToken(secret, { purpose: facts.pace === 'weekly' ? 'weekly' : 'daily', id: governmentId, personId })
  if (facts.list_follow) return leavingToken(secret, { purpose: 'unfollow', id: String(facts.list_follow), personId })
  return proposalId ? leavingToken(secret, { purpose: 'unsubscribe', id: proposalId, personId }) : null
}

const tellsOfAnswer = ({ kind, facts }: OutboxRow) =>
  kind === 'answer_published' || kind === 'answer_supplemented' || (kind === 'stage_changed' && facts.act === 'answer')

/** What the newest answer decides of each ask. Empty where it is in prose, as an imported one is. */
const decidedOf = (db: Db, proposalId: string): Promise<MailContext['decided']> =>
  cached(db, `mail-decided ${proposalId}`, async () => {
    const [newest] = await db
      .select({ id: answers.id })
      .from(answers)
      .where(and(eq(answers.proposalId, proposalId), isNotNull(answers.publishedAt)))
      .orderBy(desc(answers.version))
      .limit(1)
    if (!newest) return []
    const rows = await db
      .select({ number: asks.number, ask: asks.text, decision: askDecisions.decision })
      .from(askDecisions)
      .innerJoin(asks, and(eq(asks.proposalId, proposalId), eq(asks.number, askDecisions.askNumber)))
      .where(eq(askDecisions.answerId, newest.id))
      .orderBy(asc(asks.number))
    return rows.flatMap(({ decision, ...ask }) => (decision ? { ...ask, decision } : []))
  })

const decidedAs = { return: 'returned', refuse: 'refused', merge: 'merged' } as const

/** What the moderator wrote, and the reason they chose: kept with the decision, not with the message. */
async function decisionOf(db: Db, { kind, facts, proposalId, governmentId }: OutboxRow) {
  const act = String(facts.act) as keyof typeof decidedAs
  if (kind !== 'stage_changed' || !proposalId || !(act in decidedAs)) return null
  const [decision] = await db
    .select({ words: moderationDecisions.words, code: moderationDecisions.reasonCode })
    .from(moderationDecisions)
    .where(and(eq(moderationDecisions.proposalId, proposalId), eq(moderationDecisions.kind, decidedAs[act])))
    .orderBy(desc(moderationDecisions.decidedAt), desc(moderationDecisions.id))
    .limit(1)
  if (!decision) return null
  const [reason] = decision.code
    ? await db
        .select({ name: refusalReasons.name })
        .from(refusalReasons)
        .where(and(eq(refusalReasons.governmentId, governmentId ?? ''), eq(refusalReasons.code, decision.code)))
    : []
  return { words: decision.words, reason: reason?.name ?? null }
}
