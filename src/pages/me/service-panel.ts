// What my page says of sign-in services.
import type { FastifyRequest } from 'fastify'
import { linkedAccountsOf } from '../../domain/people/linked-accounts.ts'
import { signInAgainPath } from '../../domain/people/pending-action.ts'
import { isFresh } from '../../domain/people/sessions.ts'
import type { Db } from '../../platform/db/database.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { serviceName, servicesFor } from '../shared/sign-in-services.ts'
import type { ServicesPanel } from './me-pages.ts'

export async function servicePanel(db: Db, request: FastifyRequest): Promise<ServicesPanel> {
  const person = requirePerson(request)
  const linked = await linkedAccountsOf(db, person.id)
  return {
    linked: linked.map((row) => ({ ...row, name: serviceName(request, row.service) })),
    offered: servicesFor(request).map(({ id, name }) => ({ name, href: `/sign-in/with/${id}?connects=1` })),
    servicesAgain: isFresh(person) ? null : signInAgainPath('again', '/me#services'),
  }
}
