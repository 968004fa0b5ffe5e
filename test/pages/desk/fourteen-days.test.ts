// How co-signatures came, networks first of all, is in no table after fourteen days: neither where it is kept nor where a decision names it.
import { expect, test } from 'vitest'
import { forgetBatchRows } from '../../../src/domain/cosignatures/forget-batches.ts'
import { dropOld, holdInCase } from '../../../src/domain/cosignatures/hold-unusual.ts'
import { cosignatureBatches, cosignatureSignals, unusualGroups } from '../../../src/schema/integrity.ts'
import { givenCase } from '../../support/cases.ts'
import { signAs } from '../../support/signs.ts'
import { tablesHolding } from '../../support/tables-holding.ts'
import { testWorld } from '../../support/world.ts'

const day = 86_400_000
const desk = '/haicheng/desk/2026-0001/integrity'

test('no digest of a network, browser, domain or address is left in any table', async () => {
  const world = await testWorld({ rules: { threshold: 5000, blockFrom: 5, domainFrom: 100, seriesFrom: 100 } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  for (const name of ['qa', 'wb', 'ec', 'rd', 'te', 'yf']) await signAs(world, `${name}@${name}-made-up.example`)
  await holdInCase(world, id, world.clock.now)
  const [came] = await world.db.reads.select().from(cosignatureSignals)
  const [group] = await world.db.reads.select().from(unusualGroups)
  expect(group).toMatchObject({ kind: 'block', key: came!.block })
  const moderator = await world.staff('moderator')
  const which = `held block ${came!.block}`
  expect((await moderator.post(desk, { which, to: 'counted', words: '同一間教室', step: 'do' })).statusCode).toBe(303)
  expect((await world.db.reads.select().from(cosignatureBatches))[0]!.groupKey).toBe(came!.block)
  const digests = [came!.block, came!.domain, came!.device]
  for (const digest of digests) expect(await tablesHolding(world, digest), 'so it can be found').not.toEqual([])

  const later = new Date(world.clock.now.getTime() + 13.3 * day) // the jobs run every six hours
  await dropOld(world, later)
  await forgetBatchRows(world, later)
  for (const digest of digests) expect([digest, await tablesHolding(world, digest)]).toEqual([digest, []])
  const [batch] = await world.db.reads.select().from(cosignatureBatches)
  expect(batch).toMatchObject({ words: '同一間教室', groupKind: null, state: 'done' })
})
