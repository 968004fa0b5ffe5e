// Who on the staff looked at what only its person and they can see, as its person reads it.
import { looksAt, notAsked, ownLater } from '../../domain/moderation/looks.ts'
import { localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import type { DataRow } from './data-pages.ts'
import { plainRow, type Words } from './data-rows.ts'

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
    const why =
      reason === null
        ? t('own.look.own')
        : reason === notAsked
          ? t('own.look.unpublished')
          : reason === ownLater
            ? t('own.look.own_later')
            : t('own.look.reason', { reason })
    return plainRow(who.join(t('frame.and')) || t('own.look.gone'), [dateTime(at), why], names.caseLink(proposalId))
  })
}
