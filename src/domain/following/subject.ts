// What can be followed, by the words that forms and addresses name it with: 'case:2026-0001', 'agency:CODE', 'topic:CODE',
// 'district:CODE', 'search:' and the parameters of a list, or 'log:days'.
import type { Localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { type Followable, type FollowedList, followable } from '../../schema/values.ts'
import { agenciesOf, districtsOf, topicsOf } from '../governments/store.ts'
import type { Followed } from '../notifications/waiting-news.ts'
import { isThere } from '../proposals/proposal.ts'
import { findProposal } from '../proposals/store.ts'
import { keptSearch, searchKept } from '../search/finds-case.ts'
import { everything, type ListQuery, listAddress, unknownCode } from '../search/list-query.ts'

type Place = { id: string; slug: string }

export type Subject = {
  /** as forms and addresses name it */
  of: string
  what: Followed
  kind: Followable
  /** its code, of a case its number, of a search its parameters */
  target: string
  /** where it is shown */
  path: string
  /** of a case its title; null of a search, whose words are the page's */
  name: Localised | string | null
  query: ListQuery | null
}

/** The name of what is followed in forms, tokens and consents. */
export const subjectKey = (kind: Followable, target: string): string => `${kind}:${target}`

/** Null where there is no such thing, or not everybody may see it. */
export async function subjectOf(db: Db, government: Place, of: string): Promise<Subject | null> {
  const colon = of.indexOf(':')
  const kind = followable.find((one) => one === of.slice(0, colon))
  const target = of.slice(colon + 1)
  if (!kind || !target) return null
  if (kind === 'case') return caseOf(db, government, target)
  if (kind === 'search') return searchOf(db, government, target)
  if (kind === 'log') return target === logDays ? logOf(government) : null
  return listOf(db, government, kind, target)
}

async function caseOf(db: Db, government: Place, number: string): Promise<Subject | null> {
  const p = await findProposal(db, government.id, number)
  if (!p?.number || !isThere(p) || p.hiddenAt) return null
  return {
    ...{ of: subjectKey('case', p.number), what: { kind: 'case', proposalId: p.id }, kind: 'case', target: p.number },
    ...{ path: proposalPath(government, p.number), name: p.title, query: null },
  }
}

/** What is followed of a log: the checkpoint with which each day ended. */
export const logDays = 'days'

const logOf = (government: Place): Subject => ({
  ...{ of: subjectKey('log', logDays), what: { kind: 'log', governmentId: government.id, target: logDays } },
  ...{ kind: 'log', target: logDays, path: `/${government.slug}/log`, name: null, query: null },
})

const lists = { agency: agenciesOf, topic: topicsOf, district: districtsOf }

async function listOf(
  db: Db,
  government: Place,
  kind: Exclude<FollowedList, 'search' | 'log'>,
  code: string,
): Promise<Subject | null> {
  const entry = (await lists[kind](db, government.id)).find((one) => one.code === code)
  if (!entry) return null
  const query = { ...everything, [kind]: [code] }
  const path =
    kind === 'agency'
      ? `/${government.slug}/agencies/${encodeURIComponent(code)}`
      : listAddress(`/${government.slug}/search`, query)
  return {
    ...{ of: subjectKey(kind, code), what: { kind, governmentId: government.id, target: code }, kind, target: code },
    ...{ path, name: entry.name, query: null },
  }
}

/** A search for one topic alone is that topic, and so on: whoever follows either follows one thing. */
async function searchOf(db: Db, government: Place, typed: string): Promise<Subject | null> {
  const query = keptSearch(typed)
  if (!query) return null
  const [agency, topic, district] = await Promise.all([
    agenciesOf(db, government.id),
    topicsOf(db, government.id),
    districtsOf(db, government.id),
  ])
  const codes = (rows: { code: string }[]) => rows.map(({ code }) => code)
  if (unknownCode(query, { agency: codes(agency), topic: codes(topic), district: codes(district) })) return null
  const target = searchKept(query)
  if (!target) return null
  const [only, ...others] = new URLSearchParams(target)
  const [name = '', code = ''] = only ?? []
  if (!others.length && (name === 'agency' || name === 'topic' || name === 'district'))
    return listOf(db, government, name, code)
  return {
    ...{ of: subjectKey('search', target), kind: 'search', target },
    what: { kind: 'search', governmentId: government.id, target },
    ...{ path: listAddress(`/${government.slug}/search`, query), name: null, query },
  }
}
