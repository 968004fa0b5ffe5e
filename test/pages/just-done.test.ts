// What was done is said to whoever did it. An address that says so tells strangers, and whoever follows a link, nothing.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { everyPage } from '../support/every-page.ts'
import { testWorld } from '../support/world.ts'

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

/** Until when staff stay signed in moves on while they read. */
const untimed = (text: string) => text.replace(/signed out at \d\d:\d\d/, 'signed out later')

test('on every page, for everybody who may read it, a link that says what was done says nothing', async () => {
  expect([...flags]).toEqual(expect.arrayContaining(['cosigned', 'answered', 'submitted', 'recorded', 'everywhere']))
  const world = await testWorld({ config: { demonstration: true } })
  for (const [path, who] of await everyPage(world, (_what, longest) => '字'.repeat(longest))) {
    const reader = who ?? world.visitor()
    // the language link carries the address, and the moment may pass on: words are compared, and what is announced
    const plain = await reader.read(path)
    for (const flag of [...flags, 'sent', '1', '']) {
      const asked = await reader.read(`${path}${path.includes('?') ? '&' : '?'}done=${flag}&of=2026-0001`)
      expect([path, flag, asked.notice, asked.heading]).toEqual([path, flag, plain.notice, plain.heading])
      expect([path, flag, untimed(asked.text)]).toEqual([path, flag, untimed(plain.text)])
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
