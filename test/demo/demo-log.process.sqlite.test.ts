// What the demonstration shows of its cases, of every stage and with every kind of step, is what its log says: as a stranger compares them.
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { fillDemonstration } from '../../src/demo/content.ts'
import { listGovernments } from '../../src/domain/governments/store.ts'
import { takeIn } from '../../src/domain/log/take-in.ts'
import { casesIn, differences, type ShownCase } from '../../src/domain/log/verify.ts'
import { numberEntries } from '../../src/domain/record/jobs.ts'
import { testDatabase } from '../support/database.ts'
import { depsOf } from '../support/deps.ts'
import { leavesOf } from '../support/log.ts'

const now = new Date('2026-11-25T15:00:00+08:00')

test('every case of the demonstration shows what its log says', async () => {
  const db = await testDatabase()
  await fillDemonstration(db, now)
  const deps = depsOf(db, now)
  await numberEntries(deps)
  await takeIn(deps)
  const app = await buildApp({ ...deps, db: { ...db, close: async () => {} } })
  onTestFinished(() => app.close())

  const stages = new Set<string>()
  for (const { id, slug, timeZone } of await listGovernments(db.reads)) {
    const cases = casesIn(await leavesOf(db, id))
    expect(cases.size).toBeGreaterThan(0)
    for (const [number, logged] of cases) {
      const { statusCode, json } = await app.inject(`/api/v1/${slug}/proposals/${number}`)
      const shown = statusCode === 404 ? null : json<ShownCase & { stage: string }>()
      if (shown) stages.add(shown.stage)
      expect([slug, number, differences(logged, shown, number, timeZone)]).toEqual([slug, number, []])
    }
  }
  expect([...stages]).toEqual(
    expect.arrayContaining(['gathering', 'review', 'resolved', 'expired', 'refused', 'merged']),
  )
})
