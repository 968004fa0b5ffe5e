// Sentences that put an answer off: it is being looked at, it will be said later, it will be thought of, come and ask. None names what,
// by whom or until when. Patterns for filler.ts, of Traditional characters and of plain English words. Pure.

const office = '(?:本案|本[局府處會所署部市縣院科]|相關單位|業務單位|權責單位|各單位|主管機關)'
const willingly =
  '(?:仍|尚|還|現|目前|刻正|正|持續|繼續|賡續|積極|加強|全力|努力|再行?|另行|審慎|待|俟|在|適時|陸續|逐步|進一步|儘速|儘快|將|會同|配合)'
/** What is done to a matter. Alone it may decide (推動), or belong to what is named after it. */
const handling = '(?:研議|研處|研商|研擬|研析|研究|評估|規劃|檢討|審議|審酌|辦理|處理|彙整|蒐整|討論|考量|努力|精進)'
const later =
  '(?:將|擬|預計|預定|訂|另[案行]?|容|俟|待|並|再行?|後續|隨後|儘速|儘快|適時|擇期|擇日|一併|近期|日後|稍後)'
const day =
  '(?:於|在)?[本明今近兩\\p{N}一二三四五六七八九十年月日週周天個上中下旬底初末內期間]+(?:以前|之前|之後|前|後|內|時)?'

/** One such sentence after the other (filler.ts puts them together). */
export const puttingOff = [
  // 刻正研議中; 尚在評估階段; 將會同相關單位研議
  `${willingly}+${office}?${willingly}*${handling}(?:階段|作業|當中|中|相關事宜|後續事宜|事宜)*`,
  `(?:研議|研處|研商|研擬|研析|研究|評估|規劃|檢討|審議|審酌|辦理|處理|彙整|蒐整|討論|考量|撰寫|編輯|製作|擬定|擬訂)(?:階段|當中|中)`,
  // 納入未來施政參考
  '(?:納入|列入|留供|留作|提供|錄供|錄案|作為|以供|供|併)+(?:本[局府處會所署部科]|相關單位|業務單位|權責單位|各單位)?(?:後續|未來|日後|將來|爾後|往後|相關|整體|施政|規劃|政策|推動|推展|業務|研議|修法|檢討|工作|辦理|執行|評估|改善|決策|服務|[的之])*參考',
  // 無須回應
  '(?:無須|無需|不需|不須|毋須|毋庸|不必|免)(?:再|另|予)?(?:行)?(?:回應|回復|回覆|答復|答覆|說明|填寫|填報|填)',
  // 敬請期待; 造成不便，敬請見諒
  '(?:如有)?(?:造成)?(?:不便)?(?:之處)?(?:敬請|尚請|請|祈請|敬祈)(?:見諒|海涵|包涵|期待|稍候|稍待|耐心等候|靜候)(?:佳音)?',
  '(?:已|業|經|均)*交辦(?:相關單位|業務單位|權責單位|各單位|主管機關)?',
  '(?:請)?在此(?:輸入|填寫)(?:內容|文字|說明)?',
  '尊重(?:民意|市民意見|民眾意見|各界意見)',
  '如說明段',
  '測試',
]

/** When there will be a reply: nothing where an answer is due, and what is asked for where a date is. */
export const replyingLater = [
  // 將於兩週內具體回應; 容後說明. Not 公布 nor 公告: that says when it will be public
  `(?:${later}+(?:${day})?|${day})${later}*(?:於平[臺台]上?|向(?:您|臺端|大眾|民眾))?(?:公開|提出|提供|發布|給予|予以|作成)?${office}?(?:正式|具體|完整|初步|詳細|進一步|相關|的|之)*(?:回應|回覆|回復|答復|答覆|函復|函覆|說明|補充說明|補充)(?:時)?(?:說明)?`,
]

/** How a matter stands, and whom to call: no answer, and all there is to say of something that was done, asked for or found. */
export const stating = [
  // 如有疑問，歡迎來電洽詢
  '(?:如|若|倘)?(?:仍|尚)?(?:有)?(?:任何)?(?:疑問|疑義|問題|需要|需求|詳情|細節)?(?:敬請|惠請|煩請|請|歡迎|可|逕行|逕|隨時)*(?:來電|致電|撥打|電洽|洽詢|洽|聯繫|聯絡|電話)+(?:本[局府處會所署部科]|承辦人員?|承辦單位|業務單位|相關單位|專人)?(?:洽詢|詢問|聯繫|聯絡|諮詢)?',
  '(?:沒有|並無|尚無|暫無|均無|無)(?:其他|其它|進一步|任何|具體|補充)*(?:意見|補充說明|補充|回應|更新)',
  '(?:系統|網站|頁面)?(?:維護|建置|施工|撰寫|製作)中',
  '(?:依法行政|依法處理|依往例|依慣例|依前例|按往例|按慣例)(?:辦理|處理)?',
  '(?:併案)?(?:存查|文存|備查)',
  '(?:已|業|予以|准予|同意)*(?:結案|解除列管|解列|銷案)',
  '(?:本欄|本項|此欄)?(?:空白|免填|不用填|留白)',
]

const matter =
  '(?:it|this|that|the (?:matter|case|issue|proposal|suggestion|request)|your (?:proposal|suggestion|request))'
const us = '(?:we|the (?:bureau|agency|department|office|city|government))'

/** The same in English, word by word. */
export const puttingOffInEnglish = [
  `(?:${us} )?(?:(?:are|is) )?(?:(?:still|currently|now) )?(?:looking into|discussing|considering|reviewing|thinking about) ${matter}`,
  `(?:${us} )?takes? (?:your (?:concerns?|views?|opinions?|proposal|suggestions?)|${matter}) (?:very )?seriously`,
  `${us} (?:highly |greatly |really )?(?:values?|appreciates?|respects?) your (?:concerns?|views?|opinions?|proposal|suggestions?|comments?|feedback)`,
  'your (?:proposal|opinion|view|suggestion|feedback) is (?:very )?important to us',
  'to follow|coming soon|to come|more to come|later|soon|will be (?:announced|published|answered|explained) (?:later|soon|in due course)',
  '(?:still )?under (?:discussion|preparation)|being (?:discussed|reviewed|considered|looked into|prepared)',
  'nothing|no (?:answer|reply|reason|response)|same reasons?|see others?|because|placeholder|not decided(?: yet)?',
  '(?:test|testing|tests|asdf[a-z]*|qwert[a-z]*|zxcv[a-z]*|lorem ipsum.*)',
]

export const replyingLaterInEnglish = [
  `${us} will (?:reply|respond|answer|write|get back to you|come back to (?:you|this))(?: (?:soon|later|shortly|in due course|(?:by|before|in|within|on) (?:[a-z0-9]+ ){0,3}[a-z0-9]+))?`,
  '(?:(?:a|the|our|an) )?(?:(?:full|formal|detailed|official|complete|further) )*(?:response|reply|answer|explanation|details?|information)?(?: ?(?:will|is|are|to))? (?:follow|come|be (?:given|sent|published|provided) (?:later|soon|shortly))',
]

export const statingInEnglish = [
  '(?:please )?(?:call|contact|ring|phone|ask|email) (?:us|me|the (?:bureau|office|officer|agency|department|person in charge))(?: (?:for|with|if) (?:you have )?(?:any )?(?:further )?(?:questions?|details|information|enquiries|queries|help|doubts?))?',
  '(?:for )?(?:any )?(?:questions?|enquiries|queries),? (?:please )?(?:call|contact) (?:us|the office)',
  '(?:the )?case (?:is )?closed|closed|filed|on file',
  'under construction|no (?:opinion|further comments?|remarks?)',
]
