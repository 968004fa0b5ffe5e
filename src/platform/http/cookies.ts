// Cookies: their names, and those that carry a secret or an address.
import '@fastify/cookie'
import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../../config.ts'

/** Whether people reach us over https; decided by ORIGIN alone, never by what a request says. */
export const overHttps = ({ origin }: Pick<Config, 'origin'>): boolean => origin?.startsWith('https:') ?? false

/** Says who somebody is. */
export const sessionCookieName = (https: boolean): string => secretName(https, 'fuyi')

/** The language somebody chose: the only cookie that a public page looks at. */
export const languageCookie = 'lang'

/** Somebody did something a moment ago, signed in or not: what they see now must show it (replica-reads.ts). */
export const lastWriteCookie = 'acted'

/** Holds the secret that opens what this browser typed and could not send. */
export const keptCookie = 'kept'
/** In an address: a page that shows what this browser kept. */
export const keptParameter = 'kept'

type Asking = Pick<IncomingMessage, 'headers' | 'url'>

/** Whether somebody looks at what their browser kept: it is nobody else's page. */
const looksAtKept = ({ headers, url = '' }: Asking): boolean =>
  url.includes(`${keptParameter}=`) && (headers.cookie?.includes(`${keptCookie}=`) ?? false)

/** Whether they did: what others share must not be shown to them. */
const hasWritten = ({ headers }: Asking): boolean => cookieIn(headers.cookie, lastWriteCookie) !== undefined

/** When they did, in ms: 0 where it was not lately, Infinity while they do it or where the cookie does not tell. */
export function lastWriteAt(request: FastifyRequest): number {
  if (request.method !== 'GET') return Number.POSITIVE_INFINITY
  const said = cookieIn(request.headers.cookie, lastWriteCookie)
  return said === undefined ? 0 : Number(said) || Number.POSITIVE_INFINITY
}

/** Whether a request is of somebody who is signed in, or did something a moment ago: what they see is made for them. */
export const isOwn = (request: Asking, session: string): boolean =>
  cookieIn(request.headers.cookie, session) !== undefined || hasWritten(request) || looksAtKept(request)

/** The value of a cookie in a `Cookie` header; undefined where it is not there. */
export function cookieIn(header: string | undefined, name: string): string | undefined {
  if (!header) return undefined
  for (const part of header.split(';')) {
    const cut = part.indexOf('=')
    if (cut > 0 && part.slice(0, cut).trim() === name) return part.slice(cut + 1).trim()
  }
  return undefined
}

/** `__Host-` makes the browser insist on Secure, on Path=/ and on this very host. */
const secretName = (https: boolean, name: string): string => (https ? `__Host-${name}` : name)

/** Reading, setting and dropping one cookie that carries a secret or an address. `lasts` in seconds. */
export function secretCookie(config: Pick<Config, 'origin'>, name: string, lasts: number) {
  const secure = overHttps(config)
  const key = secretName(secure, name)
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  return {
    read: (request: FastifyRequest): string | undefined => request.cookies[key] || undefined, // empty: no secret
    set: (reply: FastifyReply, value: string) => reply.setCookie(key, value, { ...attributes, maxAge: lasts }),
    drop: (reply: FastifyReply) => reply.clearCookie(key, attributes),
  }
}
