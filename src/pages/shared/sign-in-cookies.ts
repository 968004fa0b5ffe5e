// The two cookies of somebody who is signing in: the browser's own secret, and the address a code went to.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../../config.ts'
import { newToken } from '../../lib/id.ts'
import { secretCookie } from '../../platform/http/cookies.ts'

export const signInCookies = (config: Pick<Config, 'origin'>) => {
  const browser = secretCookie(config, 'browser', 3600)
  return {
    address: secretCookie(config, 'signing-in', 900),
    browser: {
      ...browser,
      /** Codes and challenges work only in the browser that asked; one without a secret gets one by `keep`. */
      of(request: FastifyRequest): { secret: string; keep: (reply: FastifyReply) => void } {
        const known = browser.read(request)
        const secret = known && known.length >= 40 ? known : newToken()
        return { secret, keep: (reply) => void (secret !== known && browser.set(reply, secret)) }
      },
    },
  }
}
