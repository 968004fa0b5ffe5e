// Message catalogues: views/locales/LANGUAGE/ROOM.json. A language is added by adding a folder.
import { readdirSync, readFileSync } from 'node:fs'
import { createInstance } from 'i18next'
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

const catalogues = new Map(languages.map((language) => [language, catalogue(language)]))
const i18n = createInstance()
await i18n.init({
  lng: usualLanguage,
  fallbackLng: false,
  interpolation: { escapeValue: true, escape: isolated }, // the templates escape HTML
  resources: Object.fromEntries([...catalogues].map(([language, translation]) => [language, { translation }])),
})

/** Every message by i18next itself. */
export const fullTranslator = (language: string) => i18n.getFixedT(language) as unknown as Translate

const translators = new Map([...catalogues].map(([language, messages]) => [language, translate(language, messages)]))

/**
 * i18next takes some 10 µs for a message, and a page has hundreds. Those that are words, `{{names}}` and forms by `count`
 * are taken apart once; what is more than that, and what is missing, is its.
 */
function translate(language: string, messages: object): Translate {
  const full = fullTranslator(language)
  const plurals = new Intl.PluralRules(language)
  const known = new Map<string, string[]>()
  collect(messages, '')
  return (key, params) => {
    const pieces = typeof params?.count === 'number' ? counted(key, params.count) : known.get(key)
    return pieces ? filled(pieces, params) : full(key, params)
  }

  function counted(key: string, count: number): string[] | undefined {
    const zero = count === 0 ? known.get(`${key}_zero`) : undefined
    return zero ?? known.get(`${key}_${plurals.select(count)}`) ?? known.get(key)
  }

  function collect(messages: object, prefix: string): void {
    for (const [name, message] of Object.entries(messages)) {
      if (typeof message === 'object') collect(message, `${prefix}${name}.`)
      else if (!/\$t\(/.test(message) && !/\{\{(?!\w+\}\})/.test(message))
        known.set(prefix + name, message.split(/\{\{(\w+)\}\}/))
    }
  }
}

/** Words and names in turn, with what the names stand for. */
function filled(pieces: string[], params: { [name: string]: unknown } = {}): string {
  let text = pieces[0]!
  for (let i = 1; i < pieces.length; i += 2) text += isolated(String(params[pieces[i]!] ?? '')) + pieces[i + 1]
  return text
}

/** What runs from right to left stays in its place, and does not turn the words of ours around it. */
function isolated(value: string): string {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u.test(value)
    ? `\u2068${value}\u2069`
    : value
}

/** Messages in a language; the default one for a language we have no words in. */
export const translator = (language: string): Translate => translators.get(language) ?? translators.get(usualLanguage)!

/** The best of `offered` for an Accept-Language header. */
export function negotiated(header: string | undefined, offered: readonly string[]): string | undefined {
  const wanted = (header ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', q] = part.trim().split(';q=')
      return { tag: tag.toLowerCase(), q: q ? Number(q) : 1 }
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q)
  for (const { tag } of wanted) {
    const found = offered.find(
      (code) => code.toLowerCase() === tag || code.split('-')[0]?.toLowerCase() === tag.split('-')[0],
    )
    if (found) return found
  }
  return undefined
}
