// One message handed to the mail server, and what came of it: sent, tried again later, or given up.
import { and, eq, isNull } from 'drizzle-orm'
import { readAddress } from '../../lib/email.ts'
import { cut } from '../../lib/graphemes.ts'
import { returnAddress } from '../../lib/verp.ts'
import type { Db } from '../../platform/db/database.ts'
import { boundRow, placeholder, prepared } from '../../platform/db/prepared.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { Transport } from '../../platform/mail/transport.ts'
import { outbox } from '../../schema/notifications.ts'
import type { MessageFacts } from '../../schema/values.ts'
import type { OutboxRow } from './load-mail-data.ts'
import { type Mail, secretFacts } from './mail.ts'
import { usefulFor } from './mail-action.ts'
import { countReturned } from './returned-mail.ts'

/** Sent, but not yet marked because the database was busy: marked at the next chance instead of sent again. */
const handedOver = new WeakMap<Transport, Map<string, Date>>()

/** 'not now': refused for the moment. 'server': it could not be reached or refuses us altogether; the message is not at fault. */
export type Outcome = 'sent' | 'message' | 'not now' | 'server'

/** Hands one mail to the server, and writes down what came of it. */
export async function sendOne(
  deps: Deps,
  transport: Transport,
  row: OutboxRow,
  mail: Mail,
  now: Date,
): Promise<Outcome> {
  const unmarked = handedOver.get(transport) ?? new Map<string, Date>()
  handedOver.set(transport, unmarked)
  if (!unmarked.has(row.id)) {
    const life = usefulFor(row.kind)
    if (life !== null && now.getTime() - row.createdAt.getTime() > life)
      return giveUp(deps, row, now, 'no longer of use')
    if (readAddress(row.address) !== row.address) return giveUp(deps, row, now, 'not an address')
    try {
      await transport.send({ ...mail, returnTo: returnTo(deps, row) }, now)
    } catch (error) {
      return failed(deps, row, now, error as SmtpError)
    }
    unmarked.set(row.id, now)
  }
  const at = unmarked.get(row.id)!
  await settle(deps, row, { sentAt: at, nextTryAt: null, attempts: row.attempts + 1, lastError: null })
  unmarked.delete(row.id)
  return 'sent'
}

const returnTo = ({ config }: Deps, { id }: OutboxRow): string =>
  config.bounceAddress ? returnAddress(config.secret, config.bounceAddress, id) : config.mailFrom

type SmtpError = Error & { code?: string; responseCode?: number; command?: string }

async function failed(deps: Deps, row: OutboxRow, now: Date, error: SmtpError): Promise<Outcome> {
  const attempts = row.attempts + 1
  // A refusal of MAIL FROM, of our password or of the greeting speaks of us, not of the message.
  const message = (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') && error.command !== 'MAIL FROM'
  const permanent = message && (error.responseCode ?? 500) >= 500
  const lastError = reasonOf(error)
  if (message && attempts >= (permanent ? 3 : 30)) {
    if (permanent)
      await write(deps.db, (tx) => countReturned(tx, row.personId, lastError, now), { invalidate: 'later' })
    return giveUp(deps, { ...row, attempts }, now, lastError)
  }
  const nextTryAt = new Date(now.getTime() + backoff(attempts))
  await settle(deps, row, { attempts, nextTryAt, lastError })
  if (!message) return 'server'
  return permanent ? 'message' : 'not now'
}

const triesUnsaid = 30

/**
 * A message that cannot be read or put into words waits by itself, as one that the server refuses; an upgrade may know its words.
 * `why`: of whose text nothing may be said, since it may be the message's own.
 */
export async function setAside(
  { db }: Deps,
  { id, attempts: before }: Pick<OutboxRow, 'id' | 'attempts'>,
  now: Date,
  why: string,
): Promise<void> {
  const attempts = before + 1
  const over = attempts >= triesUnsaid
  const set = over
    ? { attempts, nextTryAt: null, failedAt: now, facts: {}, lastError: why }
    : { attempts, nextTryAt: new Date(now.getTime() + backoff(attempts)), lastError: why }
  const waits = and(eq(outbox.id, id), isNull(outbox.sentAt))
  await write(db, (tx) => tx.update(outbox).set(set).where(waits).returning({ id: outbox.id }), {
    invalidate: 'later',
  })
}

/** It is not tried again. */
export async function giveUp(deps: Deps, row: OutboxRow, now: Date, lastError: string): Promise<Outcome> {
  await settle(deps, row, { failedAt: now, nextTryAt: null, attempts: row.attempts, lastError })
  return 'message'
}

/** Writes down what became of a message; its secrets go as soon as it is out, or never will be. */
async function settle(deps: Deps, row: OutboxRow, set: Settled): Promise<void> {
  const over = set.nextTryAt === null && !deps.config.demonstration
  const facts = over ? withoutSecrets(row.facts) : row.facts
  await write(
    deps.db,
    (tx) => prepared(tx, settleQuery).execute({ sentAt: null, failedAt: null, ...set, id: row.id, facts }),
    { invalidate: 'later' },
  )
}

type Settled = Pick<OutboxRow, 'nextTryAt' | 'attempts' | 'lastError'> & Partial<Pick<OutboxRow, 'sentAt' | 'failedAt'>>

const settleQuery = (tx: Db) => {
  const { sentAt, failedAt, nextTryAt, attempts, lastError, facts } = boundRow(outbox)
  return tx
    .update(outbox)
    .set({ sentAt, failedAt, nextTryAt, attempts, lastError, facts })
    .where(and(eq(outbox.id, placeholder('id')), isNull(outbox.sentAt)))
    .returning({ id: outbox.id })
}

function withoutSecrets(facts: MessageFacts): MessageFacts {
  return Object.fromEntries(Object.entries(facts).map(([name, v]) => [name, secretFacts.includes(name) ? null : v]))
}

/** One minute, two, four … six hours, each between 75 and 125 % of that, so that a thousand messages don't come back at once. In ms. */
export function backoff(attempts: number, random = Math.random()): number {
  const base = Math.min(6 * 3_600_000, 60_000 * 2 ** (attempts - 1))
  return Math.round(base * (0.75 + random / 2))
}

/** The server's words for the operator, without the address they may repeat. */
const reasonOf = (error: SmtpError) =>
  cut(
    `${error.code ?? 'error'} ${error.responseCode ?? ''} ${error.message}`
      .replace(/[^\s<>@]+@[^\s<>@]+/g, '…')
      .replace(/\s+/g, ' '),
    200,
  )
