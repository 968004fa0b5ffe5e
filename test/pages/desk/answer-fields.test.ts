// What stands in the fields of the answer's form: what was typed, else the draft, else the answer that is supplemented.
import { expect, test } from 'vitest'
import { answerFields } from '../../../src/pages/desk/answer-fields.ts'

const at = new Date('2026-06-18T09:00:00+08:00')
const asks = [
  { number: 1, text: '裝設路燈' },
  { number: 2, text: '公開紀錄' },
]
type Version = NonNullable<Parameters<typeof answerFields>[0]>
const version = (publishedAt: Date | null): Version => ({
  answer: {
    analysis: '照度不足。',
    deliberation: '開過會。',
    note: '補充。',
    unit: '照明科',
    revision: 3,
    publishedAt,
    updatedAt: at,
  },
  asks: [{ askNumber: 1, decision: 'adopted', reason: '列入工程。' }],
  commitments: [{ askNumber: 1, what: '裝十二盞', measure: '夜裡點亮', owner: '工程科', dueOn: '2026-12-31' }],
})
const draft = version(null)
const published = version(at)
const rows = (fields: ReturnType<typeof answerFields>) =>
  fields.commitments.map(({ n, what, owner, due, ask }) => [n, what, owner, due, ask].join('|'))

test('an empty form has three rows for commitments, and its revision is none', () => {
  const fields = answerFields(null, asks, null)
  expect(fields).toMatchObject({ revision: 0, note: '', analysis: '', deliberation: '', other: null, errors: {} })
  expect(fields.asks).toEqual(asks.map((ask) => ({ ...ask, decision: '', reason: '' })))
  expect(rows(fields)).toEqual(['1||||', '2||||', '3||||'])
})

test('a draft comes back as it was saved', () => {
  const fields = answerFields(draft, asks, null)
  expect(fields).toMatchObject({ revision: 3, note: '補充。', analysis: '照度不足。' })
  expect(fields.asks.map(({ decision }) => decision)).toEqual(['adopted', ''])
  expect(rows(fields)).toEqual(['1|裝十二盞|工程科|2026-12-31|1', '2||||', '3||||'])
})

test('a supplement begins with the words of the answer, and with neither its note nor its commitments', () => {
  const fields = answerFields(published, asks, null)
  expect(fields).toMatchObject({ revision: 0, note: '', analysis: '照度不足。' })
  expect(rows(fields)).toEqual(['1||||', '2||||', '3||||'])
})

test('what was typed comes before all of it, also where it was emptied', () => {
  const values = { analysis: '', deliberation: '又開過會。', 'decision-1': 'not_adopted', revision: '2' }
  const fields = answerFields(draft, asks, { values, errors: {} })
  expect(fields).toMatchObject({ revision: 2, analysis: '', deliberation: '又開過會。' })
  expect(fields.asks.map(({ decision, reason }) => [decision, reason])).toEqual([
    ['not_adopted', ''],
    ['', ''],
  ])
})

test('rows of commitments keep their places, and there is always one more to fill in', () => {
  const typed = (values: { [field: string]: string | string[] }) =>
    rows(answerFields(draft, asks, { values, errors: {} }))
  expect(typed({ what: ['', '乙'], owner: ['', '工程科'], due: ['', '2026-02-30'], ask: ['', '2'] })).toEqual([
    '1||||',
    '2|乙|工程科|2026-02-30|2',
    '3||||',
  ])
  expect(typed({ what: ['甲', '乙', '丙'] })).toHaveLength(4)
  expect(typed({ owner: '工程科' }), 'a row without its words is not lost').toEqual(['1||工程科||', '2||||', '3||||'])
})

test('after a conflict the colleague’s draft stands beside it, and sending again replaces it', () => {
  const conflict = {
    values: { analysis: '第二位寫的。', revision: '2' },
    errors: { form: { key: 'answers.error.other_window' } },
  }
  expect(answerFields(draft, asks, conflict)).toMatchObject({ revision: 3, analysis: '第二位寫的。', other: draft })
})
