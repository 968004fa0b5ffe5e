// What an administrator of a government sets: the first page of /:gov/desk/settings.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'

import { lastChanges } from '../../domain/administration/settings-store.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm } from '../../platform/web/forms.ts'
import { settingsPage } from './settings-page.ts'
import { summaryOf } from './summary.ts'
import { namesNothing } from './unnamed-areas.ts'

export const settingsRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/', async (request, reply) =>
    settingsPage(request, reply, 'index', {
      area: null,
      form: blankForm(),
      now: await summaryOf(db.reads, now(), request.government),
      changes: await lastChanges(db.reads, request.government.id),
      namesNothing,
    }),
  )
}
