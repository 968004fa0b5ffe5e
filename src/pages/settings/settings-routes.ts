// What an administrator of a government sets: the first page of /:gov/desk/settings.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'

import { lastChanges } from '../../domain/administration/settings-store.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { settingsAreas } from '../../schema/values.ts'
import { inSettings } from './settings-page.ts'
import { summaryOf } from './summary.ts'
import { namesNothing } from './unnamed-areas.ts'

export const settingsRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/', async (request, reply) => {
    const { states, missing } = await summaryOf(db.reads, now(), request.government)
    const changes = await lastChanges(db.reads, request.government.id)
    return render(request, reply, 'settings/index', {
      ...inSettings(request, null, blankForm()),
      summary: settingsAreas.map((area) => ({ area, state: states[area] })),
      missing,
      changes: changes.map((change) => ({ ...change, namesNothing: namesNothing.includes(change.area) })),
    })
  })
}
