import { expect, test } from 'vitest'
import { noticeVersion } from '../../src/domain/people/privacy-notice.ts'
import { answeredOn, due, givenCase } from '../support/cases.ts'
import { page } from '../support/page.ts'
import { testWorld } from '../support/world.ts'

test('the first page lists every government with its live numbers, and searches across them', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '夜市停用一次性餐具' })
  const first = await world.visitor().read(`/?q=${encodeURIComponent('餐具')}`)
  expect(first.link('Haicheng City')).toBe('/haicheng')
  expect(first.table('Choose a government')).toEqual([['Haicheng City', '1', '0', '0', '0']])
  expect(first.link('夜市停用一次性餐具')).toBe('/haicheng/proposals/2026-0001')
})

test('a front page shows what closes soon, what is overdue and what was answered', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '快要截止' })
  await givenCase(world, { number: '2026-0002', title: '沒有回應', ...due })
  await givenCase(world, { number: '2026-0003', title: '回應了', ...answeredOn('2026-03-30') })
  const front = await world.visitor().read('/haicheng')
  expect(front.part('Closing soon').link('快要截止')).toBe('/haicheng/proposals/2026-0001')
  expect(front.part('Overdue for an answer').item('沒有回應').text).toContain('78 days overdue')
  expect(front.part('Recently answered').link('回應了')).toBe('/haicheng/proposals/2026-0003')
  expect(front.text, 'of two cases there is no share').not.toContain('Answered in time in the past year')
  for (let i = 4; i <= 6; i++)
    await givenCase(world, { number: `2026-000${i}`, title: `回應了 ${i}`, ...answeredOn('2026-03-30') })
  const { facts } = await world.visitor().read('/haicheng')
  expect(facts['Answered in time in the past year, 4 of 5'], 'an overdue case counts against it').toBe('80%')
})

test('an empty front page says how to begin', async () => {
  const { visitor } = await testWorld()
  expect((await visitor().read('/haicheng')).link(/Make the first one/)).toBe('/haicheng/proposals/new')
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
  const agency = await world.visitor().read('/haicheng/agencies/epb')
  expect(agency.facts['Answered in time'], 'two cases have no share').toBe('1 of 2')
  expect(agency.facts['Median days to answer'], 'of 30 and 71, rounded').toMatch(/^51/)
  expect(agency.parts, 'the picture in words').toContain(
    'Days to answer of 2 cases: shortest 30, median 51, longest 71, 1 of them late',
  )
  expect(agency.part('Late commitments').item('公開測站資料').text).toContain('10 days overdue')
  expect((await world.visitor().read('/haicheng/commitments')).item('公開測站資料').text).toContain('10 days overdue')
  expect((await world.visitor().read('/haicheng/agencies')).item('Environment Bureau').text).toContain('1 of 2')
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
    const answer = await world.visitor().get(`/haicheng/${path}?lang=${language}`)
    const { statusCode, body } = answer
    expect({ path, statusCode, lang: page(answer).lang }).toEqual({ path, statusCode: 200, lang: language })
    expect({ path, keys: body.match(/>\s*(pages|help|frame)\.[a-z_.]+/g) }).toEqual({ path, keys: null })
    expect({ path, left: body.match(/\{\{|undefined|\[object/g) }).toEqual({ path, left: null })
  }
})

test('the deadlines page shows the government’s own numbers and a worked example across a holiday', async () => {
  const world = await testWorld({ rules: { checkingWorkingDays: 1, threshold: 1800, cosigningDays: 45 } })
  const { text } = await world.visitor().read('/haicheng/help/deadlines') // 18 June 2026; the 19th is Dragon Boat Festival
  expect(text).toContain('1,800 co-signatures')
  expect(text).toContain('45 days from publication')
  expect(text).toContain('22 Jun 2026')
})

test('the privacy notice names its version', async () => {
  const world = await testWorld()
  expect((await world.visitor().read('/haicheng/privacy')).text).toContain(noticeVersion)
})

test('a wrong address within a government leads on within it; with an unknown government, to all of them', async () => {
  const world = await testWorld()
  const wrong = await world.visitor().get('/haicheng/nonsense')
  expect(wrong.statusCode).toBe(404)
  expect(page(wrong).hrefs).toContain('/haicheng/archive')
  const unknown = await world.visitor().get('/nowhere/nonsense')
  expect(unknown.statusCode).toBe(404)
  expect(page(unknown).link('See all governments')).toBe('/')
})
