// A signed-in person's press, in one place: from the case page, and as soon as somebody has signed in who came to co-sign.

import { localDate } from '../../lib/calendar.ts'
import { done, type Result, refused, tooOftenFor } from '../../lib/result.ts'
import { attempt } from '../../platform/db/attempt.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Limits } from '../../schema/values.ts'
import { lockPeople } from '../people/erase-people.ts'
import { triesCounter } from '../people/sign-in-limits.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { openCase } from './after-counting.ts'
import { asksForMore, isCountedFrom } from './cosignature.ts'
import { pressLimiter, takenBackBy } from './cosigning-limits.ts'
import { countDouble } from './doubles.ts'
import { signedByDouble } from './has-signed.ts'
import { cosign, countNow, type NewCosignature, removeCosignature } from './store.ts'

type Counted = Awaited<ReturnType<typeof cosign>>
type Government = { id: string; timeZone: string; limits: Partial<Limits> | null }

/**
 * Counts the press, unless this person pressed too often or co-signing has closed meanwhile. `newDistrict`: the district is
 * named for the first time, and remembered. `person` may have another account from before. The value is the case's count, and whether this press changed it.
 * `gone`: the account was erased since the request began. It would count for nobody, and its mailbox could sign anew.
 */
export const presser = ({ db, secret }: { db: Database; secret: string }) => {
  const mustWait = pressLimiter(secret)
  return async (
    government: Government,
    proposal: ProposalRow,
    signature: NewCosignature,
    newDistrict: boolean,
    person: { id: string; doubleOf: string | null; formerAccountId: string | null },
  ): Promise<Result<Counted, 'closed' | 'elsewhere' | 'too_often' | 'gone'>> => {
    const known = await openCase(db.reads, proposal)
    if (!isCountedFrom(signature.districtCode, known)) return refused('elsewhere')
    // Checked inside the unit. Outside it, 200 simultaneous requests would each see no earlier one.
    const pressed = await attempt(
      db,
      async (tx) => {
        if (asksForMore(known)) await lockPeople(tx, [person.id]) // before a weaker lock, of which two would wait for each other
        const wait = await mustWait(tx, { government }, signature.personId, signature.at)
        if (wait === null) return refused('gone')
        if (wait) return tooOftenFor(wait)
        if (await signedByDouble(tx, proposal.id, person)) {
          await countDouble(tx, proposal.id, localDate(signature.at, government.timeZone))
          return done(await countNow(tx, proposal.id))
        }
        return done(await cosign(tx, government, known, signature, newDistrict))
      },
      { invalidate: 'later' },
    )
    return pressed.ok ? pressed.value : refused('closed')
  }
}

/** Takes a co-signature back, which counts as a press. Refused where there was none, and where co-signing has closed meanwhile. */
export const taker = ({ db, secret }: { db: Database; secret: string }) => {
  const mustWait = pressLimiter(secret)
  const countTries = triesCounter(secret)
  return async (
    government: Government,
    proposal: { id: string },
    personId: string,
    at: Date,
  ): Promise<Result<null, 'not_signed' | 'closed' | 'too_often' | 'gone'>> => {
    const taken = await attempt(db, async (tx) => {
      const wait = await mustWait(tx, { government }, personId, at)
      if (wait === null) return refused('gone')
      if (wait) return tooOftenFor(wait)
      await countTries(tx, [takenBackBy({ government }, personId)], at)
      return (await removeCosignature(tx, government, proposal, personId, at)) ? done(null) : refused('not_signed')
    })
    return taken.ok ? taken.value : refused('closed')
  }
}
