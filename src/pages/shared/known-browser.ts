// A browser that somebody signed in with before keeps a seal of their mailbox. Codes that are asked for there have a number of their
// own, so that a stranger who uses up a mailbox's mails keeps its owner out of nothing but new browsers.
import { createHmac } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../../config.ts'
import { secretCookie } from '../../platform/http/cookies.ts'

const lasts = 400 * 86_400 // seconds: as long as browsers keep a cookie
const mostMailboxes = 4 // a family's

export function knownBrowser(config: Pick<Config, 'origin' | 'secret'>) {
  const cookie = secretCookie(config, 'known', lasts)
  const sealOf = (emailKey: string) =>
    createHmac('sha256', config.secret).update(`known:${emailKey}`).digest('base64url').slice(0, 22)
  const kept = (request: FastifyRequest) => (cookie.read(request) ?? '').split('.').filter((seal) => seal.length === 22)
  return {
    knows: (request: FastifyRequest, emailKey: string): boolean => kept(request).includes(sealOf(emailKey)),
    remember(request: FastifyRequest, reply: FastifyReply, emailKey: string): void {
      const seal = sealOf(emailKey)
      const others = kept(request).filter((other) => other !== seal)
      cookie.set(reply, [seal, ...others].slice(0, mostMailboxes).join('.'))
    },
  }
}
