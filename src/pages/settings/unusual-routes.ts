// Which co-signatures are unusual: a form of its own that makes the next version of the rules, like all rules versioned and public.
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { leaveTrace } from '../../domain/administration/settings-store.ts'
import { usualUnusual } from '../../domain/governments/government.ts'
import { addRules, plannedRules } from '../../domain/governments/rule-versions.ts'
import { currentRules } from '../../domain/governments/store.ts'
import { unusualNumbers } from '../../domain/integrity/public-rules.ts'
import { localDate, startOfDay } from '../../lib/calendar.ts'
import { isUniqueViolation, write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { by, inSettings, refusing, saved } from './settings-page.ts'
import type { Settings } from './settings-pages.ts'
import { unusualAsTyped, unusualBounds, unusualForm, withUnusual } from './unusual-form.ts'

/** `usual`: as it is typed, where a government says nothing else. */
export type UnusualSettings = Settings & {
  inForce: number
  planned: boolean
  numbers: { name: string; min: number; max: number; usual: string }[]
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'settings/unusual': UnusualSettings
  }
}

/** `/:gov/desk/settings/rules/unusual`. */
export const unusualSettingsRoutes: FastifyPluginAsync<Deps> = async (app, { db, now }) => {
  app.get('/rules/unusual', async (request, reply) => page(request, reply))

  app.post('/rules/unusual', async (request, reply) => {
    const at = now()
    const { government } = request
    const form = readForm(unusualForm(localDate(at, government.timeZone)), request.body)
    if (!form.ok) return page(request, reply.code(422), form)
    const refuse = (key: string) => page(request, reply.code(422), refusing(form, 'form', key))
    const current = await currentRules(db.reads, government.id, at)
    if (form.data.version !== current.version) return refuse('settings.error.changed_meanwhile')
    if (await plannedRules(db.reads, government.id, at)) return refuse('settings.error.rules_planned')
    const rules = withUnusual(form.data, current.rules)
    if (JSON.stringify(unusualAsTyped(rules)) === JSON.stringify(unusualAsTyped(current.rules)))
      return refuse('settings.error.nothing_changed')
    const { from } = form.data
    const validFrom = from === null ? at : startOfDay(from, government.timeZone)
    const { overdueTo: _, moreDisposable: __, trustedDomains: ___, ...numbers } = rules // the record holds no free text
    const made = await write(db, async (tx) => {
      if (await plannedRules(tx, government.id, at)) return false
      const version = await addRules(tx, government.id, rules, validFrom, at)
      const facts = { ...numbers, ...(from === null ? {} : { valid_from: from }) }
      await leaveTrace(tx, by(request, at), { area: 'rules', act: 'added', subject: String(version), facts })
      return true
    }).catch((error) => {
      if (isUniqueViolation(error)) return false // somebody else made the same number at the same moment
      throw error
    })
    return made ? saved(request, reply, 'rules', 'unusual') : refuse('settings.error.changed_meanwhile')
  })

  async function page(request: FastifyRequest, reply: FastifyReply, form?: FormState) {
    const { government, t } = request
    const at = now()
    const { rules, version } = await currentRules(db.reads, government.id, at)
    const typed = form && Object.keys(form.values).length ? form.values : unusualAsTyped(rules)
    const usual = unusualAsTyped(usualUnusual)
    return render(request, reply, 'settings/unusual', {
      ...inSettings(request, 'rules', { ...blankForm(typed), errors: form?.errors ?? {} }),
      title: t('settings.unusual.title'),
      inForce: version,
      planned: (await plannedRules(db.reads, government.id, at)) !== null,
      numbers: unusualNumbers.map(({ name }) => ({
        ...{ name, min: unusualBounds[name][0], max: unusualBounds[name][1], usual: String(usual[name]) },
      })),
    })
  }
}
