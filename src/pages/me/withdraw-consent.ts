// Withdrawing one consent: what it was for ends in the same unit. What cannot be undone any more says so.
import type { FastifyRequest } from 'fastify'
import { removeOwnPasskey } from '../../domain/administration/own-passkeys.ts'
import { leaveTrace } from '../../domain/administration/settings-store.ts'
import { refusalToCosign } from '../../domain/cosignatures/cosignature.ts'
import { taker } from '../../domain/cosignatures/press.ts'
import { withdrawReason } from '../../domain/cosignatures/reason-store.ts'
import { endVerification } from '../../domain/cosignatures/verify-person.ts'
import { isPaused } from '../../domain/governments/deadline.ts'
import { giveUpSeats } from '../../domain/governments/give-up-seats.ts'
import { blackoutsOf, governmentById, rulesOf } from '../../domain/governments/store.ts'
import { choose } from '../../domain/notifications/follow-store.ts'
import { tellLinked } from '../../domain/notifications/notify-passkey.ts'
import { removeWebhook } from '../../domain/notifications/webhook-store.ts'
import { endCalendarLink, followed } from '../../domain/people/calendar-links.ts'
import type { ConsentRow } from '../../domain/people/consents.ts'
import { unlink } from '../../domain/people/linked-accounts.ts'
import { isFresh } from '../../domain/people/sessions.ts'
import { forgetResidence } from '../../domain/people/store.ts'
import type { Viewer } from '../../domain/people/viewer.ts'
import { caseById } from '../../domain/proposals/case-names.ts'
import { deleteDraft } from '../../domain/proposals/draft-store.ts'
import { takeBackLetters } from '../../domain/proposals/words.ts'
import { withdrawRequest } from '../../domain/verification/register-requests.ts'
import { attempt, Refused } from '../../platform/db/attempt.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { logSecurityEvent, type SecurityEvent } from '../../platform/http/security-events.ts'
import type { ConsentPurpose, FollowedList } from '../../schema/values.ts'
import { needed } from '../shared/person-guards.ts'
import { serviceName } from '../shared/sign-in-services.ts'

type Ending = (
  tx: Db,
  consent: ConsentRow,
  by: { person: Viewer; request: FastifyRequest; at: Date },
) => Promise<unknown>

/** How each ends; a key of `own.withdraw` where it cannot, and then nothing was done. The others are ended elsewhere. */
const endings: { [purpose in ConsentPurpose]?: Ending } = {
  reason: (tx, { subject, personId }, { at }) => withdrawReason(tx, subject, personId, at),
  district: (tx, { subject, personId }, { at }) => forgetResidence(tx, personId, subject, at),
  news: (tx, { subject }, { person, at }) => choose(tx, person, { kind: 'case', proposalId: subject }, null, at),
  follow: (tx, { subject }, { person, at }) => {
    const [governmentId = '', kind, ...target] = subject.split(' ')
    return choose(tx, person, { kind: kind as FollowedList, governmentId, target: target.join(' ') }, null, at)
  },
  draft: async (tx, { subject, personId }, { at }) =>
    (await deleteDraft(tx, subject, personId, at)) ? null : refuse('draft'),
  letter: (tx, { subject, personId }, { at }) => takeBackLetters(tx, subject, personId, at),
  calendar: (tx, { subject, personId }, { at }) =>
    endCalendarLink(tx, { personId, governmentId: subject === followed ? null : subject }, at),
  webhook: (tx, { subject, personId }, { at }) => removeWebhook(tx, { id: subject, personId }, at),
  verified: async (tx, { subject, personId }, { at }) =>
    endVerification(tx, (await governmentById(tx, subject))!, personId, 'resident', at),
  age: async (tx, { subject, personId }, { at }) =>
    endVerification(tx, (await governmentById(tx, subject))!, personId, 'age', at),
  register: (tx, { subject, personId }, { at }) => withdrawRequest(tx, { personId, governmentId: subject }, at),
  service: async (tx, { subject, personId }, { request, at }) => {
    const gone = await unlink(tx, personId, subject, at)
    if (gone) await tellLinked(tx, { linked: false, personId, name: serviceName(request, gone), at })
  },
  passkey: async (tx, { subject, personId }, { person, request, at }) => {
    if (personId !== person.id) refuse('other')
    const removed = await removeOwnPasskey(tx, person, subject, at)
    if (removed.ok || removed.refusal === 'unknown') return
    if (removed.refusal === 'stays') refuse('passkey')
    else throw needed(request, removed.refusal, back)
  },
  seat: async (tx, { subject: governmentId, personId }, { at }) => {
    const ended = await giveUpSeats(tx, governmentId, personId, at)
    if (ended === 'last') return refuse('seat')
    for (const role of ended)
      await leaveTrace(tx, { governmentId, personId, at }, { area: 'people', act: 'ended', subject: role })
  },
}

const back = '/me/data#consents'
const events: { [purpose in ConsentPurpose]?: SecurityEvent } = {
  ...{
    passkey: 'passkey_removed',
    service: 'account_unlinked',
    webhook: 'webhook_removed',
    calendar: 'calendar_ended',
  },
}
/** Only somebody who has just shown who they are takes away ways to sign in. */
const askedAgain: readonly ConsentPurpose[] = ['service', 'seat']

const refuse = (why: 'draft' | 'other' | 'passkey' | 'seat'): never => {
  throw new Refused(why)
}

/** Gives the key of a message where it could not be done; else null. */
export function withdrawer({ db, config }: Deps) {
  const takeBack = taker({ db, secret: config.secret })

  async function cosignature(consent: ConsentRow, at: Date): Promise<string | null> {
    const proposal = await caseById(db.reads, consent.subject)
    const government = proposal && (await governmentById(db.reads, proposal.governmentId))
    const rules = proposal?.ruleVersionId ? await rulesOf(db.reads, proposal.ruleVersionId) : null
    if (!government || !proposal || !rules?.withdrawalAllowed || proposal.stage !== 'gathering') return tooLate
    const paused = isPaused(at, await blackoutsOf(db.reads, government.id), government.timeZone)
    if (refusalToCosign(proposal, at, paused)) return tooLate
    return (await takeBack(government, proposal, consent.personId, at)).ok ? null : tooLate
  }

  return async (consent: ConsentRow, person: Viewer, request: FastifyRequest, at: Date): Promise<string | null> => {
    const { purpose } = consent
    if (consent.withdrawnAt) return null
    if (purpose === 'cosign') return cosignature(consent, at)
    const ending = endings[purpose]
    if (!ending) return 'own.withdraw.elsewhere'
    if (askedAgain.includes(purpose) && !isFresh(person)) throw needed(request, 'again', back)
    const ended = await attempt(db, async (tx) => {
      await ending(tx, consent, { person, request, at })
    })
    if (!ended.ok) return `own.withdraw.${ended.refusal}`
    const event = events[purpose]
    if (event) logSecurityEvent(request, event)
    return null
  }
}

const tooLate = 'own.withdraw.too_late'
