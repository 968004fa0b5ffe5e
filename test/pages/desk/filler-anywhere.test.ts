// What says nothing is published in no part of an answer, and nobody is promised anything by nobody.
import { expect, test } from 'vitest'
import {
  answerForm,
  asksForm,
  commitmentsFrom,
  decisionsFrom,
  missingFrom,
  wrongAsks,
} from '../../../src/pages/desk/answer-forms.ts'
import { officeWords } from '../../../src/pages/shared/words-forms.ts'

const whole = {
  ...{ action: 'publish', note: '議會決議公開。', analysis: '現況照度不足。', deliberation: '開過兩次會。' },
  ...{ 'decision-1': 'adopted', 'reason-1': '列入明年度工程。' },
  ...{ what: '完成十二盞路燈', owner: '路燈管理科', due: '2027-12-31', ask: '1' },
}
const wrongIn = (typed: typeof whole, attached = false) => {
  const input = answerForm.parse(typed)
  const answering = { supplementing: true, attached, today: '2026-06-18' }
  return Object.keys(missingFrom(input, decisionsFrom(typed, [1]), commitmentsFrom(input), answering))
}
const parts = [
  ['note', 'note'],
  ['analysis', 'analysis'],
  ['deliberation', 'deliberation'],
  ['reason-1', 'reason-1'],
  ['what', 'what-1'],
  ['owner', 'owner-1'],
] as const

test('what says something is published', () => {
  expect(wrongIn(whole)).toEqual([])
})

test.each([
  ...['詳如附件', '依規定辦理', '完', '「完」', '編輯中', 'N/A', '…', ''],
  ...['詳見官網', '同上', '同第一項', 'see ask 1', '詳見 https://www.gov.example/news?id=3'],
])('"%s" is refused in any part', (nothing) => {
  for (const [field, beside] of parts) expect(wrongIn({ ...whole, [field]: nothing })).toEqual([beside])
  expect(officeWords.safeParse(nothing).success).toBe(false) // schedules, contributions, transfers, extensions, contacts
  expect(Object.keys(wrongAsks(asksForm.parse({ ask: [nothing || '無'] }).ask))).toEqual(['ask-1'])
})

test('a promise has a date within ten years', () => {
  for (const due of ['', '2026-06-17', '2036-06-19']) expect(wrongIn({ ...whole, due })).toEqual(['due-1'])
  expect(wrongIn({ ...whole, due: '2036-06-18' })).toEqual([])
})

test.each(['相關單位', 'The relevant departments', '待定'])('a promise by 「%s」 is a promise by nobody', (owner) => {
  expect(wrongIn({ ...whole, owner })).toEqual(['owner-1'])
})

test('where a file is attached, its parts may point at it, and at nothing else', () => {
  for (const field of ['analysis', 'deliberation', 'reason-1'] as const) {
    for (const words of ['詳如附件', '依規定辦理，詳見附件一。', 'See the attached file.'])
      expect([words, wrongIn({ ...whole, [field]: words }, true)]).toEqual([words, []])
    for (const words of ['同上', '詳見官網', '依規定辦理'])
      expect([words, wrongIn({ ...whole, [field]: words }, true)]).toEqual([words, [field]])
  }
  for (const field of ['note', 'what'] as const)
    expect(wrongIn({ ...whole, [field]: '詳如附件' }, true)).toEqual([field === 'what' ? 'what-1' : 'note'])
})
