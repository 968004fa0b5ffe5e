// The help pages: every rule that has a name is told with its number, and words become paragraphs and lists.
import { expect, test } from 'vitest'
import { defaultRules } from '../../../src/domain/governments/government.ts'
import { blocks, examplesOf, ruleRows } from '../../../src/pages/help/help-pages.ts'
import { catalogue } from '../../../src/platform/i18n/i18n.ts'

const { name } = (catalogue('en') as { help: { deadlines: { name: object } } }).help.deadlines

test('each rule that the catalogue names has a row, with its number', () => {
  const rows = ruleRows(defaultRules)
  const told = rows.map((row) => row.name)
  expect(told).toEqual(Object.keys(name).filter((rule) => !['propose', 'count', 'withdrawal', 'who'].includes(rule))) // yes or no, in words of their own
  expect(Object.fromEntries(rows.map((row) => [row.name, row.n]))).toMatchObject({
    threshold: '5,000',
    take_back: defaultRules.takeBackMinutes,
    correction: '10%',
  })
})

test.each([
  ['Only words.', [{ text: 'Only words.', items: null }]],
  [
    'First:\n- one\n- two\nThen.',
    [
      { text: 'First:', items: null },
      { text: null, items: ['one', 'two'] },
      { text: 'Then.', items: null },
    ],
  ],
])('%j as paragraphs and lists', (words, made) => {
  expect(blocks(words)).toEqual(made)
})

test('a worked example says what was skipped, and for how long co-signing pauses, only where that is so', () => {
  const due = (skipped: string[]) => ({ lastDay: '2026-07-01', uncertain: false, skipped }) as never
  const why = (skipped: string[], paused: number) =>
    examplesOf(defaultRules, {
      ...{ checking: due(skipped), closing: '2026-08-01', paused, answer: due([]), extended: '2026-09-01' },
    })
      .slice(0, 2)
      .map((example) => example.why.key.replace('help.deadlines.why.', ''))
  expect(why([], 0)).toEqual(['checking_plain', 'closing'])
  expect(why(['2026-06-19'], 3)).toEqual(['checking', 'closing_paused'])
})
