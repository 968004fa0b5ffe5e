// How the pages of figures put numbers into words. Pure.
import type { Figures } from '../../domain/figures/figures.ts'
import { leastForShare } from '../../lib/share.ts'
import type { Translate } from '../../platform/i18n/i18n.ts'
import type { Fill } from './figure-charts.ts'

/** One of those that stand side by side. `lang` of its name, where that is another than the page's. */
export type Part = {
  name: string
  lang?: string | undefined
  href?: string | undefined
  year?: number | null
  figures: Figures
}
/** Of a page: its words, how it writes numbers, and where the same lines are as a file, without an ending. */
export type Saying = {
  t: Translate
  number: (value: number) => string
  file: (ending: 'csv' | 'json') => string
  /** what the rows are: a year, an agency, a topic, a government */
  of: 'year' | 'agency' | 'topic' | 'government'
  /** how many months ago the cohort begins and ends; null where each of those side by side has another */
  cohort: { from: number; to: number } | null
}

export const methods = ['flow', 'days', 'on_time', 'cohort', 'asks', 'commitments', 'missed', 'few', 'ranking'] as const
export type Method = (typeof methods)[number]

export type SectionKind = (typeof kinds)[number]
const kinds = ['flow', 'check', 'answer', 'on_time', 'cohort', 'asks', 'commitments', 'missed'] as const
export const sectionKinds: readonly SectionKind[] = kinds

export type Column = { head: string; cell: (figures: Figures) => string }
export type LegendEntry = { fill: Fill; words: string }

export const columnsOf = (say: Saying, kind: string, cells: { [name: string]: (f: Figures) => number }): Column[] =>
  Object.entries(cells).map(([name, count]) => ({
    head: say.t(`figures.${kind}.${name}`),
    cell: (f) => say.number(count(f)),
  }))

export const legendOf = (say: Saying, kind: string, fills: { [name: string]: Fill }): LegendEntry[] =>
  Object.entries(fills).map(([name, fill]) => ({ fill, words: say.t(`figures.${kind}.${name}`) }))

type Share = { part: number; all: number; percent: number | null }

/** So many of so many, whatever their number. */
export const partIn = ({ t, number }: Saying, { part, all }: Share): string =>
  all ? t('figures.part_of', { part: number(part), all: number(all) }) : t('figures.unknown')

/** In percent; where there are too few to speak of a share, the numbers themselves. */
export const shareIn = (say: Saying, share: Share): string =>
  share.all < leastForShare || share.percent === null
    ? partIn(say, share)
    : say.t('figures.percent', { n: share.percent })

export const rangeIn = ({ t }: Saying, range: { low: number; high: number } | null): string =>
  range ? t('figures.between', range) : t('figures.unknown')
