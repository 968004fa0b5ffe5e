// References in the place of words: 詳見官網, 同第一項, "see ask 1", an address alone. Whoever asked is sent to look for the answer, and
// what it points at may be gone tomorrow. Patterns for filler.ts, of Traditional characters and of plain English words. Pure.

const number = '(?:[一二三四五六七八九十]{1,3}|\\d{1,2})'
const part = '(?:項次|項|點|題|個|案|款|則|部分|段|欄)'
const ordinal = `(?:第${number}${part}?(?:訴求|提議|建議)?|(?:訴求|提議|項次|建議|說明|問題)${number}|${number}${part}|[上前下後](?:一)?(?:項|點|題|則|述|開|段|揭|面|文|列)|以上|上頭)`
/** Whose it is, and of which day. */
const whose =
  '(?:(?:本|該|貴|各)[局府處會所署部市縣院科案項]|市府|縣府|[\\p{Script=Han}]{2,8}(?:政府|公所|委員會|局|處|署|部))?(?:\\d{2,4}年(?:\\d{1,2}月)?(?:\\d{1,2}日)?)?(?:\\p{Script=Han}{1,8}字第?\\d+號)?(?:之|的)?'
const kinds = '(?:官方|機關|全球資訊|相關|最新|公開|線上|另|所|隨)*'
/** Elsewhere, where its words are no part of the answer. */
const outside =
  '(?:官網|網站|網頁|網址|網路|連結|首頁|平臺|平台|臉書|粉絲專頁|粉專|新聞稿|新聞|公告|簡報|懶人包|會議紀錄|公文|函文|來文|復函|回函|前函|函|報告書|計畫書)'
const inside = '(?:訴求|回應|回復|回覆|答復|答覆|說明|理由|原因|意見|資料|文件|紀錄|報告)'
const tail =
  '(?:之|的|中|內|裡|上|所示|所載|所述|說明|內容|回應|回復|回覆|答復|理由|辦理|處理|專區|資訊|最新|公告|訊息|消息|頁面|即可|在案|部分)*'
const verb =
  '(?:詳見|詳如|詳參|詳閱|詳|請見|參見|參閱|參考|參照|參看|參|查閱|比照|援引|引用|如同|如|同於|相同於|同(?!意)|見|看|併同|併|依)'
const polite = '(?:敬請|惠請|煩請|請|可|並|另|亦|逕行|逕|自行|詳細|相關)*'
const going = '(?:至|到|上|前往|洽|於|在)'
const looking = '(?:查詢|查閱|瀏覽|查看|參閱|參考|觀看|點閱|了解|瞭解|看)'

/** One such sentence after the other (filler.ts puts them together). */
export const references = [
  `${polite}${verb}(?:於|至|在)?${whose}${kinds}(?:${ordinal}${tail}|(?:${outside}|${inside})${tail})`,
  `${polite}${going}${whose}${kinds}${outside}${tail}${looking}`,
  `${polite}(?:見|看|如|同)[上下前](?:面|方|文)?`,
  '官網',
  `${polite}上網${tail}${looking}`,
  `(?:已|業已|業|均已|皆已|前已)*(?:於|如|在)?${ordinal}?${tail}(?:說明|敘明|回應|回復|載明|答復)(?:如上|如前|在案|於前|過|了)`,
  `(?:前已|上已|已|業已)(?:於)?${ordinal}?(?:說明|敘明|回應|回復|載明|答復)(?:如上|如前|在案)?`,
]

/** The whole of a text: whatever stands between the request to look and where. */
export const referencesWhole = [
  `^(?:本案|本項|有關)?${polite}(?:詳見|詳如|詳參|詳閱|詳請|請見|請看|請參(?:見|閱|考|照|看)?|參見|參閱|請至|請上|請洽|請到)(?:(?!增設|新增|設置|不予|採納).){0,24}${outside}${tail}${looking}?$`,
]

const article =
  '(?:(?:the|our|its|my|your|this|that|an?|official|attached|previous|earlier|first|second|third|fourth|fifth|above|last|same|other|relevant|city|bureau|department|s) ){0,4}'
const thing =
  '(?:websites?|web (?:site|page)|webpage|home ?page|site|page|links?|url|portal|platform|facebook(?: page)?|press release|news(?: release)?|announcements?|notices?|letters?|report|slides|presentation|minutes|documents?|response|reply|answers?|explanation|reasons?|statement|above|below|first|second|third|one|ask|item|point|question)'
const numbered =
  '(?:(?:ask|item|point|question|request|answer|response|section|paragraph|part|number|no)(?: (?:number|no))? )\\d{1,2}(?: (?:above|below))?'
const seeing =
  '(?:please |kindly )?(?:also )?(?:(?:see|refer to|consult|check|visit|cf|read)|as (?:stated|explained|described|set out|given|answered|noted|mentioned)(?: (?:in|at|on|under))?|as (?:in|per|on|under|for)|same as|(?:details|more details|more information|further information|information)(?: (?:is|are|can be))?(?: (?:available|found|published))? (?:on|at|in))'

/** The same in English, word by word. */
export const referencesInEnglish = [
  `${seeing} ${article}(?:${numbered}|${thing}(?: (?:to|of|in|for|under|on) ${article}(?:${numbered}|${thing}))?)(?: (?:for|with) (?:the )?(?:details|more|more information|further information|reasons))?`,
  'as (?:stated |explained |described |answered |noted |mentioned )?(?:above|below|before|previously)',
  `${numbered}|ditto|idem|see|please see|refer to|website`,
]
