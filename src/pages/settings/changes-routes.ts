// For everybody: what was changed in a government's settings, and when.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'

import { publicChanges, ruleHistory } from '../../domain/administration/settings-store.ts'
import { agenciesOf, currentRules, districtsOf, refusalReasonsOf, topicsOf } from '../../domain/governments/store.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { render } from '../../platform/web/view.ts'
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
      current: await currentRules(db.reads, id, now()),
      history: await ruleHistory(db.reads, id),
      changes: changes.map(({ facts, changedAt }) => ({
        ...facts,
        changedAt,
        name: lists[String(facts.area)]?.find(({ code }) => code === facts.subject)?.name ?? null,
      })),
      namesNothing,
    })
  })
}
