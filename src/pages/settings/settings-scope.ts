// What all pages of the settings share: who may see them, and that a change is told as a security event.
import plugin from 'fastify-plugin'
import { seatMay } from '../../domain/governments/government.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { requireSeat } from '../shared/seat-guards.ts'

const ofPeople = new Set(['invitations', 'seats'])
/** The part of the settings that a route changes, as /:gov/desk/settings/topics/:code/moves does. */
const areaOf = (route = '') => route.split('/')[4] ?? ''

/** For every route registered beside it: none can be added without it. */
export const settingsScope = plugin(async (app) => {
  app.addHook('preHandler', async (request) => {
    requireSeat(request, seatMay.administer, 'settings.error.not_administrator')
  })
  // Whoever has changed something is sent on. What concerns people, people-routes.ts tells. Who was not let in is sent on
  // too, to sign in.
  app.addHook('onResponse', async (request, reply) => {
    const area = areaOf(request.routeOptions.url)
    const changed = reply.statusCode === 303 && seatMay.administer(request.seats)
    if (request.method === 'POST' && changed && !ofPeople.has(area))
      logSecurityEvent(request, 'settings_changed', { area })
  })
})
