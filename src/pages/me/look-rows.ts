// Who on the staff looked at what only its person and they can see, as its person reads it.
import { looksAt, notAsked, ownLater } from '../../domain/moderation/looks.ts'
import { localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import type { DataRow } from './data-pages.ts'
import { plainRow, type Words } from './data-rows.ts'

/** What stands in the place of a reason where nobody asked for one. */
const marks: { [mark: string]: string } = {
  [notAsked]: 'own.look.unpublished',
  [ownLater]: 'own.look.own_later',
}

/** The newest ones first. */
export async function lookRows(
  db: Db,
  accounts: string[],
  most: number,
  { t, language, dateTime, names }: Words,
): Promise<DataRow[]> {
  const looks = await looksAt(db, accounts, most)
  return looks.map(({ proposalId, at, reason, seats }) => {
    const who = seats.map(({ role, agency }) => {
      const named = { role: t(`mail.role.${role}`), agency: agency ? localised(agency, language) : '' }
      return t(agency ? 'own.look.seat_of' : 'own.look.seat', named)
    })
    const why = t(reason === null ? 'own.look.own' : (marks[reason] ?? 'own.look.reason'), { reason })
    return plainRow(who.join(t('frame.and')) || t('own.look.gone'), [dateTime(at), why], names.caseLink(proposalId))
  })
}
