// Messages to webhooks, under a lease like the mail: what is due is sent, what fails is tried again later and later. An address that
// fails for days is paused, and its owner is told by mail.
import { and, asc, eq, isNull, lte } from 'drizzle-orm'
import type { Config } from '../../config.ts'
import { isoWithOffset } from '../../lib/calendar.ts'
import { webhookHeaders } from '../../lib/standard-webhook.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { type Outcome, postTo, publicReach, type Reach } from '../../platform/http/outgoing-post.ts'
import { governments } from '../../schema/governments.ts'
import { proposals } from '../../schema/proposals.ts'
import { webhookDeliveries, webhooks } from '../../schema/webhooks.ts'
import { notifyPerson } from './store.ts'
import { secretsOf, type Webhook } from './webhook-store.ts'

const [second, minute, hour] = [1000, 60_000, 3_600_000]
/** After each attempt that failed, in ms, as Standard Webhooks proposes. After the last one it is given up. */
const pauses = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour]
/** An address that failed for so long is paused. */
const mostFailing = 3 * 24 * hour
/** So many at a time: each may take its ten seconds. */
const atOnce = 10

type Delivery = typeof webhookDeliveries.$inferSelect
type Due = { delivery: Delivery; hook: Webhook }

/** Sends what is due until nothing is. How many were taken. In the demonstration nothing leaves. */
export async function deliverWebhooks(
  deps: Pick<Deps, 'db' | 'config'>,
  now: Date,
  signal?: AbortSignal,
  reach: Reach = publicReach,
): Promise<number> {
  if (deps.config.demonstration) return 0
  let taken = 0
  while (!signal?.aborted) {
    const due = await dueOf(deps.db.reads, now)
    if (!due.length) break
    const sent = await Promise.all(due.map((one) => deliver(deps, one, now, reach)))
    taken += sent.filter(Boolean).length
  }
  return taken
}

const dueOf = (db: Db, now: Date): Promise<Due[]> =>
  db
    .select({ delivery: webhookDeliveries, hook: webhooks })
    .from(webhookDeliveries)
    .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
    .where(and(lte(webhookDeliveries.nextTryAt, now), isNull(webhooks.pausedAt)))
    .orderBy(asc(webhookDeliveries.nextTryAt), asc(webhookDeliveries.id))
    .limit(atOnce)

async function deliver(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  due: Due,
  now: Date,
  reach: Reach,
): Promise<boolean> {
  const { delivery, hook } = due
  const body = await bodyOf(db.reads, due, config)
  const outcome: Outcome | null =
    body === null ? null : await postTo(hook.url, body, headersOf(due, body, config, now), reach)
  const isTaken = outcome !== null && 'status' in outcome && outcome.status >= 200 && outcome.status < 300
  await write(db, async (tx) => {
    await tx
      .update(webhookDeliveries)
      .set(stateAfter(delivery, outcome, isTaken, now))
      .where(eq(webhookDeliveries.id, delivery.id))
      .returning({ id: webhookDeliveries.id })
    if (outcome) await keepHealth(tx, hook.id, outcome, isTaken, now)
  })
  return isTaken
}

/** `outcome` null: what it would tell is not public any more. */
function stateAfter({ attempts }: Delivery, outcome: Outcome | null, isTaken: boolean, now: Date) {
  if (!outcome) return { nextTryAt: null, error: 'hidden' }
  const pause = pauses[attempts]
  return {
    attempts: attempts + 1,
    nextTryAt: isTaken || pause === undefined ? null : new Date(now.getTime() + pause),
    deliveredAt: isTaken ? now : null,
    status: 'status' in outcome ? outcome.status : null,
    error: 'error' in outcome ? outcome.error : null,
  }
}

/** 410: whoever is there says that it is gone for good. */
async function keepHealth(tx: Db, id: string, outcome: Outcome, isTaken: boolean, now: Date): Promise<void> {
  const [hook] = await tx.select().from(webhooks).where(eq(webhooks.id, id))
  if (!hook || hook.pausedAt || (isTaken && !hook.failingSince)) return
  const failingSince = isTaken ? null : (hook.failingSince ?? now)
  const isGone = 'status' in outcome && outcome.status === 410
  const isOver = failingSince !== null && (isGone || now.getTime() - failingSince.getTime() >= mostFailing)
  const [paused] = await tx
    .update(webhooks)
    .set({ failingSince, pausedAt: isOver ? now : null })
    .where(and(eq(webhooks.id, id), isNull(webhooks.pausedAt)))
    .returning()
  if (!paused || !isOver) return
  await notifyPerson(tx, hook.personId, {
    ...{ kind: 'webhook_paused', governmentId: hook.governmentId, at: now },
    facts: { webhook: id, host: new URL(hook.url).host },
  })
}

function headersOf({ delivery, hook }: Due, body: string, config: Config, now: Date) {
  const signed = webhookHeaders(delivery.id, now, body, secretsOf(hook, config.secret, now))
  return { ...signed, 'content-type': 'application/json', 'user-agent': 'Fuyi-Webhooks/1' }
}

/** Public facts alone, as they are now: whoever wants more reads the case. Null where the case is not public any more. */
async function bodyOf(db: Db, { delivery, hook }: Due, config: Config): Promise<string | null> {
  const [place] = await db.select().from(governments).where(eq(governments.id, hook.governmentId))
  const { slug, timeZone } = place!
  const timestamp = isoWithOffset(delivery.occurredAt, timeZone)
  if (delivery.proposalId === null) return JSON.stringify({ type: 'test', timestamp, data: { government: slug } })
  const [p] = await db.select().from(proposals).where(eq(proposals.id, delivery.proposalId))
  if (!p?.listed) return null
  const origin = config.origin ?? `http://${config.host}:${config.port}`
  return JSON.stringify({
    type: `case.${delivery.news}`,
    timestamp,
    data: {
      ...{ government: slug, number: p.number, title: p.title, stage: p.stage, outcome: p.outcome },
      ...{ url: `${origin}/${slug}/proposals/${p.number}`, api_url: `${origin}/api/v1/${slug}/proposals/${p.number}` },
    },
  })
}
