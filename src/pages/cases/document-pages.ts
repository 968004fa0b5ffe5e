// What the pages show that tell of a case as a document: its versions, one of them, and how to cite it.
import type { TextChange } from '../../domain/proposals/text-versions.ts'
import type { InPlace } from '../../platform/web/view.ts'
import type { AnswerView } from '../shared/answers.ts'

type Head = InPlace & {
  caseNumber: string
  self: string
  /** of the case as it stands now; in words where it is not public */
  caseTitle: string
}

/** A text of the case, with what is other than in the one that it is compared with; `changes` null: there is none. */
export type TextView = {
  number: number
  title: string
  problem: string
  benefit: string
  asks: string[]
  from: Date | null
  until: Date | null
  path: string
  against: number | null
  changes: (TextChange & { ask: number | null; name: string })[] | null
}

export type VersionsPage = Head & {
  /** everybody may read its text */
  shown: boolean
  texts: TextView[]
  answers: (AnswerView & { path: string })[]
  today: string
}

export type VersionPage = Head & {
  /** the local day as of which it is shown; null: one version by itself */
  asOf: string | null
  text: TextView | null
  answers: AnswerView[]
  /** the full address of this version */
  url: string
  others: { number: number; path: string }[]
}

export type CitePage = Head & {
  /** five sentences */
  summary: string[]
  citation: string
  url: string
  records: { name: string; text: string; href: string | null }[]
  shown: boolean
  hasVersions: boolean
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'cases/versions': VersionsPage
    'cases/version': VersionPage
    'cases/cite': CitePage
  }
}
