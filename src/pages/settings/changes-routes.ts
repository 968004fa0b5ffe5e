// For everybody: what was changed in a government's settings, and when.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'

import { publicChanges, ruleHistory } from '../../domain/administration/settings-store.ts'
import { agenciesOf, currentRules, districtsOf, refusalReasonsOf, topicsOf } from '../../domain/governments/store.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { render } from '../../platform/web/view.ts'
import { settingsActs, settingsAreas } from '../../schema/values.ts'
import { aboutOf } from './settings-pages.ts'
import { namesNothing } from './unnamed-areas.ts'

/** For everybody: which rules were in force when, and what else was changed. */
export const changesRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/help/changes', async (request, reply) => {
    const { id } = request.government
    const [agencies, topics, districts, reasons, changes] = await Promise.all([
      agenciesOf(db.reads, id),
      topicsOf(db.reads, id),
      districtsOf(db.reads, id),
      refusalReasonsOf(db.reads, id),
      publicChanges(db.reads, id),
    ])
    const lists: { [area: string]: { code: string; name: Localised }[] } = { agencies, topics, districts, reasons }
    return render(request, reply, 'settings/changes', {
      title: request.t('settings.changes.title'),
      nav: 'help',
      inForce: (await currentRules(db.reads, id, now())).version,
      history: await ruleHistory(db.reads, id),
      changes: changes.flatMap(({ facts, changedAt }) => {
        const area = settingsAreas.find((one) => one === facts.area)
        const act = settingsActs.find((one) => one === facts.act)
        const subject = String(facts.subject)
        const name = lists[String(facts.area)]?.find(({ code }) => code === subject)?.name ?? null
        if (!area || !act) return []
        return [{ area, act, changedAt, about: namesNothing.includes(area) ? null : aboutOf(subject, name) }]
      }),
    })
  })
}
