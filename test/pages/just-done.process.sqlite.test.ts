// What was done is said to whoever did it. An address that says so tells strangers, and whoever follows a link, nothing.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { everyPage } from '../support/every-page.ts'
import { testWorld, type Visitor } from '../support/world.ts'

const sources = readdirSync('src/pages', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(`src/pages/${name}`, 'utf8'))
const flags = new Set(
  sources.flatMap((text) => [
    ...[...text.matchAll(/\?done=(\w+)/g)].map(([, word]) => word!),
    ...[...text.matchAll(/\bdone === '(\w+)'/g)].map(([, word]) => word!),
    ...[...text.matchAll(/deskPath\([^)]*'(\w+)'/g)].map(([, word]) => word!),
  ]),
)

/** The words of a page, without its addresses, which carry the flag, and the minute until which staff stay signed in. */
const words = (body: string) => body.replace(/<[^>]*>|signed out at \d\d:\d\d/g, ' ')

test('on every page, for everybody who may read it, a link that says what was done says nothing', async () => {
  expect([...flags]).toEqual(expect.arrayContaining(['cosigned', 'answered', 'submitted', 'recorded', 'everywhere']))
  const world = await testWorld({ config: { demonstration: true } })
  const pages = new Map<string, Visitor>()
  for (const [path, who] of await everyPage(world, (_what, longest) => '字'.repeat(Math.min(longest, 60))))
    pages.set(`${path} ${who?.email}`, who ?? world.visitor())
  for (const [named, reader] of pages) {
    const [path = ''] = named.split(' ')
    const plain = words((await reader.get(path)).body)
    for (const flag of [...flags, 'sent', '1', '']) {
      const asked = await reader.get(`${path}${path.includes('?') ? '&' : '?'}done=${flag}&of=2026-0001`)
      expect([named, flag, words(asked.body)]).toEqual([named, flag, plain])
    }
  }
})

test('it is said in the browser that pressed, in both languages, and not in another of the same person’s colleagues', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const colleague = await world.staff('administrator', null, 'other@haicheng.test')
  const settings = '/haicheng/desk/settings'
  const sent = await administrator.post(`${settings}/people`, {})
  expect(sent.statusCode).not.toBe(303)
  const form = { email: 'new@haicheng.test', role: 'moderator', agency: '' }
  const to = String((await administrator.post(`${settings}/invitations`, form)).headers.location)
  expect(to).toContain('?done=')
  const said = (await administrator.read(to)).notice
  expect(said).not.toBeNull()
  expect((await administrator.read(to)).notice, 'a reload says it again').toBe(said)
  expect((await administrator.read(`${to}&lang=zh-Hant`)).notice).not.toBeNull()
  expect((await colleague.read(to)).notice).toBeNull()
  expect((await administrator.read(to.replace('/people', '/rules'))).notice, 'of another page').toBeNull()
})
