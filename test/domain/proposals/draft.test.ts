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
  ['a title of three characters', { title: '裝路燈' }, ['title']],
  ['four characters outside the basic plane, each counted once', { title: '𠮷𠮷𠮷𠮷' }, []],
  ['a title of signs alone', { title: '。，！？🚲' }, ['title']],
  ['a problem of nine characters', { problem: '一二三四五六七八九' }, ['problem']],
  ['one ask of five characters among others', { asks: ['請沿步道加裝路燈。', '請裝路燈。'] }, ['asks-2']],
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
