// How the elements of a page are read: their words, their names, and whether a page is well built.
import type { Cheerio, CheerioAPI } from 'cheerio'

export type Document = CheerioAPI
export type Node = ReturnType<CheerioAPI>[number]
export type Nodes = Cheerio<Node>

const inline = new Set(
  'a abbr b bdi bdo cite code del em i ins kbd label mark output q s small span strong sub sup time u wbr'.split(' '),
)
const silent = new Set(['script', 'style', 'template', 'head'])

/** The words of an element and all within, as they are read aloud: one space wherever there is any white space. */
export function textOf(node: Node | undefined): string {
  const pieces: string[] = []
  const read = (one: Node) => {
    if (one.type === 'text') return void pieces.push(one.data)
    if (!('children' in one)) return
    const name = 'name' in one ? one.name : ''
    if (one !== node && (silent.has(name) || ('attribs' in one && 'hidden' in one.attribs))) return
    const apart = !inline.has(name)
    if (apart) pieces.push(' ')
    for (const child of one.children) read(child)
    if (apart) pieces.push(' ')
  }
  if (node) read(node)
  return pieces.join('').replace(/\s+/g, ' ').trim()
}

/** Whether a text is exactly this, or of this kind. */
export const says = (text: string, words: string | RegExp) =>
  typeof words === 'string' ? text === words : words.test(text)
const holds = (text: string, words: string | RegExp) =>
  typeof words === 'string' ? text.includes(words) : words.test(text)

/** The innermost of some elements that say this, among other words. */
export function saying($: Document, elements: Nodes, words: string | RegExp): Nodes {
  const found = elements.filter((_, one) => holds(textOf(one), words))
  return found.filter(
    (_, one) => !found.toArray().some((other) => other !== one && $.contains(one as never, other as never)),
  )
}

/** Whatever may bear a name. */
export const named = 'h1, h2, h3, h4, h5, h6, summary, legend, table, [aria-label], [aria-labelledby]'

/** What an element is called: by its label, by what labels it, by its caption, or by its own words. */
export function nameOf($: Document, element: Node): string {
  const label = $(element).attr('aria-label')
  if (label) return label
  const labelledBy = $(element).attr('aria-labelledby')
  if (labelledBy)
    return labelledBy
      .split(/\s+/)
      .map((id) => textOf($(`[id="${id}"]`)[0]))
      .join(' ')
  if ($(element).is('table')) return textOf($(element).children('caption')[0])
  return textOf(element)
}

const rankOf = ($: Document, heading: Node) =>
  Number(/^h([1-6])$/.exec($(heading).prop('tagName')?.toLowerCase() ?? '')?.[1] ?? 7)

/** What an element that has a name stands for: the region it names, what it folds, or everything down to the next heading of its rank. */
export function partUnder($: Document, element: Nodes): Nodes {
  const id = element.attr('id')
  const region = id ? $(`[aria-labelledby~="${id}"]`) : element.filter('[aria-label], [aria-labelledby], table')
  if (region.length) return region.first()
  if (element.is('summary, legend')) return element.parent()
  if (!element.is('h1, h2, h3, h4, h5, h6')) return element
  const rank = rankOf($, element[0]!)
  const headings = (box: Nodes) =>
    box.find('h1, h2, h3, h4, h5, h6').add(box.filter('h1, h2, h3, h4, h5, h6')).toArray()
  const next = (box: Nodes) => headings(box).some((one) => one !== element[0] && rankOf($, one) <= rank)
  let box = element
  while (box.parent().length && !box.parent().is('main, body, html') && !next(box.parent())) box = box.parent()
  return box.add(box.nextUntil((_, one) => next($(one))))
}
