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
  const said = t(key, harmless(params))
  let html = ''
  let from = 0
  for (let at = said.indexOf('<'); at >= 0; at = said.indexOf('<', from)) {
    const end = said.indexOf('>', at)
    if (end < 0) break
    html += textOf(said.slice(from, at)) + tagOf(said.slice(at + 1, end), slots)
    from = end + 1
  }
  return (html + textOf(said.slice(from))) as Html
}

/** `name` or `/name`. */
function tagOf(piece: string, slots: { [slot: string]: Slot }): string {
  const ends = piece.startsWith('/')
  const slot = slots[ends ? piece.slice(1) : piece]
  if (!slot) return ''
  if (ends) return `</${slot.tag}>`
  let html = `<${slot.tag}`
  for (const attribute in slot) if (attribute !== 'tag') html += ` ${attribute}="${escaped(slot[attribute]!)}"`
  return `${html}>`
}

// What somebody typed has no slots, whatever it looks like: its `<` is another sign until the message has been taken apart.
const veil = '\ue000'

function harmless(params: { [name: string]: unknown }): { [name: string]: unknown } {
  let veiled = params // copied only where it must be: most have nothing to veil, and a page has dozens of messages
  for (const name in params) {
    const value = params[name]
    if (typeof value !== 'string' || !(value.includes('<') || value.includes(veil))) continue
    if (veiled === params) veiled = { ...params }
    veiled[name] = value.replaceAll(veil, '').replaceAll('<', veil)
  }
  return veiled
}

const textOf = (words: string) => escaped(words).replaceAll(veil, '&lt;')
const entities: { [sign: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const special = /[&<>"']/
/** Text as it stands in a page, between tags or in an attribute. */
export const escaped = (text: string) =>
  special.test(text) ? text.replace(/[&<>"']/g, (sign) => entities[sign]!) : text
