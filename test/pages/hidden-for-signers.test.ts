// A case that was hidden, say for somebody's address in its title, is not shown on by the pages of those who signed and follow it.
import { expect, test } from 'vitest'
import { expandMailings } from '../../src/domain/notifications/mailings.ts'
import { givenCase } from '../support/cases.ts'
import { testWorld } from '../support/world.ts'

test('who signed a case that is hidden now finds its number on their page, and its author the title', async () => {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const author = await world.signedIn('author@example.tw')
  const title = '請處理中山路 12 號王大明的違建'
  await givenCase(world, { number: '2026-0001', title, authorId: author.personId })
  const at = '/haicheng/proposals/2026-0001'
  const signer = await world.signedIn('signer@example.tw')
  await signer.post(`${at}/cosignatures`, { district: 'shibi', wants: '1' })
  await author.post(`${at}/cosignatures`, { district: 'shibi' })
  const moderator = await world.staff('moderator')
  await author.post(`${at}/updates`, { words: '里長說下週會勘。' })
  await expandMailings(world.deps, world.clock.now)
  const before = await signer.read('/me')
  expect(before.part('Proposals I co-signed').text + before.part('Messages').text).toContain('中山路')

  await moderator.post(`${at}/decisions`, { decision: 'hide', words: '標題有個人資料。' })
  const after = await signer.read('/me')
  expect(after.text).not.toContain('中山路')
  expect(after.part('Proposals I co-signed').text).toContain('2026-0001')
  expect((await author.read('/me')).part('Proposals I co-signed').text).toContain(title)
})
