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
  '/poster',
  '/reasons',
  '/references',
  '/card-zh-Hant.png',
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
  for (const words of [
    'Make the changes below',
    'Your text is saved',
    '請寫明是哪一段步道',
    'because of the reason it was not accepted',
  ])
    expect([words, (await read()).includes(words), (await author.read(at)).text.includes(words)]).toEqual([
      words,
      false,
      words !== 'because of the reason it was not accepted',
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

/** Every list in which a stranger finds the refusal; `told`: what says that it is looked at again. */
const lists = [
  '/haicheng/archive',
  '/haicheng/archive?outcome=refused',
  '/haicheng/search?stage=refused',
  `/haicheng/search?q=${encodeURIComponent('步道')}`,
  `/haicheng/search?q=${encodeURIComponent('步道')}&stage=refused&outcome=refused`,
  '/haicheng/archive.atom',
  '/haicheng/feed.feed.json',
  '/api/v1/haicheng/proposals?stage=refused',
  `/api/v1/haicheng/proposals?outcome=refused&outcome=expired&q=${encodeURIComponent('步道')}`,
  '/api/v1/haicheng/proposals?cursor=*',
  '/api/v1/haicheng/proposals.ndjson',
  '/api/v1/haicheng/proposals.csv?stage=refused&stage=expired',
  '/haicheng/sitemap-2026-1.xml',
]

test('every list that held a refusal holds it while it is looked at again and after its author withdrew it', async () => {
  const { world, author } = await refused()
  const missing = async (words: string) => {
    const pages = await Promise.all(lists.map(async (list) => [list, (await world.visitor().get(list)).body] as const))
    return pages.flatMap(([list, body]) => (body.replace(/<[^>]*>/g, '').includes(words) ? [] : [list]))
  }
  expect(await missing('2026-0001')).toEqual([])
  await author.post(`${at}/reconsiderations`, { words: '我要的是北段裝路燈。' })
  expect(await missing('2026-0001')).toEqual([])
  expect(await missing('步道裝路燈')).toEqual(['/haicheng/sitemap-2026-1.xml'])
  expect((await world.visitor().read('/haicheng/archive')).text).toContain('Its author asked for a second check')
  expect((await world.visitor().read('/haicheng/search?q=步道')).text).toContain('Not accepted (1)')
  const { data } = (await world.visitor().get('/api/v1/haicheng/proposals?stage=refused')).json()
  expect(data[0]).toMatchObject({ stage: 'checking', outcome: null, refusal: { words: refuse.words } })
  expect(data[0].refusal.reconsidered_at).not.toBeNull()
  expect((await world.visitor().get('/api/v1/governments')).json().data[0].counts.ended).toBe(1)

  const second = await world.staff('moderator', null, 'second@haicheng.test')
  await second.post(`${at}/decisions`, { decision: 'return', words: '請寫明是哪一段步道。' })
  const searches = lists.filter((list) => list.includes('q='))
  expect(await missing('步道裝路燈'), 'what nobody has checked').toEqual(lists)
  expect(await missing('2026-0001')).toEqual(searches)
  expect((await world.visitor().read('/haicheng/archive')).text).toContain('nobody has checked what it says now')

  await author.post(`${at}/retractions`)
  expect(await missing('2026-0001')).toEqual(lists.filter((list) => /q=|refused/.test(list)))
})

test('a text that is looked at again is hidden by a moderator, and removed by its author, as any other that everybody reads; whoever only goes leaves it there', async () => {
  for (const how of ['hide', 'remove']) {
    const { world, author } = await refused()
    await author.post(`${at}/reconsiderations`, { words: '我要的是北段裝路燈。' })
    const second = await world.staff('moderator', null, 'second@haicheng.test')
    const done =
      how === 'hide'
        ? await second.post(`${at}/decisions`, { decision: 'hide', words: '個人資料。' })
        : await author.post('/me/data/erase', { cases: 'text', reasons: 'stay', sure: '1' })
    expect([how, done.statusCode]).toEqual([how, 303])
    const shown = await world.visitor().get(at)
    expect([how, shown.statusCode, shown.body.includes('步道裝路燈')]).toEqual([how, 410, false])
    expect((await world.visitor().get('/haicheng/archive')).body).not.toContain('2026-0001')
  }
  const { world, author } = await refused()
  await author.post(`${at}/reconsiderations`, { words: '我要的是北段裝路燈。' })
  await author.post('/me/data/erase', { cases: 'nameless', reasons: 'stay', sure: '1' })
  const left = await world.visitor().get(`${at}.json`)
  expect([left.statusCode, left.json().title, left.json().author]).toEqual([410, '步道裝路燈', null])
})

test('no address of a case that a moderator hid says that there never was one', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '步道裝路燈' })
  const url = `/oembed?url=${encodeURIComponent(`http://localhost${at}`)}`
  const all = [...twins.map((twin) => at + twin), `/api/v1${at}`, url]
  const found = () => Promise.all(all.map(async (one) => [one, (await world.visitor().get(one)).statusCode]))
  expect(await found()).toEqual(all.map((one) => [one, 200]))
  const moderator = await world.staff('moderator')
  await moderator.post(`${at}/decisions`, { decision: 'hide', words: '個人資料。' })
  expect(await found()).toEqual(all.map((one) => [one, 410]))
})
