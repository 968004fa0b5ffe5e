// One step of the form: what is typed into it, what is saved of it, and what it still lacks.
import { expect, test } from 'vitest'
import { limits } from '../../../src/domain/proposals/draft.ts'
import { changesOf, missingHere, numbered, resized } from '../../../src/domain/proposals/draft-step.ts'

test.each([
  ['nothing typed yet', undefined, {}, ['']],
  ['one row', '加燈', {}, ['加燈']],
  ['one more', ['加燈'], { add: '1' }, ['加燈', '']],
  ['no more than the form takes', Array(limits.asks).fill('x'), { add: '1' }, Array(limits.asks).fill('x')],
  ['the second one less', ['甲', '乙', '丙'], { remove: '2' }, ['甲', '丙']],
  ['the only one less leaves an empty one', ['甲'], { remove: '1' }, ['']],
])('rows of asks: %s', (_, typed, pressed, rows) => {
  expect(resized(typed, pressed)).toEqual(rows)
})

test('messages of a list count from one, as the page does', () => {
  const error = { key: 'proposals.error.asks' }
  const form = { values: { asks: ['', ''] }, errors: { 'asks-0': error, 'asks-1': error, title: error } }
  expect(numbered(form)).toEqual({
    ...form,
    errors: { 'asks-1': { ...error, params: { n: 1 } }, 'asks-2': { ...error, params: { n: 2 } }, title: error },
  })
})

const typed = {
  ...{ title: '步道裝燈', problem: '太暗。', topic: 'transport', district: '', place: '' },
  ...{ asks: ['加燈', ''], benefit: '安全', links: ['https://example.test', ''], agencies: ['epb', ''], name: '' },
}

test.each([
  ['problem', { title: '步道裝燈' }, { problem: '太暗。' }],
  ['place', { topicCode: 'transport', districtCode: null, place: null }, {}],
  ['asks', {}, { asks: ['加燈'] }],
  ['benefit', {}, { benefit: '安全', evidence: [{ url: 'https://example.test', label: 'https://example.test' }] }],
  ['agencies', { suggestedAgencies: ['epb'], authorName: null }, {}],
] as const)('the step "%s" changes what it asks for and nothing else', (step, change, text) => {
  expect(changesOf[step](typed)).toEqual({ change, text })
})

test('a step lacks only what it asks for', () => {
  const draft = { title: '', topicCode: null, authorName: null }
  const lacking = (step: 'problem' | 'place' | 'asks' | 'check') => Object.keys(missingHere(step, draft, {}))
  expect(lacking('problem')).toEqual(['title', 'problem'])
  expect(lacking('place')).toEqual(['topic'])
  expect(lacking('asks')).toEqual(['asks-1'])
  expect(lacking('check')).toEqual([])
})
