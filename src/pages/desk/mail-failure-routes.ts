// What could not be delivered, for administrators.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'

import { seatMay } from '../../domain/governments/government.ts'
import { type Failing, failingMail } from '../../domain/notifications/mail-failures.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { requireSeat } from '../shared/seat-guards.ts'

export type MailFailuresPage = InPlace & { failing: Failing[] }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'desk/mail-failures': MailFailuresPage
  }
}

export const mailFailureRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/desk/mail', async (request, reply) => {
    requireSeat(request, seatMay.administer)
    return render(request, reply, 'desk/mail-failures', {
      title: request.t('mail.failures.title'),
      nav: 'desk',
      failing: await failingMail(db.reads, request.government.id, now()),
    })
  })
}
