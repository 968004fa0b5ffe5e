// Numbers of cases as people write them: full-width digits, any dash, spaces between, the year of the Republic. Pure.

const dashes = /[\p{Pd}\u2212\u2500\u2501\u30fc\u4e00~]/gu // minus, box lines, the long vowel sign, "one", a wave: keyboards offer them all
const unseen = /\p{Cf}+/gu

/** No number is written in more characters. What is longer is not looked at: signs at an end cost their number squared. */
const longest = 60

/** Half-width, and one kind of dash. */
const plain = (typed: string) => typed.normalize('NFKC').replace(dashes, '-').replace(unseen, '').trim()
/** The same of what may be a number alone; empty where it is too long. */
const short = (typed: string) => (typed.length > longest ? '' : plain(typed))

/** What a sentence puts around a number, and a program that makes a link of an address takes with it: （2026-0042）。 */
const around = /^[\p{Ps}\p{Pi}"'*<]+|[\p{Pe}\p{Pf}\p{Po}"'*>]+$/gu

/** What people write around a number: 提案編號 2026-0042, 第 2026-0042 號案, case no. 2026-0042. */
const before =
  /^(?:(?:第|提案|案件|案[號号]|[編编][號号]|[號号][碼码]|case|proposal|number|no(?![a-z])|#|№|[:.])\s*)+(?=\d)/iu
const after = /(?<=\d)\s*(?:[號号]\s*)?(?:提案|案件|案)?$/u
/** Other signs than a dash stand only after a year that can be nothing else: 02/2026 is a month, 02 2720 a telephone. */
const number = /^(?:(\d{2,4})\s*-|(\d{3,4})\s*[/._]|(\d{4})(?=\s))\s*(\d{4,9})$/
/** 2026 年第 42 號: said as in a letter. */
const inWords = /^(\d{2,4})\s*年\s*(?:第\s*(\d{1,9})\s*[號号]?|(\d{1,9})\s*[號号])\s*(?:提案|案件|案)?$/u
const within = /(?<![\d-])(\d{2,4})\s*-\s*(\d{4,9})(?![\d-])/

/** The number that is meant, like 2026-0042; null where it is something else. 115-0042 is 2026-0042: year 1 of the Republic was 1912. */
export function caseNumberMeant(typed: string): string | null {
  const bare = withoutLabel(short(typed).replace(around, ''))
  const words = inWords.exec(bare)
  if (words) return inFull(['', words[1]!, words[2] ?? words[3]!])
  const [, dashed, signed, spaced, of] = number.exec(bare) ?? []
  return of ? inFull(['', (dashed ?? signed ?? spaced)!, of]) : null
}

/**
 * The running part alone: #14, 第 14 號, case 14, 0014, 14. `surely`: it is called a number, or has the zeros of one; 14 alone may be
 * anything.
 */
export function serialMeant(typed: string): { serial: number; surely: boolean } | null {
  const text = short(typed).replace(/^[\p{Ps}\p{Pi}"']+|[\p{Pe}\p{Pf}"'。.,，]+$/gu, '')
  const bare = withoutLabel(text).trim()
  const serial = /^\d{1,6}$/.test(bare) ? Number(bare) : 0
  return serial ? { serial, surely: before.test(text) || /^0\d{3}$/.test(bare) } : null
}

/**
 * Every number that may be meant where its year or its zeros were left out: 2026-14, #14, 0014. `years`: in which there are cases.
 * 2026-05 is a month.
 */
export function caseNumbersMeant(typed: string, years: readonly number[]): string[] {
  const whole = caseNumberMeant(typed)
  if (whole !== null) return [whole]
  const [, year, of] = /^(\d{3,4})\s*-\s*(\d{1,3})$/.exec(withoutLabel(short(typed).replace(around, ''))) ?? []
  if (of && Number(of)) return /^0\d$/.test(of) ? [] : [inFull(['', year!, of])!]
  const alone = serialMeant(typed)
  return alone?.surely ? years.map((one) => inFull(['', String(one), String(alone.serial)])!) : []
}

/** A number without what stands around it; any other text as it is. */
export const withoutLabel = (text: string): string => {
  const rest = text.replace(before, '')
  return inWords.test(rest) ? rest : rest.replace(after, '')
}

/** The first number in what was pasted, such as an address or a line of a letter. */
export const caseNumberIn = (typed: string): string | null => inFull(within.exec(plain(typed)))

/** The same of `year`, where only the part behind the dash was typed. */
export const caseNumberOf = (year: string, typed: string): string | null =>
  inFull(/^()(\d{1,6})$/.exec(plain(typed)), year)

function inFull(found: ArrayLike<string> | null, usual = ''): string | null {
  if (!found) return null
  const year = found[1] || usual
  const common = year.length < 4 ? Number(year) + 1911 : Number(year)
  return `${common}-${String(Number(found[2])).padStart(4, '0')}`
}
