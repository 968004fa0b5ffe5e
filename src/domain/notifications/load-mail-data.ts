// Gathers what a message's words need from the rows it points to.
import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Config } from '../../config.ts'
import { usualTimeZone } from '../../config.ts'
import type { Db } from '../../platform/db/database.ts'
import { formats } from '../../platform/i18n/format.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { governments } from '../../schema/governments.ts'
import { moderationDecisions } from '../../schema/moderation.ts'
import type { outbox } from '../../schema/notifications.ts'
import { proposals } from '../../schema/proposals.ts'
import { messageKinds } from '../../schema/values.ts'
import { type Mail, renderMail } from './mail.ts'
import { bulkKinds } from './message.ts'
import { sealedToken, unsubscribeToken } from './sealed-links.ts'

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
  const governmentIds = known(rows.map((row) => row.governmentId))
  const proposalIds = known(rows.map((row) => row.proposalId))
  const places = governmentIds.length
    ? await db.select().from(governments).where(inArray(governments.id, governmentIds))
    : []
  const cases = proposalIds.length ? await db.select().from(proposals).where(inArray(proposals.id, proposalIds)) : []
  const mailOf = async (row: OutboxRow): Promise<Mail> => {
    if (!messageKinds.includes(row.kind)) throw new Error(`nothing is known of mail of the kind ${row.kind}`)
    const government = places.find((g) => g.id === row.governmentId) ?? null
    const t = translator(row.language)
    const { date } = formats(row.language, government?.timeZone ?? usualTimeZone, government?.dates ?? 'gregorian', t)
    const unsubscribe =
      bulkKinds.includes(row.kind) && row.proposalId && row.personId
        ? unsubscribeToken(config.secret, row.proposalId, row.personId)
        : null
    const move =
      row.kind === 'merge_question' && row.proposalId && row.personId
        ? sealedToken(config.secret, 'move', { proposalId: row.proposalId, personId: row.personId })
        : null
    const proposal = cases.find((p) => p.id === row.proposalId) ?? null
    const words = await wordsOf(db, row)
    return renderMail(row, { origin, from: config.mailFrom, t, date, government, proposal, words, unsubscribe, move })
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

const decided = { return: 'returned', refuse: 'refused', merge: 'merged' } as const

/** What the moderator wrote: kept with the decision, not with the message. */
async function wordsOf(db: Db, { kind, facts, proposalId }: OutboxRow): Promise<string | null> {
  const act = String(facts.act) as keyof typeof decided
  if (kind !== 'stage_changed' || !proposalId || !(act in decided)) return null
  const [decision] = await db
    .select()
    .from(moderationDecisions)
    .where(and(eq(moderationDecisions.proposalId, proposalId), eq(moderationDecisions.kind, decided[act])))
    .orderBy(desc(moderationDecisions.decidedAt))
    .limit(1)
  return decision?.words ?? null
}

const known = (ids: (string | null)[]) => [...new Set(ids.filter((id) => id !== null))]
