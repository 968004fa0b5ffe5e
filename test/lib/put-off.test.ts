// What puts an answer off is none; what is short and honest stays one.
import { expect, test } from 'vitest'
import { saysNothing } from '../../src/lib/filler.ts'
import { oneOfEachFamily } from '../../src/lib/folded.ts'
import { namesMany, namesNobody } from '../../src/lib/nobody.ts'
import { onlyDecides } from '../../src/lib/plain-words.ts'
import {
  puttingOff,
  puttingOffInEnglish,
  replyingLater,
  replyingLaterInEnglish,
  stating,
  statingInEnglish,
} from '../../src/lib/put-off.ts'

const lines = (text: string): string[] => text.trim().split(/\s*\n\s*/)

test.each(
  lines(`
    待研議
    本案刻正研議中
    刻正辦理中。
    目前正在研議
    仍在研議中
    尚在評估階段
    将持续研议。
    加強辦理
    將適時檢討辦理
    內政部將持續審慎研議
    將會同相關單位研議
    列入參考
    納入未來施政參考
    本部已納入政策研議之參考
    提供相關單位參考
    將於八月底前另行說明
    將儘速回復
    另案函復
    本部將於2個月內(107年10月4日前)具體回應說明
    交通部將於 8 月 5 日前提出具體回應
    請稍候
    請洽承辦人
    如有疑問，歡迎來電洽詢
    本案無須回復
    沒有意見
    無進一步意見
    測試測試
    敬請期待
    建置中，造成不便，敬請見諒
    已函轉相關單位
    業經轉請權責機關辦理
    已交辦
    依法行政，謝謝指教
    依往例辦理
    尊重民意
    存查
    解除列管
    本欄免填
    請在此輸入內容
    依規定辦理，刻正研議中，敬請期待
    Under discussion
    We are looking into it.
    We take your concerns seriously.
    Your proposal is important to us
    We will reply by 5 August.
    A full response will follow.
    Will be announced later
    Please call the office.
    placeholder
    because
    lorem ipsum dolor sit amet
    See annex 2
  `),
)('「%s」 puts off what it should answer', (text) => {
  expect([saysNothing(text), saysNothing(oneOfEachFamily(text))]).toEqual([true, true])
})

test.each(
  lines(`
    不推動
    推動
    照辦
    納入研議。
    同意參採
    不予同意
    非本局權責
    查無資料
    維持現狀
    視經費辦理
    礙難照辦
    加強宣導
    本局對增設護欄無意見
    請洽交通局
    請補充說明。
    請評估
    委託研究
    完成規劃
    定期檢討
    納入通盤檢討
    將於八月底前公告
    八月十五日說明會說明
    八月底前回覆提案人
    於 106 年 5 月 19 日前公開
    歡迎來電申請，五月一日起受理
    測試期間延長三個月
    持續研議法律適用之可行性
    聽取各方建議辦理後續事宜
    持續推動軍人保障專法之制定相關作業
    有關修正性別平等教育法之意見，將納入後續相關工作推動之參考
    提供各國中小參考
    解除列管三處
    Under study
    No objection
    Call 1999 to report a broken lamp
    We will answer for the lamps in the north
    The case of the north path is closed to cars
    Later than May, once the pipes lie
  `),
)('「%s」 is short and says something', (text) => expect(saysNothing(text)).toBe(false))

test.each(
  lines(`
    施工中
    系統建置中
    已結案
    聯絡中
    請來電聯絡
    本局無意見
    Under construction
    closed
    Please call us.
  `),
)('「%s」 is no answer, and says how a matter stands where that is asked', (text) => {
  expect([saysNothing(text), saysNothing(text, { deed: true })]).toEqual([true, false])
})

test.each(lines('預定12月20日前回復\n將於兩週內具體回應\nWe will reply by 20 December'))(
  '「%s」 is no answer, and a schedule',
  (text) => expect([saysNothing(text), saysNothing(text, { when: true })]).toEqual([true, false]),
)

test.each(lines('研議中\n已交辦\n依規定辦理\nlorem ipsum'))('「%s」 says nothing wherever it stands', (text) =>
  expect(saysNothing(text, { deed: true, when: true })).toBe(true),
)

test.each(
  lines(
    'Ask the officer if the lift is closed at night\nCall us if the drain floods again\nPlease contact the office with your flat number',
  ),
)('「%s」 says when to call', (text) => expect(saysNothing(text)).toBe(false))

test.each(
  lines(`
    未定
    待指派
    尚未決定
    同左
    某科
    ＸＸ科
    權責科
    該科
    相關局處及單位
    有關機關、承辦人員
    跨局處
    中央主管機關
    上级机关
    專責人員
    民眾
    提案人
    Unassigned
    to be named by the new director
    whoever is responsible
    somebody in the bureau
    the relevant divisions
    citizens
  `),
)('a commitment of 「%s」 is made by nobody', (owner) => {
  expect([namesNobody(owner), namesMany(owner)]).toEqual([true, false])
})

test.each(lines('市府\n海城市政府\n委外廠商\n專案小組\nthe city\nContractor'))(
  'whether a commitment of 「%s」 is meant is asked, not refused',
  (owner) => expect([namesNobody(owner), namesMany(owner)]).toEqual([false, true]),
)

test.each(
  lines(
    '路燈管理科\n本局\n業務科\n局長\n里長\n志工隊\n海城市政府交通局\n大成營造廠商\n青年事務推動小組\nCity Roads Unit\nPublic Works\nCentral Division',
  ),
)('a commitment of 「%s」 is made by somebody', (owner) => {
  expect([namesNobody(owner), namesMany(owner)]).toEqual([false, false])
})

test('a reason that only says the decision again is known, and one that goes on is not', () => {
  for (const text of [
    '同意參採。',
    '本案不予參採',
    '部分参采',
    '納入研議。',
    'Adopted.',
    'It is not adopted',
    'Under study',
  ])
    expect([text, onlyDecides(text)]).toEqual([text, true])
  for (const text of ['經費不足，不予參採', '同意參採，八月裝設', 'Adopted: lamps by May', '', 'No'])
    expect([text, onlyDecides(text)]).toEqual([text, false])
})

/** A repeated choice of words in which one is another, or several others in a row, once both kinds of characters are one. */
const readTwice = (source: string): string[] =>
  [...oneOfEachFamily(source).matchAll(/\(\?:([^()[\]?*+]*)\)[*+]/g)].flatMap(([, choice = '']) => {
    const words = choice.split('|')
    return words.filter((word, i) => {
      const others = words.filter((_, j) => j !== i)
      return new RegExp(`^(?:${others.join('|')})+$`, 'u').test(word)
    })
  })

test('no pattern can read one text in two ways again and again: a long one would never be done', () => {
  expect(readTwice('(?:作為|做為|供)+'), 'one word once both kinds of characters are one').toHaveLength(2)
  expect(readTwice('(?:仍|在|仍在)*')).toEqual(['仍在'])
  const all = [puttingOff, puttingOffInEnglish, replyingLater, replyingLaterInEnglish, stating, statingInEnglish]
  expect(all.flat().flatMap(readTwice)).toEqual([])
})
