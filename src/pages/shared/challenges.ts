// What passkeys are asked to sign: for the browser that asked, for five minutes, once; and not without end.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { addChallenge, takeChallenge } from '../../domain/people/passkey-store.ts'
import { hour, signInLimits, triesCounter } from '../../domain/people/sign-in-limits.ts'
import { challengeLasts } from '../../domain/people/webauthn.ts'
import { blockOf } from '../../lib/address-block.ts'
import { newToken, sha256 } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { tooMany } from '../../platform/http/http-error.ts'
import { tellSecurity } from '../../platform/http/security-events.ts'
import { signInCookies } from './sign-in-cookies.ts'

/** `personId`: whose new passkey a challenge is for; null where it is to sign in. */
export function challengesOf({ db, now, config }: Deps) {
  const countTries = triesCounter(config.secret)
  const cookie = signInCookies(config).browser
  const { challengesPerBlock, challengesPerBrowser } = signInLimits
  return {
    /** A new one for this browser. Throws 429. */
    async ask(request: FastifyRequest, reply: FastifyReply, personId: string | null): Promise<string> {
      const at = now()
      const challenge = newToken()
      const browser = cookie.of(request)
      const expiresAt = new Date(at.getTime() + challengeLasts)
      const block = { what: 'challenge-block', who: blockOf(request.ip), most: challengesPerBlock, within: hour }
      const own = { what: 'challenge-browser', who: browser.secret, most: challengesPerBrowser, within: hour }
      const unit = async (tx: Db) => {
        const source = await countTries(tx, [block], at)
        if (source.over.size) return source
        const tries = await countTries(tx, [own], at)
        if (!tries.over.size)
          await addChallenge(tx, challenge, { browserHash: sha256(browser.secret), personId, expiresAt })
        return tries
      }
      const { over, retryAfter } = await write(db, unit, { invalidate: 'later' })
      if (over.size) {
        tellSecurity(request, 'sign_in_limited', { limits: [...over] })
        throw tooMany(retryAfter)
      }
      browser.keep(reply)
      return challenge
    },

    /** Uses one up. False where it was not asked for here, for that, in time. */
    take: (tx: Db, request: FastifyRequest, challenge: string, personId: string | null, at: Date): Promise<boolean> =>
      takeChallenge(tx, challenge, { browserHash: sha256(cookie.read(request) ?? ''), personId, at }),
  }
}
