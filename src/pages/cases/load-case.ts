// What the case page reads, in one go: nothing of it depends on what was read before, except the case itself.
import { eq } from 'drizzle-orm'
import { hasSigned } from '../../domain/cosignatures/has-signed.ts'
import { countReasons, reasonsOf } from '../../domain/cosignatures/reason-store.ts'
import {
  blackoutsOf,
  districtsOf,
  refusalReasonsOf,
  residenceIn,
  topicsOf,
  workCalendar,
} from '../../domain/governments/store.ts'
import { chosenFor } from '../../domain/notifications/follow-store.ts'
import { accountsBeside } from '../../domain/people/mailboxes.ts'
import { loadCases } from '../../domain/proposals/public-proposal.ts'
import { knownOf } from '../../domain/verification/verifications.ts'
import type { Db } from '../../platform/db/database.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { proposals } from '../../schema/proposals.ts'

/** How many reasons stand on the case page itself. */
export const reasonsShown = 5

export type LoadedCase = Awaited<ReturnType<typeof loadShared>>

type Place = { id: string; timeZone: string }

/** Everything about one case that is the same for all: those who look within one second share it. */
export const loadCase = (db: Db, id: string, government: Place, at: Date, since: number): Promise<LoadedCase> =>
  sharedWithinSecond(db, `case page ${id}`, at, since, () => loadShared(db, id, government, at))

/** What one visitor has to do with it. */
export async function loadOwn(
  db: Db,
  id: string,
  government: Place,
  person: { id: string; doubleOf: string | null } | null,
  at: Date,
) {
  if (!person) return { signed: false, residence: null, chosen: null, known: { resident: false, age: 0 } }
  const [signed, residence, chosen, known] = await Promise.all([
    hasSigned(db, id, person.id),
    residenceIn(db, person.id, government.id),
    accountsBeside(db, person).then((accounts) => chosenFor(db, accounts, { kind: 'case', proposalId: id })),
    knownOf(db, person.id, government.id, at),
  ])
  return { signed, residence, chosen, known }
}

async function loadShared(db: Db, id: string, government: Place, at: Date) {
  const [loaded] = await loadCases(db, [id], { at, timeZone: government.timeZone })
  if (!loaded) throw new Error('A case was gone while it was shown.')
  const { row, has } = loaded
  const counts = row.answerDueBefore !== null || row.stage === 'checking' // dates that the office calendar explains
  const [{ reasonCount, reasons }, topics, districts, pauses, refusalReasons, calendar, target] = await Promise.all([
    someReasons(db, row),
    topicsOf(db, government.id),
    districtsOf(db, government.id),
    blackoutsOf(db, government.id),
    row.reasonCode ? refusalReasonsOf(db, government.id) : [],
    counts ? workCalendar(db, government) : null,
    row.mergedIntoId ? db.select().from(proposals).where(eq(proposals.id, row.mergedIntoId)) : [],
  ])
  return {
    row,
    has,
    reasons,
    reasonCount,
    topics,
    districts,
    pauses,
    refusalReasons,
    calendar,
    target: target[0] ?? null,
  }
}

async function someReasons(db: Db, { id, count }: { id: string; count: number | null }) {
  const reasonCount = (count ?? 0) > 0 ? await countReasons(db, id) : 0
  return { reasonCount, reasons: reasonCount ? await reasonsOf(db, id, { limit: reasonsShown, offset: 0 }) : [] }
}
