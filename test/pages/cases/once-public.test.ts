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

/** At every address that found the refusal a stranger still finds something, whatever its author did. */
const twins = [
  '',
  '.json',
  '.csv',
  '.ndjson',
  '/timeline.atom',
  '/timeline.feed.json',
  '/cosignatures.csv',
  '/versions',
]

test('what a stranger reads of a refusal that is looked at again is true for a stranger, and no twin of the page is gone', async () => {
  const { world, author } = await refused()
  const read = async () => (await world.visitor().read(at)).text
  const found = async () =>
    Promise.all(twins.map(async (twin) => [twin, (await world.visitor().get(at + twin)).statusCode]))
  const all = (status: number, other = status) =>
    twins.map((twin) => [twin, ['', '.json', '/versions'].includes(twin) ? status : other])
  expect(await found()).toEqual(all(200))

  await author.post(`${at}/reconsiderations`, { words: '我要的是北段裝路燈。' })
  expect(await found()).toEqual(all(200))
  expect(await read()).toContain('Its author asked for a second check')
  expect(await read()).not.toContain('only its author and staff see it')
  expect(page(await world.visitor().get(at)).text).toContain('步道裝路燈')
  expect((await world.visitor().get(`${at}.json`)).json().title).toBe('步道裝路燈')

  const second = await world.staff('moderator', null, 'second@haicheng.test')
  await second.post(`${at}/decisions`, { decision: 'return', words: '請寫明是哪一段步道。' })
  expect(await found()).toEqual(all(200))
  for (const words of ['Make the changes below', 'Your text is saved', '請寫明是哪一段步道', 'Because of the reason'])
    expect([words, (await read()).includes(words), (await author.read(at)).text.includes(words)]).toEqual([
      words,
      false,
      words !== 'Because of the reason',
    ])
  expect(await read()).toContain('nobody has checked what its author may have changed')
  expect((await world.visitor().get(`${at}.json`)).json().title).toBeNull()

  await author.post(`${at}/retractions`)
  expect(await found()).toEqual(all(410, 200))
  expect(await read()).toContain('That it was not accepted, and why, stays public')
  expect(await read()).not.toContain('The number, text and record remain public')
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
