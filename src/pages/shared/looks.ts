// Who may read a proposer's letters: whoever has the case on their desk, at once; a colleague of another agency once they said why.
import type { FastifyRequest } from 'fastify'
import { lookToday, notAsked, noteLook } from '../../domain/moderation/looks.ts'
import { deskFor } from '../../domain/moderation/officer.ts'
import { openAssignments, type ProposalRow, privateMessagesOf } from '../../domain/proposals/store.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { requirePerson } from './person-guards.ts'

type Looked = Pick<Deps, 'db'>

export const lookerOf = (request: FastifyRequest, at: Date) => ({
  ...{ personId: requirePerson(request).id, timeZone: request.government.timeZone, at },
})

const isOwn = async ({ db }: Looked, { seats }: FastifyRequest, p: ProposalRow): Promise<boolean> =>
  deskFor(seats, p.stage, await openAssignments(db.reads, p.id)) !== undefined

/** The letters; null where the reader must say first why they read them. */
export async function lettersFor(deps: Looked, request: FastifyRequest, proposal: ProposalRow, at: Date) {
  const letters = await privateMessagesOf(deps.db.reads, proposal.id)
  const open =
    !letters.length ||
    proposal.authorId === null ||
    (await isOwn(deps, request, proposal)) ||
    (await lookToday(deps.db.reads, proposal, lookerOf(request, at)))?.hasReason
  return open ? letters : null
}

/**
 * Notes that one of the staff opened what only they and its author see: a case before it is published, on whichever desk it lies, and
 * letters on their own desk. Once a day, and once more where it came to their desk that day.
 */
export async function noteOwnLook(deps: Looked, request: FastifyRequest, p: ProposalRow, at: Date): Promise<void> {
  const { db } = deps
  if (request.server.isReadOnly || p.authorId === null || p.authorId === requirePerson(request).id) return
  const own = await isOwn(deps, request, p)
  const hasLetters = async () => (await privateMessagesOf(db.reads, p.id)).length > 0
  if (p.publishedAt !== null && !(own && (await hasLetters()))) return
  const today = await lookToday(db.reads, p, lookerOf(request, at))
  if (today && !(own && today.elsewhere)) return
  await write(db, (tx) => noteLook(tx, p, lookerOf(request, at), own ? null : notAsked))
}
