// What people paste becomes clean plain text with paragraphs. Linear in the length of the input. Pure.
import { compile, type DomNode, type FormatCallback, type SelectorDefinition } from 'html-to-text'

const inlineTags =
  'span|font|b|i|u|s|em|strong|a|img|sub|sup|small|big|mark|strike|del|ins|code|wbr|label|button|input|iframe|abbr'
const blockTags =
  'p|div|br|hr|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|td|th|caption|blockquote|pre|section|article|header|footer|main|nav|aside|figure|figcaption|center|address|form|fieldset|details|summary|html|body|head'
const hiddenTags =
  'style|script|meta|link|title|xml|noscript|svg|object|embed|video|audio|textarea|select|option|colgroup|col'
// Office writes tags with a prefix (<o:p>, <w:View>, <st1:place>), conditional comments and XML declarations.
const officeTags = '[a-z][a-z0-9]{0,8}:[a-z][a-z0-9]*'

const tag = (names: string) => `</?(?:${names})(?=[\\s/>])`
const markup = new RegExp(
  `${tag(`${inlineTags}|${blockTags}|${hiddenTags}|${officeTags}`)}|<!--|<!\\[|<!doctype|<\\?xml`,
  'i',
)
const blocks = new RegExp(tag(blockTags), 'i')
/** A comment, or what a parser would take for a tag: perhaps "<R2online>" or "<wang@example.tw>", as somebody typed it. */
const bracketed = /<!--[\s\S]*?-->|<(\/?)([a-z][^\s/<>]*)/gi
const known = new RegExp(`^(?:${inlineTags}|${blockTags}|${hiddenTags})$`)
const voids = /^(?:br|hr|img|wbr|input|meta|link|embed|col)$/
const closesItself = /^(?:p|li|dt|dd|tr|td|th|option)$/
const deepest = 200

/**
 * Text without tags comes back as typed but for tidying: NFC, line feeds, no control or bidirectional-override characters,
 * no trailing spaces, at most one blank line in a row. HTML and Word paste lose everything but words, lists ("• ", "1. "), tables
 * (" | " between cells), links ("text (address)") and the descriptions of images ("[alt]").
 */
export function cleanText(input: string): string {
  return tidy(markup.test(input) ? fromHtml(input) : input)
}

/** One line: for titles and names. */
export const cleanLine = (input: string): string => oneLine(cleanText(input))
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/**
 * The same for a field that takes at most `max` characters. What could never become so few stays as it is, to be refused:
 * a megabyte of markup takes two seconds, in which nobody else is answered.
 */
export const typedText =
  (max: number) =>
  (input: string): string =>
    input.length > 4000 + 10 * max ? input : cleanText(input)
export const typedLine =
  (max: number) =>
  (input: string): string =>
    oneLine(typedText(max)(input))

function fromHtml(html: string): string {
  // Where there is no tag that breaks a line, the line breaks are the writer's own.
  const convert = blocks.test(html) ? convertBlocks : convertLines
  return convert(tagsOnly(html)).split('\n').flatMap(tidyHtmlLine).join('\n')
}

/**
 * What the parser should see. A word in angle brackets that is no tag stays a word; a comment that nobody
 * closes doesn't swallow the rest; Office's own tags, and any deeper than a page can be, become void ones: the parser takes
 * quadratic time over open tags.
 */
function tagsOnly(html: string): string {
  const unclosed = html.indexOf('<!--', html.lastIndexOf('-->') + 1)
  const closed = unclosed < 0 ? html : html.slice(0, unclosed) + html.slice(unclosed).replaceAll('<!--', '&lt;!--')
  const open: string[] = []
  return closed.replace(bracketed, (sign, slash?: string, word?: string) => {
    if (!word) return sign // a whole comment
    const name = word.toLowerCase()
    if (/^[a-z0-9]+:[a-z0-9]+$/.test(name)) return '<wbr'
    if (!known.test(name)) return `&lt;${sign.slice(1)}`
    if (voids.test(name)) return sign
    if (slash) {
      const at = open.lastIndexOf(name)
      if (at >= 0) open.length = at
    } else if (open.at(-1) !== name || !closesItself.test(name)) {
      if (open.length >= deepest) return '<wbr'
      open.push(name)
    }
    return sign
  })
}

/** Non-breaking spaces are how Word indents; one space between words is enough. Leading plain spaces are a nested list's. */
function tidyHtmlLine(line: string): string[] {
  const indent = /^[ \u00a0]*/.exec(line)?.[0] ?? ''
  const words = line.slice(indent.length).replace(/[ \u00a0]{2,}/g, ' ')
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

const frame: FormatCallback = (element, _walk, builder) => {
  const url = address(element.attribs?.src)
  if (!url) return
  builder.openBlock({ leadingLineBreaks: 2 })
  builder.addInline(url)
  builder.closeBlock({ trailingLineBreaks: 2 })
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
  for (const row of parts) {
    if (row.type !== 'tag') continue
    builder.openTableRow()
    for (const cell of row.name === 'tr' ? row.children : [row]) {
      if (cell.type !== 'tag') continue
      builder.openTableCell()
      walk(cell.children, builder)
      builder.closeTableCell({ colspan: 1, rowspan: 1 })
    }
    builder.closeTableRow()
  }
  builder.closeTable({
    tableToString: (rows) =>
      rows
        .map((cells) => rowText(cells.map((cell) => cell.text)))
        .filter(Boolean)
        .join('\n'),
    leadingLineBreaks: 2,
    trailingLineBreaks: 2,
  })
}

/** A row of data is one line; a row that lays out a page (one cell, or long ones) keeps its paragraphs. */
function rowText(cells: string[]): string {
  const filled = cells.filter((text) => text.trim())
  if (filled.length <= 1 || filled.some((text) => text.length > 300 && text.includes('\n'))) return filled.join('\n\n')
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
  limits: { maxDepth: 1000, maxInputLength: 2_000_000, ellipsis: '…' },
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
    ...choose('head title xml noscript svg object textarea select button', 'skip'),
  ],
}
const convertBlocks = compile(options)
const convertLines = compile({ ...options, preserveNewlines: true })

// Controls; soft hyphen; zero-width space and no-break; direction marks and overrides, which can make a text read as what it is not;
// letters that show nothing (Hangul fillers), of which a title or a name could be made; halves of characters, which no database
// takes. The joiners of emoji and of Persian (200c, 200d) stay.
const invisible =
  /[^\P{Cc}\n\t]|[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\p{Cs}/gu

function tidy(text: string): string {
  if (text === '') return ''
  return text
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(invisible, '')
    .replace(/[\t\u00a0\u2800]/g, ' ')
    .normalize('NFC')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
