// How often people may try what others have to read or be mailed about: a government's own numbers, where it has set them.
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { changeLimits } from '../../domain/governments/changes.ts'
import { defaultLimits, type Limits, limitsOf } from '../../domain/governments/government.ts'
import { leaveTrace } from '../../domain/governments/settings-store.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import type { GovernmentOf } from '../../platform/web/request-types.ts'
import { limitBounds, limitNames, limitsForm } from './forms.ts'
import { by, refusing, saved, settingsPage } from './settings-page.ts'

export const limitSettings: FastifyPluginAsync<Deps> = async (app, { db, now }) => {
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
    return settingsPage(request, reply, 'limits', {
      area: 'limits',
      form: form ?? blankForm(typed),
      numbers: limitNames.map((name) => {
        const [min, max] = limitBounds[name]
        return { name, min, max, usual: defaultLimits[name] }
      }),
    })
  }
}

/** How many limits are a government's own. */
export const ownLimitsCount = ({ limits }: Pick<GovernmentOf, 'limits'>): number =>
  Object.keys(ownLimits(limitsOf({ limits })) ?? {}).length

/** Those that differ from the usual ones: what is usual may change with the product. Null where none does. */
function ownLimits(limits: Limits): Partial<Limits> | null {
  const own = limitNames.filter((name) => limits[name] !== defaultLimits[name])
  return own.length ? Object.fromEntries(own.map((name) => [name, limits[name]])) : null
}
