// Somebody who signed and follows more than my page lists is told where the others are.
import { expect, test } from 'vitest'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatures } from '../../../src/schema/cosignatures.ts'
import { follows } from '../../../src/schema/notifications.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

test('my page lists the newest hundred, and says where all of them are', async () => {
  const world = await testWorld()
  const mei = await world.signedIn('mei@example.test')
  const personId = mei.personId!
  const at = (n: number) => new Date(world.clock.now.getTime() + n * 1000)
  const sign = async (n: number) => {
    const number = `2026-${String(n).padStart(4, '0')}`
    const proposalId = await givenCase(world, { number, title: `Case ${n}.` })
    await write(world.db, async (tx) => {
      const row = { proposalId, personId, signedAt: at(n), day: '2026-06-18', districtCode: '', assurance: 1 as const }
      await tx.insert(cosignatures).values({ ...row, noticeVersion: '1', state: 'counted' })
      await tx.insert(follows).values({ proposalId, personId, wanted: true, since: at(n), pace: 'now' })
    })
  }
  for (let n = 1; n <= 100; n++) await sign(n)
  const all = await mei.read('/me?lang=en')
  expect(all.part('Proposals I co-signed').text).toContain('Case 1.')
  expect(all.text).not.toContain('are listed here.')

  await sign(101)
  const cut = await mei.read('/me?lang=en')
  for (const [heading, link] of [
    ['Proposals I co-signed', 'All of them are in your copy'],
    ['What I follow', 'All of them are in your copy'],
  ] as const) {
    const part = cut.part(heading)
    expect(part.text).toContain('Case 101.')
    expect(part.text).not.toMatch(/Case 1\. /)
    expect(part.text).toContain('The newest 100 are listed here.')
    expect(part.link(link)).toBe('/me/data/copy.html')
  }
})
