// What may stand in a page as it is. Everything else is escaped. Pure.
import type { Translate } from '../i18n/i18n.ts'

declare const html: unique symbol

/** Markup of ours, made by a template or by `marked`. Only this may be printed raw: src/check-templates.mjs sees to it. */
export type Html = string & { readonly [html]: true }

/** An element around some words of a message: its tag, and its attributes. */
export type Slot = { tag: 'a' | 'b' | 'i' | 'kbd' | 'small' | 'span' | 'strong'; [attribute: string]: string }

/** Words for a screen reader alone. */
export const hiddenWords: Slot = { tag: 'span', class: 'govuk-visually-hidden' }

/**
 * A message with elements around some of its words: `Merged into <link>{{number}}</link>`, with what `link` is in `slots`. So a
 * sentence stays whole, and each language may order it as it likes. The words, the parameters and the attributes are escaped; a
 * slot that is not named in `slots` is left out, and its words stay.
 */
export function marked(
  t: Translate,
  key: string,
  params: { [name: string]: unknown },
  slots: { [slot: string]: Slot },
): Html {
  const harmless = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string' ? veiled(value) : value,
  ])
  return t(key, Object.fromEntries(harmless))
    .split(/(<\/?\w+>)/)
    .map((piece, i) => (i % 2 ? tagOf(piece, slots) : unveiled(escaped(piece))))
    .join('') as Html
}

function tagOf(piece: string, slots: { [slot: string]: Slot }): string {
  const [, end, name = ''] = /<(\/?)(\w+)>/.exec(piece) ?? []
  const slot = slots[name]
  if (!slot) return ''
  const { tag, ...attributes } = slot
  if (end) return `</${tag}>`
  return `<${tag}${Object.entries(attributes)
    .map(([attribute, value]) => ` ${attribute}="${escaped(value)}"`)
    .join('')}>`
}

// What somebody typed has no slots, whatever it looks like: its `<` is another sign until the message has been taken apart.
const veil = '\ue000'
const veiled = (text: string) => text.replaceAll(veil, '').replaceAll('<', veil)
const unveiled = (text: string) => text.replaceAll(veil, '&lt;')

const entities: { [sign: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign]!)
