// How somebody hears of news, by what they chose: a table of cases, and what holds whatever anybody chooses.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Choice,
  type Hearing,
  hearing,
  type ListChoice,
  type News,
  newsKinds,
} from '../../../src/domain/notifications/news.ts'
import { newsGroups, paces } from '../../../src/schema/values.ts'

const chose = (more: Partial<Choice> = {}): Choice => ({ wanted: true, pace: 'now', kinds: null, ...more })
const list = (id: string, more: Partial<Choice> = {}): ListChoice => ({ id, ...chose(more) })

test.each([
  ['nobody follows', 'answered', [], [], null],
  ['who follows the case hears at once', 'answered', [chose()], [], { pace: 'now', list: null }],
  ['or once a day, if they chose so', 'kept', [chose({ pace: 'daily' })], [], { pace: 'daily', list: null }],
  ['not of kinds that they left out', 'kept', [chose({ kinds: ['end'] })], [], null],
  ['what they left out of a case does not come by a list', 'kept', [chose({ kinds: ['end'] })], [list('a')], null],
  ['who stopped a case hears nothing of it by a list', 'answered', [chose({ wanted: false })], [list('a')], null],
  ['who follows a list hears of its cases', 'published', [], [list('a')], { pace: 'now', list: 'a' }],
  [
    'of several lists the soonest counts',
    'expired',
    [],
    [list('a', { pace: 'weekly' }), list('b', { pace: 'daily' }), list('c', { pace: 'daily', wanted: false })],
    { pace: 'daily', list: 'b' },
  ],
  [
    'a case that is open again is progress to who follows it',
    'unmerged',
    [chose({ kinds: ['progress'] })],
    [],
    { pace: 'now', list: null },
  ],
  [
    'of two accounts of a mailbox the one that follows counts',
    'answered',
    [chose({ wanted: false }), chose({ pace: 'weekly' })],
    [],
    { pace: 'weekly', list: null },
  ],
] as [string, News, Choice[], ListChoice[], Hearing | null][])('%s', (_, news, ofCase, lists, heard) => {
  expect(hearing(news, ofCase, lists)).toEqual(heard)
})

test('whatever somebody chooses, they hear only by a choice that wants this kind of news, and by none that is later than another', () => {
  const choice = fc.record({
    wanted: fc.boolean(),
    pace: fc.constantFrom(...paces),
    kinds: fc.option(fc.subarray([...newsGroups], { minLength: 1 })),
  })
  const lists = fc.array(
    fc.tuple(fc.uuid(), choice).map(([id, one]) => ({ id, ...one })),
    { maxLength: 4 },
  )
  fc.assert(
    fc.property(fc.constantFrom(...newsKinds), fc.array(choice, { maxLength: 2 }), lists, (news, ofCase, ofLists) => {
      const heard = hearing(news, ofCase, ofLists)
      if (!heard) return
      const by = heard.list === null ? ofCase : ofLists.filter(({ id }) => id === heard.list)
      expect(by.some(({ wanted, pace }) => wanted && pace === heard.pace)).toBe(true)
      if (ofCase.length) expect(heard.list).toBe(null)
    }),
  )
})
