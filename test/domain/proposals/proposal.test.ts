// Who sees a case, stage by stage.
import { expect, test } from 'vitest'
import {
  archivedStages,
  isPublic,
  isThere,
  liveStages,
  publicStages,
  unpublishedStages,
  wasRefused,
} from '../../../src/domain/proposals/proposal.ts'
import { type Stage, stages } from '../../../src/schema/values.ts'

const at = new Date('2026-06-18T09:00:00+08:00')

test('every stage is before publication, live or in the archive, and in one of them only', () => {
  expect([...unpublishedStages, ...liveStages, ...archivedStages].sort()).toEqual([...stages].sort())
  expect(publicStages).toEqual([...liveStages, ...archivedStages])
})

test.each<[Stage, boolean, boolean]>([
  // after publication, and where there was none
  ['draft', false, false],
  ['checking', false, false],
  ['returned', false, false],
  ['gathering', true, false],
  ['review', true, false],
  ['resolved', true, false],
  ['expired', true, false],
  ['refused', true, true],
  ['merged', true, true],
  ['withdrawn', true, false],
])('%s is public after publication: %s; without it: %s', (stage, after, without) => {
  expect([isPublic({ stage, publishedAt: at }), isPublic({ stage, publishedAt: null })]).toEqual([after, without])
})

test.each<[string, Stage, Date | null, boolean]>([
  ['being checked anew', 'checking', at, true],
  ['withdrawn after that', 'withdrawn', at, true],
  ['being checked for the first time', 'checking', null, false],
  ['withdrawn before anybody decided', 'withdrawn', null, false],
  ['a draft', 'draft', at, false],
])('a refusal stays where everybody found it: %s', (_, stage, reconsideredAt, there) => {
  const p = { stage, publishedAt: null, reconsideredAt }
  expect([wasRefused(p), isThere(p)]).toEqual([there, there])
})
