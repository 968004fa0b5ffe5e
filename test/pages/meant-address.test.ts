// An address that is typed, or copied from paper, leads to the case.
import { describe, expect, test } from 'vitest'
import { meantAddress } from '../../src/pages/shared/meant-address.ts'
import { forAll } from '../support/at-end.ts'
import { givenCase } from '../support/cases.ts'
import { testWorld } from '../support/world.ts'

const at = '/haicheng/proposals/2025-0001'

async function withACase() {
  const world = await testWorld()
  await givenCase(world, { number: '2025-0001', title: '海堤步道', stage: 'gathering' })
  return world
}

describe('an address as it was typed', () => {
  const world = forAll(withACase)
  test.each([
    ['/Haicheng/proposals/2025-0001', at],
    ['/HAICHENG/proposals/2025-0001/', at],
    ['/ｈａｉｃｈｅｎｇ/proposals/2025-0001', at],
    ['/haicheng%20/proposals/2025-0001', at],
    ['/haicheng/proposals/２０２５－０００１', at],
    ['/haicheng/proposals/１１４－０００１', at],
    ['/haicheng/proposals/2025—0001', at],
    ['/haicheng/proposals/2025%E2%88%920001', at],
    ['/haicheng/proposals/2025 - 0001', at],
    ['/haicheng/proposals/2025-00001', at],
    ['/Haicheng/proposals/114-0001/reasons', `${at}/reasons`],
    ['/Haicheng', '/haicheng'],
    ['/Haicheng/help', '/haicheng/help'],
    ['/Sign-In', '/sign-in'],
  ])('%s leads there', async (typed, right) => {
    const asked = encodeURI(typed).replaceAll('%25', '%')
    const led = await world().visitor().get(`${asked}?lang=en`)
    expect([led.statusCode, String(led.headers.location).replace(/\/(?=\?)/, '')]).toEqual([301, `${right}?lang=en`])
    expect((await world().visitor().get(String(led.headers.location))).statusCode).toBe(200)
  })
})

test('so does the data, and the desk; a form that is sent goes nowhere else', async () => {
  const world = await withACase()
  const leads = async (path: string) => {
    const { statusCode, headers } = await world.visitor().get(encodeURI(path))
    return [statusCode, headers.location]
  }
  expect(await leads('/haicheng/proposals/１１４－０００１.json')).toEqual([301, `${at}.json`])
  expect(await leads('/api/v1/Haicheng/proposals/１１４－０００１')).toEqual([
    301,
    '/api/v1/haicheng/proposals/2025-0001',
  ])
  const moderator = await world.staff('moderator')
  expect((await moderator.get(encodeURI('/Haicheng/desk/１１４－０００１'))).headers.location).toBe(
    '/haicheng/desk/2025-0001',
  )
  expect((await moderator.get(encodeURI('/haicheng/desk?find=１１４－０００１'))).headers.location).toBe(
    '/haicheng/desk/2025-0001',
  )
  expect((await moderator.post('/Haicheng/proposals/2025-0001/decisions', {})).statusCode).toBe(404)
})

test('what is meant is meant for good, and other addresses stay as they are', () => {
  for (const path of [
    '/',
    '/haicheng',
    at,
    `${at}.json`,
    '/haicheng/proposals/new',
    '/haicheng/commitments/0190-1234',
    '/unsubscribe/AbC-dEf',
  ])
    expect([path, meantAddress(path)]).toEqual([path, null])
  for (const path of [
    '/Haicheng/proposals/114-0001',
    '//evil.example',
    '/%2F%2Fevil.example/x',
    '/海澄',
    '/haicheng/proposals/%2F114-0001',
  ]) {
    const meant = meantAddress(path) ?? path
    expect([path, meantAddress(meant)]).toEqual([path, null])
    expect(meant).not.toMatch(/^\/(\/|%2F)evil(?!\.example)/i)
  }
  expect(meantAddress('//evil.example')).toBeNull()
})

test('a number in a search leads to its case, in every list and in both languages; to one that nobody sees it does not', async () => {
  const world = await withACase()
  await givenCase(world, { number: '2025-0002', title: '沒有人看得到', stage: 'checking', publishedAt: null })
  const search = async (list: string, q: string) =>
    world.visitor().get(`${list}?q=${encodeURIComponent(q)}&lang=zh-Hant`)
  for (const list of ['/', '/haicheng/proposals', '/haicheng/archive'])
    for (const q of [
      '2025-0001',
      '１１４－０００１',
      ' 2025 — 0001 ',
      '#2025-0001',
      '2025-1',
      '#1',
      '第 1 號',
      '0001',
    ]) {
      const { statusCode, headers } = await search(list, q)
      expect([list, q, statusCode, headers.location]).toEqual([list, q, 303, at])
    }
  const none = await search('/haicheng/proposals', '2025-0002')
  expect([none.statusCode, none.body.includes('沒有人看得到')]).toEqual([200, false])
  expect((await search('/haicheng/proposals', '步道')).statusCode).toBe(200)
  const part = await world
    .visitor()
    .get(`/haicheng/proposals?q=${encodeURIComponent('１１４－０００１')}`, { 'hx-request': 'true' })
  expect([part.statusCode, part.headers['hx-redirect']], 'so does a list that is drawn in its page').toEqual([200, at])
  const data = await world.visitor().get(`/api/v1/haicheng/proposals?q=${encodeURIComponent('１１４－０００１')}`)
  expect(data.json().meta.total).toBe(1)
  // where two cases have it, both are listed
  await givenCase(world, { number: '2024-0001', title: '河堤步道' })
  const both = await world.visitor().read(`/haicheng/search?q=${encodeURIComponent('#1')}&lang=zh-Hant`)
  for (const title of ['海堤步道', '河堤步道']) expect(both.text).toContain(title)
})
