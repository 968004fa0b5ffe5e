// Message catalogues: views/locales/LANGUAGE/ROOM.json. A language is added by adding a folder.
import { readdirSync, readFileSync } from 'node:fs'
import { usualLanguage } from '../../config.ts'

export type Translate = (key: string, params?: { [name: string]: unknown }) => string

const folder = new URL('../../../views/locales/', import.meta.url)

/** Codes of the languages there are, the default first. */
export const languages: readonly string[] = readdirSync(folder).sort((a, b) =>
  a === usualLanguage ? -1 : b === usualLanguage ? 1 : a.localeCompare(b),
)

/** The messages of one language, room by room. */
export function catalogue(language: string): { [room: string]: unknown } {
  const path = new URL(`${language}/`, folder)
  return Object.fromEntries(
    readdirSync(path)
      .filter((file) => file.endsWith('.json'))
      .map((file) => [file.slice(0, -5), JSON.parse(readFileSync(new URL(file, path), 'utf8'))]),
  )
}

const translators = new Map(languages.map((language) => [language, translate(language, catalogue(language))]))

/** Messages in a language; the default one for a language we have no words in. A key without a message is returned as it is. */
export const translator = (language: string): Translate => translators.get(language) ?? translators.get(usualLanguage)!

/**
 * A message is words with `{{names}}`, and has forms by `count` (`_zero`, `_one`, `_other` …, as Intl.PluralRules says). A sentence
 * with several numbers writes the words that go with each beside it: `{{days}} {{days|day|days}}`. That is all that is needed here;
 * a number is formatted by whoever passes it. Each message is taken apart once, because a page has hundreds of them.
 */
function translate(language: string, messages: object): Translate {
  const plurals = new Intl.PluralRules(language)
  const known = new Map<string, string[]>()
  collect(messages, '')
  return (key, params) => {
    const pieces = typeof params?.count === 'number' ? counted(key, params.count) : known.get(key)
    return pieces ? filled(pieces, params, plurals) : key
  }

  function counted(key: string, count: number): string[] | undefined {
    const zero = count === 0 ? known.get(`${key}_zero`) : undefined
    const form = known.get(`${key}_${plurals.select(count)}`) ?? known.get(`${key}_other`) // not every form is written out
    return zero ?? form ?? known.get(key)
  }

  function collect(messages: object, prefix: string): void {
    for (const [name, message] of Object.entries(messages)) {
      if (typeof message === 'object') collect(message, `${prefix}${name}.`)
      else known.set(prefix + name, message.split(/\{\{(\w+(?:\|[^{}]+)?)\}\}/))
    }
  }
}

/** Words and names in turn, with what the names stand for. */
function filled(pieces: string[], params: { [name: string]: unknown } = {}, plurals: Intl.PluralRules): string {
  let text = pieces[0]!
  for (let i = 1; i < pieces.length; i += 2) {
    const name = pieces[i]!
    const value = name.includes('|') ? wordBeside(name, params, plurals) : isolated(String(params[name] ?? ''))
    text = beforeDate(text, value) + value + pieces[i + 1]
  }
  return text
}

const categories = ['zero', 'one', 'two', 'few', 'many', 'other'] as const

/**
 * The word that goes with a number, which may have commas in its thousands: `days|day|days`. The words stand in the order of the
 * forms that the language has, from one to other; the last one serves for those that are not written out.
 */
function wordBeside(name: string, params: { [name: string]: unknown }, plurals: Intl.PluralRules): string {
  const [number = '', ...words] = name.split('|')
  const form = plurals.select(Number(String(params[number] ?? '').replaceAll(',', '')))
  const forms = categories.filter((category) => plurals.resolvedOptions().pluralCategories.includes(category))
  return words[forms.indexOf(form)] ?? words.at(-1) ?? ''
}

/** Between Chinese and a date there is room where it begins with a digit, and none before 民國; messages are written in both ways. */
function beforeDate(text: string, value: string): string {
  if (value.startsWith('民國')) return text.replace(/(\p{Script=Han}) $/u, '$1')
  return /^\d+ [年月]/.test(value) && /\p{Script=Han}$/u.test(text) ? `${text} ` : text
}

/** Text that runs from right to left is wrapped in isolation marks, so that it does not turn our own words around it. */
function isolated(value: string): string {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u.test(value)
    ? `\u2068${value}\u2069`
    : value
}
