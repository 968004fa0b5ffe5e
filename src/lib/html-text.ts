// HTML as plain text with paragraphs. Only for what comes as HTML: what people type is lib/text.ts. Linear in the length. Pure.
import { compile, type DomNode, type FormatCallback, type SelectorDefinition } from 'html-to-text'
import { hasMarkup, wellFormedHtml } from './html-tags.ts'
import { typedText } from './text.ts'

/**
 * The words of HTML, as an import's field has them: paragraphs, lists ("• ", "1. "), tables (" | " between cells), links
 * ("text (address)") and the descriptions of images ("[alt]"). Everything a reader would see is kept, however broken the HTML is.
 */
export function htmlText(html: string): string {
  if (!hasMarkup(html)) return typedText(html)
  const { html: whole, hasBlocks } = wellFormedHtml(html)
  // Where there is no tag that breaks a line, the line breaks are the writer's own.
  const convert = hasBlocks ? convertBlocks : convertLines
  return typedText(convert(whole).split('\n').flatMap(tidyHtmlLine).join('\n'))
}

/** Non-breaking spaces are how Word indents; one space between words is enough. Leading plain spaces are a nested list's. */
function tidyHtmlLine(line: string): string[] {
  const indent = /^[ \u00a0]*/.exec(line)?.[0] ?? ''
  const words = line
    .slice(indent.length)
    .replace(/^[·§Øo]\u00a0+/, '• ') // Word's bullets, once their font is gone
    .replace(/[ \u00a0]{2,}/g, ' ')
  if (words.trimEnd() === '•') return [] // an empty item
  return [indent.includes('\u00a0') ? words : indent + words]
}

/** An address worth showing: http, https or mail. A script or a file on somebody's disk is none. */
function address(href: string | undefined): string | null {
  const url = (href ?? '').trim().replace(/^\/\//, 'https://')
  if (/^mailto:/i.test(url)) return url.slice(7).split('?')[0] || null
  return /^https?:\/\/[^\s/]/i.test(url) ? url.replace(/\s/g, '%20') : null
}

const bare = (url: string) => url.replace(/^https?:\/\//i, '').replace(/\/$/, '')

const link: FormatCallback = (element, walk, builder) => {
  let text = ''
  builder.pushWordTransform((word) => {
    text += word
    return word
  })
  walk(element.children, builder)
  builder.popWordTransform()
  const url = address(element.attribs?.href)
  if (!url || bare(url) === bare(text)) return
  if (text) builder.addInline(` (${url})`, { noWordTransform: true })
  else if (element.children.some((child) => child.name === 'img')) builder.addInline(url, { noWordTransform: true })
}

const image: FormatCallback = (element, _walk, builder) => {
  const alt = element.attribs?.alt?.trim()
  if (alt) builder.addInline(`[${alt}]`)
}

/** Its words too: where nobody closed it, they are all that follows. */
const frame: FormatCallback = (element, walk, builder) => {
  const url = address(element.attribs?.src)
  if (url) {
    builder.openBlock({ leadingLineBreaks: 2 })
    builder.addInline(url)
    builder.closeBlock({ trailingLineBreaks: 2 })
  }
  walk(element.children, builder)
}

const list: FormatCallback = (element, walk, builder) => {
  const depth = listDepth(element)
  if (depth > deepestList) return walk(element.children, builder)
  let number = Number.parseInt(element.attribs?.start ?? '1', 10) || 1
  builder.openList({ leadingLineBreaks: depth > 1 ? 1 : 2, interRowLineBreaks: 1 })
  for (const item of element.children) {
    if (item.type === 'text' && !item.data?.trim()) continue
    const prefix = item.name !== 'li' ? '' : element.name === 'ol' ? `${number++}. ` : '• '
    builder.openListItem({ prefix })
    walk(item.name === 'li' ? item.children : [item], builder)
    builder.closeListItem()
  }
  builder.closeList({ trailingLineBreaks: depth > 1 ? 1 : 2 })
}

/** Every level indents each of its lines, so endless nesting would make a megabyte of spaces from a page. */
const deepestList = 5

function listDepth(element: DomNode): number {
  let depth = 0
  for (let node: DomNode | undefined = element; node; node = node.parent) if (/^[uo]l$/.test(node.name ?? '')) depth++
  return depth
}

const table: FormatCallback = (element, walk, builder) => {
  builder.openTable()
  const parts = element.children.flatMap((part) =>
    /^t(?:head|body|foot)$/.test(part.name ?? '') ? part.children : [part],
  )
  for (const row of parts.filter(saysSomething)) {
    builder.openTableRow()
    for (const cell of row.name === 'tr' ? row.children.filter(saysSomething) : [row]) {
      builder.openTableCell()
      walk(/^t[dh]$/.test(cell.name ?? '') ? cell.children : [cell], builder)
      builder.closeTableCell({ colspan: 1, rowspan: 1 })
    }
    builder.closeTableRow()
  }
  builder.closeTable({
    tableToString: (rows) => {
      const texts = rows.map((cells) => cells.map((cell) => cell.text))
      const isData = texts.some((cells) => cells.filter((text) => text.trim()).length > 1)
      return texts
        .map((cells) => rowText(cells, isData))
        .filter(Boolean)
        .join('\n')
    },
    leadingLineBreaks: 2,
    trailingLineBreaks: 2,
  })
}

/** An element, or words that stand where none should. */
const saysSomething = (node: DomNode) => node.type === 'tag' || (node.type === 'text' && !!node.data?.trim())

/** A row of data is one line, its empty cells in their places; a row that lays out a page (one cell, or long ones) keeps its paragraphs. */
function rowText(cells: string[], isData: boolean): string {
  const filled = cells.filter((text) => text.trim())
  const isAlone = filled.length === 0 || (filled.length === 1 && !(isData && cells.length > 1))
  if (isAlone || filled.some((text) => text.length > 300 && text.includes('\n'))) return filled.join('\n\n')
  return cells
    .map((text) =>
      text
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
        .join(' '),
    )
    .join(' | ')
    .trim()
}

const choose = (names: string, format: string, options = {}): SelectorDefinition[] =>
  names.split(' ').map((selector) => ({ selector, format, options }))
const close = { leadingLineBreaks: 1, trailingLineBreaks: 1 }

const options = {
  wordwrap: false as const,
  baseElements: { selectors: [] },
  limits: { maxInputLength: Number.POSITIVE_INFINITY },
  formatters: { link, image, frame, list, table },
  selectors: [
    ...choose('a', 'link'),
    ...choose('img', 'image'),
    ...choose('iframe', 'frame'),
    ...choose('ul ol', 'list'),
    ...choose('table', 'table'),
    ...choose('h1 h2 h3 h4 h5 h6', 'heading', { uppercase: false, leadingLineBreaks: 2, trailingLineBreaks: 2 }),
    ...choose('hr', 'block'),
    ...choose('blockquote', 'block', { leadingLineBreaks: 2, trailingLineBreaks: 2 }),
    ...choose(
      'li dl dt dd tr td th caption section figure figcaption center address fieldset details summary',
      'block',
      close,
    ),
  ],
}
const convertBlocks = compile(options)
const convertLines = compile({ ...options, preserveNewlines: true })
