// What the pages of figures show.
import type { Figures } from '../../domain/figures/figures.ts'
import { sharesOf } from '../../domain/figures/figures.ts'
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
