// Residence by Taiwan's digital wallet: its verifier module is a real server, and a wallet shows cards to it.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { identityKey } from '../../../src/domain/verification/identity-key.ts'
import { dropExpiredVerified } from '../../../src/domain/verification/jobs.ts'
import { replaceRoll } from '../../../src/domain/verification/rolls.ts'
import { write } from '../../../src/platform/db/write.ts'
import { verifications, walletRequests } from '../../../src/schema/verifications.ts'
import { connectForTest, testUrl } from '../../support/database.ts'
import { testConfig } from '../../support/deps.ts'
import { page } from '../../support/page.ts'
import { tablesHolding } from '../../support/tables-holding.ts'
import { type Card, residenceCard, taiwanModule } from '../../support/taiwan-wallet.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const self = '/haicheng/verification'
const fileWith = (content: unknown) => {
  const path = join(mkdtempSync(join(tmpdir(), 'wallet-')), 'services.json')
  writeFileSync(path, JSON.stringify(content))
  return path
}
const card = (claims: { [ename: string]: string } = {}): Card => ({
  type: residenceCard,
  claims: { idNumber: 'A223456781', birthday: '079/01/31', address: '海城市港東區長堤路 88 號', ...claims },
})
const minutes = (world: World, n: number) => {
  world.clock.now = new Date(world.clock.now.getTime() + n * 60_000)
}

async function withWallet(more: object = {}, options: Parameters<typeof testWorld>[0] = {}) {
  const clock = { now: new Date('2026-06-18T09:00:00+08:00') }
  const wallet = await taiwanModule(clock)
  const config = { verificationServicesFile: fileWith([{ ...wallet.file, ...more }]), ...options.config }
  const world = await testWorld({ ...options, config })
  Object.defineProperty(clock, 'now', { get: () => world.clock.now })
  return { world, ...wallet }
}
async function begin(who: Visitor) {
  const begun = await who.post(`${self}/wallets`, { source: 'tw-wallet' })
  expect(begun.statusCode).toBe(303)
  const address = String(begun.headers.location)
  const { body } = await who.get(address)
  const shown = page({ body })
  return { address, shown, body, link: shown.hrefs.find((href) => href.startsWith('modadigitalwallet:'))! }
}
const ask = (who: Visitor, address: string, more = {}) => who.post(`${address}/results`, {}, more)
const known = ({ db }: World) => db.reads.select().from(verifications)

test('a card is asked for by a QR code and a link, shown, and nothing but that somebody lives there is kept: not a byte of the file', async () => {
  const url = engine === 'sqlite' ? await testUrl() : null
  const db = url ? await connectForTest(url, { strict: true }) : undefined
  const { world, show, asked } = await withWallet({}, { db, config: { logLevel: 'debug' } })
  const who = await world.signedIn('mei@example.test')
  expect((await who.read(self)).text).toContain('Digital wallet')
  const { address, shown, body, link } = await begin(who)
  expect(shown.text).toContain('Show a card: Digital wallet')
  expect(shown.text).toContain('until 18 Jun 2026 09:05')
  expect(body).toContain('<svg viewBox=')
  expect((await who.read(`${address}?lang=zh-Hant`)).text).toContain('只掃描您自己要求的 QR Code')
  await who.read(`${address}?lang=en`)

  const early = await ask(who, address)
  expect((await who.read(String(early.headers.location))).text).toContain('Nothing has been shown yet')
  expect((await ask(who, address, { 'hx-request': 'true' })).statusCode, 'the page goes on asking').toBe(204)
  show(link, [card()])
  const done = await ask(who, address)
  expect(done.headers.location).toBe(`${self}?done=verified`)
  const after = await who.read(`${self}?done=verified`)
  expect(after.text).toContain('By a card in the wallet: Digital wallet.')
  expect(after.text).toContain('Co-signatures of yours that were waiting for this now count')
  const subjectKey = identityKey(testConfig.secret, 'haicheng', ['id_number', 'birth_date'], {
    id_number: 'a223456781',
    birth_date: '1990-01-31',
  })
  expect(await known(world)).toMatchObject([
    { personId: who.personId, claim: 'resident', level: 2, method: 'wallet', issuer: 'tw-wallet', subjectKey },
  ])
  expect(await world.db.reads.select().from(walletRequests), 'used up').toEqual([])
  expect((await who.read('/me/data')).text).toContain('Verified by a card in the wallet')
  expect((await ask(who, address)).headers.location, 'pressed again').toBe(`${self}?done=verified`)
  const id = address.split('/').at(-1)!
  expect(asked.map(({ method, path, token }) => [method, path, token])).toEqual([
    ['GET', '/verifier/api/oidvp/qrcode', 'issued-by-the-module'],
    ...Array(3).fill(['POST', '/verifier/api/oidvp/result', 'issued-by-the-module']),
  ])
  expect(new Set(asked.map(({ transactionId }) => transactionId))).toEqual(new Set([id]))
  for (const raw of ['A223456781', '223456781', '079/01/31', '長堤路', 'did:key:']) {
    expect(await tablesHolding(world, raw), raw).toEqual([])
    expect(world.log.join('\n')).not.toContain(raw)
    if (!url) continue
    const path = url.slice('file:'.length)
    for (const file of [path, `${path}-wal`, `${path}-journal`])
      if (existsSync(file)) expect(readFileSync(file).includes(raw), `${file} ${raw}`).toBe(false)
  }
})

test('what was asked for is one person’s, in one browser, once: whoever has its address can do nothing with it', async () => {
  const { world, show, asked } = await withWallet()
  const mei = await world.signedIn('mei@example.test')
  const { address, link } = await begin(mei)
  show(link, [card()])
  const before = asked.length
  const strangers = [await world.signedIn('stranger@example.test'), await world.signedIn('mei@example.test')]
  for (const other of strangers) {
    const seen = await other.get(address)
    expect([seen.statusCode, page(seen).text]).toEqual([
      404,
      expect.stringContaining('was not asked for in this browser'),
    ])
    expect(seen.body).not.toContain('modadigitalwallet:')
    const taken = await ask(other, address)
    expect([taken.statusCode, page(taken).text]).toEqual([404, expect.stringContaining('has been used, has expired')])
  }
  expect((await ask(world.visitor(), address)).headers.location).toContain('/sign-in')
  expect((await mei.post(`/shancheng/verification/wallets/${address.split('/').at(-1)}/results`)).statusCode).toBe(404)
  expect(asked.length, 'the module was not asked for any of them').toBe(before)
  expect(await known(world)).toEqual([])

  const second = await begin(mei)
  expect((await ask(mei, address)).statusCode, 'a new one takes the place of the old one').toBe(404)
  show(second.link, [card()])
  const answers = await Promise.all([ask(mei, second.address), ask(mei, second.address)])
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303])
  expect(await known(world)).toHaveLength(1)

  // the same person, with another account and a new wallet: one entry, one account, also where the roll knows them
  const twin = await world.signedIn('mei.two@example.test')
  const again = await begin(twin)
  show(again.link, [card({ birthday: '1990-01-31' })])
  const refused = await ask(twin, again.address)
  expect([refused.statusCode, page(refused).text]).toEqual([422, expect.stringContaining('come to the counter')])
  const fields = ['id_number', 'birth_date'] as const
  const entry = { id_number: 'A223456781', birth_date: '1990-01-31' }
  const digests = [identityKey(testConfig.secret, 'haicheng', fields, entry)!]
  const roll = { governmentId: world.government.id, name: '2026 roll', fields: [...fields], digests }
  await write(world.db, (tx) => replaceRoll(tx, roll))
  const typed = await twin.post(`${self}/checks`, { source: 'roll', ...entry })
  expect([typed.statusCode, page(typed).text]).toEqual([422, expect.stringContaining('already verify another account')])

  const third = await begin(twin)
  await twin.post('/sign-out')
  expect(await world.db.reads.select().from(walletRequests), 'gone with the session').toEqual([])
  expect(third.address).toContain(self)
})

test('each failure has its words, in both languages, and a way to try again', async () => {
  const { world, show } = await withWallet({ age: { claim: 'birthday', at_least: 16 } })
  const who = await world.signedIn('mei@example.test')
  const rejected: [Card[] | 'revoked', string, string][] = [
    ['revoked', 'may have expired or been revoked', '證件可能已過期或撤銷'],
    [[], 'does not have what is needed', '缺少需要的欄位'],
    [[{ ...card(), type: '00000000_student' }], 'does not have what is needed', '缺少需要的欄位'],
    [[card(), card({ idNumber: 'B123456780' })], 'does not have what is needed', '缺少需要的欄位'],
    [[card({ idNumber: '' })], 'does not have what is needed', '缺少需要的欄位'],
    [[card({ address: '山城市海城市街 1 號' })], 'does not say that you live here', '沒有寫您住在本地'],
    [[card({ birthday: '2010-06-19' })], 'younger than this way asks for', '年齡還不符合'],
  ]
  for (const [i, [cards, english, chinese]] of rejected.entries()) {
    if (i % 5 === 0) minutes(world, 61) // the limit of an hour
    const someone = i === 0 ? who : await world.signedIn('mei@example.test')
    for (const [language, words] of [
      ['en', english],
      ['zh-Hant', chinese],
    ] as const) {
      await someone.get(`${self}?lang=${language}`)
      const { address, link } = await begin(someone)
      show(link, cards)
      const answer = await ask(someone, address)
      expect([answer.statusCode, page(answer).text], english).toEqual([422, expect.stringContaining(words)])
      expect(answer.body).toContain('name="source" value="tw-wallet"')
      expect((await ask(someone, address)).statusCode, 'used up by its refusal').toBe(404)
    }
  }
  expect(await known(world)).toEqual([])
  minutes(world, 61)
  const grown = await world.signedIn('lin@example.test')
  const { address, link } = await begin(grown)
  show(link, [card({ birthday: '99年6月18日', address: '海城市' })])
  expect((await ask(grown, address)).statusCode, 'sixteen today').toBe(303)
})

test('a code that is too old is said to be, what was shown in time still counts, and a new one is asked for', async () => {
  const { world, show } = await withWallet()
  const who = await world.signedIn('mei@example.test')
  const { address, link } = await begin(who)
  minutes(world, 4)
  show(link, [card()])
  minutes(world, 2)
  const late = await who.get(address)
  expect(page(late).text).toContain('This code is too old')
  expect(late.body).not.toMatch(/hx-trigger|<svg viewBox="0 0 \d\d \d\d" role="img"/)
  expect((await ask(who, address)).headers.location).toBe(`${self}?done=verified`)

  const other = await world.signedIn('lin@example.test')
  const second = await begin(other)
  minutes(world, 5)
  const byItself = await ask(other, second.address, { 'hx-request': 'true' })
  expect(byItself.headers['hx-redirect'], 'the page stops asking').toContain('done=waiting')
  minutes(world, 5)
  expect((await other.get(second.address)).statusCode).toBe(404)
  await dropExpiredVerified(world.deps, world.clock.now)
  expect(await world.db.reads.select().from(walletRequests)).toEqual([])
  for (let i = 0; i < 10; i++) {
    const begun = await other.post(`${self}/wallets`, { source: 'tw-wallet' })
    if (begun.statusCode === 303) continue
    expect([i, begun.statusCode, page(begun).text]).toEqual([9, 429, expect.stringContaining('tried too often')])
  }
})

test('a module that fails, lies or knows no such token verifies nobody, says so, and tells the log no more than a code', async () => {
  const { world, show, module, asked } = await withWallet({}, { config: { logLevel: 'debug' } })
  const who = await world.signedIn('mei@example.test')
  const { address, link } = await begin(who)
  show(link, [card()])
  const id = address.split('/').at(-1)!
  const lies = [
    { status: 500, json: { code: '59999', message: 'A223456781' } },
    { status: 400, json: { code: '11001', message: 'not yours' } },
    { status: 401, json: { code: '40101', message: 'illegal token' } },
    { status: 200, json: { verifyResult: true, transactionId: 'another', data: [] } },
    { status: 200, json: { verifyResult: 'true', transactionId: id, data: [] } },
    { status: 200, json: 'A223456781 is no JSON' },
    { status: 302, json: {} },
  ]
  for (const instead of lies) {
    module.instead = instead
    const answer = await ask(who, address)
    expect([answer.statusCode, page(answer).text], JSON.stringify(instead)).toEqual([
      502,
      expect.stringContaining('Nothing is lost'),
    ])
    expect((await ask(who, address, { 'hx-request': 'true' })).body, 'nothing to be put into the page').toBe('')
  }
  for (const authUri of ['javascript:alert(1)', 'https:evil', `https://x.example/${'x'.repeat(2000)}`]) {
    module.instead = { status: 200, json: { transactionId: 'x', qrcodeImage: '', authUri } }
    const failed = await who.post(`${self}/wallets`, { source: 'tw-wallet' })
    expect([failed.statusCode, page(failed).text]).toEqual([502, expect.stringContaining('does not answer now')])
  }
  expect(await known(world)).toEqual([])
  expect(world.log.join('\n')).not.toContain('A223456781')
  expect(world.log.join('\n')).toContain('status 500, code 59999')
  module.instead = null
  expect((await ask(who, address)).statusCode, 'the first one still stands').toBe(303)
  expect((await who.post(`${self}/wallets`, { source: 'elsewhere' })).statusCode).toBe(404)
  expect(asked.length).toBeGreaterThan(10)
})

test('a line of the file that is wrong stops the start, in words that say where', async () => {
  const { file } = await taiwanModule({ now: new Date() })
  const wrong: [unknown, RegExp][] = [
    [[{ ...file, url: 'http://module.example' }], /entry 1, url must begin with https/],
    [[{ ...file, ref: 'fuyi' }], /entry 1, ref must be like/],
    [[{ ...file, subject: {} }], /entry 1, subject must name a claim/],
    [[{ ...file, subject: { number: 'no', id_number: 'id' } }], /entry 1, subject .*not both/],
    [[{ ...file, residence: { claim: 'address' } }], /entry 1, residence needs is or begins/],
    [[{ ...file, kind: 'passport' }], /entry 1, kind/],
    [[file, { ...file, ref: '1_x' }], /an id of its own/],
  ]
  for (const [content, words] of wrong)
    await expect(testWorld({ config: { verificationServicesFile: fileWith(content) } })).rejects.toThrow(words)
})
