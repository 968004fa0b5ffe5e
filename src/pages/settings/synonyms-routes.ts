// Words that mean one thing to whoever searches: a government's own list, where it has edited the usual one.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { leaveTrace } from '../../domain/administration/settings-store.ts'
import { changeSynonyms } from '../../domain/governments/changes.ts'
import { lonelyLines, synonymLimits } from '../../domain/search/synonyms.ts'
import { usualSynonyms } from '../../domain/search/usual-synonyms.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { prose } from '../../platform/web/fields.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { by, inSettings, refusing, saved } from './settings-page.ts'

const synonymsForm = z.object({ synonyms: prose(synonymLimits.characters, 'settings.synonyms.too_long') })

export const synonymsRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/synonyms', async (request, reply) => page(request, reply))

  app.post('/synonyms', async (request, reply) => {
    const { government } = request
    const form = readForm(synonymsForm, request.body)
    if (!form.ok) return page(request, reply.code(422), form)
    const [lonely] = lonelyLines(form.data.synonyms)
    if (lonely)
      return page(request, reply.code(422), refusing(form, 'synonyms', 'settings.synonyms.lonely', { n: lonely }))
    const typed = form.data.synonyms.trim()
    const at = now()
    await write(db, async (tx) => {
      // an empty list is the usual one again
      await changeSynonyms(tx, government.id, typed && typed !== usualSynonyms ? typed : null)
      await leaveTrace(tx, by(request, at), { area: 'face', act: 'changed', subject: 'synonyms', facts: {} })
    })
    return saved(request, reply, 'synonyms')
  })

  async function page(request: FastifyRequest, reply: FastifyReply, form?: FormState) {
    const synonyms = request.government.synonyms ?? usualSynonyms
    return render(request, reply, 'settings/synonyms', inSettings(request, 'face', form ?? blankForm({ synonyms })))
  }
}
