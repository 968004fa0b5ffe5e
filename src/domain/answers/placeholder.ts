// Placeholders in the texts that agencies keep: {{案件編號}}, {{due date}}, {{fill in: the date of the visit}}. Pure.

/** What a case fills in by itself, under its name in each language. */
export const placeholders = {
  number: { 'zh-Hant': '案件編號', en: 'case number' },
  title: { 'zh-Hant': '提案名稱', en: 'title' },
  due: { 'zh-Hant': '回應期限', en: 'due date' },
  agency: { 'zh-Hant': '機關', en: 'agency' },
  district: { 'zh-Hant': '地區', en: 'district' },
} as const
export type PlaceholderName = keyof typeof placeholders
export const placeholderNames = Object.keys(placeholders) as PlaceholderName[]
type Language = 'zh-Hant' | 'en'

/** What only the writer knows: what follows says what is wanted there. */
const forTheWriter = /^(填寫|fill in)\s*[:：]\s*\S/i

/** What a case says of each in each language; '' where it says nothing. */
export type Filling = { [name in PlaceholderName]: { [language in Language]: string } }

// At most one line, so that a stray {{ takes no more than its line; full-width braces are typed by Chinese keyboards.
const braces = /(?:\{\{|｛｛)([^{}｛｝\n]{0,200})(?:\}\}|｝｝)/g

/** All that stand in a text, as they were written, without their braces. */
export const placeholdersIn = (text: string): string[] => [...text.matchAll(braces)].map(([, inner]) => inner!.trim())

/** Those that nobody could fill in: names that are none. */
export const unknownIn = (text: string): string[] =>
  placeholdersIn(text).filter((inner) => !nameOf(inner) && !forTheWriter.test(inner))

/** Those that a kept text brought and nobody filled in yet. Other words in braces are somebody's own. */
export const leftIn = (text: string): string[] =>
  placeholdersIn(text).filter((inner) => nameOf(inner) || forTheWriter.test(inner))

/** The text with all that the case says of itself; what it does not say stays, for the writer to see. */
export const filledIn = (text: string, filling: Filling): string =>
  text.replace(braces, (whole, inner: string) => {
    const found = nameOf(inner.trim())
    return (found && filling[found.name][found.language]) || whole
  })

/** A kept text added to a field: below what was typed, so that nothing is lost. */
export const addedTo = (typed: string, kept: string): string =>
  !kept || typed.includes(kept) ? typed : typed.trim() ? `${typed.trimEnd()}\n\n${kept}` : kept

function nameOf(inner: string): { name: PlaceholderName; language: Language } | null {
  const asked = inner.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ')
  for (const name of placeholderNames)
    for (const language of ['zh-Hant', 'en'] as const)
      if (placeholders[name][language] === asked) return { name, language }
  return null
}
