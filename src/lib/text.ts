// What people type or paste into a field, kept as they wrote it. A tag is a word here: HTML is read by lib/html-text.ts, and only
// where something comes as HTML. Linear in the length of the input. Pure.

/**
 * The text as typed but for tidying: NFC, line feeds, no control or direction characters, no spaces at the end of a line, at
 * most one blank line in a row. Bullets of symbol fonts become "•". The tabs between the cells of a table stay.
 */
export function typedText(input: string): string {
  if (input === '') return ''
  const tidied = input
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(invisible, '')
    .replace(/[\u00a0\u2800]/g, ' ')
    .normalize('NFC')
  return trimmed(
    trimmed(tidied)
      .split('\n')
      .map((line) => withPlainMark(withoutSpacesAtEnd(line)))
      .join('\n')
      .replace(/\n{3,}/g, '\n\n'),
  )
}

/** The same in one line: for titles and names. */
export const typedLine = (input: string): string => typedText(input).replace(/\s+/g, ' ').trim()

/** Without white space around it; but tabs before the first and after the last word are empty cells, where they stand in a table. */
function trimmed(text: string): string {
  const words = text.trim()
  if (!words.includes('\t')) return words
  const start = text.length - text.trimStart().length
  const [first = '', second] = words.split('\n', 2)
  let corner = start
  if (second?.includes('\t') || (second !== undefined && first.trim().includes('\t')))
    while (text[corner - 1] === '\t') corner-- // not by an expression: it would begin anew at each of many tabs
  const lastBreak = words.lastIndexOf('\n')
  const above = words.slice(words.lastIndexOf('\n', lastBreak - 1) + 1, Math.max(lastBreak, 0))
  const after = above.includes('\t') ? /^[^\S\n]*/.exec(text.slice(start + words.length))![0].replace(/[^\t]/g, '') : ''
  return text.slice(corner, start) + words + after
}

// Controls; soft hyphen; zero-width space and no-break; direction marks and overrides, which can make a text read as what it is not;
// letters that show nothing (Hangul fillers), of which a title or a name could be made; halves of characters, which no database
// takes. The joiners of emoji and of Persian (200c, 200d) stay.
const invisible =
  /[^\P{Cc}\n\t]|[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\p{Cs}/gu

// Symbol, Wingdings and Webdings have their signs in the private use area: without the font they show as an empty box.
const symbols: { [code: string]: string } = {
  ...{ '\uf0b7': '•', '\uf09f': '•', '\uf06c': '●', '\uf0a7': '▪', '\uf06e': '■', '\uf071': '❑', '\uf06f': '□' },
  ...{ '\uf0a8': '◻', '\uf0d8': '➢', '\uf076': '❖', '\uf075': '◆', '\uf077': '◆', '\uf0fc': '✓', '\uf0fe': '☑' },
  ...{ '\uf0fb': '✗', '\uf0e0': '→', '\uf0e8': '➔', '\uf0f0': '⇨', '\uf0b2': '✧', '\uf0ae': '→' },
}
const symbol = new RegExp(`[${Object.keys(symbols).join('')}]`, 'g')
const symbolBullet = new RegExp(`^\\s*(?:[${Object.keys(symbols).join('')}]|[\\uf020-\\uf0ff](?=\\s)|●(?!$|[●○]))`)
// Word writes a list as mark, tab and words. A second tab would make it a row of a table.
const bulletAndTab = /^\s*[•●◆◇▪▫◦‣⁃·∙‧・➢➤❖❑§Øo*–-]\t+(?=[^\t]+$)/
const markAndTab = /^\s*([(（]?[\p{L}\p{N}]{1,4}[)）.、．]|[\p{No}○□■☐☑✓✔])\t+(?=[^\t]+$)/u

/** Tabs at the end of a row are its empty cells; a row of nothing else is an empty line. */
function withoutSpacesAtEnd(line: string): string {
  const words = line.trimEnd()
  return words && words + line.slice(words.length).replaceAll(/[^\t]/g, '')
}

/** A line whose list mark reads the same in every font, with one space after it. */
function withPlainMark(line: string): string {
  if (!/[\t●\uf020-\uf0ff]/.test(line)) return line
  const mark = symbolBullet.exec(line)?.[0]
  const words = mark && line.slice(mark.length).trim()
  return (words && !words.includes('\t') ? `• ${words}` : line)
    .replace(bulletAndTab, '• ')
    .replace(markAndTab, '$1 ')
    .replace(symbol, (sign) => symbols[sign]!)
}
