// 同意紀錄 as their person reads them: what for, which notice, since when, until when, and whether it can be withdrawn.
import type { FastifyRequest } from 'fastify'
import { subjectKey, subjectOf } from '../../domain/following/subject.ts'
import { type ConsentRow, consentsOf } from '../../domain/people/consents.ts'
import { caseNames } from '../../domain/proposals/case-names.ts'
import type { Localised } from '../../lib/localised.ts'
import { localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { subjectWords } from '../shared/follow-view.ts'
import type { DataLink, DataRow } from './data-pages.ts'
import type { Words } from './data-rows.ts'

type Place = { id: string; slug: string; name: Localised }

const lastsUntil = {
  cosign: 'case',
  reason: 'case',
  news: 'case',
  follow: 'stop',
  propose: 'case',
  district: 'account',
}

export async function consentRows(
  db: Db,
  request: FastifyRequest,
  accounts: string[],
  governments: Place[],
  { t, language, date, kept }: Words,
): Promise<DataRow[]> {
  const given = await consentsOf(db, accounts)
  const ofCases = given.filter(({ purpose }) => purpose !== 'district' && purpose !== 'follow')
  const names = await caseNames(db, [...new Set(ofCases.map(({ subject }) => subject))], accounts)
  const linkOf = async ({ purpose, subject }: ConsentRow): Promise<DataLink | null> => {
    if (purpose === 'district') {
      const place = governments.find(({ id }) => id === subject)
      return place ? { href: `/${place.slug}`, words: localised(place.name, language) } : null
    }
    if (purpose === 'follow') return listLink(db, request, governments, subject)
    const found = names.get(subject)
    const place = found && governments.find(({ id }) => id === found.governmentId)
    if (!found?.number || !place) return null
    return { href: proposalPath(place, found.number), words: `${found.number} ${found.title}` }
  }
  return Promise.all(
    given.map(async (consent): Promise<DataRow> => {
      const { id, purpose, noticeVersion, givenAt, withdrawnAt } = consent
      return {
        words: t(`own.purpose.${purpose}`),
        link: await linkOf(consent),
        notes: [
          t('own.consent.given', { date: date(givenAt) }),
          t('own.consent.notice', { version: noticeVersion }),
          withdrawnAt
            ? t('own.consent.withdrawn', { date: date(withdrawnAt) })
            : t(`own.consent.until.${lastsUntil[purpose]}`, { months: kept.months }),
        ],
        withdraw: withdrawnAt ? null : id,
      }
    }),
  )
}

/** GOVERNMENT KIND TARGET, as people know it. */
async function listLink(
  db: Db,
  request: FastifyRequest,
  governments: Place[],
  named: string,
): Promise<DataLink | null> {
  const [governmentId, kind, ...target] = named.split(' ')
  const place = governments.find(({ id }) => id === governmentId)
  const subject = place && (await subjectOf(db, place, subjectKey(kind as 'search', target.join(' '))))
  if (!place || !subject) return null
  return { href: subject.path, words: await subjectWords(db, request, place.id, subject) }
}
