// A pool of connections on one of several PostgreSQL servers: the one that answers and, for writing, is the primary. After
// a failover the next connection finds the new primary by itself.
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { cut } from '../../lib/graphemes.ts'
import { Busy, databaseCode } from './errors.ts'
import type { troubleOf } from './health.ts'

export type Servers = ReturnType<typeof openServers>

type Options = {
  connections: number
  /** ms to look for a server before it is refused as Busy */
  busyFor: number
  /** only a server that takes writes will do */
  primary: boolean
  /** the server itself refuses to write for us */
  readOnly: boolean
  trouble: ReturnType<typeof troubleOf>
}

const connectFor = 2000 // ms for one of several servers to answer
const longestQuery = 30_000 // ms: a machine that vanished without closing its connections would hold requests for ever
const round = 100 // ms between two looks at all of them
/** Trying again does not help: wrong password, no such role, no such database. */
const hopeless = /^(28...|3D000)$/

/** `postgres://user:password@a:5432,b:5432/name?target_session_attrs=read-write`: one address per server, as libpq writes it. */
export function addressesOf(url: string): { servers: string[]; readWrite: boolean } {
  const [, scheme, login = '', hosts, path = '', query = ''] =
    /^(postgres(?:ql)?:\/\/)([^@/?]*@)?([^/?]*)(\/[^?]*)?(?:\?(.*))?$/.exec(url) ?? []
  if (!scheme || hosts === undefined) return { servers: [url], readWrite: false }
  const params = new URLSearchParams(query)
  const wanted = params.get('target_session_attrs')
  params.delete('target_session_attrs')
  const more = params.size ? `?${params}` : ''
  const names = hosts.split(',')
  return {
    servers: names.map((host) => `${scheme}${login}${host}${path}${more}`),
    readWrite: names.length > 1 || wanted === 'read-write' || wanted === 'primary',
  }
}

/** A pool for each server that the address names, and which of them is the primary now. Times in ms. */
export function openServers(url: string, { connections, busyFor, primary, readOnly, trouble }: Options) {
  const { servers, readWrite } = addressesOf(url)
  const alone = servers.length === 1
  const pools = servers.map((connectionString) => {
    const pool = new pg.Pool({
      connectionString,
      ...(readOnly && { options: '-c default_transaction_read_only=on' }),
      max: connections,
      connectionTimeoutMillis: alone ? busyFor : Math.min(busyFor, connectFor),
      query_timeout: longestQuery,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5000,
    })
    // A server that restarts closes idle and busy connections; without listeners each would end this process.
    pool.on('error', () => {})
    pool.on('connect', (client) => client.on('error', () => {}))
    return pool
  })
  const seen = new WeakSet<pg.PoolClient>() // connections whose server takes writes: losing that closes them
  let at = 0

  /** A connection, for one unit or one query. Rejects with Busy where no server will do in time. */
  async function acquire(): Promise<pg.PoolClient> {
    const until = performance.now() + busyFor
    for (;;) {
      const reasons: string[] = []
      for (const _ of pools) {
        const tried = at
        const found = await tryOne(pools[tried]!).catch((error: unknown) => {
          if (hopeless.test(databaseCode(error) ?? ''))
            throw refused([`${hostOf(servers[tried]!)} ${cut((error as Error).message, 200)}`], error)
          return reasonOf(error)
        })
        if (pools[tried]!.totalCount >= connections && !pools[tried]!.idleCount && typeof found === 'string')
          throw new Busy('All connections to the database are in use')
        if (typeof found !== 'string') {
          trouble.over()
          return found
        }
        reasons.push(`${hostOf(servers[tried]!)} ${found}`)
        if (at === tried) at = (at + 1) % pools.length // unless another request has found a better one meanwhile
      }
      if (performance.now() >= until) throw refused(reasons)
      await sleep(round * (0.5 + Math.random()))
    }
  }

  async function tryOne(pool: pg.Pool): Promise<pg.PoolClient | string> {
    const client = await pool.connect()
    if (!primary || !readWrite || seen.has(client)) return client
    try {
      const { rows } = await client.query<{ standby: boolean }>(
        `select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as standby`,
      )
      if (rows[0]!.standby) {
        client.release(true)
        return 'is a standby'
      }
    } catch (error) {
      client.release(true)
      throw error
    }
    seen.add(client)
    return client
  }

  function refused(reasons: string[], cause?: unknown): Busy {
    const words = `No ${primary ? 'server takes writes' : 'replica answers'}: ${reasons.join('; ')}`
    trouble.is(`${words}. Requests look again by themselves.`)
    return new Busy(words, { cause })
  }

  return {
    acquire,
    close: async () => {
      await Promise.all(pools.filter((pool) => !pool.ended && !pool.ending).map((pool) => pool.end()))
    },
  }
}

const hostOf = (server: string) => /(?:@|\/\/)([^@/?]*)(?:[/?]|$)/.exec(server)?.[1] ?? 'the server'

/** The code or the driver's words; never the address, which may hold a password. */
const reasonOf = (error: unknown) =>
  databaseCode(error) ?? (error instanceof Error ? cut(error.message, 100) : 'failed')

/** Not one of the server's five-character codes, or one of those that mean it is going away, or is no primary any more. */
export function isConnectionLost(error: unknown): boolean {
  const code = databaseCode(error)
  if (code === null)
    return /connection|socket|timeout/i.test(String(error instanceof Error ? (error.cause ?? error) : error))
  return !/^[0-9A-Z]{5}$/.test(code) || code.startsWith('08') || code.startsWith('57P') || code === '25006'
}
