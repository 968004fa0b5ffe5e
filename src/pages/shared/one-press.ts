// A button that is pressed twice in a moment is pressed once: the second press waits for the first, and leads where that led. Nobody
// reads that "somebody has changed this meanwhile" when that was themselves. What must not be done twice is kept by its command as
// well: a page gone back to sends its form again much later.
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import { LRUCache } from 'lru-cache'
import { answerPress, forgetPress, takePress } from '../../domain/people/presses.ts'
import type { Database } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { typedValues } from '../../platform/web/forms.ts'
import { requirePerson } from './person-guards.ts'

/**
 * ms after its answer in which the same form, sent again in the same session, is the second click of a double click. Whoever signs
 * out, in, and out again means it each time.
 */
const doubleClick = 1000
/** Meant each time: one step further in a list. */
const steps = /\/moves$/
/** Their commands answer a second press as the first, and thousands press at once, or a page asks by itself: two writes more for each would be felt. */
const ofThousands = /\/(cosignatures|withdrawals|follows|kept|wallets\/[\w-]+\/results)$/

/** ms that a press is waited for: longer than any takes. */
const patience = 30_000
/** ms between looking whether another process has answered */
const pause = 50

/** `leadsTo`: null where it was not taken. `shared`: other processes know of it. */
type Press = {
  key: string
  shared: boolean
  leadsTo: Promise<string | null>
  answered: (location: string | null) => void
}

declare module 'fastify' {
  interface FastifyRequest {
    press: Press | null
  }
}

/** Only what a browser sends when a button is pressed: programs may say the same thing as often as they like. */
const isPressed = ({ method, person, headers, url }: FastifyRequest): boolean =>
  method === 'POST' &&
  person !== null &&
  (headers['sec-fetch-mode'] === 'navigate' || headers['hx-request'] === 'true') &&
  !steps.test(url)

/** Registered after what reads the session. */
export const onePress = plugin(async (app: FastifyInstance, { db }: Pick<Deps, 'db'>) => {
  const presses = new LRUCache<string, Press>({ max: 1000, ttl: patience })
  app.decorateRequest('press', null)

  app.addHook('preHandler', async (request, reply) => {
    if (!isPressed(request) || request.isMultipart?.()) return
    const key = createHash('sha256')
      .update(JSON.stringify([requirePerson(request).sessionId, request.url, typedValues(request.body)]))
      .digest('hex')
    const first = presses.get(key)
    const location = first && (await first.leadsTo)
    if (location) return reply.redirect(location, 303)
    request.press = newPress(key)
    presses.set(key, request.press)
    if (ofThousands.test(request.url)) return
    const elsewhere = await pressedElsewhere(db, key)
    if (elsewhere) return reply.redirect(elsewhere, 303)
    request.press.shared = true
  })

  // Not when it has been sent: a browser cancels its first request when a button is pressed again.
  app.addHook('onSend', async ({ press }, reply) => {
    if (!press) return
    const location = reply.statusCode === 303 ? String(reply.getHeader('location') ?? '') : ''
    press.answered(location || null)
    if (location) presses.set(press.key, press, { ttl: doubleClick })
    else presses.delete(press.key)
    if (press.shared) await tellOthers(db, press.key, location)
  })
})

/** Where the same press, taken by another process, led; null where this one is the first, and the others wait for it from now on. */
async function pressedElsewhere(db: Database, key: string): Promise<string | null> {
  const begun = Date.now()
  while (Date.now() - begun < patience) {
    const at = new Date()
    const until = new Date(at.getTime() + patience)
    const found = await write(db, (tx) => takePress(tx, key, at, until), { invalidate: 'later' })
    if (found.first) return null
    if (found.leadsTo) return found.leadsTo
    await sleep(pause)
  }
  return null
}

async function tellOthers(db: Database, key: string, location: string): Promise<void> {
  const until = new Date(Date.now() + doubleClick)
  // Whatever the database says now, the press itself was answered. Nobody waits for it longer than `patience`.
  await write(db, (tx) => (location ? answerPress(tx, key, location, until) : forgetPress(tx, key)), {
    invalidate: 'later',
  }).catch(() => {})
}

function newPress(key: string): Press {
  let answered: Press['answered'] = () => {}
  const leadsTo = new Promise<string | null>((resolve) => {
    answered = resolve
  })
  return { key, shared: false, leadsTo, answered }
}
