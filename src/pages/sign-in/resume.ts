// What somebody came for, done as soon as they have signed in: a co-signature, a draft, a staff invitation.
import type { FastifyRequest } from 'fastify'
import { refusalToCosign } from '../../domain/cosignatures/cosignature.ts'
import { presser } from '../../domain/cosignatures/press.ts'
import { isPaused } from '../../domain/governments/deadline.ts'
import { blackoutsOf, findGovernment, governmentById, residenceIn } from '../../domain/governments/store.ts'
import { signalReader } from '../../domain/integrity/arrival.ts'
import { takeUpInvitation } from '../../domain/notifications/take-up-invitation.ts'
import type { ActionOf } from '../../domain/people/pending-action.ts'
import { noticeVersion } from '../../domain/people/privacy-notice.ts'
import { personById } from '../../domain/people/store.ts'
import { draftBeginner } from '../../domain/proposals/begin-draft.ts'
import { findProposal } from '../../domain/proposals/store.ts'
import { newToken } from '../../lib/id.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import type { PendingAction } from '../../schema/values.ts'

/** Where that leads; null where it cannot be done, so that the page they came from says why. */
type Resume = (request: FastifyRequest, personId: string, action: PendingAction) => Promise<string | null>

export function resumer({ db, now, config }: Deps): Resume {
  const press = presser({ db, secret: config.secret })
  const arrived = signalReader(config.secret)
  const beginDraft = draftBeginner({ db, secret: config.secret })

  /** The case: counted where the district is known, else with the form that asks for it. */
  async function cosign(ip: string, personId: string, action: ActionOf<'cosign'>): Promise<string | null> {
    const government = await findGovernment(db.reads, action.government)
    const proposal = government && (await findProposal(db.reads, government.id, action.number))
    if (!government || !proposal) return null
    const path = proposalPath(government, proposal.number)
    const at = now()
    const districtCode = await residenceIn(db.reads, personId, government.id)
    const paused = isPaused(at, await blackoutsOf(db.reads, government.id), government.timeZone)
    if (!districtCode || refusalToCosign(proposal, at, paused)) return `${path}#cosign`
    const person = await personById(db.reads, personId)
    if (!person?.email) return path
    const came = await arrived(db.reads, proposal, { email: person.email, ip, device: newToken(), lone: false, at })
    const said = { reason: null, noticeVersion, wantsAnswer: false, came }
    const signature = { personId, at, districtCode, assurance: 1, ...said }
    const pressed = await press(government, proposal, signature, false, person)
    if (pressed.ok) return `${path}?done=cosigned#cosign`
    return pressed.refusal === 'closed' ? path : `${path}#cosign`
  }

  /** The draft's first step. */
  async function propose(personId: string, action: ActionOf<'propose'>): Promise<string | null> {
    const government = await findGovernment(db.reads, action.government)
    const begun = government && (await beginDraft(government, personId, now()))
    return begun?.ok ? `/${government!.slug}/proposals/drafts/${begun.value}/problem` : null
  }

  /** The desk; or the invitation's own page, which says why not. */
  async function join(request: FastifyRequest, personId: string, action: ActionOf<'join'>): Promise<string | null> {
    const person = await personById(db.reads, personId)
    if (!person?.email) return null
    const { id, email } = person
    const at = now()
    const taken = await write(db, (tx) => takeUpInvitation(tx, action.token, { id, email }, at))
    if (taken) logSecurityEvent(request, 'role_given', { account: personId, role: taken.role })
    const government = taken && (await governmentById(db.reads, taken.governmentId))
    return government ? `/${government.slug}/desk` : `/invitation/${action.token}`
  }

  return async (request, personId, action) => {
    if (action.kind === 'cosign') return cosign(request.ip, personId, action)
    if (action.kind === 'propose') return propose(personId, action)
    return join(request, personId, action)
  }
}
