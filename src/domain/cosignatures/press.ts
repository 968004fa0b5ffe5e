// A signed-in person's press, in one place: from the case page, and as soon as somebody has signed in who came to co-sign.
import { done, type Result, refused, tooOftenFor } from '../../lib/result.ts'
import type { Database } from '../../platform/db/connect.ts'
import { write } from '../../platform/db/write.ts'
import type { Limits } from '../governments/government.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { pressLimiter } from './cosigning-limits.ts'
import { ClosedMeanwhile, cosign, type NewCosignature, openCase } from './store.ts'

type Counted = Awaited<ReturnType<typeof cosign>>
type Government = { id: string; timeZone: string; limits: Partial<Limits> | null }

/**
 * Counts the press, unless this person pressed too often or co-signing has closed meanwhile. `newDistrict`: the district is
 * named for the first time, and remembered. The value is the case's count, and whether this press changed it.
 */
export const presser = ({ db, secret }: { db: Database; secret: string }) => {
  const mustWait = pressLimiter(secret)
  return async (
    government: Government,
    proposal: ProposalRow,
    signature: NewCosignature,
    newDistrict: boolean,
  ): Promise<Result<Counted, 'closed' | 'too_often'>> => {
    const known = await openCase(db.reads, proposal)
    try {
      return await write(
        db,
        // Asked in the unit: of two hundred presses at once each would find that there was none before.
        async (tx) => {
          const wait = await mustWait(tx, { government }, signature.personId, signature.at)
          return wait ? tooOftenFor(wait) : done(await cosign(tx, government, known, signature, newDistrict))
        },
        { seen: 'soon' },
      )
    } catch (error) {
      if (error instanceof ClosedMeanwhile) return refused('closed')
      throw error
    }
  }
}
