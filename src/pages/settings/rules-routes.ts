// Rules: the version in force, those before it, and a form that makes the next. Cases keep the version they were submitted under.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { leaveTrace, ruleHistory } from '../../domain/administration/settings-store.ts'
import { addRules } from '../../domain/governments/changes.ts'
import { currentRules } from '../../domain/governments/store.ts'
import { isUniqueViolation, write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { ruleBounds, ruleNumbers, rulesAsTyped, rulesForm, rulesFrom } from './forms.ts'
import { by, inSettings, refusing, saved } from './settings-page.ts'

export const rulesRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/rules', async (request, reply) => page(request, reply))

  app.post('/rules', async (request, reply) => {
    const form = readForm(rulesForm, request.body)
    if (!form.ok) return page(request, reply.code(422), form)
    const at = now()
    const { government } = request
    const current = await currentRules(db.reads, government.id, at)
    if (form.data.version !== current.version)
      return page(request, reply.code(422), refusing(form, 'form', 'settings.error.changed_meanwhile'))
    const rules = rulesFrom(form.data, current.rules)
    if (JSON.stringify(rulesAsTyped(rules)) === JSON.stringify(rulesAsTyped(current.rules)))
      return page(request, reply.code(422), refusing(form, 'form', 'settings.error.nothing_changed'))
    const made = await write(db, async (tx) => {
      const version = await addRules(tx, government.id, rules, at)
      await leaveTrace(tx, by(request, at), {
        area: 'rules',
        act: 'added',
        subject: String(version),
        facts: { ...rules },
      })
      return true
    }).catch((error) => {
      if (isUniqueViolation(error)) return false // somebody else made the same number at the same moment
      throw error
    })
    if (!made) return page(request, reply.code(422), refusing(form, 'form', 'settings.error.changed_meanwhile'))
    return saved(request, reply, 'rules')
  })

  async function page(request: FastifyRequest, reply: FastifyReply, form?: FormState) {
    const { government } = request
    const current = await currentRules(db.reads, government.id, now())
    const shown = form ?? blankForm(rulesAsTyped(current.rules))
    return render(request, reply, 'settings/rules', {
      ...inSettings(request, 'rules', shown),
      inForce: current.version,
      history: await ruleHistory(db.reads, government.id),
      numbers: ruleNumbers.map((name) => ({ name, min: ruleBounds[name][0], max: ruleBounds[name][1] })),
    })
  }
}
