// What the night would erase, by a press: numbers and ages; and what it did erase.
import { expect, test } from 'vitest'
import { findOrCreatePerson } from '../../../src/domain/people/store.ts'
import { retentionNight } from '../../../src/operations/retention-night.ts'
import { write } from '../../../src/platform/db/write.ts'
import { testWorld } from '../../support/world.ts'

const path = '/haicheng/desk/settings/rules/tonight'

test('a dry run says how many would go and how old they are, changes nothing, and names nobody; the night is reported', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  await write(world.db, (tx) =>
    findOrCreatePerson(tx, 'old@hinet.net', 'zh-Hant', new Date('2025-01-02T09:00:00+08:00')),
  )
  expect((await administrator.read(`${path}?lang=en`)).text).toContain('No night has passed yet.')
  for (let i = 0; i < 2; i++) {
    const would = await administrator.read(`${path}?lang=en&look=1`)
    expect(would.text).toContain('People whose address nothing needs any more, in all governments here: 1.')
    expect(would.text).toMatch(/The oldest is from 2 Jan(uary)? 2025/)
    expect(would.text).not.toContain('old@')
  }
  expect((await administrator.read(`${path}?lang=zh-Hant&look=1`)).text).toContain(
    '不再需要聯絡的人（本平臺所有政府）：1 人',
  )
  expect(await retentionNight(world, world.clock.now)).toBe(1)
  const after = await administrator.read(`${path}?lang=en&look=1`)
  expect(after.text).toContain('in all governments here: 0.')
  expect(after.text).toContain('People erased: 1; signers forgotten: 0; rows of past cases deleted: 0; authors told: 0')
  expect((await (await world.staff('moderator')).get(path)).statusCode).toBe(403)
})
