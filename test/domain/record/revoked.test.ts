// What a second import takes back is in the record for ever, and in no timeline.
import { expect, test } from 'vitest'
import { holding, revokedBy } from '../../../src/domain/record/revoked.ts'
import type { EntryFacts, EntryKind } from '../../../src/schema/values.ts'

const entry = (id: string, kind: EntryKind, facts: EntryFacts = {}) => ({ id, kind, facts })
const told = [
  entry('1', 'submitted'),
  entry('2', 'answered'),
  entry('3', 'imported'),
  entry('4', 'answered'),
  entry('5', 'source_corrected', { changed: ['answers'], revoked: ['2'] }),
  entry('6', 'source_corrected', { changed: ['counts'], revoked: [] }),
]

test('it is left out, with looks that only found more co-signatures', () => {
  expect([...revokedBy(told)]).toEqual(['2'])
  expect(holding(told).map(({ id }) => id)).toEqual(['1', '3', '4', '5'])
})

test('nothing else is: only a correction takes anything back', () => {
  const others = [entry('1', 'answered'), entry('2', 'undone', { revoked: ['1'] })]
  expect(holding(others)).toEqual(others)
})
