// A newcomer presses the button in their mail: the account is found or made, and what waited counts. One unit.
import { localDate } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { sendAgain } from '../notifications/returned-mail.ts'
import { findOrCreatePerson, type PersonRow } from '../people/store.ts'
import type { OpenCase, Place } from './after-counting.ts'
import { countDouble } from './doubles.ts'
import { signedByDouble } from './has-signed.ts'
import { cosign, type NewCosignature } from './store.ts'
import { type PendingRow, takePending } from './unconfirmed.ts'

/**
 * Whose co-signature it is, also where another account of the same mailbox had signed and nothing is counted; null where the link
 * was used before. Throws Refused where co-signing has closed meanwhile.
 */
export async function confirmNewcomer(
  tx: Db,
  government: Place,
  proposal: OpenCase,
  pending: PendingRow,
  { came, at }: { came: NonNullable<NewCosignature['came']>; at: Date },
): Promise<PersonRow | null> {
  const person = await findOrCreatePerson(tx, pending.email, pending.language, at, pending.noticeVersion)
  if (!(await takePending(tx, pending.id, at))) return null
  if (person.createdAt < at) await sendAgain(tx, person.id) // what was pressed was in a mail: mail arrives
  if (await signedByDouble(tx, proposal.id, person)) {
    await countDouble(tx, proposal.id, localDate(at, government.timeZone))
    return person
  }
  const { districtCode, reason, noticeVersion, wantsAnswer, createdAt: begunAt } = pending
  const signature = {
    personId: person.id,
    at,
    districtCode,
    assurance: 1,
    reason,
    noticeVersion,
    wantsAnswer,
    begunAt,
    came,
  }
  await cosign(tx, government, proposal, signature, true)
  return person
}
