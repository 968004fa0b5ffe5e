import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isFiller, saysNothing } from '../../src/lib/filler.ts'
import { oneOfEachFamily } from '../../src/lib/folded.ts'
import { namesNobody } from '../../src/lib/nobody.ts'

// Those in brackets with dates are taken from the archive of JOIN, 2015 to 2018.
test.each([
  '',
  '  \n　',
  '\u200b',
  '(編輯中)',
  '（編輯中）',
  '編輯中',
  'N/A',
  'Ｎ／Ａ',
  'n.a.',
  '無',
  '無。',
  '〈無更新〉',
  '略',
  '同上',
  '待補',
  '-',
  '－－',
  '…',
  '.....',
  '〈將於8月5日前發布正式回應時說明〉',
  '（將於106年11月13日前發布正式回應時說明。）',
  '將於107年3月28日以前發布正式回應時說明。',
  '<將於106年4月15日前發布正式回應時說明>',
  '106年8月15日以前，於平臺正式回應說明。',
  '〈將於本年12月31日前彙整相關部會研析及處理情形，正式回應時說明〉',
  '待所有資料編輯完成後一併上傳。',
  '配合12月上旬召開記者會後，再行更新全案後續辦理情形',
  '〈請見「參採情形」欄說明〉',
  '(併同「研商辦理情形」段落說明)',
])('「%s」 is filler, not an answer', (text) => {
  expect(isFiller(text)).toBe(true)
})

test.each([
  '無法採納，理由如下',
  '同意參採',
  '不推動',
  '納入研議。',
  '不予參採。',
  'No, because of the budget',
  'No.',
  '已於107年1月2日起依提議提供是項資料。',
  '詳附件1-澎湖南方四島國家公園海域特別景觀區劃設為「自然人文生態景觀區」說明。',
  '俟立法院三讀通過後，再行公布施行日期。',
  '本部將予參採，並於108年底前正式回應時說明辦理進度，另訂於明年起分三期編列預算，於全國各縣市同步推動，相關法規修正草案已送行政院審查。',
])('「%s」 is an answer', (text) => {
  expect(isFiller(text)).toBe(false)
})

test.each([
  '依規定辦理。',
  '本局將依相關規定辦理',
  '詳如附件',
  '（詳附件）',
  '完',
  '知悉。',
  '錄案研議',
  '已錄案，納入參考',
  '持續關注',
  '後續將滾動式檢討。',
  '研擬中',
  '會再研議',
  '敬請諒察',
  '如擬',
  '本案已轉請權責機關卓處',
  '移請相關單位參辦，並持續追蹤',
  '我們已收到您的意見',
  '謝謝您的建議，我們會參考',
  'Noted with thanks',
  'To be advised.',
  'We will act accordingly',
  'See attachment.',
  'See the attachment',
  'OK',
  // what officers try next, once the first one was refused
  '依規定辦理，詳如附件。',
  '依規定辦理。依規定辦理。',
  '本案依規定辦理，謝謝。',
  '本局依規定辦理中',
  '依　相　關　法　規　辦　理　之',
  '持續辦理中。',
  '詳如附件一',
  '回應內容詳如附件所示。',
  '如附件 1.pdf',
  '詳\u3164如\u034f附\ufe0f件',
  '\u3164\u115f\u034f',
  '完完完',
  '感謝您寶貴的意見！',
  // in Simplified characters
  '详如附件',
  '依规定办理。',
  '本局将依相关规定办理，谢谢。',
  '编辑中',
  // an office by its name
  '本府教育局將依規定辦理',
  '海城市政府環境保護局將依相關規定辦理。',
  '教育局及交通局均已依權責辦理',
  '臺北市政府將持續辦理',
  // in English
  'Handled according to regulations.',
  'This case will be handled in accordance with the relevant laws and regulations.',
  'The Bureau will deal with it according to the rules. Thank you for your suggestion.',
  'In accordance with regulations',
  'Please see the attached file.',
  'Your comments have been noted.',
  'Noted. Noted. Noted.',
  '依規定辦理。Thank you for your suggestion.',
  // according to rules, none of which is named
  '依現行相關規定辦理',
  '將依規辦理，謝謝您對本市市政的關心與建議。',
  '依既有程序積極處理',
  '另案辦理',
  '已轉知',
  '評估中。',
  '（以下空白）',
  '請參考附件',
  '詳如附表',
  'In progress',
  'Will be considered.',
  'To be announced',
  'Same as ask 1',
  // one sign again and again, and numbers alone
  '哈哈哈',
  'aaaa',
  '123',
  '無',
  '',
])('「%s」 says nothing that an agency could publish', (text) => expect(saysNothing(text)).toBe(true))

test.each([
  '依規定辦理會勘，八月十五日前公布結果。',
  '不推動',
  '納入研議。',
  '詳如附件一第三頁：照度量測結果與改善期程。',
  '完成十二盞路燈',
  '路燈科',
  '依法不予採納',
  '依規定辦理罰鍰',
  '附件二之路燈將於八月辦理完成',
  '教育局',
  '同意增設護欄',
  '詳如附件，步道北段增設護欄。',
  '如提議增設圍欄',
  '路燈管理科',
  '海城市政府環境保護局',
  '設立托育中心，持續辦理',
  '增設停車處，儘速辦理',
  '由教育局編列預算，依規定辦理',
  '步道路灯将于八月办理完成',
  'No, because of the budget',
  'Not adopted',
  'The lamps will be handled according to regulations',
  'The Bureau will act under section 12 of the Parks Act',
  'Handled according to the regulations of 2024: a fine of NT$3,000',
  'We will see the attached mayor',
  'Under study',
  '依規定申請後辦理補助',
  '依道路交通管理處罰條例第五條辦理',
  '依規定三日內完成',
  '已編列預算，評估中的兩處六月完成',
  'In progress since May: two of twelve lamps stand',
  'Same as ask 1, and two more lamps',
])('「%s」 says something', (text) => expect(saysNothing(text)).toBe(false))

test.each([
  '相關單位',
  '各權責單位',
  '本府相關機關',
  '业务承办人员',
  'The relevant departments',
  'staff',
  'Someone',
  'TBC',
  '無',
  '待確認',
  '',
])('a commitment of 「%s」 is made by nobody', (owner) => expect(namesNobody(owner)).toBe(true))

test.each([
  '路燈管理科',
  '交通局',
  '環保局綜合規劃科',
  '本局',
  '承辦人員：道路科王科長',
  'Roads Unit',
  'Office of the Mayor',
])('a commitment of 「%s」 is made by somebody', (owner) => expect(namesNobody(owner)).toBe(false))

const empty = ['依規定辦理', '詳如附件', '持續辦理', '本府教育局將依規定辦理', '謝謝指教']
const plain = ['Handled according to regulations', 'See attachment', 'Noted', 'Thank you for your suggestion']
const between = fc.constantFrom('。', '，', '\n', ' ', '；', '. ')

test('however such sentences are put together, in either kind of characters, they say nothing', () => {
  const rows = (of: string[]) => fc.array(fc.tuple(fc.constantFrom(...of), between), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(rows(empty), (row) => {
      const text = row.flat().join('')
      expect(saysNothing(text)).toBe(true)
      expect(saysNothing(oneOfEachFamily(text)), 'in Simplified').toBe(true)
    }),
  )
  fc.assert(
    fc.property(rows(plain), (row) => {
      expect(saysNothing(row.flat().join(''))).toBe(true)
    }),
  )
})

test('a commitment of somebody or other is nobody’s', () => {
  for (const owner of ['某人', '負責人', '全體同仁', '大家', '某單位'])
    expect([owner, namesNobody(owner)]).toEqual([owner, true])
  for (const owner of ['養工處', '某某基金會', '有人行道科', '王負責人辦公室'])
    expect([owner, namesNobody(owner)]).toEqual([owner, false])
})

test('what names who does what, or what is read where, says something', () => {
  for (const said of [
    '轉請臺北市政府交通局辦理',
    '請相關單位於三月底前拆除',
    '已由相關單位完成路面刨鋪',
    '會參考日本做法修正標線',
    '持續追蹤空品測站數值至年底',
    '尊重議會決議，不予調整',
    '研擬中的草案將於 5 月公布',
    'Noted: the lamps will be replaced in May',
  ])
    expect([said, saysNothing(said)]).toEqual([said, false])
})

test('one sentence that says something is enough, wherever it stands', () => {
  const says = fc.constantFrom('八月裝設十二盞路燈', '步道北段增設護欄', 'Twelve lamps by August', '不予採納')
  const row = (of: string[]) => fc.array(fc.constantFrom(...of), { maxLength: 4 })
  fc.assert(
    fc.property(row([...empty, ...plain]), says, row([...empty, ...plain]), between, (left, said, right, mark) => {
      expect(saysNothing([...left, said, ...right].join(mark))).toBe(false)
    }),
  )
})

// Where to look instead of what to read: found on nobody's page tomorrow.
test.each([
  '詳見官網',
  '請見附件',
  'see ask 1',
  'See ask 1.',
  '同上',
  '同第一項',
  '同訴求一',
  '同訴求1之理由',
  '比照第一項辦理',
  '理由同上',
  '理由同前',
  '說明如上',
  '併第一案說明',
  '如第一點回應',
  '請見上述回應',
  '已於第一項說明',
  '已說明如前',
  '前已敘明',
  '詳如說明',
  '見本局113年5月1日函',
  '詳見本局官網',
  '請至本局官網查詢',
  '請參閱本局網站最新消息',
  'https://www.gov.tw/a/b?c=d',
  '詳見 https://www.gov.tw/a',
  'See https://example.gov/x',
  'Please visit our website for details.',
  'Please refer to the answer to ask 2',
  'Same as above',
  'Ditto',
  'As stated above.',
  'As in ask 2',
  '同前項',
  '同前項說明',
  '如前項所述',
  '請參閱本局113年停車改善計畫簡報',
  '請洽本局官網',
  'Details are available on the website',
  'Refer to the press release.',
  '詳見新聞稿',
  '請參考本局113年5月1日北市教字第1133012345號函',
  '同第2項訴求回應',
  '見第三點說明',
  '本項同第一項。',
  '詳见官网',
  '请见附件',
  '詳如公告',
  '同訴求2。',
  'Same as the first one',
  'See the above',
  'see answer 2 above',
  'See our previous letter',
  '詳如本案附件',
  '如附',
  '見上',
  '看上面',
  '詳見教育局網站公告',
  '請上網查詢',
  '詳見市府網站公告專區資訊',
  '依第一項辦理',
  '同上。詳見官網。',
  'www.gov.tw',
])('「%s」 only points elsewhere', (text) => {
  expect(saysNothing(text)).toBe(true)
  expect(saysNothing(oneOfEachFamily(text)), 'in Simplified').toBe(true)
})

test.each([
  '詳如附件，步道北段增設護欄。',
  '更新官網',
  '本局官網已公布路燈位置',
  '同意',
  '同意增設護欄',
  '如提議增設圍欄',
  '如期完成官網改版',
  '請至官網下載申請表，八月一日起受理',
  '依第五條辦理不予採納',
  '我們會在官網公布每月進度',
  'See the mayor on Monday',
  'We will publish the report on our website by May',
  'No',
  '不推動',
  '同訴求一的路段，八月底前完成',
  '因預算不足，同第一項不予採納',
  '第二期工程完成',
  '見習生招募公告已刊登',
  '如訴求增設路燈',
  'Same as ask 1, and two more lamps',
  '看板設置於公園入口',
  '參考國外作法，本局將試辦三處',
  '依法不予採納',
  '公告禁止停車',
  'Adopted as in 2024: two lamps',
  '詳如附件一第三頁：照度量測結果與改善期程。',
  '已回復原狀',
  '在平臺公布資料',
  'The website will be changed',
  '同一路段增設三盞',
  '依該局意見不予採納',
  '已於5月回復原貌，並完成護欄',
  '見義勇為表揚辦法修正',
])('「%s」 names a place and says something', (text) => expect(saysNothing(text)).toBe(false))

test('what is attached is a part of the text, and where to look is an answer where it was asked for', () => {
  for (const text of ['詳如附件', '詳如本案附件', 'See attachment.', '依規定辦理，詳如附件。'])
    expect([text, saysNothing(text), saysNothing(text, { attached: true })]).toEqual([text, true, false])
  for (const text of ['同上', '詳見官網', '依規定辦理']) expect(saysNothing(text, { attached: true })).toBe(true)
  for (const text of ['見本局官網', 'https://www.gov.example/lamps', 'See our website'])
    expect([text, saysNothing(text, { elsewhere: true })]).toEqual([text, false])
  expect(saysNothing('無', { elsewhere: true })).toBe(true)
})
