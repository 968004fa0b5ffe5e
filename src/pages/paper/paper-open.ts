// Whether what stands on paper can be counted at this moment: as on the page of the case, a case that is hidden, closed or paused counts nobody.
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { refusalToCosign } from '../../domain/cosignatures/cosignature.ts'
import { isPaused } from '../../domain/governments/deadline.ts'
import { blackoutsOf } from '../../domain/governments/store.ts'
import type { ProposalRow } from '../../domain/proposals/store.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { FormState } from '../../platform/web/forms.ts'

export const sheetParams = z.looseObject({ number: z.string(), sheet: z.string().regex(/^\d{1,5}$/) })

/** `open`: sheets can be made, and typed once a pause is over. `paused`: not before. */
export type PaperOpen = { open: boolean; paused: boolean }

export const paperOpen =
  ({ db, now }: Deps) =>
  async ({ government }: FastifyRequest, proposal: ProposalRow): Promise<PaperOpen> => {
    const at = now()
    const paused = isPaused(at, await blackoutsOf(db.reads, government.id), government.timeZone)
    return { open: refusalToCosign(proposal, at, false) === null, paused }
  }

/** Whether a sheet's form is there: it could be counted, or it holds what somebody typed before that changed. */
export const isTypable = ({ open, paused, counts }: PaperOpen & { counts: boolean }, { values }: FormState): boolean =>
  (open && !paused && counts) || Object.keys(values).length > 0

/** The message for whoever typed a sheet meanwhile. */
export const refusedBy = (refusal: string): string =>
  refusal === 'paused' ? 'paper.error.paused' : refusal === 'closed' ? 'paper.error.closed' : 'paper.error.not_open'
