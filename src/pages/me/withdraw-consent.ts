// Withdrawing one consent: what it was for ends in the same unit. What cannot be undone any more says so.

import { refusalToCosign } from '../../domain/cosignatures/cosignature.ts'
import { taker } from '../../domain/cosignatures/press.ts'
import { withdrawReason } from '../../domain/cosignatures/reason-store.ts'
import { isPaused } from '../../domain/governments/deadline.ts'
import { blackoutsOf, governmentById, rulesOf } from '../../domain/governments/store.ts'
import { choose } from '../../domain/notifications/follow-store.ts'
import type { ConsentRow } from '../../domain/people/consents.ts'
import { forgetResidence } from '../../domain/people/store.ts'
import type { Viewer } from '../../domain/people/viewer.ts'
import { caseById } from '../../domain/proposals/case-names.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { FollowedList } from '../../schema/values.ts'

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

  return async (consent: ConsentRow, person: Viewer, at: Date): Promise<string | null> => {
    const { purpose, subject, personId } = consent
    if (consent.withdrawnAt) return null
    if (purpose === 'cosign') return cosignature(consent, at)
    if (purpose === 'propose') return 'own.withdraw.propose'
    await write(db, async (tx) => {
      if (purpose === 'reason') await withdrawReason(tx, subject, personId, at)
      if (purpose === 'district') await forgetResidence(tx, personId, subject, at)
      if (purpose === 'news') await choose(tx, person, { kind: 'case', proposalId: subject }, null, at)
      if (purpose === 'follow') {
        const [governmentId = '', kind, ...target] = subject.split(' ')
        await choose(tx, person, { kind: kind as FollowedList, governmentId, target: target.join(' ') }, null, at)
      }
    })
    return null
  }
}

const tooLate = 'own.withdraw.too_late'
