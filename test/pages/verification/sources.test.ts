// Residence by a yes/no service and by a claim at sign-in: real servers answer.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { verifications } from '../../../src/schema/verifications.ts'
import { page } from '../../support/page.ts'
import { type ServiceUser, signInService } from '../../support/sign-in-service.ts'
import { tablesHolding } from '../../support/tables-holding.ts'
import { testWorld, type Visitor } from '../../support/world.ts'

const self = '/haicheng/verification'
const fileWith = (content: unknown) => {
  const path = join(mkdtempSync(join(tmpdir(), 'verification-')), 'services.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

type Answer = { status: number; body: string; location?: string }
/** A register that knows one number, or answers as it is told. */
async function registerOffice() {
  const asked: { authorization: string | undefined; body: unknown }[] = []
  const register: { answer: Answer | null } = { answer: null }
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (part) => (text += part))
    request.on('end', () => {
      const body = JSON.parse(text) as { fields: { id_number: string } }
      asked.push({ authorization: request.headers.authorization, body })
      const usual = { status: 200, body: JSON.stringify({ resident: body.fields.id_number === 'A223456781' }) }
      const { status, body: said, location } = { location: undefined, ...(register.answer ?? usual) }
      response.writeHead(status, { 'content-type': 'application/json', ...(location ? { location } : {}) }).end(said)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/resident`
  const file = [
    {
      ...{ id: 'register', government: 'haicheng', url, token: 'sixteen characters' },
      ...{ name: { en: 'Register office', 'zh-Hant': '戶政查詢服務' }, fields: ['id_number', 'birth_date'] },
    },
  ]
  return { file, asked, register }
}

test('a yes/no service is asked once, in the words of its contract, and nothing but its yes is kept', async () => {
  const { file, asked, register } = await registerOffice()
  const world = await testWorld({ config: { verificationServicesFile: fileWith(file) } })
  const who = await world.signedIn('mei@example.test')
  const send = (id_number: string) =>
    who.post(`${self}/checks`, { source: 'register', id_number, birth_date: '1990-01-31' })
  expect((await who.read(self)).text).toContain('It answers only yes or no')
  const no = await send('B123456780')
  expect([no.statusCode, page(no).text]).toEqual([422, expect.stringContaining('Nobody with exactly these details')])
  for (const answer of [
    { status: 500, body: '{"resident":true}' },
    { status: 200, body: '{"resident":"yes"}' },
    { status: 200, body: `{"resident":true,"more":"${'x'.repeat(1000)}"}` },
    { status: 302, body: '', location: 'http://127.0.0.1:9/' },
  ]) {
    register.answer = answer
    const failed = await send('A223456781')
    expect([failed.statusCode, page(failed).text], answer.body).toEqual([
      502,
      expect.stringContaining('does not answer now'),
    ])
  }
  expect(await world.db.reads.select().from(verifications)).toEqual([])
  register.answer = null
  world.clock.now = new Date(world.clock.now.getTime() + 2 * 3_600_000)
  const again = await world.signedIn('mei@example.test')
  const sent = { source: 'register', id_number: 'A223456781', birth_date: '1990-01-31' }
  expect((await again.post(`${self}/checks`, sent)).statusCode).toBe(303)
  expect(asked.at(-1)).toEqual({
    authorization: 'Bearer sixteen characters',
    body: { fields: { id_number: 'A223456781', birth_date: '1990-01-31' } },
  })
  expect(await world.db.reads.select().from(verifications)).toMatchObject([{ method: 'service', issuer: 'register' }])
  expect((await again.read(self)).text).toContain('By Register office.')
  expect(await tablesHolding(world, 'A223456781')).toEqual([])
  expect((await again.post(`${self}/checks`, { ...sent, source: 'elsewhere' })).statusCode).toBe(404)
})

test('a service that is not strict hears one person in one way: another spelling is no second person', async () => {
  const { file, asked, register } = await registerOffice()
  register.answer = { status: 200, body: '{"resident":true}' }
  const world = await testWorld({ config: { verificationServicesFile: fileWith(file) } })
  const ways = [
    ['A223456781', '1990-01-31', 303],
    ['ａ２２３-456 781', '民國79年1月31日', 422], // the same
    ['A223456781', '31/01/1990', 422], // no date as we read them
    ['A223456781', '1990-02-30', 422],
  ] as const
  for (const [i, [id_number, birth_date, status]] of ways.entries()) {
    const who = await world.signedIn(`mei${i}@example.test`)
    const said = await who.post(`${self}/checks`, { source: 'register', id_number, birth_date })
    expect([birth_date, said.statusCode]).toEqual([birth_date, status])
  }
  expect(asked.map(({ body }) => body)).toEqual(
    Array(2).fill({ fields: { id_number: 'A223456781', birth_date: '1990-01-31' } }),
  )
  expect(await world.db.reads.select().from(verifications)).toHaveLength(1)
})

test('a file of services that is wrong stops the start, in a line that says where', async () => {
  const { file } = await registerOffice()
  const wrong: [unknown, RegExp][] = [
    ['{', /VERIFICATION_SERVICES_FILE: .* cannot be read as JSON/],
    [[{ ...file[0], url: 'http://register.example' }], /entry 1, url must begin with https/],
    [[{ ...file[0], token: 'short' }], /entry 1, token must have 16/],
    [[{ ...file[0], fields: ['shoe_size'] }], /entry 1, fields/],
    [[file[0], file[0]], /an id of its own/],
  ]
  for (const [content, words] of wrong)
    await expect(testWorld({ config: { verificationServicesFile: fileWith(content) } })).rejects.toThrow(words)
})

test('a claim at sign-in verifies, another value ends it, and the claim itself is nowhere', async () => {
  const service = await signInService()
  const residence = [{ government: 'haicheng', claim: 'residence_city', is: ['海城市 7788'] }]
  const file = [{ ...service.file[0]!, scope: 'openid email residence', residence }]
  const world = await testWorld({ config: { signInServicesFile: fileWith(file) } })
  const through = async (who: Visitor, href: string, user: ServiceUser) => {
    const left = await who.get(href)
    return who.get(await service.visit(String(left.headers.location), user))
  }
  const mei = { id: 'mei-4711', email: 'mei@example.test', residence_city: '海城市 7788' }
  const owner = await world.signedIn('mei@example.test')
  const { href } = (await owner.read(self)).links.find(({ words }) => /City Pass/.test(words))!
  await through(owner, href, mei)
  const connected = await owner.post('/sign-in/connect', { next: self, act: '' })
  expect(connected.headers.location).toBe(self)
  expect(await world.db.reads.select().from(verifications)).toMatchObject([
    { personId: owner.personId, method: 'sign_in', issuer: 'city', claim: 'resident', level: 2 },
  ])
  expect((await owner.read(self)).text).toContain('By the sign-in service City Pass.')
  for (const raw of ['海城市 7788', 'mei-4711']) expect(await tablesHolding(world, raw), raw).toEqual([])

  await through(world.visitor(), '/sign-in/with/city?next=/haicheng', { ...mei, residence_city: '山城市' })
  expect(await world.db.reads.select().from(verifications), 'they moved away').toEqual([])
  await through(world.visitor(), '/sign-in/with/city?next=/haicheng', mei)
  expect(await world.db.reads.select().from(verifications)).toHaveLength(1)
})
