import { expect, test } from 'vitest'
import { toldByDay } from '../../../src/domain/record/told-by-day.ts'
import type { EntryKind } from '../../../src/schema/values.ts'

const entry = (kind: EntryKind, iso: string) => ({
  kind,
  occurredAt: new Date(iso),
  recordedAt: new Date(iso),
  timeZone: 'Asia/Taipei',
})
const told = (...entries: ReturnType<typeof entry>[]) =>
  toldByDay(entries).map(({ occurredAt, recordedAt }) => [occurredAt.toISOString(), recordedAt.toISOString()])
const twice = (iso: string) => [iso, iso]

test.each([
  ['the day where it is, whatever the hour', '2026-06-18T00:30:00.123+08:00', '2026-06-17T16:00:00.000Z'],
  ['the day where it is, late in it', '2026-06-18T23:59:59.999+08:00', '2026-06-17T16:00:00.000Z'],
])('of an early warning is told %s', (_what, moment, day) => {
  const published = entry('published', '2026-06-01T10:00:00+08:00')
  expect(told(published, entry('early_warning', moment))[1]).toEqual(twice(day))
  expect(told(entry('early_warning', moment))).toEqual([twice(day)])
})

test('on the day of what came before, it is told with that, so that the order stays; so is the threshold, with the parts that begin', () => {
  const published = '2026-06-18T02:00:00.000Z'
  const met = '2026-06-18T07:41:02.334Z'
  const answered = '2026-06-18T08:00:00.000Z'
  expect(
    told(
      entry('published', published),
      entry('early_warning', '2026-06-18T05:00:00.500Z'),
      entry('threshold_met', met),
      entry('assigned', met),
      entry('answered', answered),
    ),
  ).toEqual([twice(published), twice(published), twice(published), twice(published), twice(answered)])
})

test('a part that begins at another moment keeps it', () => {
  const later = '2026-06-19T07:41:02.334Z'
  expect(told(entry('threshold_met', '2026-06-18T07:41:02.334Z'), entry('assigned', later))).toEqual([
    twice('2026-06-17T16:00:00.000Z'),
    twice(later),
  ])
})

test('what was written down on a later day says so by that day', () => {
  const late = {
    ...entry('threshold_met', '2017-04-10T03:00:00.000Z'),
    recordedAt: new Date('2026-06-18T09:41:02.334Z'),
  }
  expect(told(late)).toEqual([['2017-04-09T16:00:00.000Z', '2026-06-17T16:00:00.000Z']])
})
