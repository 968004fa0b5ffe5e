// What all pages of one language, place and year have: made once, and inherited by each.
import { usualLanguage } from '../../config.ts'
import { localDate } from '../../lib/calendar.ts'
import { localised } from '../../lib/localised.ts'
import { memoize } from '../../lib/memoize.ts'
import { formats } from '../i18n/format.ts'
import { translator } from '../i18n/i18n.ts'
import { dataBlock } from './about.ts'
import { asset } from './assets.ts'
import type { FormState } from './forms.ts'
import { hiddenWords, marked, type Slot } from './html.ts'
import { evidenceLine, piecesOf, proseOf } from './prose.ts'
import { sheetOf } from './sheet.ts'
import { titleOf, wordsOf } from './titles.ts'

/** Words, formats and helpers of templates. `dates`: the calendar; `at`: short dates of other years than this moment's say theirs. */
export const everyPage = (language: string, timeZone: string, dates: string, at: Date) =>
  helpers(`${language} ${timeZone} ${dates} ${localDate(at, timeZone).slice(0, 4)}`)

/** Dates and numbers as pages write them. */
export const formatsOf: (language: string, timeZone: string, dates: string, at: Date) => Formats = everyPage
type Formats = ReturnType<typeof formats>

const helpers = memoize((key) => {
  const [language, zone, dates, year] = key.split(' ') as [string, string, string, string]
  const t = translator(language)
  return {
    ...unbroken(formats(language, zone, dates, t, year)),
    t,
    lang: language,
    asset,
    dataBlock,
    titled: titleOf,
    wordsOf,
    proseOf,
    piecesOf,
    evidenceLine,
    sheetOf,
    /** A message with elements around some of its words: see html.ts. */
    marked: (key: string, params: { [name: string]: unknown }, slots: { [slot: string]: Slot }) =>
      marked(t, key, params, slots),
    hiddenWords,
    /** a form that is shown again as it was typed, with or without something to mend in it */
    comesBack: ({ values, errors }: FormState) => Object.keys({ ...values, ...errors }).length > 0,
    /** Several names as one. */
    joined: (names: readonly string[]) => names.join(t('frame.and')),
    nameIn: (name: { [language: string]: string }) => localised(name, language),
    /** The `lang` of what a person wrote: Chinese characters say Chinese, anything else is taken for the page's own. */
    langOf: (text: string | null | undefined) =>
      !language.startsWith('zh') && /\p{Script=Han}/u.test(text ?? '') ? usualLanguage : language,
  }
}, 1000)

/** Dates that stay on one line: a day at the end of one and its month at the beginning of the next are hard to read. */
function unbroken(given: Formats): Formats {
  const whole =
    <V>(format: (value: V) => string) =>
    (value: V) =>
      format(value).replaceAll(' ', '\u00a0')
  return {
    ...given,
    date: whole(given.date),
    shortDate: whole(given.shortDate),
    span: (first, last) => given.span(first, last).replaceAll(' ', '\u00a0').replace('\u00a0–\u00a0', ' – '),
    dateTime: (at) => given.dateTime(at).replace(/ (?=.* )/g, '\u00a0'),
  }
}
