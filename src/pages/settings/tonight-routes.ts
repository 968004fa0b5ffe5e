// How long people are kept, what would be erased tonight, and what the last nights erased: numbers and ages, never persons.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { currentRules } from '../../domain/governments/store.ts'
import { lastNights, type Night } from '../../domain/retention/night-report.ts'
import { type Tonight, tonight } from '../../domain/retention/tonight.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { pageQuery } from '../../platform/http/query-schemas.ts'
import { blankForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { inSettings } from './settings-page.ts'
import type { Settings } from './settings-pages.ts'

/** `would`: null until it is asked for. `nights`: the newest first. */
export type TonightPage = Settings & {
  keptMonths: number
  forgottenMonths: number
  would: Tonight | null
  nights: (Omit<Night, 'at'> & { at: Date })[]
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'settings/tonight': TonightPage
  }
}

/** `/:gov/desk/settings/rules/tonight`; with `?look=1` it is worked out what would go. */
export const tonightRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/rules/tonight', { schema: { querystring: pageQuery('look') } }, async (request, reply) => {
    const at = now()
    const { id } = request.government
    const { rules } = await currentRules(db.reads, id, at)
    return render(request, reply, 'settings/tonight', {
      ...inSettings(request, 'rules', blankForm()),
      title: request.t('settings.tonight.title'),
      ...{ keptMonths: rules.keptMonths, forgottenMonths: rules.forgottenMonths },
      would: request.query.look === '1' ? await tonight(db.reads, id, at) : null,
      nights: (await lastNights(db.reads)).map((night) => ({ ...night, at: new Date(night.at) })),
    })
  })
}
