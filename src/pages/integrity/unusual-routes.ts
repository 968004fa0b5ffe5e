// Cases whose co-signatures somebody has to look at: the gravest first, each with the way to its console.
import type { FastifyPluginAsync } from 'fastify'
import { type UnusualCase, unusualCases } from '../../domain/cosignatures/unusual-cases.ts'
import { seatMay } from '../../domain/governments/government.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { requireSeat } from '../shared/seat-guards.ts'

export type UnusualPage = InPlace & { base: string; cases: UnusualCase[] }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'integrity/unusual': UnusualPage
  }
}

/** `/:gov/desk/unusual`. */
export const unusualRoutes: FastifyPluginAsync<Deps> = async (app, { db, now }) => {
  app.get('/desk/unusual', async (request, reply) => {
    requireSeat(request, seatMay.check)
    return render(request, reply, 'integrity/unusual', {
      title: request.t('integrity.cases.title'),
      nav: 'desk',
      base: `/${request.government.slug}/desk`,
      cases: await unusualCases(db.reads, request.government.id, now()),
    })
  })
}
