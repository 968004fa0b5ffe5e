// A button that is pressed twice in a moment is pressed once: the second press waits for the first, and leads where that led. Nobody
// reads that "somebody has changed this meanwhile" when that was themselves. What must not be done twice is kept by its command as
// well: two processes know nothing of each other's presses.
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import { LRUCache } from 'lru-cache'
import { typedValues } from '../../platform/web/forms.ts'

/**
 * ms after its answer in which the same form, sent again in the same session, is the second click of a double click. Whoever signs
 * out, in, and out again means it each time.
 */
const doubleClick = 1000
/** Meant each time: one step further in a list. */
const steps = /\/moves$/

/** ms that a press is waited for: longer than any takes. */
const patience = 30_000

/** `leadsTo`: null where it was not taken. */
type Press = { key: string; leadsTo: Promise<string | null>; answered: (location: string | null) => void }

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
export const onePress = plugin(async (app: FastifyInstance) => {
  const presses = new LRUCache<string, Press>({ max: 1000, ttl: patience })
  app.decorateRequest('press', null)

  app.addHook('preHandler', async (request, reply) => {
    if (!isPressed(request) || request.isMultipart?.()) return
    const key = createHash('sha256')
      .update(JSON.stringify([request.person!.sessionId, request.url, typedValues(request.body)]))
      .digest('base64url')
    const first = presses.get(key)
    const location = first && (await first.leadsTo)
    if (location) return reply.redirect(location, 303)
    request.press = newPress(key)
    presses.set(key, request.press)
  })

  // Not when it has been sent: a browser cancels its first request when a button is pressed again.
  app.addHook('onSend', async ({ press }, reply) => {
    if (!press) return
    const location = reply.statusCode === 303 ? String(reply.getHeader('location') ?? '') : ''
    press.answered(location || null)
    if (location) presses.set(press.key, press, { ttl: doubleClick })
    else presses.delete(press.key)
  })
})

function newPress(key: string): Press {
  let answered: Press['answered'] = () => {}
  const leadsTo = new Promise<string | null>((resolve) => {
    answered = resolve
  })
  return { key, leadsTo, answered }
}
