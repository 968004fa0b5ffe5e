// A message without the elements around some of its words, for where there is no page: feeds.
import type { Translate } from './i18n.ts'

/** Stands for `<` in what is filled in, so that only the message's own elements go. */
const held = '\uE000'

/** Only the elements of the message itself go: `<` in what is filled in stays. */
export function plainMessage(t: Translate, key: string, params: { [name: string]: unknown } = {}): string {
  const safe = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replaceAll('<', held) : value,
  ])
  return t(key, Object.fromEntries(safe))
    .replace(/<\/?\w+>/g, '')
    .replaceAll(held, '<')
}
