// What a browser carries to a sign-in service and back, sealed: nobody reads or makes it but us.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Config } from '../../config.ts'
import { leaving, oldEnough, resides } from '../../domain/people/sign-in-services.ts'
import { seal, sealingKey, unseal } from '../../lib/seal.ts'
import { secretCookie } from '../../platform/http/cookies.ts'

const lasts = 900 // seconds

/** Whoever came back from a service that we do not know them by yet. `email`: verified by the service. */
const arrived = z.object({
  service: z.string(),
  hash: z.string(),
  email: z.string().nullable(),
  resides: z.array(resides).default([]), // a cookie of before has neither
  ages: z.array(oldEnough).default([]),
})
export type Arrived = z.infer<typeof arrived>

export const serviceCookies = (config: Config) => ({
  left: sealedCookie(config, 'service', leaving),
  arrived: sealedCookie(config, 'arrived', arrived),
})

function sealedCookie<T>(config: Config, name: string, shape: z.ZodType<T>) {
  const cookie = secretCookie(config, name, lasts)
  const key = sealingKey(config.secret, name, 'sign-in service')
  const stored = z.object({ value: shape, until: z.number() })
  return {
    /** Null where there is none, or it is too old: a browser may keep a cookie for longer than it was told. */
    read(request: FastifyRequest, at: Date): T | null {
      const text = unseal(cookie.read(request) ?? '', key)
      const found = text === null ? null : stored.safeParse(JSON.parse(text)).data // another version may have sealed another shape
      return found && found.until > at.getTime() ? found.value : null
    },
    set(reply: FastifyReply, value: T, at: Date): void {
      cookie.set(reply, seal(JSON.stringify({ value, until: at.getTime() + lasts * 1000 }), key))
    },
    drop: (reply: FastifyReply) => void cookie.drop(reply),
  }
}
