// Sentences that readers will stumble over: empty talk, words of the office, and those without end. Only hints come of it: whoever
// writes decides. Pure.
import { saysNothing } from './filler.ts'
import { oneOfEachFamily } from './folded.ts'
import { fits } from './graphemes.ts'
import { inEitherKind, lettersIn, wordsIn } from './letters.ts'

/** `words`: those meant; `instead`: what could stand there. */
export type Stumble =
  | { kind: 'empty' | 'long' | 'bare' | 'many'; sentence: string }
  | { kind: 'jargon'; sentence: string; words: string; instead: string }

type Plain = readonly [words: string, instead: string]
/** Office words and plain ones. Where a plain word would be as vague, the question that the reader has. */
const chinese: readonly Plain[] = [
  ['賡續', '繼續'],
  ['錄案', '寫出哪個單位、什麼時候處理'],
  ['妥處', '寫出怎麼處理'],
  ['妥為處理', '寫出怎麼處理'],
  ['卓處', '寫出由哪個機關處理'],
  ['研處', '研究並處理'],
  ['旨揭', '寫出是哪一件事'],
  ['案揭', '寫出是哪一件事'],
  ['首揭', '寫出是哪一件事'],
  ['俾利', '以便'],
  ['俾便', '以便'],
  ['爰', '所以'],
  ['惟查', '但是'],
  ['惠請', '請'],
  ['業於', '已經在'],
  ['業經', '已經'],
  ['業已', '已經'],
  ['刻正', '正在'],
  ['滾動式檢討', '寫出什麼時候再檢討'],
  ['滾動檢討', '寫出什麼時候再檢討'],
  ['通盤考量', '寫出要考量哪些事'],
  ['通盤檢討', '寫出檢討什麼、什麼時候有結果'],
  ['審慎評估', '寫出評估什麼、什麼時候有結果'],
  ['審慎研議', '寫出研議什麼、什麼時候有結果'],
  ['適時', '寫出什麼時候'],
  ['視情況', '寫出什麼情況'],
  ['持續精進', '寫出要改善什麼'],
  ['合先敘明', '刪去'],
  ['併予敘明', '刪去'],
  ['尚祈諒察', '刪去'],
  ['敬請諒察', '刪去'],
  ['洵屬', '是'],
  ['允宜', '應該'],
  ['責成', '請'],
  ['另行公告', '寫出什麼時候、在哪裡公告'],
  ['另行公布', '寫出什麼時候、在哪裡公布'],
  ['積極推動', '寫出做什麼、什麼時候完成'],
  ['持續推動', '寫出做什麼、什麼時候完成'],
  ['全力推動', '寫出做什麼、什麼時候完成'],
  ['視經費', '寫出需要多少、什麼時候知道有沒有'],
  ['視預算', '寫出需要多少、什麼時候知道有沒有'],
  ['視財源', '寫出需要多少、什麼時候知道有沒有'],
  ['礙難', '不能，並寫出原因'],
  ['歉難', '不能，並寫出原因'],
  ['指示辦理', '寫出做什麼、為什麼'],
  ['決議辦理', '寫出決議的內容'],
  ['結論辦理', '寫出結論的內容'],
  ['奉核', '寫出由誰決定了什麼'],
]
const english: readonly Plain[] = [
  ['going forward', 'from now on'],
  ['in due course', 'say by which date'],
  ['as appropriate', 'say when'],
  ['where feasible', 'say where'],
  ['leverage', 'use'],
  ['utilise', 'use'],
  ['utilize', 'use'],
  ['facilitate', 'help'],
  ['holistic', 'say what it takes in'],
  ['robust', 'say how it is better'],
  ['stakeholders', 'say who'],
  ['pursuant to', 'under'],
  ['with regard to', 'about'],
  ['in respect of', 'about'],
  ['prior to', 'before'],
  ['commence', 'start'],
  ['endeavour to', 'try to'],
  ['take under advisement', 'say what you will decide, and when'],
  ['aforementioned', 'name it'],
  ['herewith', 'leave it out'],
]

const longest = { characters: 120, words: 45 }

const decidesOnly = inEitherKind(
  /^(?:本[案項點局府處會署部]|將|擬|予以|予|均|原則上?|敬表)*(?:不予?|無法|部分|同意|原則上?)*(?:參採|採納|採行|同意|照辦|辦理|推動|納入研議)(?:提案|本案|訴求|建議|提議)?$/u,
)
const decidesOnlyInEnglish =
  /^(?:(?:it|this|the ask|the proposal) )?(?:(?:is|was|will|be|has|been|we) ){0,3}(?:(?:partly|not|do not|will not) )?(?:adopt(?:ed)?|agree[ds]?|accept(?:ed)?|approved|reject(?:ed)?|declined|refused|under study|study it|being studied) $/

/** Whether a reason only says once more what is decided: 不予參採。 */
export const onlyDecides = (text: string): boolean => {
  const bare = lettersIn(text.slice(0, 200))
  return decidesOnly.test(bare) || decidesOnlyInEnglish.test(wordsIn(text.slice(0, 200)))
}

/** At most `most` of them, in the order of the text. A text that is empty or nothing but filler has none: publishing refuses it. */
export function stumblesIn(text: string, most = 5): Stumble[] {
  if (saysNothing(text)) return []
  const found: Stumble[] = []
  for (const sentence of sentencesOf(text)) {
    if (found.length >= most) break
    const office = officeWordsIn(sentence)
    if (saysNothing(sentence)) found.push({ kind: 'empty', sentence })
    else if (office) found.push({ kind: 'jargon', sentence, words: office[0], instead: office[1] })
    else if (isLong(sentence)) found.push({ kind: 'long', sentence })
  }
  return found
}

/** Cut at full stops, and at line breaks. A stop within a number or an address ends no sentence. */
const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[。！？；!?])|(?<=[.;])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))

function officeWordsIn(sentence: string): Plain | null {
  const folded = oneOfEachFamily(sentence)
  const inChinese = chinese.find(([words]) => folded.includes(oneOfEachFamily(words)))
  if (inChinese) return inChinese
  const words = ` ${sentence.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `
  return english.find(([phrase]) => words.includes(` ${phrase} `)) ?? null
}

const isLong = (sentence: string): boolean =>
  /\p{Script=Han}/u.test(sentence) ? !fits(sentence, longest.characters) : sentence.split(/\s+/).length > longest.words
