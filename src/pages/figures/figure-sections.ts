// Figures as groups, each a picture with its table: of years, agencies, topics or governments side by side. Pure.
import { fewCases } from '../../domain/figures/figures.ts'
import type { Chart, Fill } from './figure-charts.ts'
import { drawings } from './figure-drawings.ts'
import type { Method, Part, Saying, SectionKind } from './figure-words.ts'

type Row = { name: string; lang?: string | undefined; href?: string | undefined; cells: string[]; few: boolean }
/** Cases by their numbers, where a share of them would say nothing. */
export type Listed = { name: string; cases: { number: string; href: string; words: string }[] }

export type Section = {
  id: string
  title: string
  words: string
  charts: Chart[]
  /** what the picture shows, for who does not see it */
  told: string
  legend: { fill: Fill; words: string }[]
  head: string[]
  rows: Row[]
  listed: Listed[]
  csv: string
  json: string
  method: Method
}

/** One group. The id stays the same in every language, so that an address may point at it. */
export function sectionOf(kind: SectionKind, parts: Part[], saying: Saying, listed: Listed[] = []): Section {
  const { t, of, cohort } = saying
  const { columns, n, method, charts, legend = [] } = drawings[kind](parts, saying)
  const rows = parts.map(({ figures, ...part }) => ({
    ...part,
    few: n(figures) < fewCases,
    cells: columns.map(({ cell }) => cell(figures)),
  }))
  const plain = t(`figures.${kind}.title`)
  const title = of === 'year' ? plain : t(`figures.by.${of}`, { title: plain })
  const words = kind === 'cohort' && cohort ? t('figures.cohort.words_months', cohort) : t(`figures.${kind}.words`)
  return {
    ...{ id: of === 'year' ? kind : `${kind}-${of}`, title, words, charts, legend },
    told: rows
      .map(({ name, cells }) => `${name}: ${cells.map((cell, i) => `${columns[i]!.head} ${cell}`).join(', ')}`)
      .join('; '),
    head: [t(`figures.of.${of}`), ...columns.map(({ head }) => head)],
    ...{ rows, listed, method, csv: saying.file('csv'), json: saying.file('json') },
  }
}

/** The same kinds for each agency, or topic; none where there is nothing to compare. */
export const sectionsOfParts = (kinds: readonly SectionKind[], parts: Part[], saying: Saying): Section[] =>
  parts.length ? kinds.map((kind) => sectionOf(kind, parts, saying)) : []
