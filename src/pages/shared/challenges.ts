// What passkeys are asked to sign: for the browser that asked, for five minutes, once.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { makeChallenge, readChallenge, useChallenge } from '../../domain/people/challenge.ts'
import { challengeLasts } from '../../domain/people/webauthn.ts'
import { sha256 } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { signInCookies } from './sign-in-cookies.ts'

/** A challenge of ours that may still be answered. `use` in the unit of what it opens: false where it was answered before. */
type OpenChallenge = { use: (tx: Db) => Promise<boolean> }

/** `personId`: whose new passkey a challenge is for; null where it is to sign in. */
export function challengesOf({ now, config }: Pick<Deps, 'now' | 'config'>) {
  const cookie = signInCookies(config).browser
  return {
    /** A new one for this browser. */
    ask(request: FastifyRequest, reply: FastifyReply, personId: string | null): string {
      const browser = cookie.of(request)
      browser.keep(reply)
      const who = { browserHash: sha256(browser.secret), personId }
      return makeChallenge(config.secret, who, new Date(now().getTime() + challengeLasts))
    },

    /** Null where it was not asked for here, for that, in time. */
    open(request: FastifyRequest, challenge: string, personId: string | null, at: Date): OpenChallenge | null {
      const who = { browserHash: sha256(cookie.read(request) ?? ''), personId }
      const expiresAt = readChallenge(config.secret, who, challenge, at)
      return expiresAt && { use: (tx) => useChallenge(tx, challenge, who, expiresAt) }
    },
  }
}
