// Numbers of cases as people write them: full-width digits, any dash, spaces between, the year of the Republic. Pure.

const dashes = /[\p{Pd}\u2212\u2500\u2501\u30fc\u4e00~]/gu // minus, box lines, the long vowel sign, "one", a wave: keyboards offer them all
const unseen = /\p{Cf}+/gu

/** Half-width, and one kind of dash. */
const plain = (typed: string) => typed.normalize('NFKC').replace(dashes, '-').replace(unseen, '').trim()

const number = /^[#№]?\s*(\d{2,4})\s*-\s*(\d{4,9})$/
const within = /(?<![\d-])(\d{2,4})\s*-\s*(\d{4,9})(?![\d-])/

/** The number that is meant, like 2026-0042; null where it is something else. 115-0042 is 2026-0042: year 1 of the Republic was 1912. */
export const caseNumberMeant = (typed: string): string | null => inFull(number.exec(plain(typed)))

/** The first number in what was pasted, such as an address or a line of a letter. */
export const caseNumberIn = (typed: string): string | null => inFull(within.exec(plain(typed)))

/** The same of `year`, where only the part behind the dash was typed. */
export const caseNumberOf = (year: string, typed: string): string | null =>
  inFull(/^()(\d{1,6})$/.exec(plain(typed)), year)

function inFull(found: RegExpExecArray | null, usual = ''): string | null {
  if (!found) return null
  const year = found[1] || usual
  const common = year.length < 4 ? Number(year) + 1911 : Number(year)
  return `${common}-${String(Number(found[2])).padStart(4, '0')}`
}
