// Words that somebody typed and a page does not show again: its form is gone, because the case, the agency or the seat it was for
// has changed meanwhile. Pure.
import type { Values } from './forms.ts'

/** Choices, dates, numbers and codes are no words. */
const isWords = (value: string) => /[^\w.:\s-]|.{41}|\S\s+\S/su.test(value)

/** The typed words that stand nowhere in `page` (HTML), however that breaks its lines. */
export function unshownWords(page: string, values: Values): string[] {
  const typed = [...new Set(Object.values(values).flat())].filter(isWords)
  if (!typed.length) return []
  const shown = signsOf(readable(page))
  return typed.filter((words) => !shown.includes(signsOf(words)))
}

/** One form for what is stored and shown in another one: spaces, line ends and width do not count. */
const signsOf = (text: string) => text.normalize('NFKC').replace(/[\s\p{Default_Ignorable_Code_Point}]+/gu, '')

const entities: { [entity: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" }
const readable = (html: string) =>
  html.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, entity: string) => entities[entity]!)
