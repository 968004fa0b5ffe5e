// Numbers that may be written in digits or in Chinese: 12年國教 and 十二年國教, 228 and 二二八. Other ways to write a text, for finding
// it; none is for showing. Texts are folded: 萬 is 万, 兩 is 两. Pure.

const figures = '〇一二三四五六七八九'
const figureOf = new Map([...figures, '零', '两'].map((character, i) => [character, i < 10 ? i : i === 10 ? 0 : 2]))
const units = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000],
])

/** What is counted after a single figure; without it 一 and 三 are parts of words more often than numbers. */
const counted = '岁年月日天周个人元块小时秒点次位名级楼号线期届节成倍度公米'

const chinese = /[〇零一二两三四五六七八九十百千]+/gu
const arabic = /(?<![\d.,:/-])[1-9]\d{0,3}(?![\d.,:/-]|\p{L}(?<=[a-z]))/gu

type Writer = { pattern: RegExp; write: (run: string, before: string, after: string) => string | null }

const writers: Writer[] = [
  { pattern: chinese, write: arabicOf },
  { pattern: arabic, write: (run, _, after) => (isHan(after) || run.length > 1 ? spelled(Number(run)) : null) },
  { pattern: arabic, write: (run, _, after) => inFigures(run, after) },
  { pattern: arabic, write: (run) => (/^2\d\d/.test(run) ? spelled(Number(run)).replace(/^二/, '两') : null) },
]

/** The text with its numbers written in the other way, in each that there is; empty where it has none. */
export function otherNumerals(text: string): string[] {
  const ways = writers.map((writer) =>
    text.replace(writer.pattern, (run: string, at: number) => writtenBy(writer, text, run, at) ?? run),
  )
  return [...new Set(ways)].filter((way) => way !== text)
}

/** Each number of a text that may be written in another way. */
export function numbersIn(text: string): { written: string; others: string[] }[] {
  const found = new Map<number, { written: string; others: string[] }>()
  for (const writer of writers)
    for (const match of text.matchAll(writer.pattern)) {
      const other = writtenBy(writer, text, match[0], match.index)
      if (other === null || other === match[0]) continue
      const known = found.get(match.index) ?? { written: match[0], others: [] }
      found.set(match.index, { ...known, others: [...new Set([...known.others, other])] })
    }
  return [...found.values()]
}

const writtenBy = ({ write }: Writer, text: string, run: string, at: number): string | null =>
  write(run, text[at - 1] ?? '', [...text.slice(at + run.length, at + run.length + 2)][0] ?? '')

const isHan = (character: string) => /^\p{Script=Han}$/u.test(character)

/** In digits; null where the characters are more likely no number. */
function arabicOf(run: string, before: string, after: string): string | null {
  const characters = [...run]
  if (characters.every((one) => figureOf.has(one))) {
    const digits = characters.map((one) => figureOf.get(one)!)
    if (digits.length === 1)
      return before === '第' || (counted.includes(after) && after !== '') ? String(digits[0]) : null
    const isAbout = digits.length === 2 && (digits[1]! - digits[0]! === 1 || digits[0] === digits[1]) // 三四 is three or four
    return isAbout ? null : digits.join('')
  }
  const value = numberOf(characters)
  return value === null || (characters.length === 1 && !counted.includes(after)) ? null : String(value)
}

/** Of 三百二十, 十六, 三百五; null where it is none. */
function numberOf(characters: string[]): number | null {
  let [sum, figure, last] = [0, -1, 10_000]
  for (const one of characters) {
    const unit = units.get(one)
    if (unit === undefined) {
      if (figure > 0) return null
      figure = figureOf.get(one)!
    } else {
      if (unit >= last || figure === 0 || (figure < 0 && unit > 10)) return null
      sum += (figure < 0 ? 1 : figure) * unit
      last = unit
      figure = -1
    }
  }
  return sum + Math.max(0, figure)
}

/** 320 as 三百二十, 16 as 十六. */
function spelled(value: number): string {
  let text = ''
  let isGap = false
  for (const [name, unit] of [...[...units].reverse(), ['', 1] as const]) {
    const figure = Math.floor(value / unit) % 10
    if (figure === 0) isGap = text !== ''
    else {
      text += `${isGap ? '零' : ''}${figures[figure]}${name}`
      isGap = false
    }
  }
  return text.replace(/^一十/, '十')
}

/** Figure by figure: 228 as 二二八. A single 2 before what is counted is 兩. */
function inFigures(run: string, after: string): string | null {
  if (run.length === 1 && (after === '' || !counted.includes(after))) return null
  return [...run].map((digit) => (run === '2' ? '两' : figures[Number(digit)])).join('')
}
