// An age by sign-in services, yes/no services and wallets: real servers answer, and a wallet made for the test shows credentials and lies.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { describe, expect, onTestFinished, test } from 'vitest'
import { defaultRules } from '../../../src/domain/governments/government.ts'
import { addRules } from '../../../src/domain/governments/rule-versions.ts'
import { write } from '../../../src/platform/db/write.ts'
import { verifications, walletRequests } from '../../../src/schema/verifications.ts'
import { forAll } from '../../support/at-end.ts'
import { makeSession } from '../../support/city.ts'
import { type Claims, host, openidWallet, pid } from '../../support/openid-wallet.ts'
import { page } from '../../support/page.ts'
import { type ServiceUser, signInService } from '../../support/sign-in-service.ts'
import { tablesHolding } from '../../support/tables-holding.ts'
import { residenceCard, taiwanModule } from '../../support/taiwan-wallet.ts'
import { testWorld, type Visitor, visitorOf, type World } from '../../support/world.ts'

const home = '/haicheng/verification'
const self = `${home}/age`
const fileWith = (content: unknown) => {
  const path = join(mkdtempSync(join(tmpdir(), 'age-')), 'services.json')
  writeFileSync(path, JSON.stringify(content))
  return path
}
const known = ({ db }: World) => db.reads.select().from(verifications)
/** From now on. */
const ask = ({ db, government, clock }: World, ageToCount: number) =>
  write(db, (tx) => addRules(tx, government.id, { ...defaultRules, ageToCount }, clock.now, clock.now))

const lines = [
  { government: 'haicheng', claim: 'birthdate' },
  { government: 'haicheng', claim: 'age_over_18', at_least: 18 },
]
async function withService(age: object[] = lines, ageToCount = 18) {
  const service = await signInService()
  const file = [{ ...service.file[0]!, scope: 'openid email age', age }]
  const world = await testWorld({ rules: { ageToCount }, config: { signInServicesFile: fileWith(file) } })
  const visit = async (who: Visitor, href: string, user: ServiceUser) => {
    const left = await who.get(href)
    return who.get(await service.visit(String(left.headers.location), user))
  }
  return { world, service, visit }
}

describe('what a sign-in service says', () => {
  const shared = forAll(withService)
  let people = 0
  test.each([
    [{ birthdate: '2008-06-18' }, 18],
    [{ birthdate: '2008-06-19' }, null],
    [{ birthdate: '1990' }, 18],
    [{ birthdate: '2008' }, null],
    [{ birthdate: '0000-06-18' }, null],
    [{ birthdate: '2108-06-18' }, null],
    [{ birthdate: '2007-02-29' }, null],
    [{ birthdate: 19900101 }, null],
    [{ age_over_18: true }, 18],
    [{ age_over_18: false }, null],
    [{ age_over_18: 'false' }, null],
    [{ age_over_18: 'true' }, null],
    [{ age_over_18: 1 }, null],
    [{ age_over_18: false, birthdate: '1990-01-01' }, 18],
    [{}, null],
  ] as const)('a sign-in service that says %j: %s', async (says, leastAge) => {
    const { world, visit } = shared()
    const [id, email] = [`mei-${++people}`, `mei-${people}@example.test`]
    const who = await world.signedIn(email)
    const { href } = (await who.read(self)).links.find(({ words }) => /City Pass/.test(words))!
    await visit(who, href, { id, email, says })
    const back = await who.post('/sign-in/connect', { next: `${self}?least=18&tried=1`, act: '' })
    const shown = await who.read(String(back.headers.location))
    const own = (await known(world)).filter(({ personId }) => personId === who.personId)
    if (leastAge === null) {
      expect(own).toEqual([])
      expect(shown.text).toContain('This did not show that you are at least 18. Nothing was kept.')
    } else {
      expect(own).toMatchObject([{ claim: 'age', leastAge, method: 'sign_in', issuer: 'city' }])
      expect(shown.text).toContain('You are verified to be at least 18')
      expect(shown.text).not.toContain('This did not show')
    }
    for (const raw of ['2008-06-18', '2008-06-19', '1990-01-01'])
      expect(await tablesHolding(world, raw), raw).toEqual([])
  })
})

test('a rule that changes between leaving for a service and pressing the button here is the one that counts', async () => {
  const { world, visit } = await withService([{ government: 'haicheng', claim: 'birthdate' }], 16)
  const who = await world.signedIn('mei@example.test')
  await visit(who, '/sign-in/with/city?connects=1&next=/haicheng', { id: 'mei', says: { birthdate: '2009-06-18' } })
  await ask(world, 18)
  await who.post('/sign-in/connect', { next: self, act: '' })
  expect(await known(world), 'at least 16 is asked for by nobody').toEqual([])
  await ask(world, 17)
  await visit(world.visitor(), '/sign-in/with/city?next=/haicheng', { id: 'mei', says: { birthdate: '2009-06-18' } })
  expect(await known(world)).toMatchObject([{ personId: who.personId, leastAge: 17 }])
  await visit(world.visitor(), '/sign-in/with/city?next=/haicheng', { id: 'mei', says: { birthdate: '2015-06-18' } })
  expect(await known(world), 'nobody grows younger').toMatchObject([{ leastAge: 17 }])
})

test('a yes/no service is asked whether somebody is so old, and only its own yes counts', async () => {
  const asked: unknown[] = []
  let answer = '{"old_enough":true}'
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (part) => (text += part))
    request.on('end', () => {
      asked.push(JSON.parse(text))
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const line = {
    ...{ id: 'register', government: 'haicheng', token: 'sixteen characters', fields: ['id_number'] },
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ask`, name: { en: 'Register office' } },
  }
  const verificationServicesFile = fileWith([
    { ...line, asks: ['age'] },
    { ...line, id: 'homes', name: { en: 'Homes alone' } },
  ])
  const world = await testWorld({ rules: { ageToCount: 16 }, config: { verificationServicesFile } })
  const who = await world.signedIn('mei@example.test')
  expect((await who.read(self)).text).toContain('Register office')
  expect((await who.read(self)).text).not.toContain('Homes alone')
  expect((await who.read(home)).text).not.toContain('Register office')
  const send = (least = '16', source = 'register') =>
    who.post(`${self}/checks`, { source, least, id_number: 'A223456781' })
  expect((await send('16', 'homes')).statusCode).toBe(404)
  expect((await send('15')).statusCode, 'no rule asks for it').toBe(422)
  expect(asked).toEqual([])
  for (const wrong of ['{"old_enough":"true"}', '{"old_enough":1}', '{"resident":true}']) {
    answer = wrong
    expect([wrong, (await send()).statusCode]).toEqual([wrong, 502])
  }
  answer = '{"old_enough":false}'
  expect((await send()).statusCode).toBe(422)
  expect(await known(world)).toEqual([])
  answer = '{"old_enough":true}'
  expect((await send()).headers.location).toBe(`${self}?least=16&done=verified`)
  expect(asked.at(-1)).toEqual({ fields: { id_number: 'A223456781' }, at_least: 16 })
  expect(await known(world)).toMatchObject([{ claim: 'age', leastAge: 16, method: 'service', issuer: 'register' }])
})

async function withWallet(ages = [14, 16, 18]) {
  const { residence: _, subject: __, ...line } = (await openidWallet()).file
  const wallet = await openidWallet()
  const { residence: ___, subject: ____, ...own } = wallet.file
  const file = { ...line, ...own, kind: 'openid4vp_age', id: 'eu-age', age: { ages } }
  const config = { verificationServicesFile: fileWith([file]), origin: `https://${host}` }
  const world = await testWorld({ rules: { ageToCount: 16 }, config })
  return { world, wallet }
}
async function signedIn(world: World, email: string): Promise<Visitor> {
  const { personId, cookie } = await makeSession(world.db, email, world.clock.now)
  return visitorOf(world.app, cookie.replace(/^fuyi=/, '__Host-fuyi='), personId, email)
}
async function begin(world: World, who: Visitor, least = '16') {
  const begun = await who.post(`${home}/wallets`, { source: 'eu-age', least })
  expect(begun.statusCode).toBe(303)
  const address = String(begun.headers.location)
  const [row] = await world.db.reads
    .select()
    .from(walletRequests)
    .where(eq(walletRequests.id, address.split('/').at(-1)!))
  return { address, link: row!.link, seen: page(await who.get(address)) }
}

test('a European wallet is asked for one claim, and shows that somebody is at least 16', async () => {
  const { world, wallet } = await withWallet()
  const who = await signedIn(world, 'mei@example.test')
  const { address, link, seen } = await begin(world, who)
  expect(seen.text).toContain('only that you are at least 16, and a one-way code')
  const request = await wallet.read(world, link)
  expect(request.dcql_query).toEqual({
    credentials: [
      {
        ...{ id: 'age', format: 'dc+sd-jwt', meta: { vct_values: [pid] } },
        claims: [{ path: ['age_equal_or_over', '16'] }],
      },
    ],
  })
  const show = async (claims: Claims, to = request) =>
    wallet.send(world, to, { age: [await wallet.presentation(to, claims)] })
  const shown = await wallet.presentation(request, { age_equal_or_over: { '16': true } })
  expect((await wallet.send(world, request, { age: [shown] })).statusCode).toBe(200)
  expect((await who.post(`${address}/results`)).headers.location).toBe(`${self}?least=16&done=verified`)
  expect(await known(world)).toMatchObject([
    { personId: who.personId, claim: 'age', leastAge: 16, method: 'wallet', issuer: 'eu-age' },
  ])

  // the same copy for another account; what was shown before, again; younger; another age than asked; words for yes
  const other = await signedIn(world, 'young@example.test')
  const twin = await begin(world, other)
  const second = await wallet.read(world, twin.link)
  await wallet.send(world, second, { age: [shown] })
  expect((await other.post(`${twin.address}/results`)).body, 'replayed').toContain('did not accept what was shown')
  const third = await begin(world, other)
  await show({ age_equal_or_over: { '16': true } }, await wallet.read(world, third.link))
  expect((await other.post(`${third.address}/results`)).body).toContain('already verifies another account')
  for (const [claims, words] of [
    [{ age_equal_or_over: { '16': false } }, 'you are younger than is asked for'],
    [{ age_equal_or_over: { '14': true } }, 'does not say how old you are'],
    [{ age_equal_or_over: { '16': 'true' } }, 'does not say how old you are'],
    [{ age_over_16: true }, 'does not say how old you are'],
  ] as const) {
    const next = await begin(world, other)
    await show(claims, await wallet.read(world, next.link))
    const answered = await other.post(`${next.address}/results`)
    expect([answered.statusCode, page(answered).text]).toEqual([422, expect.stringContaining(words)])
  }
  expect(await known(world)).toHaveLength(1)
})

test('the lowest age that a credential has and that suffices is asked for; a rule that changes meanwhile keeps nothing', async () => {
  const { world, wallet } = await withWallet([18])
  const who = await signedIn(world, 'mei@example.test')
  const { address, link } = await begin(world, who)
  const request = await wallet.read(world, link)
  expect(request.dcql_query.credentials[0].claims).toEqual([{ path: ['age_equal_or_over', '18'] }])
  await wallet.send(world, request, {
    age: [await wallet.presentation(request, { age_equal_or_over: { '18': true } })],
  })
  await ask(world, 21)
  const late = await who.post(`${address}/results`)
  expect([late.statusCode, page(late).text]).toEqual([422, expect.stringContaining('The rules have changed')])
  expect(await known(world)).toEqual([])
  expect((await who.read(self)).text, 'it cannot say so').not.toContain('European wallet')
  expect((await who.post(`${home}/wallets`, { source: 'eu-age', least: '21' })).statusCode).toBe(422)
})

test('Taiwan’s wallet shows a birth date, which is compared and forgotten', async () => {
  const clock = { now: new Date('2026-06-18T09:00:00+08:00') }
  const wallet = await taiwanModule(clock)
  const { residence: _, ...line } = wallet.file as { [key: string]: unknown }
  const file = {
    ...{ ...line, kind: 'taiwan_wallet_age', id: 'tw-age' },
    ...{ age: { claim: 'birthday' }, subject: { id_number: 'idNumber', birth_date: 'birthday' } },
  }
  const config = { verificationServicesFile: fileWith([file]) }
  const world = await testWorld({ rules: { ageToCount: 16 }, config })
  Object.defineProperty(clock, 'now', { get: () => world.clock.now })
  const who = await world.signedIn('mei@example.test')
  const shows = async (birthday: string) => {
    const begun = await who.post(`${home}/wallets`, { source: 'tw-age', least: '16' })
    const address = String(begun.headers.location)
    const { hrefs } = await who.read(address)
    const claims = { idNumber: 'A223456781', birthday }
    wallet.show(hrefs.find((href) => href.startsWith('modadigitalwallet:'))!, [{ type: residenceCard, claims }])
    return who.post(`${address}/results`)
  }
  expect(page(await shows('099/06/19')).text).toContain('you are younger than is asked for')
  expect(page(await shows('199001')).text, 'no date').toContain('you are younger than is asked for')
  expect(await known(world)).toEqual([])
  expect((await shows('099/06/18')).headers.location).toBe(`${self}?least=16&done=verified`)
  expect(await known(world)).toMatchObject([{ claim: 'age', leastAge: 16, method: 'wallet', issuer: 'tw-age' }])
  for (const raw of ['A223456781', '099/06/18']) expect(await tablesHolding(world, raw), raw).toEqual([])
})
