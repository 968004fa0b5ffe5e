// Rules: the version in force, those before it, and a form that makes the next. Cases keep the version they were submitted under.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { leaveTrace, ruleHistory } from '../../domain/administration/settings-store.ts'
import { addRules, callOffRules, plannedRules } from '../../domain/governments/rule-versions.ts'
import { currentRules } from '../../domain/governments/store.ts'
import { localDate, startOfDay } from '../../lib/calendar.ts'
import { isUniqueViolation, write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { overdueSteps } from '../../schema/values.ts'
import { ruleBounds, ruleNumbers, rulesAsTyped, rulesForm, rulesFrom } from './forms.ts'
import { rulesPreview } from './rules-preview.ts'
import { by, inSettings, refusing, saved, wantsPreview } from './settings-page.ts'

const versionParams = z.looseObject({ version: z.string() })

export const rulesRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const preview = rulesPreview(deps)
  app.get('/rules', async (request, reply) => page(request, reply))

  app.post('/rules', async (request, reply) => {
    const at = now()
    const { government } = request
    const form = readForm(rulesForm(localDate(at, government.timeZone)), request.body)
    if (!form.ok) return page(request, reply.code(422), form)
    const current = await currentRules(db.reads, government.id, at)
    if (form.data.version !== current.version)
      return page(request, reply.code(409), refusing(form, 'form', 'settings.error.changed_meanwhile'))
    if (await plannedRules(db.reads, government.id, at))
      return page(request, reply.code(409), refusing(form, 'form', 'settings.error.rules_planned'))
    const rules = rulesFrom(form.data, current.rules)
    if (JSON.stringify(rulesAsTyped(rules)) === JSON.stringify(rulesAsTyped(current.rules)))
      return page(request, reply.code(422), refusing(form, 'form', 'settings.error.nothing_changed'))
    const { from } = form.data
    if (wantsPreview(request)) return preview(request, reply, current, rules, from, form.values)
    const validFrom = from === null ? at : startOfDay(from, government.timeZone)
    const { overdueTo: _, ...numbers } = rules // the record holds no free text
    const made = await write(db, async (tx) => {
      if (await plannedRules(tx, government.id, at)) return false
      const version = await addRules(tx, government.id, rules, validFrom, at)
      await leaveTrace(tx, by(request, at), {
        area: 'rules',
        act: 'added',
        subject: String(version),
        facts: { ...numbers, ...(from === null ? {} : { valid_from: from }) },
      })
      return true
    }).catch((error) => {
      if (isUniqueViolation(error)) return false // somebody else made the same number at the same moment
      throw error
    })
    if (!made) return page(request, reply.code(409), refusing(form, 'form', 'settings.error.changed_meanwhile'))
    return saved(request, reply, 'rules')
  })

  /** A version that is planned and not in force yet. */
  app.post('/rules/:version/removals', { schema: { params: versionParams } }, async (request, reply) => {
    const at = now()
    const version = Number(request.params.version) || 0
    const removed = await write(db, async (tx) => {
      if (!(await callOffRules(tx, request.government.id, version, at))) return false
      await leaveTrace(tx, by(request, at), { area: 'rules', act: 'removed', subject: String(version) })
      return true
    })
    return removed
      ? saved(request, reply, 'rules')
      : page(request, reply.code(409), refusing(blankForm(), 'form', 'settings.error.rules_in_force'))
  })

  async function page(request: FastifyRequest, reply: FastifyReply, form?: FormState) {
    const { government } = request
    const at = now()
    const current = await currentRules(db.reads, government.id, at)
    const typed = form && Object.keys(form.values).length ? form.values : rulesAsTyped(current.rules)
    return render(request, reply, 'settings/rules', {
      ...inSettings(request, 'rules', { ...blankForm(typed), errors: form?.errors ?? {} }),
      inForce: current.version,
      planned: await plannedRules(db.reads, government.id, at),
      history: await ruleHistory(db.reads, government.id),
      overdueSteps,
      numbers: ruleNumbers.map((name) => ({ name, min: ruleBounds[name][0], max: ruleBounds[name][1] })),
    })
  }
}
