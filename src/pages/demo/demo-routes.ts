// One-press sign-in as each role. Registered in the demonstration only.

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { and, asc, eq, isNull } from 'drizzle-orm'

import { z } from 'zod'
import { findPerson } from '../../domain/people/store.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { ownPath } from '../../platform/http/paths.ts'
import { staff } from '../../schema/agencies.ts'
import { governments } from '../../schema/governments.ts'
import { startSession } from '../shared/session-hook.ts'
import { demoPeople } from './demo-people.ts'

const form = z.object({
  role: z.enum(['citizen', 'moderator', 'officer', 'checker', 'administrator']),
  next: z.string().optional(),
})

export const demoRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db }) => {
  /** Where staff work: nothing on the first page of all governments leads there. Null for citizens. */
  async function deskOf(personId: string): Promise<string | null> {
    const [seat] = await db.reads
      .select({ slug: governments.slug })
      .from(staff)
      .innerJoin(governments, eq(governments.id, staff.governmentId))
      .where(and(eq(staff.personId, personId), isNull(staff.endedAt)))
      .orderBy(asc(governments.slug))
      .limit(1)
    return seat ? `/${seat.slug}/desk` : null
  }

  app.post('/demo/sign-in', async (request, reply) => {
    const read = form.safeParse(request.body)
    const person = read.success ? await findPerson(db.reads, demoPeople[read.data.role]) : null
    if (!read.success || !person) throw httpError(400)
    await startSession(request, reply, person.id, { means: 'demonstration' })
    const next = ownPath(read.data.next, '/')
    return reply.redirect((next === '/' && (await deskOf(person.id))) || next, 303)
  })
}
