// 同意紀錄 as their person reads them: what for, which notice, since when, until when, and whether it can be withdrawn.
import { type ConsentRow, consentsOf } from '../../domain/people/consents.ts'
import { caseNames } from '../../domain/proposals/case-names.ts'
import { localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { draftPath, proposalPath } from '../../platform/http/paths.ts'
import type { ConsentPurpose } from '../../schema/values.ts'
import type { DataLink, DataRow } from './data-pages.ts'
import type { Words } from './data-rows.ts'

const ofCase: readonly ConsentPurpose[] = ['cosign', 'reason', 'news', 'propose', 'draft', 'letter']
const ofGovernment: readonly ConsentPurpose[] = ['district', 'seat', 'verified', 'age', 'register']
/** Where the others are looked after. */
const kept: { [purpose in ConsentPurpose]?: string } = {
  ...{ service: '/me#services', passkey: '/me#passkeys' },
  ...{ calendar: '/me/calendars', webhook: '/me/webhooks' },
}
/** What a press does not end: there is a choice to make first. */
const instead: { [purpose in ConsentPurpose]?: string } = { account: '/me/data/erase', propose: '/me/data/object' }

export async function consentRows(db: Db, accounts: string[], words: Words): Promise<DataRow[]> {
  const { t, language } = words
  const { governments, list } = words.names
  const given = await consentsOf(db, accounts)
  const ofCases = given.filter(({ purpose }) => ofCase.includes(purpose))
  const names = await caseNames(db, [...new Set(ofCases.map(({ subject }) => subject))], accounts)
  const linkOf = async ({ purpose, subject }: ConsentRow): Promise<DataLink | null> => {
    if (purpose === 'follow') {
      const [government = '', kind = '', ...target] = subject.split(' ')
      return list(government, kind, target.join(' '))
    }
    if (ofGovernment.includes(purpose)) {
      const place = governments.find(({ id }) => id === subject)
      return place ? { href: `/${place.slug}`, words: localised(place.name, language) } : null
    }
    const found = names.get(subject)
    const place = found && governments.find(({ id }) => id === found.governmentId)
    if (!place) return null
    if (!found.number) return { href: draftPath(place, found.id), words: found.title || t('proposals.untitled') }
    return { href: proposalPath(place, found.number), words: `${found.number} ${found.title}` }
  }
  return Promise.all(
    given.map(async (consent): Promise<DataRow> => {
      const { id, purpose, withdrawnAt } = consent
      const elsewhere = instead[purpose]
      const here = kept[purpose]
      const isNameless = purpose === 'propose' && names.get(consent.subject)?.isNamed === false
      return {
        words: t(isNameless ? 'own.purpose.propose_nameless' : `own.purpose.${purpose}`),
        link: here && !withdrawnAt ? { href: here, words: t(`own.consent.at.${purpose}`) } : await linkOf(consent),
        notes: notesOf(consent, words),
        withdraw: withdrawnAt || elsewhere ? null : id,
        instead:
          elsewhere && !withdrawnAt && !isNameless
            ? { href: elsewhere, words: t(`own.consent.instead.${purpose}`) }
            : null,
      }
    }),
  )
}

function notesOf(
  { noticeVersion, givenAt, withdrawnAt, endedWhy, purpose, lasts, expiresAt }: ConsentRow,
  { t, date, kept: { months, forgotten }, now }: Words,
): string[] {
  const until = expiresAt ? date(expiresAt) : ''
  const ends =
    expiresAt && expiresAt <= now
      ? t('own.consent.ended', { until })
      : t(`own.consent.until.${lasts}`, { months, forgotten, until })
  return [
    t('own.consent.given', { date: date(givenAt) }),
    t('own.consent.notice', { version: noticeVersion }),
    withdrawnAt ? t(endingKey(purpose, endedWhy), { date: date(withdrawnAt) }) : ends,
  ]
}

/** What was done is another thing for a draft than for a question. */
const endingKey = (purpose: ConsentPurpose, why: ConsentRow['endedWhy']): string => {
  if (why === null) return 'own.consent.withdrawn'
  if (why === 'done') return purpose === 'draft' ? 'own.consent.over.sent' : 'own.consent.over.answered'
  return `own.consent.over.${why}`
}
