// A refusal is public and stays so, whatever its author does.
import { expect, test } from 'vitest'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const refuse = { decision: 'refuse', reason: 'unclear', words: '看不出請求機關做什麼。' }

async function refused(reason = refuse.reason) {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  await givenCase(world, {
    ...{ number: '2026-0001', title: '步道裝路燈', authorId: author.personId },
    ...{ stage: 'checking', publishedAt: null, closesBefore: null },
  })
  const moderator = await world.staff('moderator')
  expect((await moderator.post(`${at}/decisions`, { ...refuse, reason })).statusCode).toBe(303)
  return { world, author }
}

test('through reconsideration a stranger still finds the refusal and why, on the page and as data', async () => {
  const { world, author } = await refused()
  expect((await world.visitor().get(at)).statusCode).toBe(200)
  expect((await author.post(`${at}/reconsiderations`, { words: '我要的是北段裝路燈。' })).statusCode).toBe(303)
  const shown = await world.visitor().get(at)
  expect(shown.statusCode).toBe(200)
  for (const words of ['Not accepted on', refuse.words]) expect(page(shown).text).toContain(words)
  const json = await world.visitor().get(`${at}.json`)
  expect([json.statusCode, json.json().stage, json.json().refusal.words]).toEqual([200, 'checking', refuse.words])
})

test('withdrawn from there, it answers 410 and still says that it was not accepted', async () => {
  const { world, author } = await refused()
  await author.post(`${at}/reconsiderations`, { words: '我要的是北段裝路燈。' })
  expect((await author.post(`${at}/retractions`)).statusCode).toBe(303)
  const shown = await world.visitor().get(at)
  expect(shown.statusCode).toBe(410)
  expect(page(shown).text).toContain(refuse.words)
})

test('a text that was hidden with its refusal stays hidden while that is reconsidered, and one sent back is shown to nobody', async () => {
  const { world, author } = await refused('unlawful')
  expect((await world.visitor().get(at)).body).not.toContain('步道裝路燈')
  await author.post(`${at}/reconsiderations`, { words: '我要的是北段裝路燈。' })
  expect((await world.visitor().get(at)).body).not.toContain('步道裝路燈')

  const other = await refused()
  await other.author.post(`${at}/reconsiderations`, { words: '我要的是北段裝路燈。' })
  const second = await other.world.staff('moderator', null, 'second@haicheng.test')
  const back = await second.post(`${at}/decisions`, { decision: 'return', words: '請寫明地點。' })
  expect(back.statusCode).toBe(303)
  const shown = await other.world.visitor().get(at)
  expect(shown.statusCode).toBe(200)
  expect(page(shown).text).toContain(refuse.words)
  expect(shown.body).not.toContain('步道裝路燈')
})
