// Whoever decides has read the text: a form that was opened over another one is not carried out.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ProposalRow } from '../../domain/proposals/store.ts'
import { wordIn } from '../../platform/http/query.ts'
import { typedValues } from '../../platform/web/forms.ts'
import type { ShowDesk } from './desk-page.ts'
import { readField } from './read-field.ts'

/** The page with the new text, the difference and every typed word, as 409; null where the text is the one that was read. */
export async function textChanged(
  showDesk: ShowDesk,
  request: FastifyRequest,
  reply: FastifyReply,
  proposal: ProposalRow,
  name: string,
): Promise<string | null> {
  const read = wordIn(request.body, readField)
  if (Number(read) === proposal.revision) return null
  // Each form of a page says what was read; what no page has made, says that it was. A page from before pages did that is asked.
  if (read === undefined && request.headers['sec-fetch-mode'] !== 'navigate') return null
  const errors = { form: { key: read === undefined ? 'desk.text_unseen' : 'desk.text_changed' } }
  return showDesk(request, reply.code(409), proposal, {
    form: { name, values: typedValues(request.body), errors },
    readRevision: read !== undefined && Number.isSafeInteger(Number(read)) ? Number(read) : null,
  })
}
