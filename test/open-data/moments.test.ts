// Nothing that everybody reads says when in a day somebody signed: no time of theirs, and no id that holds one.
import { expect, test } from 'vitest'
import { cosignatures } from '../../src/schema/cosignatures.ts'
import { givenCase } from '../support/cases.ts'
import { page } from '../support/page.ts'
import { testWorld } from '../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const hour = 3_600_000

test('of nobody who signs, takes back or is the one that reaches a threshold does anything public hold the moment', async () => {
  const world = await testWorld({ at: '2026-06-18T10:11:12.345+08:00', rules: { threshold: 3 } })
  await givenCase(world, {
    number: '2026-0001',
    title: '夜市停用一次性餐具',
    publishedAt: new Date('2026-06-01T10:00:00+08:00'),
  })
  const pressed: Date[] = []
  for (const name of ['mei', 'takes-back', 'ming', 'hua']) {
    world.clock.now = new Date(world.clock.now.getTime() + 1.01 * hour + 7_013)
    pressed.push(world.clock.now)
    const signer = await world.signedIn(`${name}@example.test`)
    const form = { district: 'gangdong', reason: `${name} 的理由，寫得夠長。` }
    const sent = await signer.post(`${at}/cosignatures`, form)
    expect([name, sent.statusCode, sent.body && page(sent).problems]).toEqual([name, 303, ''])
    if (name === 'takes-back') expect((await signer.post(`${at}/withdrawals`)).statusCode).toBe(303)
  }
  world.clock.now = new Date(world.clock.now.getTime() + hour)
  const lists = [
    '',
    '/proposals',
    '/archive',
    '/search?q=%E5%A4%9C%E5%B8%82',
    '/agencies',
    '/feed.atom',
    '/proposals.atom',
  ]
  const own = ['', '/reasons', '.json', '.atom', '/poster']
  const tables = ['proposals', 'changes', 'proposals.csv', 'proposals.ndjson', 'proposals/2026-0001', 'record.csv']
  const addresses = [
    '/',
    ...lists.map((path) => `/haicheng${path}`),
    ...own.map((path) => `${at}${path}`),
    ...tables.map((path) => `/api/v1/haicheng/${path}`),
    ...['csv', 'json'].map((format) => `/api/v1/haicheng/proposals/2026-0001/cosignatures.${format}`),
  ]
  const rows = await world.db.reads.select().from(cosignatures)
  expect(rows).toHaveLength(3)
  const reader = world.visitor()
  const found: string[] = []
  let read = 0
  for (const address of addresses) {
    const { body, headers, statusCode } = await reader.get(address)
    delete headers.date // of the real clock, which the test's may meet
    if (statusCode === 200) read++
    // moments of other days are nobody's press: since when the database counts, by the real clock, may have the same hour and minute
    const all = `${body}\n${JSON.stringify(headers)}`.replace(/\d{4}-\d\d-\d\dT[\d:.]+/g, (moment) =>
      moment.startsWith('2026-06-18') ? moment : '',
    )
    for (const moment of pressed) {
      const iso = moment.toISOString()
      const local = new Date(moment.getTime() + 8 * hour).toISOString()
      // a time to the minute in either zone, milliseconds, and the head of a UUIDv7
      const id = moment.getTime().toString(16).padStart(12, '0')
      const held = [
        iso.slice(11, 16),
        local.slice(11, 16),
        `${Math.floor(moment.getTime() / 1000)}`,
        `${id.slice(0, 8)}-${id.slice(8)}-7`,
      ]
      for (const one of held) if (all.includes(one)) found.push(`${address} holds ${one}`)
    }
    for (const row of rows) if (all.includes(row.personId)) found.push(`${address} names a person`)
  }
  expect(found).toEqual([])
  expect(read).toBeGreaterThan(14)
  expect((await reader.get(`${at}.json`)).json()).toMatchObject({
    stage: 'review',
    threshold_met_at: '2026-06-18T00:00:00+08:00',
  })
})
