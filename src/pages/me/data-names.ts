// What the codes and numbers in a row are called, and where they lead.
import type { FastifyRequest } from 'fastify'
import { subjectKey, subjectOf } from '../../domain/following/subject.ts'
import { agenciesOf, districtsOf, listGovernments, topicsOf } from '../../domain/governments/store.ts'
import { caseNames } from '../../domain/proposals/case-names.ts'
import { type Localised, localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { draftPath, proposalPath } from '../../platform/http/paths.ts'
import { subjectWords } from '../shared/follow-view.ts'
import type { DataLink } from './data-pages.ts'

type Named = { id?: string; code: string; name: Localised }
export type Place = { id: string; slug: string; name: Localised }

export type Names = {
  governments: Place[]
  government: (id: string) => string
  /** the government of a case */
  governmentOf: (caseId: string) => string | null
  /** A code that names nothing any more is shown as it is. */
  called: (governmentId: string | null, kind: 'agency' | 'topic' | 'district', code: string) => string
  /** an agency by its id */
  agency: (id: string) => string
  /** of a case, where it can be opened */
  caseLink: (id: string | null) => DataLink | null
  /** what is followed, or was: null where it is not there any more */
  list: (governmentId: string, kind: string, target: string) => Promise<DataLink | null>
}

/** `cases`: those that are named. `accounts`: of the reader, whose own hidden cases keep their titles. */
export async function namesFor(
  db: Db,
  request: FastifyRequest,
  { cases, accounts }: { cases: string[]; accounts: string[] },
): Promise<Names> {
  const { t, language } = request
  const governments = await listGovernments(db)
  const found = await caseNames(db, cases, accounts)
  const lists = new Map<string, { agency: Named[]; topic: Named[]; district: Named[] }>()
  for (const { id } of governments) {
    const [agency, topic, district] = await Promise.all([agenciesOf(db, id), topicsOf(db, id), districtsOf(db, id)])
    lists.set(id, { agency, topic, district })
  }
  const placeOf = (id: string) => governments.find((one) => one.id === id)
  const agencies = [...lists.values()].flatMap(({ agency }) => agency)
  return {
    governments,
    government: (id) => localised(placeOf(id)?.name ?? {}, language),
    governmentOf: (caseId) => found.get(caseId)?.governmentId ?? null,
    called: (governmentId, kind, code) => {
      const one = lists.get(governmentId ?? '')?.[kind].find((listed) => listed.code === code)
      return one ? localised(one.name, language) : code
    },
    agency: (id) => localised(agencies.find((one) => one.id === id)?.name ?? {}, language),
    caseLink: (id) => {
      const one = id === null ? undefined : found.get(id)
      if (!one) return null
      const of = { slug: placeOf(one.governmentId)?.slug ?? '' }
      return {
        href: one.number ? proposalPath(of, one.number) : draftPath(of, one.id),
        words: [one.number, one.title || t('proposals.untitled')].filter(Boolean).join(' '),
      }
    },
    list: async (governmentId, kind, target) => {
      const place = placeOf(governmentId)
      const subject = place && (await subjectOf(db, place, subjectKey(kind as 'search', target)))
      if (!place || !subject) return null
      return { href: subject.path, words: await subjectWords(db, request, place.id, subject) }
    },
  }
}
