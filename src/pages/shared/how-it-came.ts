// How a co-signature comes: from which block of addresses, of which mail domain, in which browser. The cookie is sent to the signing of
// one case alone, so that it follows nobody about; what is kept of it goes after fourteen days.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Came, deviceSeals, signalReader } from '../../domain/integrity/arrival.ts'
import { newToken } from '../../lib/id.ts'
import { overHttps } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'

/** The name of that cookie. */
const askedCookie = 'asked'
const days = 14
const wordLength = 16

type Case = { id: string; governmentId: string; number: string | null }

export const howItCame = ({ db, config }: Pick<Deps, 'db' | 'config'>) => {
  const come = signalReader(config.secret)
  const seals = deviceSeals(config.secret)

  const given = (request: FastifyRequest, proposal: Case): string =>
    seals.read(proposal.id, request.cookies[askedCookie] ?? '')

  /** The browser's word for this case: what its cookie says, or a new one, which `reply` gives it. */
  function remember(request: FastifyRequest, reply: FastifyReply | null, proposal: Case): string {
    const before = given(request, proposal)
    if (before) return before
    const word = newToken().slice(0, wordLength)
    reply?.setCookie(askedCookie, seals.give(proposal.id, word), {
      path: `${proposalPath(request.government, proposal.number)}/cosignatures`,
      ...{ httpOnly: true, sameSite: 'lax', secure: overHttps(config), maxAge: days * 86_400 },
    })
    return word
  }

  return {
    remember,
    /** `byLink`: the link of a mail was pressed. `at`: now. */
    come(
      request: FastifyRequest,
      reply: FastifyReply | null,
      proposal: Case,
      { email, byLink, at }: { email: string; byLink: boolean; at: Date },
    ): Promise<Came> {
      const lone = byLink && !given(request, proposal)
      const device = remember(request, reply, proposal)
      return come(db.reads, proposal, { email, ip: request.ip, device, lone, at })
    },
  }
}
