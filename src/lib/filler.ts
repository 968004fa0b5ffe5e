// Replies that say nothing. In the archive of JOIN four in ten adoption texts are such: most promise "the formal reply before
// 5 August" in the place of the reply. Used by the import, and when an officer publishes. Pure.
import { inEitherKind, lettersIn, listed, wordsIn } from './letters.ts'
import {
  puttingOff,
  puttingOffInEnglish,
  replyingLater,
  replyingLaterInEnglish,
  stating,
  statingInEnglish,
} from './put-off.ts'
import { references, referencesInEnglish, referencesWhole } from './references.ts'

/** Compared without spaces, punctuation and case, full-width letters made plain. */
const fillers = listed(
  `編輯中 撰寫中 撰擬中 擬稿中 處理中 研議中 彙整中 整理中 更新中 建置中 草稿 待補 待補充 待補正 待續 待更新 待回復 待回覆 待確認 待定
  無 無資料 無更新 無內容 無意見 無補充 無補充說明 暫無 暫無資料 尚無 尚無資料 目前無 目前尚無 沒有 略 同上 同前 如上 如前 如題 免填 不適用
  測試 內容 文字 請填寫 請輸入
  na none nil null tbd tba todo test pending draft notapplicable nocomment sameasabove asabove seeabove lorem x xx xxx o`,
)

// Each is tried on at most 60 characters without spaces and punctuation.
const promises = [
  // 將於106年1月9日前發布正式回應時說明；106年8月15日以前於平臺正式回應說明
  /^(?:將|擬|預計|訂)?(?:於)?(?:本|明|今)?[\d年月日上中下旬底初]*(?:以前|之前|前)?.{0,20}正式(?:回應|回覆|回復)時?(?:再行|一併|併同)?(?:說明|公布|發布)?$/u,
  // 配合12月上旬召開記者會後再行更新全案後續辦理情形；待所有資料編輯完成後一併上傳
  /^(?:待|俟|配合).{2,30}[後時](?:再行|再|另行|一併|另)(?:更新|上傳|補充|補正|說明|回應|回覆|回復).{0,12}$/u,
  // (護欄 is a railing, and 同意 agrees) 請見「參採情形」欄說明；併同「研商辦理情形」段落說明
  /^(?:請|詳|併|同|詳請)?(?:參見|參閱|參考|詳見|詳如|見|如|同(?!意)|併同)(?:上|前|下|後)?.{0,14}(?:(?<![護圍柵])欄|欄位|段落|說明欄)(?:之)?(?:說明|內容)?$/u,
].map(inEitherKind)

/** Nothing, or only a word that stands for what is still to be written: 無, (編輯中), N/A, test. */
export const isPlaceholder = (text: string): boolean => {
  const bare = lettersIn(text.slice(0, 200))
  return bare === '' || fillers.has(bare)
}

/**
 * Empty, or a placeholder that is no answer: "(編輯中)", "N/A", "無", "…", "同上", "〈將於8月5日前發布正式回應時說明〉". A short text
 * that decides ("不推動", "納入研議。", "No.") is none.
 */
export function isFiller(text: string): boolean {
  if (text.length > 2000) return false
  const bare = lettersIn(text)
  return bare === '' || fillers.has(bare) || (bare.length <= 60 && promises.some((commitment) => commitment.test(bare)))
}

/** Sentences an office writes where nothing is to be said. */
const emptyTalk = listed(
  `依規定辦理 依相關規定辦理 依法規辦理 依相關法規辦理 依相關法令辦理 依法辦理 依法令辦理 依權責辦理 依程序辦理 依職權辦理 持續辦理 積極辦理 儘速辦理 盡速辦理 配合辦理 錄案辦理 錄案研議 錄案參考
  按規定辦理 按照規定辦理 依照規定辦理 依有關規定辦理 按有關規定辦理 按相關規定辦理 依照相關規定辦理 按照相關規定辦理
  賡續辦理 妥處 卓處 納入參考 供參 知悉 已知悉 收悉 敬悉 謝謝 謝謝您 謝謝指教 感謝指教 感謝您的建議 感謝您的意見 感謝您寶貴的意見 感謝您寶貴的建議 辦理 已辦理 研議辦理 辦理完成 完成 完畢 完 依來文辦理 視情況辦理
  案辦理 案處理 案研議 函復 行函復 行通知 評估中 規劃中 進行中 審慎評估 審慎研議 持續努力 持續精進 轉知 轉相關單位
  錄案 已錄案 持續關注 持續追蹤 持續檢討 滾動檢討 滾動式檢討 研擬中 再研議 再行研議 再行檢討 尊重 諒解 諒察 尚請諒察 如擬 參考 作為參考 收到您的意見 收到您的建議
  以下空白 以下略 空白 如下 見下 如說明 同第一項 同上述 同前述 待議 同上 同前 如上 如前`,
)

/** Those that point at an attachment: where there is one, it is a part of the answer, and they say where to look. */
const atFiles = inEitherKind(
  /(?:敬請|惠請|煩請|請|詳請)*(?:詳如|詳見|詳參|詳閱|詳|請參閱|參閱|請參|參考|參照|參見|參|如|見|同)?(?:本案|本局|所|隨文|後)?(?:附件|附表|附圖|附檔|附錄|檢附文件|附)(?:資料|文件|檔案)?/uy,
)
const filesInEnglish = [
  '(?:please )?(?:see|refer to|find) (?:the |our )?(?:attach(?:ments?|ed)|annex|appendix)(?: (?:files?|documents?))?(?: \\d{1,2})?',
  'as (?:per |in )?(?:the )?attach(?:ments?|ed)',
  'attached',
].map(wordByWord)

/** 依現行相關規定辦理: according to rules, none of which is named. */
const byTheRules = inEitherKind(
  /(?:依|按|遵)(?:照|據|循)?(?:現行|既有|既定|相關|有關|各項|法令|法規|法律|規定|規範|程序|流程|機制|權責|職權|作業)*(?:規定|規範|法令|法規|程序|流程|機制|權責|職權|規|法)(?:妥予|妥為|積極|儘速|逕行)?(?:辦理|處理|處置|為之)?/uy,
)

/** 感謝您對本市市政的關心與建議 */
const thanks = inEitherKind(
  /(?:感謝|謝謝|多謝)(?:臺端|民眾|您|你|各位)*(?:對.{0,10}的)?(?:寶貴)?的?(?:(?:關心|關注|建議|意見|指教|指正|來信|支持|指導|提案|參與)[與及和]?)+/uy,
)

/** 轉請權責機關卓處: passed on, to no one who is named. */
const passedOn = inEitherKind(
  /(?:業|經|函|已|均)*(?:轉請|移請|轉知|轉陳|轉交|轉送|移送|移轉|函轉|函送|函請|請|交由|移由|由|轉)(?:有關|相關|權責|主管|主辦|業務|所屬|各)+(?:單位|機關|部門|科室|局處)(?:(?:妥|卓|參|研|逕行|妥予|妥為|另行)?(?:辦理|處理|參考|研議|知照|處|辦))?/uy,
)

/**
 * An office by its name, and where it is: 海城市政府教育局. Only fields of work that offices are named after: any character before 局 or 所
 * would take words that say something (增設停車處).
 */
const place = '(?:\\p{Script=Han}{2}[縣市區鄉鎮])'
const field =
  '(?:教育|交通|交通運輸|環境|環境保護|環保|工務|建設|建築|都市發展|都發|城鄉發展|衛生|衛生福利|社會|社會福利|民政|財政|稅務|警察|消防|文化|觀光|觀光旅遊|地政|農業|農糧|漁業|經濟|經濟發展|產業發展|勞動|勞工|水利|水務|人事|主計|政風|法務|法制|資訊|研考|研究發展考核|原住民族|客家事務|青年|青年發展|體育|運動|新聞|秘書|養護|養護工程|公園|路燈管理|國防|內政|外交|數位發展|海洋|海洋委員|公共工程|動物保護|都市計畫)'
const office = `(?:${place}?(?:政府|公所)|${place}?(?:政府)?${field}(?:委員會|[局處部會署廳科課室司院]))`

/** What may stand before such a sentence: who speaks, of what, and how willingly. */
const before = inEitherKind(
  new RegExp(
    `(?:${office}|本案|本項|本點|本題|本訴求|本部分|理由|原因|本局|本府|本處|本會|本所|本署|本部|本市|本縣|本院|本科|有關|關於|所屬|後續|我們|及|暨|建議|相關|內容|回應|說明|將|已|均|皆|會|擬|另|並|且|餘|請|敬請|逕|惠請)*`,
    'uy',
  ),
)
/** And after it. */
const after = inEitherKind(/(?:之|中|了|即可|為荷|在案|所示|所載|說明|檔案?|pdf|[一二三四五六七八九十]|\d{1,2}){0,3}/uy)

/** The same in plain English, word by word; each ends at a space. */
const rules =
  '(?:the )?(?:(?:relevant|applicable|existing|current|related|all) ){0,2}(?:regulations?|rules?|laws?|procedures?|provisions?|legislation)(?: and (?:regulations|rules|procedures))?'
const byThem = `(?:in accordance with|according to|in line with|in compliance with|pursuant to|as per|per|under|by|following) ${rules}`
const englishTalk = [
  'done|ok|okay|yes|tbc|not yet|same|see below|in progress|ongoing|under (?:review|way|consideration|evaluation)|to be (?:confirmed|decided|announced|determined)',
  '(?:the )?same as (?:the )?(?:above|first|before|previous|ask \\d)(?: (?:one|ask|answer))?',
  '(?:(?:it|this|we) )?will (?:be considered|be reviewed|look into (?:it|this|the matter)|consider (?:it|this))',
  'noted(?: with thanks)?|to be advised|as appropriate|(?:(?:we|the bureau) )?will act accordingly',
  '(?:thanks|thank you)(?: very much)?(?: for your (?:valuable )?(?:comments?|suggestions?|proposals?|opinions?|views?|feedback))?',
  byThem,
  `(?:(?:this|the|your|our) )?(?:(?:case|matter|proposal|suggestion|request|it|we|bureau|department|office|agency|ministry|government|city) )?(?:(?:will|shall|is|are|was|has|have|to|be|being|been) ){0,3}(?:(?:duly|properly|promptly) )?(?:handled?|dealt with|deal with|process(?:ed)?|followed up|managed?|proceed|act)(?: (?:it|this|the matter|the case|this case))? ${byThem}`,
  '(?:(?:your|the) )?(?:(?:comments?|suggestions?|proposals?|opinions?|views?|feedback) )?(?:(?:has|have|is|are|been|duly) ){0,3}(?:noted|received|acknowledged)',
].map(wordByWord)
const pointingInEnglish = referencesInEnglish.map(wordByWord)
const english = {
  later: puttingOffInEnglish.map(wordByWord),
  reply: replyingLaterInEnglish.map(wordByWord),
  state: statingInEnglish.map(wordByWord),
}

/**
 * What a text may lean on. `attached`: something is attached to it; `elsewhere`: where to look is what was asked for; `when`: until when
 * there will be a reply is; `deed`: what was done, found or is wanted is, and no answer.
 */
type Beside = { attached?: boolean; elsewhere?: boolean; when?: boolean; deed?: boolean }

const pointing = references.map(chineseOf)
const chinese = {
  later: puttingOff.map(chineseOf),
  reply: replyingLater.map(chineseOf),
  state: stating.map(chineseOf),
}
const pointingWhole = referencesWhole.map((source) => inEitherKind(new RegExp(source, 'u')))

const latin = /\p{Script=Latin}+/gu

/** One such sentence after the other, and nothing else. Each place is looked at once, however the text was put together. */
function isEmptyTalk(bare: string, { attached, elsewhere, when, deed }: Beside): boolean {
  if (!elsewhere && bare.length <= 60 && pointingWhole.some((whole) => whole.test(bare))) return true
  const patterns = [
    byTheRules,
    thanks,
    passedOn,
    ...chinese.later,
    ...(when ? [] : chinese.reply),
    ...(deed ? [] : chinese.state),
    ...(elsewhere ? [] : pointing),
    ...(attached ? [] : [atFiles]),
  ]
  const ends = new Set([0])
  for (const start of ends) {
    const from = skip(before, bare, start)
    for (const sentence of emptyTalk)
      if (bare.startsWith(sentence, from)) ends.add(skip(after, bare, from + sentence.length))
    for (const pattern of patterns)
      for (const begin of new Set([start, from])) {
        const end = skip(pattern, bare, begin)
        if (end > begin) ends.add(skip(after, bare, end))
      }
  }
  return ends.has(bare.length)
}

/** The same for what is written in English: `words` each with a space after it. */
function isEmptyEnglish(words: string, { attached, elsewhere, when, deed }: Beside): boolean {
  const sentences = [
    englishTalk,
    english.later,
    when ? [] : english.reply,
    deed ? [] : english.state,
    elsewhere ? [] : pointingInEnglish,
    attached ? [] : filesInEnglish,
  ].flat()
  const ends = new Set([0])
  for (const start of ends) for (const sentence of sentences) ends.add(skip(sentence, words, start))
  return ends.has(words.length)
}

function chineseOf(source: string): RegExp {
  return inEitherKind(new RegExp(source, 'uy'))
}

function wordByWord(sentence: string): RegExp {
  return new RegExp(`(?:${sentence}) (?:and )?`, 'uy')
}

function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return from + (pattern.exec(text)?.[0].length ?? 0)
}

/** An address alone is no answer either: it is read as what it leads to. */
const address = /(?:https?:\/\/|www\.)[^\s，。；、）)]+/giu

/**
 * Whether a text that an agency publishes says nothing: filler, one letter or one again and again, numbers alone, only sentences that fit
 * every case, or only where to look instead. What is `attached` to it is a part of it.
 */
export function saysNothing(typed: string, beside: Beside = {}): boolean {
  if (isFiller(typed)) return true
  const text = typed.replace(address, ' 官網 ')
  if (text.length > 200) return false
  const bare = lettersIn(text)
  const isOneSign = new Set(bare).size < 2 && bare.length <= 12
  if (isOneSign || /^\p{N}+$/u.test(bare)) return true
  if (isEmptyTalk(bare, beside) || isEmptyEnglish(wordsIn(text), beside)) return true
  // Both languages in one text: each by itself.
  const han = bare.replace(latin, '')
  const words = wordsIn(text.normalize('NFKC').replace(/\P{Script=Latin}+/gu, ' '))
  return isEmptyTalk(han, beside) && isEmptyEnglish(words, beside)
}
