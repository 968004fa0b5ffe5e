// What "My data" shows.
import type { Section } from '../../domain/retention/person-tables.ts'
import type { SignedIn } from '../../platform/web/view.ts'

export type DataLink = { href: string; words: string }
/**
 * `notes`: in small letters below it. `withdraw`: the id of a consent that can be withdrawn; `instead`: the page where that is done
 * for one that cannot be withdrawn by a press.
 */
export type DataRow = {
  words: string
  link: DataLink | null
  notes: string[]
  withdraw: string | null
  instead?: DataLink | null
}
export type DataSection = {
  id: Section
  from: 'you' | 'us' | 'staff' | 'both' | 'seat'
  rows: DataRow[]
  /** how many more there are */
  more: number
  /** said where there is nothing; '' where the section is not shown then */
  none: string
}
/** `months`, `forgotten`: how long the rules keep people, and what was left alone. */
/** `whole`: every row, to be kept: nothing to press. */
/** `absent`: kinds of which nothing is held. */
export type DataPage = SignedIn & {
  sections: DataSection[]
  absent: Section[]
  whole: boolean
  /** why some of it is not shown */
  leftOut: readonly string[]
  months: number
  forgotten: number
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'me/data': DataPage
  }
}
