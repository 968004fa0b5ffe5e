// What keeps a draft from being sent, and the way through its steps.
import { expect, test } from 'vitest'
import {
  type Draft,
  draftSteps,
  limits,
  missingIn,
  stepAfter,
  stepBefore,
} from '../../../src/domain/proposals/draft.ts'

const complete: Draft = {
  title: '步道裝燈',
  problem: '晚上太暗了，看不到路。',
  topicCode: 'transport',
  asks: ['請沿步道加裝路燈。'],
  benefit: '安全',
  authorName: '路人',
}

test('what is complete lacks nothing', () => {
  expect(missingIn(complete)).toEqual([])
})

test('what is empty lacks everything, in the order of the form', () => {
  const empty = { title: '', problem: '', topicCode: null, asks: [], benefit: '', authorName: null }
  expect(missingIn(empty).map(({ field, step }) => `${step}: ${field}`)).toEqual([
    'problem: title',
    'problem: problem',
    'place: topic',
    'asks: asks-1',
    'benefit: benefit',
    'agencies: name',
  ])
})

test.each<[string, Partial<Draft>, string[]]>([
  ['a title of two characters', { title: '路燈' }, ['title']],
  ['a title of three', { title: '裝路燈' }, []],
  ['a title of three letters', { title: 'bus' }, ['title']],
  ['a title of four letters', { title: 'Park' }, []],
  ['three characters outside the basic plane, each counted once', { title: '𠮷𠮷𠮷' }, []],
  ['two of them', { title: '𠮷𠮷' }, ['title']],
  ['a title that stands for one', { title: '（測試）' }, ['title']],
  ['a title of signs alone', { title: '。，！？🚲' }, ['title']],
  ['a problem of four characters', { problem: '路燈不亮' }, ['problem']],
  ['a problem of five', { problem: '路燈不亮了' }, []],
  ['a problem of nine letters', { problem: 'dark path' }, ['problem']],
  ['one ask of two characters among others', { asks: ['請沿步道加裝路燈。', '路燈'] }, ['asks-2']],
  ['whole asks of three and five characters', { asks: ['設路燈', '請增設號誌'] }, []],
  ['an ask with letters in it', { asks: ['設LED'] }, ['asks-1']],
  ['and a little more', { asks: ['設LED燈'] }, []],
  ['an ask of five letters', { asks: ['lamps'] }, ['asks-1']],
  ['an ask of six', { asks: ['lights'] }, []],
  [
    'asks that ask for nothing',
    { asks: ['編輯中', '（無資料）', '同上', '…… !!'] },
    ['asks-1', 'asks-2', 'asks-3', 'asks-4'],
  ],
  ['a name of one character', { authorName: '路' }, ['name']],
  ['a name that is too long', { authorName: '路'.repeat(limits.nameMax + 1) }, ['name']],
  ['the longest name', { authorName: '路'.repeat(limits.nameMax) }, []],
])('%s', (_, change, fields) => {
  const missing = missingIn({ ...complete, ...change })
  expect(missing.map(({ field }) => field)).toEqual(fields)
  for (const { key } of missing) expect(key).toMatch(/^proposals\.error\.[a-z]+$/) // without the number of a row
})

test('steps follow each other to the last, which is followed by itself', () => {
  expect(draftSteps.map(stepAfter)).toEqual([...draftSteps.slice(1), 'check'])
  expect(draftSteps.map(stepBefore)).toEqual([null, ...draftSteps.slice(0, -1)])
})
