// Two moderators on two processes merge A into B and B into A at one moment.
import { inArray } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { decide } from '../../../src/domain/moderation/decisions.ts'
import { findOrCreatePerson } from '../../../src/domain/people/store.ts'
import { findProposal } from '../../../src/domain/proposals/store.ts'
import type { Database } from '../../../src/platform/db/database.ts'
import { write } from '../../../src/platform/db/write.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { givenCase } from '../../support/cases.ts'
import { makeCity } from '../../support/city.ts'
import { connectForTest, manyConnections, testUrl } from '../../support/database.ts'

test.runIf(manyConnections)('two cases are never merged into each other', async () => {
  const url = await testUrl()
  const here = await connectForTest(url, { busyFor: 20_000 })
  const there = await connectForTest(url, { busyFor: 20_000 })
  const now = new Date('2026-06-18T09:00:00+08:00')
  const city = await makeCity(here, now)
  const { government } = city
  const { id: personId } = await write(here, (tx) => findOrCreatePerson(tx, 'moderator@haicheng.test', 'zh-Hant', now))

  async function merge(db: Database, number: string, target: string) {
    const proposal = (await findProposal(db.reads, government.id, number))!
    const context = { government, proposal, personId, role: 'moderator' as const, administrator: false, at: now }
    return decide(db, context, { decision: 'merge', target, words: '內容相同，併案處理。' })
  }

  for (let round = 1; round <= 12; round++) {
    const [a, b] = [`2026-${1000 + round}`, `2026-${2000 + round}`]
    const ids = [
      await givenCase(city, { number: a, title: '步道裝路燈' }),
      await givenCase(city, { number: b, title: '步道夜間照明' }),
    ]
    const refusals = await Promise.all([merge(here, a, b), merge(there, b, a)])
    const merged = (await here.reads.select().from(proposals).where(inArray(proposals.id, ids))).filter(
      (one) => one.stage === 'merged',
    )
    expect([merged.length, refusals.filter((refusal) => refusal === null).length]).toEqual([1, 1])
  }
})
