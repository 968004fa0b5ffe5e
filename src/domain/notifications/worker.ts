// Hands the outbox over to the mail server. Runs under a lease (see jobs.ts): one process at a time.
// Nothing is lost: a row stays due until the server has taken it. What was being handed over when the process died goes
// again, with the same Message-ID.
import { and, inArray, isNull } from 'drizzle-orm'
import type { Config } from '../../config.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import {
  bulkMayGo,
  connections,
  domainOf,
  finish,
  type Instant,
  type Lanes,
  laneOf,
  mayStart,
  start,
  tidy,
} from '../../platform/mail/per-domain-rate-limit.ts'
import type { Transport } from '../../platform/mail/transport.ts'
import { restFor } from '../../platform/process/pace.ts'
import { outbox } from '../../schema/notifications.ts'
import { giveUp, sendOne, setAside } from './delivery.ts'
import { dueBulk, dueIds, readDue, type Turn } from './due-mail.ts'
import { mailsOf, type OutboxRow } from './load-mail-data.ts'
import type { Mail } from './mail.ts'
import { stoppedAmong } from './returned-mail.ts'
import { stoppedError } from './stopping.ts'

const lookEvery = 50 // ms between two looks into the outbox while there is mail in hand: sign-in codes overtake it
const lookAgain = 20 // ms, where nothing that is due may start
const step = 5 // ms

type Ready = { row: OutboxRow; mail: Mail }

/** What each domain takes, and how it took it, as long as the process lives. */
const lanesOf = new WeakMap<Transport, Lanes>()
/** While the server itself is down, messages are not tried one by one. */
const pauses = new WeakMap<Transport, { failures: number; until: number }>()

/** Sends what is due, the most urgent first, until nothing is or `signal` says to stop. How many went out. */
export async function deliverDue(
  deps: Deps,
  transport: Transport | null,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  if (!transport) return deps.config.demonstration ? show(deps, now, signal) : 0
  // A server that is down is asked for codes only: somebody waits for each at a screen, and what it refuses of others may be the
  // messages' own fault. Each code that fails waits by itself.
  const codesOnly = now.getTime() < (pauses.get(transport)?.until ?? 0)
  const lanes = lanesOf.get(transport) ?? { open: 0, nextAt: 0, byDomain: new Map() }
  lanesOf.set(transport, lanes)
  // A long mailing outlasts the moment it began at: what became due meanwhile is due.
  const clock = () => new Date(Math.max(now.getTime(), deps.now().getTime()))
  const instant = (): Instant => ({ now: clock().getTime(), tick: performance.now() })
  const underWay = new Map<string, Promise<void>>()
  const turn: Turn = {}
  let waiting: Ready[] = []
  let lookedAt = Number.NEGATIVE_INFINITY
  let found = true // whether the last look for bulk brought any
  let later = true // whether some mail is due that may not start at this moment
  let sent = 0
  let refusedInARow = 0
  let failure: unknown = null
  let bulkFailure: unknown = null // thrown once the codes are out
  const serverDown = () => refusedInARow >= connections

  /** Fills `waiting`: with sign-in codes while other mail is ready or no connection is free for it, else also with what may start now. */
  async function look(): Promise<void> {
    const at = instant()
    const keep = !bulkMayGo(lanes, at.tick) || waiting.some(({ row }) => mayStart(lanes, row, at))
    if (at.tick - lookedAt < (keep ? lookEvery : found ? 0 : lookAgain)) return
    lookedAt = at.tick
    const { reads } = deps.db
    const taken = [...underWay.keys()]
    // As many as show that a server is still down: the others need not be put into words for it.
    const codes = await ready(await dueIds(reads, clock(), 0, taken, codesOnly ? connections : undefined))
    const bulk =
      codesOnly || bulkFailure
        ? { ids: [], later: false }
        : keep
          ? { ids: [], later: true }
          : await dueBulk(reads, clock(), turn, lanes, at, taken).catch(failing({ ids: [], later: false }))
    const fresh = [...codes, ...(await ready(bulk.ids).catch(failing([])))]
    waiting = keep ? [...fresh, ...waiting.filter(({ row }) => row.priority > 0)] : fresh
    later = bulk.later
    if (!keep) found = bulk.ids.length > 0
  }

  /** These messages in words. One that has none waits by itself, and holds up no other. */
  async function ready(ids: string[]): Promise<Ready[]> {
    const { reads } = deps.db
    const { rows: due, unread } = await readDue(reads, ids, clock())
    for (const row of unread) await setAside(deps, row, clock(), 'cannot be read')
    const stopped = await stoppedAmong(reads, due)
    for (const row of due.filter(({ id }) => stopped.has(id)))
      await giveUp(deps, row, clock(), stoppedError(stopped.get(row.id)!))
    const rows = due.filter(({ id }) => !stopped.has(id))
    const unsaid: OutboxRow[] = []
    const mails = await mailsOf(reads, rows, deps.config, originOf(deps.config), (row) => unsaid.push(row))
    for (const row of unsaid) await setAside(deps, row, clock(), `cannot be put into words: ${row.kind}`)
    return rows.flatMap((row) => ({ row, mail: mails.get(row.id) })).filter((each): each is Ready => !!each.mail)
  }

  const failing =
    <T>(instead: T) =>
    (error: unknown): T => {
      bulkFailure ??= error
      return instead
    }

  function begin({ row, mail }: Ready): void {
    tidy(lanes, instant())
    const lane = laneOf(lanes, domainOf(row.address))
    start(lanes, lane, row.priority, instant())
    const sending = sendOne(deps, transport!, row, mail, clock())
      .catch((error: unknown) => {
        failure ??= error
        return null
      })
      .then((outcome) => {
        if (outcome === 'sent') sent++
        refusedInARow = outcome === 'server' ? refusedInARow + 1 : 0
        finish(lanes, lane, outcome === 'not now', row.priority, instant())
        underWay.delete(row.id)
      })
    underWay.set(row.id, sending)
  }

  while (!signal?.aborted && !serverDown() && !failure) {
    await look()
    const at = instant()
    const next = waiting.findIndex(({ row }) => mayStart(lanes, row, at))
    if (next >= 0) begin(waiting.splice(next, 1)[0]!)
    else if (underWay.size || later) await Promise.race([...underWay.values(), restFor(step, signal)])
    else break
  }
  await Promise.all(underWay.values())
  if (failure ?? bulkFailure) throw failure ?? bulkFailure
  if (sent) pauses.delete(transport)
  if (serverDown()) {
    const failures = (pauses.get(transport)?.failures ?? 0) + 1
    pauses.set(transport, { failures, until: now.getTime() + Math.min(60_000, 5_000 * 2 ** failures) })
  }
  return sent
}

const originOf = ({ origin, host, port }: Config) => origin ?? `http://${host}:${port}`

/** The demonstration: all that is due, batch by batch. */
async function show(deps: Deps, now: Date, signal?: AbortSignal): Promise<number> {
  let shown = 0
  for (const priority of [0, 1, 2])
    while (!signal?.aborted) {
      const ids = await dueIds(deps.db.reads, now, priority)
      if (!ids.length) break
      shown += await showRound(deps, ids, now)
    }
  return shown
}

/** The demonstration: nothing leaves, everything counts as sent and keeps its codes and links. */
async function showRound({ db }: Deps, ids: string[], now: Date) {
  await write(db, (tx) =>
    tx
      .update(outbox)
      .set({ sentAt: now, nextTryAt: null, attempts: 1 })
      .where(and(inArray(outbox.id, ids), isNull(outbox.sentAt)))
      .returning({ id: outbox.id }),
  )
  return ids.length
}
