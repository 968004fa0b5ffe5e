// How often people may try what others have to read or be mailed about: a government's own numbers, where it has set them.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { leaveTrace } from '../../domain/administration/settings-store.ts'
import { changeLimits } from '../../domain/governments/changes.ts'
import { defaultLimits, limitsOf } from '../../domain/governments/government.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { limitBounds, limitNames, limitsForm } from './forms.ts'
import { ownLimits } from './own-limits.ts'
import { by, inSettings, refusing, saved } from './settings-page.ts'

export const limitsRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/limits', async (request, reply) => page(request, reply))

  app.post('/limits', async (request, reply) => {
    const { government } = request
    const form = readForm(limitsForm, request.body)
    if (!form.ok) return page(request, reply.code(422), form)
    const before = limitsOf(government)
    if (limitNames.every((name) => form.data[name] === before[name]))
      return page(request, reply.code(422), refusing(form, 'form', 'settings.error.same_numbers'))
    const at = now()
    await write(db, async (tx) => {
      await changeLimits(tx, government.id, ownLimits(form.data))
      await leaveTrace(tx, by(request, at), {
        area: 'limits',
        act: 'changed',
        subject: government.slug,
        facts: { ...form.data },
      })
    })
    return saved(request, reply, 'limits')
  })

  async function page(request: FastifyRequest, reply: FastifyReply, form?: FormState) {
    const limits = limitsOf(request.government)
    const typed = Object.fromEntries(limitNames.map((name) => [name, String(limits[name])]))
    return render(request, reply, 'settings/limits', {
      ...inSettings(request, 'limits', form ?? blankForm(typed)),
      numbers: limitNames.map((name) => {
        const [min, max] = limitBounds[name]
        return { name, min, max, usual: defaultLimits[name] }
      }),
    })
  }
}
