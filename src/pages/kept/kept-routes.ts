// What is saved while it is typed, for the browser it is typed in; and dropping it.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { dropKept, findKept, type Holder, isKept, keepForm, newKeptId } from '../../domain/people/kept-forms.ts'
import { triesCounter } from '../../domain/people/sign-in-limits.ts'
import { newToken } from '../../lib/id.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError, tooMany } from '../../platform/http/http-error.ts'
import { longFormLimit } from '../../platform/http/server-limits.ts'
import { readForm } from '../../platform/web/forms.ts'
import {
  beginningToKeep,
  keptAddress,
  keptBrowser,
  mayBeKept,
  ownerOf,
  pageOfForm,
  savedByButton,
  slotFor,
} from '../shared/kept-forms.ts'

/**
 * `kept-path`: where the form would be sent. `kept-for`: whose page it stands on, as that page says; '' for strangers. Somebody else
 * may have signed in since, in another window: what is typed there is still its page's.
 */
const savedForm = z.looseObject({
  'kept-path': z.string().max(300),
  'kept-for': z
    .string()
    .regex(/^(?:[\w-]{43})?$/)
    .optional()
    .catch(undefined),
})
/** `for`: as `kept-for`, of a button that sends its whole form here. */
const ofButton = z.object({ for: z.string().optional().catch(undefined) })
const dropForm = z.object({ id: z.string().max(60) })
export const keptRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  const browserCookie = keptBrowser(config)
  const countTries = triesCounter(config.secret)

  // Scripts are told when it was saved; whoever pressed a button that saves is led back to the form, filled in.
  app.post('/kept', { bodyLimit: longFormLimit, schema: { querystring: ofButton } }, async (request, reply) => {
    const pressed = /text\/html/.test(request.headers.accept ?? '')
    const form = readForm(savedForm, { 'kept-for': request.query.for, ...(request.body as object) })
    const path = form.ok ? form.data['kept-path'] : ''
    if (!mayBeKept(path) || !request.server.methodsOf(path).includes('POST')) throw httpError(400)
    const { 'kept-path': _, 'kept-for': __, ...values } = form.values
    const said = form.ok ? form.data['kept-for'] : undefined
    const whose = said === undefined ? await ownerOf(request, { db, config }) : said || null
    const at = now()
    const known = browserCookie.read(request)
    const browser = known ?? newToken()
    const holder: Holder = { browser, whose }
    const slot = slotFor(path, values)
    const kept = {
      id: newKeptId(),
      ...slot,
      page: pageOfForm(request.server, path),
      status: pressed ? savedByButton : 0,
    }
    const tries = await write(
      db,
      async (tx) => {
        const limits = known && (await isKept(tx, holder, slot)) ? [] : [beginningToKeep(request)]
        const counted = await countTries(tx, limits, at)
        if (counted.retryAfter) return counted
        if (!(await keepForm(tx, config.secret, holder, { ...kept, content: { values, errors: {} }, at }))) return null
        return counted
      },
      { invalidate: 'later' },
    )
    if (!tries) throw httpError(413)
    if (tries.retryAfter) throw tooMany(tries.retryAfter)
    if (!known) browserCookie.set(reply, browser)
    return pressed ? reply.redirect(keptAddress(kept), 303) : { saved_at: at.toISOString() }
  })

  app.post('/kept/removals', async (request, reply) => {
    const form = readForm(dropForm, request.body)
    const browser = browserCookie.read(request)
    if (!form.ok || !browser) return reply.redirect('/me', 303)
    const holder: Holder = { browser, whose: request.keptFor || null }
    const found = await findKept(db.reads, config.secret, holder, form.data.id, now())
    if (found) await write(db, (tx) => dropKept(tx, holder, found.id))
    return reply.redirect(found?.page ?? '/me', 303)
  })
}
