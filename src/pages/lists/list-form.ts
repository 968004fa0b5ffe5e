// The form of a list: what it can be narrowed by, what narrows it now, and its orders.
import type { Facets } from '../../domain/search/facets.ts'
import { type ListQuery, listAddress, type Sort } from '../../domain/search/list-query.ts'
import { type Localised, localised } from '../../lib/localised.ts'
import type { Translate } from '../../platform/i18n/i18n.ts'
import type { Choice } from '../../platform/web/parts.ts'
import type { Outcome, Stage } from '../../schema/values.ts'
import { outcomeKey } from '../shared/stage-words.ts'
import { filtersFor } from './filters.ts'
import type { ListPage } from './list-pages.ts'

/** One of the lists, as it is read and offered. */
export type List = {
  nav: 'proposals' | 'archive' | 'search'
  stages: readonly Stage[]
  /** stages that its form offers: what has an outcome is found by that */
  offered: readonly Stage[]
  outcomes: readonly Outcome[]
  answered: readonly NonNullable<ListQuery['answered']>[]
  sorts: readonly Sort[]
}

type Named = { code: string; name: Localised }
type Names = { [name in 'topic' | 'agency' | 'district']: Named[] }
type Words = { t: Translate; language: string }

/** `names`: of everything that has a code; `facets`: null without a search; `isOverdue`: whether any answer is late. */
type Around = {
  asked: ListQuery
  sort: Sort
  path: string
  names: Names
  years: readonly number[]
  facets: Facets | null
  isOverdue: boolean
}

/** What the form of a list offers, with what is picked. */
export function formOf(
  list: List,
  { asked, sort, path, names, years, facets, isOverdue }: Around,
  words: Words,
): Pick<ListPage, 'sorts' | 'ticks' | 'menus' | 'applied'> {
  const { t, language } = words
  const { menu, tells } = filtersFor(facets, t)
  const coded = (rows: Named[]) => rows.map(({ code, name }) => ({ value: code, label: localised(name, language) }))
  const worded = <V extends string | number>(values: readonly V[], label: (value: V) => string): Choice[] =>
    values.map((value) => ({ value: String(value), label: label(value) }))
  const answered = list.answered.filter((value) => value !== 'overdue' || asked.answered === value || isOverdue)
  const sorts = asked.q ? ['relevance' as const, ...list.sorts] : list.sorts
  const outcomes = worded(list.outcomes, (value) => t(outcomeKey(value)))
  const stages = worded(list.offered, (value) => t(`stage.${value}`))
  const ofYears = worded(years, (year) => t('pages.list.of_year', { year }))
  const inTime = worded(answered, (value) => t(`pages.answered.${value}`))
  return {
    sorts: sorts.map((value, i) => ({
      value: i === 0 ? '' : value,
      label: t(`pages.sort.${value}`),
      picked: value === sort,
    })),
    ticks: [
      menu('outcome', outcomes, asked.outcome),
      menu('stage', stages, asked.stage),
      menu('year', ofYears, asked.year), // boxes, not a menu: "since 2024" is several years
    ].filter(tells),
    menus: [
      menu('answered', inTime, asked.answered),
      menu('agency', coded(names.agency), asked.agency),
      menu('topic', coded(names.topic), asked.topic),
      menu('district', coded(names.district), asked.district),
    ].filter(tells),
    applied: applied(path, asked, names, words),
  }
}

/** What narrows the list, each with the address of the list without it. */
function applied(path: string, query: ListQuery, names: Names, { t, language }: Words): ListPage['applied'] {
  const without = (change: Partial<ListQuery>) => listAddress(path, query, { ...change, page: 1 })
  const nameOf = (kind: keyof typeof names, value: string) =>
    localised(names[kind].find((n) => n.code === value)!.name, language)
  const chips = [
    ...query.stage.map((v) => ({
      label: t(`stage.${v}`),
      href: without({ stage: query.stage.filter((x) => x !== v) }),
    })),
    ...query.outcome.map((v) => ({
      label: t(outcomeKey(v)),
      href: without({ outcome: query.outcome.filter((x) => x !== v) }),
    })),
    ...(['topic', 'agency', 'district'] as const).flatMap((kind) =>
      query[kind].map((v) => ({
        label: nameOf(kind, v),
        href: without({ [kind]: query[kind].filter((x) => x !== v) }),
      })),
    ),
    ...query.year.map((year) => ({
      label: t('pages.list.of_year', { year }),
      href: without({ year: query.year.filter((x) => x !== year) }),
    })),
  ]
  if (query.answered)
    chips.push({ label: t(`pages.answered.${query.answered}`), href: without({ answered: undefined }) })
  return chips
}
