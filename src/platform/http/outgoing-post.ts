// A message to an address that a stranger named. The name is resolved for this very connection, and the address it leads to must be
// public; no redirect is followed; what comes back is not read.
import { lookup as resolve } from 'node:dns'
import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.ts'

/** What may be reached. Production asks for HTTPS and public addresses; a test has a server of its own. */
export type Reach = { protocols: readonly string[]; mayReach: (address: string) => boolean }
export const publicReach: Reach = { protocols: ['https:'], mayReach: isPublicAddress }

/** `status`: of the answer; or a word why there was none. */
export type Outcome = { status: number } | { error: 'no_address' | 'not_public' | 'refused' | 'timeout' | 'failed' }

const patience = 10_000 // ms for all of it

class NotPublic extends Error {}

/** Every address that a name leads to must be public: of a name with several any may be taken. */
const lookupWithin =
  ({ mayReach }: Reach): LookupFunction =>
  (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, [])
      if (!found.length || !found.every(({ address }) => mayReach(address))) return done(new NotPublic(hostname), [])
      if (options.all) return done(null, found)
      done(null, found[0]!.address, found[0]!.family)
    })
  }

/**
 * Posts to an address that somebody gave, which must be public unless `reach` says otherwise. What goes wrong is a
 * word, never an exception.
 */
export function postTo(
  address: string,
  body: string,
  headers: { [name: string]: string },
  reach: Reach = publicReach,
): Promise<Outcome> {
  const url = URL.canParse(address) ? new URL(address) : null
  if (!url || !reach.protocols.includes(url.protocol)) return Promise.resolve({ error: 'no_address' })
  // an address in figures is not looked up
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) && !reach.mayReach(host)) return Promise.resolve({ error: 'not_public' })
  return new Promise((settle) => {
    const send = url.protocol === 'https:' ? overHttps : overHttp
    const signal = AbortSignal.timeout(patience)
    const sending = send(url, {
      ...{ method: 'POST', agent: false, lookup: lookupWithin(reach), signal },
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    })
    sending.on('response', (reply) => {
      settle({ status: reply.statusCode ?? 0 })
      reply.destroy()
    })
    sending.on('error', (error: NodeJS.ErrnoException) => settle({ error: wordFor(error, signal) }))
    sending.end(body)
  })
}

function wordFor(error: NodeJS.ErrnoException, { aborted }: AbortSignal) {
  if (error instanceof NotPublic) return 'not_public'
  if (aborted) return 'timeout'
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return 'no_address'
  return error.code === 'ECONNREFUSED' ? 'refused' : 'failed'
}
