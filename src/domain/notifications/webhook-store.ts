// Somebody's webhooks: making one, its secrets, what it was told, and its end.
import { and, asc, desc, eq, isNull, lt, ne, or } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import { done, type Result, refused } from '../../lib/result.ts'
import { seal, sealingKey, unseal } from '../../lib/seal.ts'
import { newWebhookSecret } from '../../lib/standard-webhook.ts'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { proposals } from '../../schema/proposals.ts'
import { webhookDeliveries, webhooks } from '../../schema/webhooks.ts'
import { endConsent, giveConsent } from '../people/consents.ts'
import { stillThere } from '../people/erase-people.ts'

export type Webhook = typeof webhooks.$inferSelect
export type WebhookDelivery = typeof webhookDeliveries.$inferSelect & { number: string | null }

/** Of one person, over all governments. */
const mostWebhooks = 10
/** For so long the secret of before signs too, so that nobody misses a message who changes it. */
const overlap = 24 * 3_600_000
const shown = 50
/** Messages are kept for so long. */
const keptFor = 14 * 86_400_000

const keyFor = (secret: string, id: string) => sealingKey(secret, id, 'secret of a webhook')

type NewWebhook = Pick<Webhook, 'id' | 'personId' | 'governmentId' | 'kind' | 'target' | 'url' | 'createdAt'>

/** A secret of its own, sealed for its row; made before the unit. */
export const sealedSecret = (secret: string, id: string): string => seal(newWebhookSecret(), keyFor(secret, id))

/** `sealed`: its secret, by sealedSecret. With its consent. */
export async function makeWebhook(tx: Db, wanted: NewWebhook, sealed: string): Promise<Result<null, 'full' | 'twice'>> {
  await stillThere(tx, wanted.personId) // and one after another
  const own = await tx.select().from(webhooks).where(eq(webhooks.personId, wanted.personId))
  const { governmentId, kind, target, url } = wanted
  const isSame = (one: Webhook) =>
    one.governmentId === governmentId && one.kind === kind && one.target === target && one.url === url
  if (own.some(isSame)) return refused('twice')
  if (own.length >= mostWebhooks) return refused('full')
  await tx.insert(webhooks).values({ ...wanted, secret: sealed })
  const { id: subject, personId, createdAt: at } = wanted
  await giveConsent(tx, { personId, purpose: 'webhook', subject, at })
  return done(null)
}

/** A person's own, the oldest first. */
export const webhooksOf = (db: Db, personId: string): Promise<Webhook[]> =>
  db.select().from(webhooks).where(eq(webhooks.personId, personId)).orderBy(asc(webhooks.createdAt), asc(webhooks.id))

/** Null where it is nobody's, or somebody else's. */
export async function webhookOf(db: Db, personId: string, id: string): Promise<Webhook | null> {
  const [row] = await db
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.id, id), eq(webhooks.personId, personId)))
  return row ?? null
}

/** Those that sign at this moment, the newest first. Throws where SECRET is not the one they were sealed with. */
export function secretsOf(
  { id, secret: sealed, formerSecret, formerUntil }: Webhook,
  secret: string,
  at: Date,
): string[] {
  const former = formerSecret && formerUntil && formerUntil > at ? [formerSecret] : []
  return [sealed, ...former].map((one) => {
    const open = unseal(one, keyFor(secret, id))
    if (open === null) throw new Error('the secret of a webhook was sealed with another SECRET')
    return open
  })
}

/** What it was told last, with the number of the case. */
export async function deliveriesOf(db: Db, webhookId: string): Promise<WebhookDelivery[]> {
  const rows = await db
    .select({ delivery: webhookDeliveries, number: proposals.number })
    .from(webhookDeliveries)
    .leftJoin(proposals, eq(proposals.id, webhookDeliveries.proposalId))
    .where(eq(webhookDeliveries.webhookId, webhookId))
    .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id))
    .limit(shown)
  return rows.map(({ delivery, number }) => ({ ...delivery, number }))
}

/** The former one signs as well for a day. Nothing changes where another press was quicker. */
export const rotateSecret = (tx: Db, hook: Webhook, sealed: string, at: Date): Promise<unknown> =>
  tx
    .update(webhooks)
    .set({ secret: sealed, formerSecret: hook.secret, formerUntil: new Date(at.getTime() + overlap) })
    .where(and(eq(webhooks.id, hook.id), eq(webhooks.secret, hook.secret)))
    .returning({ id: webhooks.id })

/** Its consent ends with it. Nothing where it is not this person's. */
export async function removeWebhook(tx: Db, { id, personId }: Pick<Webhook, 'id' | 'personId'>, at: Date) {
  await tx.delete(webhooks).where(and(eq(webhooks.id, id), eq(webhooks.personId, personId)))
  await endConsent(tx, personId, 'webhook', id, at)
}

/** What was given up or came while it was paused is told now, as far as it is kept. */
export async function resumeWebhook(tx: Db, id: string, at: Date): Promise<void> {
  await tx
    .update(webhooks)
    .set({ pausedAt: null, failingSince: null })
    .where(eq(webhooks.id, id))
    .returning({ id: webhooks.id })
  await tx
    .update(webhookDeliveries)
    .set({ nextTryAt: at, attempts: 0 })
    .where(
      and(
        eq(webhookDeliveries.webhookId, id),
        isNull(webhookDeliveries.deliveredAt),
        or(isNull(webhookDeliveries.error), ne(webhookDeliveries.error, 'hidden')),
      ),
    )
    .returning({ id: webhookDeliveries.id })
}

/** Once more, whether it was taken, given up, or waits. */
export const sendDeliveryAgain = (tx: Db, webhookId: string, id: string, at: Date): Promise<unknown> =>
  tx
    .update(webhookDeliveries)
    .set({ nextTryAt: at, deliveredAt: null, error: null, status: null, attempts: 0 })
    .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.webhookId, webhookId)))
    .returning({ id: webhookDeliveries.id })

/** A message that tells of nothing, so that its program can be tried. One at a time. */
export async function sendTest(tx: Db, webhookId: string, at: Date): Promise<void> {
  const waits = and(
    eq(webhookDeliveries.webhookId, webhookId),
    eq(webhookDeliveries.news, 'test'),
    isNull(webhookDeliveries.deliveredAt),
  )
  const [waiting] = await tx.select({ count: countRows() }).from(webhookDeliveries).where(waits)
  if (waiting!.count)
    await tx
      .update(webhookDeliveries)
      .set({ nextTryAt: at, attempts: 0 })
      .where(waits)
      .returning({ id: webhookDeliveries.id })
  else
    await tx
      .insert(webhookDeliveries)
      .values(newDelivery({ webhookId, event: newId(), news: 'test', proposalId: null }, at, at))
}

/** A row that is due at once. */
export const newDelivery = (
  of: Pick<WebhookDelivery, 'webhookId' | 'event' | 'news' | 'proposalId'>,
  occurredAt: Date,
  at: Date,
): typeof webhookDeliveries.$inferInsert => ({
  ...{ ...of, id: newId(), occurredAt, createdAt: at, nextTryAt: at, attempts: 0 },
})

/** Old messages, and secrets that sign no more. */
export async function forgetDeliveries(tx: Db, at: Date): Promise<void> {
  await tx.delete(webhookDeliveries).where(lt(webhookDeliveries.createdAt, new Date(at.getTime() - keptFor)))
  await tx
    .update(webhooks)
    .set({ formerSecret: null, formerUntil: null })
    .where(lt(webhooks.formerUntil, at))
    .returning({ id: webhooks.id })
}
