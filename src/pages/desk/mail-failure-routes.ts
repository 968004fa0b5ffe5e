// What could not be delivered, for administrators: to whom and what to do, how often, and whether mail arrives at all.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'

import { seatMay } from '../../domain/governments/government.ts'
import { type JudgedArrival, others, shareOf } from '../../domain/notifications/arrival.ts'
import { arrivals } from '../../domain/notifications/arrival-store.ts'
import { type Failing, failingMail } from '../../domain/notifications/mail-failures.ts'
import { countStopped } from '../../domain/notifications/returned-mail.ts'
import { type Undelivered, undelivered } from '../../domain/notifications/undelivered.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { fallingWords } from './falling-words.ts'

export type MailFailuresPage = InPlace & {
  /** the alarm in words; null where there is none */
  falling: string | null
  failing: Failing[]
  undelivered: Undelivered[]
  /** to how many people of all governments here nothing is sent */
  stopped: number
  /** of all governments here: mail arrives at a provider or it does not. Shares from 0 to 1. `domain` null: all small ones */
  domains: {
    domain: string | null
    asked: number
    share: number
    expected: number | null
    falling: boolean
  }[]
}

const mostDomains = 20

declare module '../../platform/web/view.ts' {
  interface Pages {
    'desk/mail-failures': MailFailuresPage
  }
}

export const mailFailureRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/desk/mail', async (request, reply) => {
    requireSeat(request, seatMay.administer)
    const at = now()
    const domains = await arrivals(db.reads, at)
    return render(request, reply, 'desk/mail-failures', {
      title: request.t('mail.failures.title'),
      nav: 'desk',
      falling: fallingWords(
        request.t,
        domains.filter((one) => one.falling).map(({ domain }) => domain),
      ),
      failing: await failingMail(db.reads, request.government.id, at),
      undelivered: await undelivered(db.reads, request.government.id, at),
      stopped: await countStopped(db.reads),
      domains: domains.slice(0, mostDomains).map(shown),
    })
  })
}

const shown = ({ domain, lately, expected, falling }: JudgedArrival): MailFailuresPage['domains'][number] => ({
  domain: domain === others ? null : domain,
  asked: lately.asked,
  share: shareOf(lately) ?? 0,
  expected,
  falling,
})
