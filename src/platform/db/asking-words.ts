// Words by which people ask, and which say nothing of what they look for: "has anybody asked for", 有沒有人提過, 可以……嗎. They are left
// out where others remain. And a sentence in Chinese as its words. Pure.
import { folded } from '../../lib/folded.ts'
import { memoize } from '../../lib/memoize.ts'

const english = new Set(
  (
    'a an the of for in on at to and or is are was were be been has have had do does did can could should would will may ' +
    'i we you they he she it its my our your their me us this that these those there here any some anyone anybody someone somebody ' +
    'about with by from as into how what which who when where why not please want wants wanted need needs ask asks asked asking ' +
    'propose proposed proposes proposal proposals petition petitions case cases suggestion suggestions make let get'
  ).split(' '),
)

const chinese = new Set(
  folded(
    '的 了 嗎 呢 吧 啊 是 在 有 我 我們 你 您 他 她 它 和 與 及 或 也 都 就 要 想 請 讓 把 被 對 從 到 以 為 於 之 這 那 個 ' +
      '沒有 有沒有 沒 有人 人 提過 提 過 提案 提議 提出 建議 希望 是否 可以 可否 可不可以 能否 能不能 能 不能 會 應 應該 應當 可 ' +
      '如何 怎麼 怎麼樣 怎樣 為什麼 為何 什麼 甚麼 哪 哪裡 哪些 幾 誰 關於 有關 相關 問題 事情 案子 案件 太 很 更 只 只能 ' +
      '我想 想知道 知道 幾個 幾件 多少 才能 什麼時候 何時 多久 要不要 不要 會不會 能夠 是不是 怎麼辦 怎樣才能 難道 到底 究竟 請教 告訴 覺得 認為 ' +
      '上 裡 裏 內 中 下 外 去 來 時 時候 之前 之後 了嗎 還 還是 ' +
      '政府 我國 大家 已經 已 曾經 曾 一下 一個 這個 那個 需要 必須 想要 請問 請求 要求 目前 現在 進行 使 由 等 該 其 並 而 但 若 如果 因為 所以',
  ).split(' '),
)

/** Of a folded word in Latin letters. */
export const isAsking = (word: string): boolean => english.has(word)

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
const isHan = (word: string) => /^\p{Script=Han}+$/u.test(word)

/**
 * The words of a folded text that say something, in order. The dictionary knows no 停班 and no 路權: several characters that it
 * leaves alone belong together, a single one to the word before. A number goes with what it counts.
 */
export const tellingWords = memoize((text): string[] => {
  const words: string[] = []
  let alone: string[] = [] // characters since the last word
  let isOpen = false // whether one of them may belong to that word
  const close = () => {
    if (alone.length === 1 && isOpen && isCounted(words.at(-1))) alone = []
    else if (alone.length === 1 && isOpen) words.push(words.pop()! + alone[0])
    else if (alone.length === 4) words.push(alone.slice(0, 2).join(''), alone.slice(2).join(''))
    else if (alone.length > 1) words.push(alone.join(''))
    alone = []
  }
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    const says = isWordLike && !chinese.has(segment)
    if (says && isHan(segment) && endsInNumber(words.at(-1)) && isOpen && !alone.length)
      words.push(words.pop()! + segment)
    else if (says && isHan(segment) && [...segment].length === 1) alone.push(segment)
    else {
      close()
      if (says) words.push(segment)
      isOpen = !!says
    }
  }
  close()
  return words
}, 200)

/** 十六歲, 5天: what comes after it is another word. */
const isCounted = (word: string | undefined): boolean =>
  /^[\d.〇一二三四五六七八九十百千]+\p{Script=Han}/u.test(word ?? '')
const endsInNumber = (word: string | undefined): boolean => /^[\d.]+$/.test(word ?? '')
