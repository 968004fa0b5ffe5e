// Where a case is cited: anybody suggests it, staff look at it, and then everybody reads it, on the page and in the data.
import { expect, test } from 'vitest'
import { write } from '../../../src/platform/db/write.ts'
import { caseReferences } from '../../../src/schema/case-references.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const article = {
  ...{ kind: 'news', url: 'https://news.example/2026/night-markets?a=1&b=2', title: '夜市一次性餐具「<何時>停用」' },
  ...{ publisher: '海城日報', published_on: '2026-06-10' },
}

test('anybody suggests an article; it is shown once staff have looked at it, and taken off again by them', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '夜市停用一次性餐具' })
  const moderator = await world.staff('moderator')
  const reader = world.visitor()
  const sent = await reader.post(`${at}/references`, article)
  expect([sent.statusCode, sent.headers.location]).toEqual([303, `${at}/references?done=suggested`])
  await reader.post(`${at}/references`, article) // the same again
  const json = async () => (await reader.get(`${at}.json`)).json().cited_in
  for (const path of [at, `${at}/references`]) expect((await reader.get(path)).body).not.toContain('news.example')
  expect(await json()).toEqual([])
  const waits = async () => (await moderator.read('/haicheng/desk')).text.includes('1 to look at')
  const mentions = async () => (await reader.get('/api/v1/haicheng/mentions.ndjson')).body
  expect([await waits(), await mentions()]).toEqual([true, ''])
  const desk = await moderator.get('/haicheng/desk/references')
  const [, id] = /desk\/references\/([^/]+)\/decisions/.exec(desk.body)!
  expect(await world.db.reads.select().from(caseReferences)).toHaveLength(1)
  expect((await moderator.post(`/haicheng/desk/references/${id}/decisions`, { decision: 'show' })).statusCode).toBe(303)
  expect([await waits(), JSON.parse(await mentions())]).toMatchObject([
    false,
    { number: '2026-0001', relation: 'news', url: article.url, published_on: '2026-06-10', other_number: null },
  ])
  for (const path of [at, `${at}/references`]) {
    const { body } = await reader.get(path)
    expect(body).toContain('href="https://news.example/2026/night-markets?a=1&amp;b=2" rel="noopener nofollow ugc"')
    expect(body).toContain('夜市一次性餐具「&lt;何時&gt;停用」')
  }
  expect(await json()).toEqual([
    { kind: 'news', url: article.url, title: article.title, publisher: '海城日報', published_on: '2026-06-10' },
  ])
  await moderator.post(`/haicheng/desk/references/${id}/decisions`, { decision: 'decline' })
  expect(await json()).toEqual([])
})

test('what is no address, or has no title, comes back as typed; a case takes only so many at a time', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001' })
  const reader = world.visitor()
  for (const wrong of [
    { url: 'javascript:alert(1)' },
    { url: '' },
    { title: '' },
    { kind: 'rumour' },
    { published_on: '2026-02-31' },
    { title: 'x'.repeat(201) },
  ]) {
    const { statusCode, body } = await reader.post(`${at}/references`, { ...article, ...wrong })
    expect([wrong, statusCode]).toEqual([wrong, 422])
    expect(body).toContain('海城日報')
  }
  for (let i = 0; i < 20; i++) await reader.post(`${at}/references`, { ...article, url: `https://news.example/${i}` })
  expect((await reader.post(`${at}/references`, { ...article, url: 'https://news.example/more' })).statusCode).toBe(422)
  expect((await reader.post('/haicheng/proposals/2026-0099/references', article)).statusCode).toBe(404)
})

test('a case that asks for the opposite is named by its proposer, looked at by staff, and stands on both', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  await givenCase(world, { number: '2026-0001', title: '夜市停用一次性餐具', authorId: author.personId })
  await givenCase(world, { number: '2026-0002', title: '夜市恢復一次性餐具' })
  const moderator = await world.staff('moderator')
  const wrong = (await author.post(`${at}/links`, { other: '2026-0099', link: 'opposing' })).statusCode
  expect([wrong, (await author.post(`${at}/links`, { other: '2026-0001', link: 'opposing' })).statusCode]).toEqual([
    422, 422,
  ])
  expect((await author.post(`${at}/links`, { other: '2026-0002', link: 'opposing' })).headers.location).toContain(
    'suggested',
  )
  const links = async (number: string) =>
    (await world.visitor().get(`/haicheng/proposals/${number}.json`)).json().linked_cases
  expect(await links('2026-0001')).toEqual([])
  const [, id] = /desk\/references\/([^/]+)\/decisions/.exec((await moderator.get('/haicheng/desk/references')).body)!
  await moderator.post(`/haicheng/desk/references/${id}/decisions`, { decision: 'show' })
  expect(await links('2026-0001')).toMatchObject([
    { relation: 'opposing', number: '2026-0002', title: '夜市恢復一次性餐具' },
  ])
  expect(await links('2026-0002')).toMatchObject([{ relation: 'opposing', number: '2026-0001' }])
  expect((await world.visitor().read('/haicheng/proposals/2026-0002')).text).toContain(
    'Asks for the opposite: 2026-0001',
  )
  // staff link at once, and what is earlier here is later there
  expect((await moderator.post(`${at}/links`, { other: '2026-0002', link: 'earlier' })).headers.location).toContain(
    'shown',
  )
  expect([(await links('2026-0001'))[0].relation, (await links('2026-0002'))[0].relation]).toEqual(['earlier', 'later'])
  await moderator.post(`/haicheng/desk/references/${id}/decisions`, { decision: 'decline' })
  expect([await links('2026-0001'), await links('2026-0002')]).toEqual([[], []])
})

test('who may not check decides nothing, and a hidden case is suggested nothing', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', hiddenAt: world.clock.now })
  expect((await world.visitor().post(`${at}/references`, article)).statusCode).toBe(404)
  expect((await world.visitor().get(`${at}/references`)).statusCode).toBe(410)
  const citizen = await world.signedIn('citizen@example.test')
  const id = '0190a0a0-0000-7000-8000-000000000000'
  expect((await citizen.post(`/haicheng/desk/references/${id}/decisions`, { decision: 'show' })).statusCode).toBe(403)
  const moderator = await world.staff('moderator')
  expect((await moderator.post(`/haicheng/desk/references/${id}/decisions`, { decision: 'show' })).statusCode).toBe(404)
  await write(world.db, async () => {})
})
