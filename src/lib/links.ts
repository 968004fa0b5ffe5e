// Where an address begins and ends in words, and which address somebody meant who pasted one. Only http and https. Pure.

/** Code units of a text, `end` not included. */
type FoundLink = { start: number; end: number }

// Letters and marks of every alphabet may stand in an address. Other signs of Chinese and pictures end it: people write on without
// a space. `·` stands in names, the joiners (200c, 200d) in Persian.
const letter = '\\p{L}\\p{M}\\p{N}·\\u200c\\u200d'
const host = new RegExp(`[${letter}.:@%_[\\]-]{0,300}`, 'yu')
/** Code units after the host. What is longer is no address, and looking for its end again and again would take quadratic time. */
const longestPath = 4000
const path = new RegExp(`[/?#][${letter}.:@%_[\\]/?#~!$&'()*+,;=-]{0,${longestPath}}`, 'yu')

const cjk = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}'
/** 「https://a.example/b請看」「…/b,謝謝」: words begin where Chinese follows Latin. In 「wiki/臺灣」 it begins a part of its own. */
const beforeWords = new RegExp(`^[\\x21-\\x7e]*?(?:[A-Za-z0-9](?=[(]?[${cjk}])|(?=[.,;:!?][${cjk}]))`, 'u')
const beforeNext = /[,;](?=https?:\/\/)/i
const brackets: { [closing: string]: string } = { ')': '(', ']': '[' }

/** The addresses in a text, in order. */
export function linksIn(text: string): FoundLink[] {
  const found: FoundLink[] = []
  const beginning = /https?:\/\//gi
  for (let start = beginning.exec(text); start; start = beginning.exec(text)) {
    const end = endOf(text, start.index, beginning.lastIndex)
    if (end === null) continue
    found.push({ start: start.index, end })
    beginning.lastIndex = end
  }
  return found
}

/** The whole address that a field holds, as people paste it: without its scheme, in brackets or wide letters. Null where it is none. */
export function webAddress(typed: string): string | null {
  if (typed.length > 2 * longestAddress) return null
  const words = withoutEnd(typed, /[>」』"”\s]/).replace(/^[<「『"“\s]+/, '')
  const bare = /^[ｈＨ]/.test(words) ? words.normalize('NFKC') : words
  const named = withoutScheme.test(bare) && !aFile.test(bare) ? `https://${bare}` : bare.replace(/^\/\//, 'https://')
  const url = named.replace(/^https?/i, (scheme) => scheme.toLowerCase())
  return url.length <= longestAddress && /^https?:\/\/[^\s<>"]+$/.test(url) && isAddress(url) ? url : null
}
const withoutScheme = /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[:/?#]|$)/i
const aFile = /^[^/?#]*\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|jpe?g|png|gif|zip|txt|csv|mp[34])$/i
/** Code units. Maps and shared folders need several hundred; browsers take no more than this everywhere. */
const longestAddress = 2000

/** What somebody wrote about an address, and the address: a whole one, or the only one among their words. Null where there is none. */
export function addressIn(typed: string): string | null {
  const whole = webAddress(typed)
  if (whole) return whole
  const [only, ...more] = linksIn(typed)
  return only && !more.length ? webAddress(typed.slice(only.start, only.end)) : null
}

/** Where the address that begins at `start` ends; null where there is none. */
function endOf(text: string, start: number, afterScheme: number): number | null {
  let end = afterScheme + lengthAt(host, text, afterScheme)
  if (!isAddress(text.slice(start, end))) return null
  const label = text.slice(text.lastIndexOf('.', end - 1) + 1, end)
  const glued = beforeWords.exec(label)
  if (glued) end += glued[0].length - label.length
  else {
    const rest = text.slice(end, end + lengthAt(path, text, end))
    if (rest.length > longestPath) return null
    const most = [beforeWords.exec(rest)?.[0].length, beforeNext.exec(rest)?.index, rest.length]
    end += Math.min(...most.filter((n) => n !== undefined))
  }
  const url = withoutEnd(balanced(text.slice(start, end)), /[.,;:!?'*·\u200c\u200d]/)
  return isAddress(url) ? start + url.length : null
}

function withoutEnd(text: string, signs: RegExp): string {
  let end = text.length
  while (end > 0 && signs.test(text[end - 1]!)) end--
  return text.slice(0, end)
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0].length ?? 0
}

/** As far as its brackets have partners: others belong to the sentence. */
function balanced(url: string): string {
  const open: number[] = []
  for (let i = 0; i < url.length; i++) {
    const sign = url[i]!
    if (sign === '(' || sign === '[') open.push(i)
    else if (brackets[sign] && brackets[sign] !== url[open.pop() ?? -1]) return url.slice(0, open[0] ?? i)
  }
  return url.slice(0, open[0] ?? url.length)
}

/** A name before the host makes no link: in `https://city.gov.tw@elsewhere.example/` the reader sees the city. */
const isAddress = (url: string): boolean =>
  /^https?:\/\/[^/?#@]*[\p{L}\p{N}]\.[\p{L}\p{N}][^/?#@]*(?:[/?#]|$)/iu.test(url) && URL.canParse(url)
