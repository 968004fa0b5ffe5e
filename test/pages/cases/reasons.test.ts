// Why people co-signed: on the case page and on a page of their own, without names; a moderator may remove one in public.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { record } from '../../../src/schema/record.ts'
import { givenCase } from '../../support/cases.ts'
import { type Page, page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'

/** A case that `n` people signed, a minute apart, each with a reason. */
async function reasoned(n: number) {
  const world = await testWorld({ rules: { threshold: 1000 } })
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  for (let i = 1; i <= n; i++) {
    world.clock.now = new Date(Date.parse('2026-06-18T09:00:00+08:00') + i * 60_000)
    const person = await world.signedIn(`person${i}@example.test`)
    await person.post(`${at}/cosignatures`, { district: 'gangdong', reason: `理由第${i}號` })
  }
  return world
}
/** The reasons on a page, as they can be read. */
const reasonsOn = (shown: Page) => shown.items.flatMap((line) => /理由第\d+號/.exec(line)?.[0] ?? [])
/** Where a moderator removes each reason of a page. */
const removalsOn = (shown: Page) => shown.actions.filter((path) => path.endsWith('/removals'))
const removals = async ({ db }: World) => db.reads.select().from(record).where(eq(record.kind, 'reason_removed'))

test('the newest five stand on the case page, all of them page by page, and nobody’s name or address', async () => {
  const world = await reasoned(23)
  const shown = await world.visitor().get(at)
  expect(reasonsOn(page(shown))).toEqual([23, 22, 21, 20, 19].map((i) => `理由第${i}號`))
  expect(page(shown).link('Read all 23 reasons')).toBe(`${at}/reasons`)

  const first = await world.visitor().get(`${at}/reasons`)
  const second = await world.visitor().get(`${at}/reasons?page=2`)
  expect(reasonsOn(page(first))).toHaveLength(20)
  expect(reasonsOn(page(second))).toEqual([3, 2, 1].map((i) => `理由第${i}號`))
  for (const { body } of [shown, first, second]) expect(body).not.toMatch(/person\d+|@example/)
  expect((await world.visitor().get(`${at}/reasons?page=3`)).statusCode).toBe(404)
  expect((await world.visitor().get(`${at}/reasons?page=x`)).statusCode).toBe(400)
})

test('a moderator removes one with public words; its place stays, the text goes, the record says so', async () => {
  const world = await reasoned(2)
  const moderator = await world.staff('moderator')
  const path = removalsOn(await moderator.read(`${at}/reasons`))[1]!

  const empty = await moderator.post(path, { words: ' ' })
  expect(empty.statusCode).toBe(422)
  expect(page(empty).text).toContain('理由第1號')

  const done = await moderator.post(path, { words: '含有他人的電話' })
  expect(done.statusCode).toBe(303)
  for (const address of [at, `${at}/reasons`]) {
    const shown = await world.visitor().get(address)
    expect(shown.body).not.toContain('理由第1號')
    expect(page(shown).item('含有他人的電話').text).toContain('Removed')
    expect(reasonsOn(page(shown))).toEqual(['理由第2號'])
  }
  await moderator.post(path, { words: '再一次' })
  expect(await removals(world)).toHaveLength(1)
  expect(JSON.stringify(await removals(world))).not.toContain('電話')
  expect((await world.visitor().get(`/api/v1${at}`)).json().cosignatures.count, 'it still counts').toBe(2)
})

test('nobody but a moderator removes a reason, and only of a key that is there', async () => {
  const world = await reasoned(1)
  const moderator = await world.staff('moderator')
  const [path = ''] = removalsOn(await moderator.read(`${at}/reasons`))
  const key = path.split('/').at(-2)
  expect((await world.visitor().post(path, { words: '不實' })).headers.location).toMatch(/^\/sign-in/)
  expect((await (await world.signedIn('a@example.test')).post(path, { words: '不實' })).statusCode).toBe(403)
  const officer = await world.staff('officer', world.agencies.environment)
  expect((await officer.post(path, { words: '不實' })).statusCode).toBe(403)
  expect(removalsOn(await world.visitor().read(`${at}/reasons`))).toEqual([])
  for (const wrong of ['x', `${key}x`, '0-0', 'zzzzzzzzzzzz-1'])
    expect((await moderator.post(`${at}/reasons/${wrong}/removals`, { words: '不實' })).statusCode).toBe(303)
  expect(await removals(world)).toEqual([])
})

test('the reasons of a hidden case, or of one that is not public, are not shown', async () => {
  const world = await reasoned(1)
  const moderator = await world.staff('moderator')
  await moderator.post(`${at}/decisions`, { decision: 'hide', words: '含有個人資料。' })
  expect((await world.visitor().get(`${at}/reasons`)).statusCode).toBe(404)
})
