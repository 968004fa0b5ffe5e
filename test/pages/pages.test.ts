import { expect, test } from 'vitest'
import { noticeVersion } from '../../src/domain/people/privacy-notice.ts'
import { answeredOn, due, givenCase } from '../support/cases.ts'
import { testWorld } from '../support/world.ts'

test('the first page lists every government with its live numbers, and searches across them', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '夜市停用一次性餐具' })
  const page = await world.visitor().get(`/?q=${encodeURIComponent('餐具')}`)
  expect(page.statusCode).toBe(200)
  expect(page.body).toContain('href="/haicheng"')
  expect(page.body).toContain('/haicheng/proposals/2026-0001')
})

test('a front page shows what closes soon, what is overdue and what was answered', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '快要截止' })
  await givenCase(world, { number: '2026-0002', title: '沒有回應', ...due })
  await givenCase(world, { number: '2026-0003', title: '回應了', ...answeredOn('2026-03-30') })
  const { statusCode, body } = await world.visitor().get('/haicheng')
  expect(statusCode).toBe(200)
  for (const title of ['快要截止', '沒有回應', '回應了']) expect(body).toContain(title)
  expect(body).toContain('78 days overdue')
  expect(body, 'of two cases there is no share').not.toContain('Answered in time in the past year')
  for (let i = 4; i <= 6; i++)
    await givenCase(world, { number: `2026-000${i}`, title: `回應了 ${i}`, ...answeredOn('2026-03-30') })
  const again = (await world.visitor().get('/haicheng')).body
  expect(again, 'an overdue case counts against it').toContain('Answered in time in the past year, 4 of 5')
  expect(again).toMatch(/80<sup>%/)
})

test('an empty front page says how to begin', async () => {
  const { visitor } = await testWorld()
  expect((await visitor().get('/haicheng')).body).toContain('Make the first one')
})

test('a councillor reads how an agency answers: days, punctuality, decisions, late promises', async () => {
  const world = await testWorld()
  const answered = { asks: ['一', '二'], decisions: ['adopted', 'not_adopted'] as ('adopted' | 'not_adopted')[] }
  await givenCase(world, { number: '2025-0001', title: '如期', ...answeredOn('2026-03-03', 'partly'), ...answered })
  await givenCase(world, {
    number: '2025-0002',
    title: '逾期',
    ...answeredOn('2026-04-13', 'partly'),
    ...answered,
    promise: { what: '公開測站資料', dueOn: '2026-06-08', state: 'open' },
  })
  const { statusCode, body } = await world.visitor().get('/haicheng/agencies/epb')
  expect(statusCode).toBe(200)
  expect(body).toContain('Answered in time, 1 of 2')
  expect(body).toMatch(/<dd>51<small>days/) // median of 30 and 71, rounded
  expect(body.match(/class="dot"/g)).toHaveLength(1)
  expect(body.match(/class="dot-late"/g)).toHaveLength(1)
  expect(body).toContain('公開測站資料')
  expect(body).toContain('10 days overdue')
  expect((await world.visitor().get('/haicheng/commitments')).body).toContain('10 days overdue')
  expect((await world.visitor().get('/haicheng/agencies')).body).toContain('1 of 2')
  expect((await world.visitor().get('/haicheng/agencies/nobody')).statusCode).toBe(404)
})

const pages = [
  'help',
  'help/citizens',
  'help/staff',
  'help/journalists',
  'help/deadlines',
  'privacy',
  'accessibility',
  'sitemap',
  'agencies',
  'commitments',
  'agencies/epb',
  'proposals',
  'archive',
  '',
]
test.each(['zh-Hant', 'en'])('every page is there in %s, in words and not in keys', async (language) => {
  const world = await testWorld()
  for (const path of pages) {
    const { statusCode, body } = await world.visitor().get(`/haicheng/${path}?lang=${language}`)
    expect({ path, statusCode }).toEqual({ path, statusCode: 200 })
    expect({ path, keys: body.match(/>\s*(pages|help|frame)\.[a-z_.]+/g) }).toEqual({ path, keys: null })
    expect({ path, left: body.match(/\{\{|undefined|\[object/g) }).toEqual({ path, left: null })
  }
})

test('the deadlines page shows the government’s own numbers and a worked example across a holiday', async () => {
  const world = await testWorld({ rules: { checkingWorkingDays: 1, threshold: 1800, cosigningDays: 45 } })
  const { body } = await world.visitor().get('/haicheng/help/deadlines') // 18 June 2026; the 19th is Dragon Boat Festival
  expect(body).toContain('1,800 co-signatures')
  expect(body).toContain('45 days from publication')
  expect(body).toContain('22\u00a0Jun\u00a02026')
})

test('the privacy notice names its version', async () => {
  const world = await testWorld()
  expect((await world.visitor().get('/haicheng/privacy')).body).toContain(noticeVersion)
})

test('a wrong address within a government leads on within it; with an unknown government, to all of them', async () => {
  const world = await testWorld()
  const wrong = await world.visitor().get('/haicheng/nonsense')
  expect(wrong.statusCode).toBe(404)
  expect(wrong.body).toContain('href="/haicheng/archive"')
  const unknown = await world.visitor().get('/nowhere/nonsense')
  expect(unknown.statusCode).toBe(404)
  expect(unknown.body).toContain('See all governments')
})
