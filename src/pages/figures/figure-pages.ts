// What the pages of figures show.
import type { Figures } from '../../domain/figures/figures.ts'
import { sharesOf } from '../../domain/figures/figures.ts'
import { type Localised, localised } from '../../lib/localised.ts'
import type { Translate } from '../../platform/i18n/i18n.ts'
import type { Figure, Select } from '../../platform/web/parts.ts'
import type { InPlace } from '../../platform/web/view.ts'
import type { Take } from '../shared/taken.ts'
import type { Section } from './figure-sections.ts'
import type { methods } from './figure-words.ts'

type Shown = {
  at: Date
  sections: Section[]
  methods: typeof methods
  /** address of the page that says how all this is counted; '' for this one */
  methodAt: string
}
export type FiguresPage = InPlace &
  Shown & {
    menus: Select[]
    narrowed: boolean
    empty: boolean
    heads: Figure[]
    take: Take
  }
export type NationalPage = Shown

declare module '../../platform/web/view.ts' {
  interface Pages {
    'figures/figures': FiguresPage
    'figures/national': NationalPage
  }
}

/** The four that most people come for; of fewer than five the numbers themselves. */
export function headsOf(f: Figures, t: Translate, number: (value: number) => string): Figure[] {
  const shares = sharesOf(f)
  const share = (name: 'on_time' | 'kept' | 'adopted', { part, all, percent }: typeof shares.kept): Figure => {
    const dt = t(`figures.head.${name}`, { part: number(part), all: number(all) })
    if (percent !== null) return { dt, n: percent, share: true }
    return { dt, n: all ? t('figures.part_of', { part: number(part), all: number(all) }) : t('pages.none') }
  }
  const dt = t('figures.head.median', { n: number(f.answer.cases) })
  return [
    share('on_time', shares.onTime),
    f.answer.median === null
      ? { dt, n: t('pages.none') }
      : { dt, n: number(f.answer.median), unit: t('pages.day_unit', { count: f.answer.median }) },
    share('adopted', shares.adopted),
    share('kept', shares.kept),
  ]
}

/** `names`: of what narrows the figures, where it does. */
export function titleOf(names: (string | false | undefined)[], t: Translate): string {
  const of = names.filter(Boolean)
  return of.length ? t('figures.title_of', { of: of.join(t('frame.and')) }) : t('figures.title')
}

type Named = { code: string; name: Localised }

/** What the figures can be narrowed by. */
export function menusOf(
  { agencies, topics, years }: { agencies: Named[]; topics: Named[]; years: number[] },
  picked: { agency: string | undefined; topic: string | null; year: number | null },
  { t, language }: { t: Translate; language: string },
): Select[] {
  const options = (rows: Named[]) =>
    rows.map(({ code, name }) => ({ value: code, label: localised(name, language) || code }))
  const menu = (name: 'agency' | 'topic' | 'year') => ({
    ...{ name, label: t(`pages.list.${name}`), blank: t(`pages.list.any_${name}`) },
  })
  return [
    { ...menu('agency'), value: picked.agency, options: options(agencies) },
    { ...menu('topic'), value: picked.topic, options: options(topics) },
    {
      ...{ ...menu('year'), value: `${picked.year ?? ''}` },
      options: years.map((year) => ({ value: `${year}`, label: t('pages.list.of_year', { year }) })),
    },
  ]
}
