// A name in several languages.

/** The name per language, at least in the government's first one. */
export type Localised = { [language: string]: string }

/** The name in `language`, else in `otherwise`, else in whichever language there is. */
export function localised(name: Localised, language: string, otherwise = 'zh-Hant'): string {
  return name[language] ?? name[otherwise] ?? Object.values(name)[0] ?? ''
}
