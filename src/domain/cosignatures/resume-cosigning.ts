// The co-signature somebody came for, completed as soon as they have signed in.
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { isPaused } from '../governments/deadline.ts'
import { blackoutsOf, findGovernment, residenceIn } from '../governments/store.ts'
import type { CompleteAct } from '../people/pending-action.ts'
import { noticeVersion } from '../people/privacy-notice.ts'
import { findProposal } from '../proposals/store.ts'
import { refusalToCosign } from './cosignature.ts'
import { addCosignature, ClosedMeanwhile, openCase } from './store.ts'

/** Where to go next: the case, counted where the district is known, else with the form that asks for it. */
export const completeCosign =
  ({ db, now }: Deps): CompleteAct =>
  async (_request, personId, act) => {
    if (act.kind !== 'cosign') return null
    const government = await findGovernment(db.reads, act.government)
    const proposal = government && (await findProposal(db.reads, government.id, act.number))
    if (!government || !proposal) return null
    const path = proposalPath(government, proposal.number)
    const at = now()
    const districtCode = await residenceIn(db.reads, personId, government.id)
    const paused = isPaused(at, await blackoutsOf(db.reads, government.id), government.timeZone)
    if (!districtCode || refusalToCosign(proposal, at, paused)) return `${path}#cosign`
    const known = await openCase(db.reads, proposal)
    const signed = await write(db, (tx) =>
      addCosignature(tx, government, known, {
        personId,
        at,
        districtCode,
        assurance: 1,
        reason: null,
        noticeVersion,
        wantsAnswer: false,
      }),
    ).catch((error) => {
      if (error instanceof ClosedMeanwhile) return null
      throw error
    })
    return signed ? `${path}?done=cosigned#cosign` : path
  }
