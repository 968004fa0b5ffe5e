// Reads that may lag: the pages that are the same for everybody are read from a replica, where there is one that keeps up.
// Whoever is signed in, or has just done something, reads the primary (platform/cache/replica-reads.ts decides).
import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { DatabaseEvents } from './events.ts'
import { troubleOf } from './health.ts'
import type { Servers } from './servers.ts'

/** One request's, whichever application answers it. */
const reading = new AsyncLocalStorage<true>()

/** Runs `next`, and all that follows from it, with reads that may be some seconds old. */
export const allowStaleReads = (next: () => void): void => reading.run(true, next)
/** Whether what runs now may read a replica. */
export const staleReadsAllowed = (): boolean => reading.getStore() === true

/** A replica further behind than this is left alone, in ms. Whoever did something reads the primary for longer than that. */
export const mostBehind = 2000
const lookEvery = 500 // ms
const remembered = 120 // looks

/** Looks after a replica: `usable` while it answers and has all that the primary had written `mostBehind` ago. */
export function watchReplica(primary: Servers, replica: Servers, events: DatabaseEvents) {
  const trouble = troubleOf(events, 'replica')
  const written: { when: number; upTo: number }[] = [] // oldest first
  let usable = false
  let looking: Promise<void> | null = null

  async function look(): Promise<void> {
    const when = performance.now()
    // A primary that is looked for is no reason to leave the replica unseen for as long.
    const upTo = await Promise.race([
      positionOf(primary, 'pg_current_wal_lsn()').catch(() => null),
      sleep(mostBehind, null, { ref: false }),
    ])
    if (upTo !== null) written.push({ when, upTo })
    if (written.length > remembered) written.shift()
    const read = await positionOf(replica, 'case when pg_is_in_recovery() then pg_last_wal_replay_lsn() end').catch(
      () => 'away' as const,
    )
    if (read === 'away') return leave('The replica does not answer')
    if (read === null) return leave('DATABASE_REPLICA_URL leads to a server that is no standby')
    const firstMissing = written.find((sample) => sample.upTo > read)
    const behind = firstMissing ? performance.now() - firstMissing.when : 0
    // Nobody can say how far it is behind a primary that is away: it is the best there is.
    if (upTo !== null && behind > mostBehind) return leave('The replica is too far behind')
    usable = true
    trouble.over()
  }

  function leave(words: string) {
    usable = false
    trouble.is(`${words}: everybody reads the primary until it is back.`)
  }

  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = null
    })
  }, lookEvery)
  timer.unref()

  return {
    usable: () => usable,
    /** A query failed on it: not again before the next look. */
    failed: () => {
      usable = false
    },
    stop: async () => {
      clearInterval(timer)
      await looking
    },
  }
}

async function positionOf(servers: Servers, position: string): Promise<number | null> {
  const client: pg.PoolClient = await servers.acquire()
  try {
    const { rows } = await client.query<{ at: number | null }>(`select (${position}) - '0/0'::pg_lsn as at`)
    client.release()
    return rows[0]!.at
  } catch (error) {
    client.release(true)
    throw error
  }
}
