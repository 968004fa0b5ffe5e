// What single lines of JOIN's archive become.
import { expect, test } from 'vitest'
import { isAcknowledgement } from '../../../src/import/acknowledgement.ts'
import { standing } from '../../../src/import/counts.ts'
import { pictures } from '../../../src/import/html-pictures.ts'
import { doubtsAbout } from '../../../src/import/join/doubts.ts'
import { readLine } from '../../../src/import/join/line.ts'
import { caseOf, closingOf, dueOf } from '../../../src/import/join/map-case.ts'
import { aLine, anAnsweredLine, aReply, moment } from '../../support/join.ts'

const zone = 'Asia/Taipei'
const now = moment('2026-06-18 09:00:00')

function lineOf(written: object) {
  const read = readLine(JSON.stringify(written))
  if (!read.ok) throw new Error(read.reason)
  return read.line
}
const mapped = (written: object) => caseOf(lineOf(written), zone)
const doubts = (written: object, said?: number) => {
  const line = lineOf(written)
  const c = caseOf(line, zone)
  return doubtsAbout(line, c, standing(said ?? c.cosignatures), now, zone)
}

test.each([
  ['2017-06-03T00:00:00+08:00', '2017-06-03', '2017-06-04'],
  ['2017-06-03T00:00:01+08:00', '2017-06-03', '2017-06-04'],
  ['2017-06-03T05:00:00+08:00', '2017-06-03', '2017-06-04'],
  ['2017-06-02T23:59:59+08:00', '2017-06-03', '2017-06-03'],
  ['2017-06-02T17:19:21+08:00', '2017-06-03', '2017-06-03'],
  ['2017-06-02T16:00:00Z', '2017-06-03', '2017-06-04'],
])('%s ends co-signing before %s, and an answer is due before %s', (written, closes, due) => {
  const at = new Date(written)
  expect([closingOf(at, zone), dueOf(at, zone)]).toEqual([moment(`${closes} 00:00:00`), moment(`${due} 00:00:00`)])
})

const adopts = { adoption_html: '<p>同意加寬。</p>' }
const explains = { analysis_html: '<p>道路寬度不足，評估中。</p>' }
const receipt = { analysis_html: '<p>您的提議已收悉，將轉請權責單位參考，謝謝。</p>' }

test.each([
  [
    'the first that adopts',
    [aReply('2017-05-01', explains), aReply('2017-05-02', adopts), aReply('2017-05-03', explains)],
    1,
    2,
  ],
  ['in the order of days, not of the file', [aReply('2017-05-03', adopts), aReply('2017-05-01', explains)], 1, 1],
  [
    'filler in the adoption part is none',
    [aReply('2017-05-01', { ...explains, adoption_html: '(編輯中)' }), aReply('2017-05-02', adopts)],
    1,
    1,
  ],
  [
    'nor is a receipt',
    [aReply('2017-05-01', { adoption_html: '已收悉，謝謝您的意見，轉請交通局。' }), aReply('2017-05-02', adopts)],
    1,
    1,
  ],
  ['without adoption, the last', [aReply('2017-05-01', explains), aReply('2017-05-02', explains)], 1, 1],
  ['unless that acknowledges receipt', [aReply('2017-05-01', explains), aReply('2017-05-02', receipt)], 2, 0],
  ['or says nothing', [aReply('2017-05-01', { adoption_html: 'N/A' })], 0, 0],
  ['or is not there', [], 0, 0],
])('of the entries of an answered case, the answer is %s', (_, responses, updates, answers) => {
  const c = mapped(anAnsweredLine(1, { responses }))
  expect([c.stage, c.updates.length, c.answers.length]).toEqual(['resolved', updates, answers])
})

test('what agencies wrote on a case that is open does not answer it', () => {
  const c = mapped(aLine(1, { responses: [aReply('2017-05-01', adopts)] }))
  expect([c.updates.map((u) => u.body), c.answers]).toEqual([['同意加寬。'], []])
})

test.each([
  ['您的提議已收悉，將轉請權責單位參考。', true],
  ['感謝您的意見，已收到，錄案參考。', true],
  ['We have received your proposal. Thank you for writing.', true],
  ['已收悉。本案不可行，理由如下。', false],
  ['納入研議。', false],
  ['同意參採。', false],
  ['本部業已收悉，並於 5 月完成標線改善。', false],
  [`已收悉。${'說明。'.repeat(60)}`, false],
])('%s acknowledges receipt: %s', (text, is) => {
  expect(isAcknowledgement(text)).toBe(is)
})

test.each([
  ['<p>圖</p><img src="/files/plan.png?x=1" alt="平面圖"><IMG SRC=\'b.jpg\'>', ['plan.png', 'b.jpg']],
  ['<img src="data:image/png;base64,AAAA" alt="平面圖">', ['平面圖']],
  ['<img>', ['a picture within the text']],
  ['<video src=film.mp4></video><p>image, img</p>', ['film.mp4']],
])('pictures in %s', (html, names) => {
  expect(pictures(html)).toEqual(names)
})

test('pictures and attachments are named, and gone from the text', () => {
  const reply = aReply('2017-06-01', {
    ...{ adoption_html: '<p>同意。<img src="/a/plan.png"></p>' },
    attachments: ['會議紀錄.pdf', { title: '簡報' }, { name: '照片' }, 7],
  })
  const c = mapped(anAnsweredLine(1, { content_html: '<p>如圖<img src="x.jpg"></p>', responses: [reply] }))
  expect([c.images, c.attachments]).toEqual([
    ['x.jpg', 'plan.png'],
    ['會議紀錄.pdf', '簡報', '照片', '?'],
  ])
})

test.each([
  [
    'an answer before publication',
    anAnsweredLine(1, { responses: [aReply('2017-04-01', adopts)] }),
    /answered 2017-04-01, before it was published 2017-04-03/,
  ],
  [
    'due after 14 months',
    anAnsweredLine(1, { response_due_at: '2018-06-10T00:00:00+08:00' }),
    /due 2018-06-10, more than 12 months/,
  ],
  [
    'due before the threshold',
    anAnsweredLine(1, { response_due_at: '2017-04-01T00:00:00+08:00' }),
    /before the threshold was met/,
  ],
  ['a count of 10^15', aLine(1, { endorse_count: 1e15 }), /^1,000,000,000,000,000 co-signatures$/],
  ['a negative count', aLine(1, { endorse_count: -3 }), /endorse_count is -3, below zero: it is left out/],
  [
    'dates to come',
    aLine(1, { approved_at: '2031-01-01T00:00:00+08:00', endorse_due_at: '2031-03-02T00:00:00+08:00' }),
    /approved_at lies in the future: 2031-01-01/,
  ],
  [
    'published before it was submitted',
    aLine(1, { submitted_at: '2017-04-05T00:00:00+08:00' }),
    /published 2017-04-03, before it was submitted/,
  ],
  [
    'closed before it was published',
    aLine(1, { endorse_due_at: '2017-03-01T00:00:00+08:00' }),
    /closes 2017-03-01, before/,
  ],
  ['open for years', aLine(1, { endorse_due_at: '2019-03-01T00:00:00+08:00' }), /closes 2019-03-01, more than a year/],
  ['a period of a thousand years', aLine(1, { endorse_period_days: 365_000 }), /endorse_period_days is 365,000/],
  ['a negative period', aLine(1, { endorse_period_days: -1 }), /endorse_period_days is -1/],
  [
    'gathering beyond its threshold',
    aLine(1, { endorse_count: 9 }),
    /threshold was met, and it is still called FirstSigned/,
  ],
  [
    'failed beyond its threshold',
    aLine(1, { status_raw: 'SecondFailed', endorse_count: 9 }),
    /it is called SecondFailed/,
  ],
  ['a threshold met by too few', anAnsweredLine(1, { endorse_count: 2 }), /by fewer co-signatures/],
])('%s is doubted, and loads', (_, written, words) => {
  expect(doubts(written).filter((doubt) => words.test(doubt))).toHaveLength(1)
})

test('nothing is doubted of an ordinary case', () => {
  expect([...doubts(aLine(1)), ...doubts(anAnsweredLine(2))]).toEqual([])
})

test('what is not believed is left out: a negative count is unknown, a period nobody gives is none', () => {
  expect(mapped(aLine(1, { endorse_count: -3, endorse_period_days: 365_000 }))).toMatchObject({
    ...{ cosignatures: null, cosigningDays: 0 },
  })
})

test.each([
  [
    '9999-12-31',
    { endorse_due_at: '9999-12-31T23:59:59+08:00' },
    'endorse_due_at: is not a real date and time from 1900 to 2199',
  ],
  [
    'year 1',
    { submitted_at: '0001-01-01T00:00:00+08:00' },
    'submitted_at: is not a real date and time from 1900 to 2199',
  ],
  ['a count in words', { endorse_count: '7' }, /^endorse_count: /],
  ['half a co-signature', { endorse_count: 1.5 }, /^endorse_count: /],
  ['more than can be counted', { endorse_count: 1e300 }, /^endorse_count: /],
  ['a goal of nothing', { endorse_goal: 0 }, /^endorse_goal: /],
  ['a key of control characters', { id: 'a\0b' }, 'id: holds characters that no key can have'],
  ['no title', { title: null }, /^title: /],
])('%s: the line is refused with a reason', (_, wrong, reason) => {
  const read = readLine(JSON.stringify(aLine(1, wrong)))
  expect(read.ok ? 'taken' : read.reason).toEqual(typeof reason === 'string' ? reason : expect.stringMatching(reason))
})

test.each([
  ['[{"id":1}]', 'a list: each line should hold one case'],
  ['{', 'not JSON: each line should hold one whole case'],
  ['"lead_agencies": [],', 'not JSON: each line should hold one whole case'],
])('%s is no case', (json, reason) => {
  expect(readLine(json)).toEqual({ ok: false, reason })
})
