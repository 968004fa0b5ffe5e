// What pages show of following: a panel on the page of a case or an agency, and a choice that can be changed.
import type { FastifyRequest } from 'fastify'
import { type Subject, subjectKey } from '../../domain/following/subject.ts'
import { agenciesOf, districtsOf, topicsOf } from '../../domain/governments/store.ts'
import type { Chosen } from '../../domain/notifications/waiting-news.ts'
import type { ListQuery } from '../../domain/search/list-query.ts'
import { localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Translate } from '../../platform/i18n/i18n.ts'
import type { FieldError } from '../../platform/web/forms.ts'
import type { Choice } from '../../platform/web/parts.ts'
import { type Followable, newsGroups, paces } from '../../schema/values.ts'
import { outcomeKey } from './stage-words.ts'

/** On the page of what can be followed. `chosen` null: not followed; `said`: a press has just begun it. */
export type FollowPanel = {
  of: string
  /** where it is chosen how */
  path: string
  chosen: string | null
  said: boolean
}

/** The form that says how soon one hears, and of what. `id` keeps the fields of several forms apart. */
export type FollowChoice = {
  id: string
  of: string
  /** shown again after it; '': the page of following itself */
  from: 'me' | ''
  action: string
  paces: Choice[]
  pace: string
  kinds: Choice[]
  picked: readonly string[]
  error?: FieldError | undefined
}

export const followPath = (slug: string, of: string): string => `/${slug}/follows?subject=${encodeURIComponent(of)}`

export const followPanel = (
  { t }: { t: Translate },
  slug: string,
  [kind, target]: [Followable, string],
  chosen: Chosen | null,
  said: boolean,
): FollowPanel => {
  const of = subjectKey(kind, target)
  return { of, path: followPath(slug, of), chosen: chosen && choiceWords(t, chosen), said: said && chosen !== null }
}

/** "Once a day: dates, the end" */
export function choiceWords(t: Translate, { pace, kinds }: Chosen, kind?: Followable): string {
  if (kind === 'log') return t('follows.pace.daily')
  const soon = t(`follows.pace.${pace}`)
  if (!kinds) return soon
  return t('follows.chosen_kinds', {
    pace: soon,
    kinds: kinds.map((kind) => t(`follows.news_of.${kind}`)).join(t('frame.and')),
  })
}

/** Kinds of news there are of it: that a case is new is news of a list alone. Of the log there is one mail a day. */
export const kindsOf = (kind: Followable): (typeof newsGroups)[number][] =>
  kind === 'log' ? [] : newsGroups.filter((group) => kind !== 'case' || group !== 'new')

export function followChoice(
  t: Translate,
  slug: string,
  { of, kind }: { of: string; kind: Followable },
  chosen: Chosen,
  shown: { id: string; from: 'me' | '' },
): FollowChoice {
  return {
    ...shown,
    of,
    action: `/${slug}/follows`,
    paces:
      kind === 'log'
        ? [
            { value: 'now', label: t('follows.pace.daily') },
            { value: 'never', label: t('follows.pace.never') },
          ]
        : [...paces, 'never'].map((pace) => ({ value: pace, label: t(`follows.pace.${pace}`) })),
    pace: kind === 'log' ? 'now' : chosen.pace,
    kinds: kindsOf(kind).map((group) => ({ value: group, label: t(`follows.kind.${group}`) })),
    picked: chosen.kinds ?? kindsOf(kind),
  }
}

/** What is followed, by name: "2026-0042 …", "agency: …", "search: “lights”, traffic". */
export async function subjectWords(
  db: Db,
  request: Pick<FastifyRequest, 't' | 'language'>,
  governmentId: string,
  { kind, name, query }: Pick<Subject, 'kind' | 'name' | 'query'>,
): Promise<string> {
  const { t, language } = request
  if (kind === 'case') return String(name)
  if (kind === 'log') return t('follows.of.log')
  const named = query
    ? await searchWords(db, request, governmentId, query)
    : localised(typeof name === 'object' ? (name ?? {}) : {}, language)
  return t(`follows.of.${kind}`, { name: named })
}

async function searchWords(
  db: Db,
  { t, language }: Pick<FastifyRequest, 't' | 'language'>,
  governmentId: string,
  query: ListQuery,
): Promise<string> {
  const [agency, topic, district] = await Promise.all([
    agenciesOf(db, governmentId),
    topicsOf(db, governmentId),
    districtsOf(db, governmentId),
  ])
  const names = { agency, topic, district }
  const words = [
    ...(query.q ? [t('follows.quoted', { q: query.q })] : []),
    ...query.stage.map((stage) => t(`stage.${stage}`)),
    ...query.outcome.map((outcome) => t(outcomeKey(outcome))),
    ...(['topic', 'agency', 'district'] as const).flatMap((kind) =>
      query[kind].map((code) => localised(names[kind].find((one) => one.code === code)?.name ?? {}, language) || code),
    ),
    ...(query.answered ? [t(`pages.answered.${query.answered}`)] : []),
    ...query.year.map((year) => t('pages.list.of_year', { year })),
  ]
  return words.join(t('frame.and'))
}
