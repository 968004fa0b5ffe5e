// The card of a case, shown where its address is passed on: 1200 × 630, as SVG whose letters are outlines. Pure.
import { clausesOf } from '../../lib/clauses.ts'
import type { Letters } from '../../platform/web/letters.ts'
import { sheetOf } from '../../platform/web/sheet.ts'

/** What a card says. All of it is public, and the same for everybody. `share` of the threshold; null where there is none. */
export type CardWords = {
  title: string
  count: string
  status: string
  share: number | null
  number: string
  government: string
}

const [wide, high, margin] = [1200, 630, 72]
const [paper, ink, quiet] = ['#f7f2e7', '#1e1a15', '#5c5347']
/** The largest in which the title fits into so many lines. */
const sizes = [
  { size: 76, most: 2 },
  { size: 62, most: 3 },
  { size: 50, most: 4 },
] as const

/** `accent`: the government's colour on light. `letters` has every character of the words, and those of `alwaysDrawn`. */
export function cardSvg(words: CardWords, letters: Letters, accent: string): string {
  const { lines, size } = titleLines(words.title, letters)
  const title = lines.map((line, i) => drawn(line, margin, 150 + size * (1 + i * 1.3), size, ink, letters))
  const below = high - 74
  const both = `${words.count} ${words.status}`
  const small = [44, 38, 32].find((one) => widthOf(both, one, letters) < wide - 2 * margin) ?? 28
  const status = cut(words.status, wide - 2 * margin - widthOf(`${words.count} `, small, letters), small, letters)
  const statusAt = wide - margin - widthOf(status, small, letters)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}">`,
    `<path fill="${paper}" d="M0 0h${wide}v${high}H0z"/><path fill="${accent}" d="M0 0h${wide}v16H0z"/>`,
    mark(accent),
    drawn(cut(words.government, 700, 34, letters), margin + 62, 112, 34, ink, letters),
    drawn(words.number, wide - margin - widthOf(words.number, 34, letters), 112, 34, quiet, letters),
    ...title,
    words.share === null ? '' : squares(words.share, accent),
    drawn(words.count, margin, below, small, ink, letters),
    drawn(status, statusAt, below, small, accent, letters),
    '</svg>',
  ].join('')
}

/** Beside the words: what a title that is cut ends in. */
export const alwaysDrawn = '…'

const mark = (accent: string) =>
  `<g transform="translate(${margin} 76)"><path fill="${accent}" d="M3.2 2.4 40.6 1.9c1 0 1.5.5 1.5 1.4l.4 36.8c0 1.1-.5 1.7-1.5 1.7l-37.4.4c-1.1 0-1.6-.5-1.6-1.5L1.7 4c0-1.1.5-1.6 1.5-1.6Z"/><path fill="none" stroke="${paper}" stroke-width="3.6" stroke-linecap="round" stroke-linejoin="round" d="M14.6 9.6c.2 8.7-2.6 17-8 23.4M14.4 19.2c1.5 4.4 3.5 7.7 6 10M29.2 9.6c.1 9.4-3.1 18-9.3 24.6M29 19.2c1.8 5.8 4.6 10.6 8.6 14"/></g>`

/** The manuscript sheet, as on the page. */
function squares(share: number, accent: string): string {
  const sheet = sheetOf(share, null, 50)
  const scale = (wide - 2 * margin) / sheet.width
  return `<g transform="translate(${margin} ${high - 74 - 44 - 34 - sheet.height * scale * 0.5}) scale(${scale} ${scale * 0.5})"><path fill="${accent}" d="${sheet.ink}"/><path fill="none" stroke="#776c5d" stroke-width=".4" d="${sheet.boxes}"/></g>`
}

function titleLines(title: string, letters: Letters): { lines: string[]; size: number } {
  const room = wide - 2 * margin
  for (const { size, most } of sizes) {
    const lines = brokenInto(title, room, size, letters)
    if (lines.length <= most) return { lines, size }
  }
  const { size, most } = sizes.at(-1)!
  const lines = brokenInto(title, room, size, letters)
  const last = cut(`${lines[most - 1]!.trimEnd()}${lines[most]!}`, room, size, letters)
  return { lines: [...lines.slice(0, most - 1), last], size }
}

/** Lines no wider than `room`: after a clause where it fits, else between words, else anywhere. */
function brokenInto(title: string, room: number, size: number, letters: Letters): string[] {
  const lines: string[] = []
  let line = ''
  const fits = (text: string) => widthOf(text.trimEnd(), size, letters) <= room
  const add = (piece: string): boolean => {
    if (!fits(line + piece)) return false
    line += line === '' ? piece.trimStart() : piece
    return true
  }
  const turn = () => {
    if (line !== '') lines.push(line.trimEnd())
    line = ''
  }
  for (const clause of clausesOf(title)) {
    const whole = clause.join('')
    if (add(whole)) continue
    if (fits(whole)) turn()
    for (const word of clause.flatMap((one) => one.split(/(?<=\s)/))) {
      if (add(word)) continue
      turn()
      if (add(word)) continue
      for (const sign of word) {
        if (add(sign)) continue
        turn()
        add(sign)
      }
    }
  }
  turn()
  return lines
}

/** The text, or its beginning with dots, no wider than `room`. */
function cut(text: string, room: number, size: number, letters: Letters): string {
  if (widthOf(text, size, letters) <= room) return text
  const signs = [...text]
  while (signs.length > 1 && widthOf(`${signs.join('')}…`, size, letters) > room) signs.pop()
  return `${signs.join('').trimEnd()}…`
}

const widthOf = (text: string, size: number, letters: Letters): number =>
  [...text].reduce((sum, sign) => sum + (letters.get(sign)?.width ?? 0), 0) * (size / 1000)

/** A line of text on its baseline. */
function drawn(text: string, x: number, y: number, size: number, colour: string, letters: Letters): string {
  const scale = size / 1000
  let at = 0
  const paths = [...text].map((sign) => {
    const { path, width } = letters.get(sign) ?? { path: '', width: 0 }
    const made = path && `<path transform="translate(${Math.round(at)} 0)" d="${path}"/>`
    at += width
    return made
  })
  return `<g fill="${colour}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${scale} ${-scale})">${paths.join('')}</g>`
}
