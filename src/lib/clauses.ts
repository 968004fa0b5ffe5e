// Where a title may be broken into lines: between words, and better after a clause. Chinese has no spaces, and browsers break it
// anywhere. Pure.

const segmenter = new Intl.Segmenter('zh-Hant', { granularity: 'word' })

/** Titles have at most 80 characters. What is much longer is not a title, and is not looked at word by word. */
const longest = 500

/** Signs after which a clause ends. */
const endsClause = /[，。；：！？、…—～]$/u
/** What never begins a line: it belongs to the word before it. */
const belongsBefore = /^(?:[\p{Pe}\p{Pf}，。；：！？、…—～·%％]+|的|們|了)$/u
/** What never ends a line: it belongs to the word after it. */
const belongsAfter = /^[\p{Ps}\p{Pi}#＃$＄]+$/u

const isOneSign = (word: string) => /^\p{Script=Han}$/u.test(word)

/** The clauses of a title, in order, each in words. Joined they are the text. One clause of one word where nothing is Chinese. */
export function clausesOf(text: string): string[][] {
  if (text.length > longest || !/\p{Script=Han}/u.test(text)) return [[text]]
  const clauses: string[][] = []
  let words: string[] = []
  let held = '' // an opening bracket, until its word comes
  const endClause = () => {
    if (words.length) clauses.push(words)
    words = []
  }
  for (const { segment } of segmenter.segment(text)) {
    const last = words.at(-1)
    if (belongsAfter.test(segment)) {
      held += segment
      continue
    }
    if (belongsBefore.test(segment) && held === '' && last !== undefined) words[words.length - 1] = last + segment
    else if (belongsBefore.test(segment) && held === '' && clauses.length) {
      // a bracket that closes right after a clause's end
      const before = clauses.at(-1)!
      before[before.length - 1] += segment
      continue
    } else if (held === '' && last !== undefined && isOneSign(last) && isOneSign(segment))
      words[words.length - 1] = last + segment // 調亮, 多設: two words to a dictionary
    else words.push(held + segment)
    held = ''
    if (endsClause.test(segment)) endClause()
  }
  if (held) words.push(held)
  endClause()
  return clauses
}
