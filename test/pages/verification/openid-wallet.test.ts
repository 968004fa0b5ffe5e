// Residence by the European wallet (OpenID4VP 1.0): a wallet made for the test reads what is asked, shows a credential, and lies.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { exportJWK } from 'jose'
import { expect, onTestFinished, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { cardKey } from '../../../src/domain/verification/identity-key.ts'
import { verifications, walletRequests } from '../../../src/schema/verifications.ts'
import { makeSession } from '../../support/city.ts'
import { connectForTest, testUrl } from '../../support/database.ts'
import { testConfig } from '../../support/deps.ts'
import { type Claims, host, type Lies, openidWallet, pid } from '../../support/openid-wallet.ts'
import { page } from '../../support/page.ts'
import { tablesHolding } from '../../support/tables-holding.ts'
import { testWorld, type Visitor, visitorOf, type World } from '../../support/world.ts'

const self = '/haicheng/verification'
const fileWith = (content: unknown) => {
  const path = join(mkdtempSync(join(tmpdir(), 'wallet-')), 'services.json')
  writeFileSync(path, JSON.stringify(content))
  return path
}
const mei: Claims = {
  ...{ personal_administrative_number: 'PAN-77881234', family_name: 'Harbour-Lin' },
  ...{ address: { locality: 'Haicheng', street_address: 'Causeway 88' }, age_equal_or_over: { '16': true } },
}

async function withWallet(more: object = {}, options: Parameters<typeof testWorld>[0] = {}) {
  const wallet = await openidWallet(more)
  const config = { verificationServicesFile: fileWith([wallet.file]), origin: `https://${host}`, ...options.config }
  const world = await testWorld({ ...options, config })
  return { world, wallet }
}
/** Over https cookies have another name. */
async function signedIn(world: World, email: string): Promise<Visitor> {
  const { personId, cookie } = await makeSession(world.db, email, world.clock.now)
  return visitorOf(world.app, cookie.replace(/^fuyi=/, '__Host-fuyi='), personId, email)
}
/** `link`: on the same phone. `scanned`: by the QR code. */
async function begin(world: World, who: Visitor) {
  const begun = await who.post(`${self}/wallets`, { source: 'eu-wallet' })
  expect(begun.statusCode).toBe(303)
  const address = String(begun.headers.location)
  const seen = page(await who.get(address))
  const id = address.split('/').at(-1)!
  const [row] = await world.db.reads.select().from(walletRequests).where(eq(walletRequests.id, id))
  return { address, seen, scanned: row!.link, link: seen.hrefs.find((href) => href.startsWith('openid4vp:'))! }
}
const ask = (who: Visitor, address: string, form = {}) => who.post(`${address}/results`, form)
const known = ({ db }: World) => db.reads.select().from(verifications)

test('a credential is shown by a QR code on another phone, and nothing but that somebody lives there is kept: not a byte of the file', async () => {
  const url = engine === 'sqlite' ? await testUrl() : null
  const db = url ? await connectForTest(url, { strict: true }) : undefined
  const { world, wallet } = await withWallet({}, { db, config: { logLevel: 'debug' } })
  const who = await signedIn(world, 'mei@example.test')
  expect((await who.read(self)).text).toContain('European wallet')
  const { address, seen, scanned } = await begin(world, who)
  expect(seen.text).toContain('Show a card: European wallet')
  const request = await wallet.read(world, scanned)
  expect(request).toMatchObject({
    ...{ aud: 'https://self-issued.me/v2', response_mode: 'direct_post.jwt', response_type: 'vp_token' },
    exp: Date.parse('2026-06-18T01:05:00Z') / 1000,
    dcql_query: {
      credentials: [
        {
          ...{ id: 'residence', format: 'dc+sd-jwt', meta: { vct_values: [pid] } },
          claims: [
            { path: ['address', 'locality'] },
            { path: ['personal_administrative_number'] },
            { path: ['age_equal_or_over', '16'] },
          ],
        },
      ],
    },
  })
  const early = await ask(who, address)
  expect((await who.read(String(early.headers.location))).text).toContain('Nothing has been shown yet')
  const told = await wallet.show(world, scanned, mei)
  expect([told.statusCode, told.json()]).toEqual([200, {}])
  expect((await ask(who, address)).headers.location).toBe(`${self}?done=verified`)
  const subjectKey = cardKey(testConfig.secret, 'haicheng', 'eu-wallet', 'PAN-77881234')
  expect(await known(world)).toMatchObject([
    { personId: who.personId, claim: 'resident', level: 2, method: 'wallet', issuer: 'eu-wallet', subjectKey },
  ])
  expect((await who.read(self)).text).toContain('By a card in the wallet: European wallet.')
  expect(await world.db.reads.select().from(walletRequests), 'used up').toEqual([])
  for (const raw of ['PAN-77881234', 'Harbour-Lin', 'Causeway', 'Haicheng"']) {
    expect(await tablesHolding(world, raw), raw).toEqual([])
    if (raw !== 'Haicheng"') expect(world.log.join('\n')).not.toContain(raw)
    if (!url || raw === 'Haicheng"') continue
    const path = url.slice('file:'.length)
    for (const file of [path, `${path}-wal`, `${path}-journal`])
      if (existsSync(file)) expect(readFileSync(file).includes(raw), `${file} ${raw}`).toBe(false)
  }
})

test('on the same phone the wallet leads back, and only the browser that it leads back to goes on', async () => {
  const { world, wallet } = await withWallet()
  const who = await signedIn(world, 'mei@example.test')
  const { address, link, scanned } = await begin(world, who)
  expect(link).not.toBe(scanned)
  const { redirect_uri } = (await wallet.show(world, link, mei)).json() as { redirect_uri: string }
  const back = new URL(redirect_uri)
  expect([back.hostname, back.pathname]).toEqual([host, address])
  const other = await signedIn(world, 'other@example.test')
  expect((await other.get(back.pathname + back.search)).statusCode, 'another person’s browser').toBe(404)
  const code = back.searchParams.get('response_code')!
  expect((await ask(other, address, { response_code: code })).statusCode).toBe(404)
  expect((await ask(who, address)).headers.location, 'without the code').toContain('done=waiting')
  expect((await ask(who, address, { response_code: 'guessed' })).headers.location).toContain('done=waiting')
  const shown = await who.get(back.pathname + back.search)
  expect(shown.body).toContain(`name="response_code" value="${code}"`)
  expect(await known(world)).toEqual([])
  expect((await ask(who, address, { response_code: code })).headers.location).toBe(`${self}?done=verified`)
  expect(await known(world)).toMatchObject([{ personId: who.personId }])

  // one person counts once, whatever wallet and account they come with
  const second = await openidWallet({ issuers: wallet.file.issuers })
  expect(second.issuer.pem).not.toBe(wallet.issuer.pem)
  const twin = await begin(world, other)
  await wallet.show(world, twin.scanned, { ...mei, personal_administrative_number: 'pan 77881234' })
  const refused = await ask(other, twin.address)
  expect([refused.statusCode, page(refused).text]).toEqual([422, expect.stringContaining('come to the counter')])
})

test('what is replayed, meant for others, signed by nobody we trust, expired, revoked or changed verifies nobody', async () => {
  const lists = new Map<string, string>()
  const server = createServer((request, response) => response.end(lists.get(request.url!) ?? 'none'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const listed = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { world, wallet } = await withWallet({}, { config: { logLevel: 'debug' } })
  const { issuer, stranger, strangeRoot, old, root } = wallet
  const bits = Buffer.from([0b0000_0010]) // the second one is revoked
  lists.set('/good', await wallet.statusList(`${listed}/good`, bits))
  lists.set('/moved', await wallet.statusList(`${listed}/elsewhere`, bits))
  lists.set('/forged', await wallet.statusList(`${listed}/forged`, Buffer.from([0]), stranger))
  const status = (path: string, idx: number) => ({ payload: { status: { status_list: { uri: listed + path, idx } } } })
  const past = Date.parse('2026-06-18T00:30:00Z') / 1000
  const changed = (text: string) => {
    const parts = text.split('~')
    const at = parts.findIndex((part) => Buffer.from(part, 'base64url').toString().includes('"address"'))
    const [salt, name] = JSON.parse(Buffer.from(parts[at]!, 'base64url').toString()) as [string, string]
    parts[at] = Buffer.from(JSON.stringify([salt, name, { locality: 'Haicheng' }])).toString('base64url')
    return parts.join('~')
  }
  const elsewhere = { ...mei, address: { locality: 'Shancheng' } }
  const attacks: [name: string, why: string, claims: Claims, lies: Lies][] = [
    ['another nonce', 'Invalid Nonce', mei, { nonce: 'of another request' }],
    ['for another verifier', 'audience', mei, { aud: 'x509_san_dns:evil.example' }],
    ['an old proof', 'age of the proof', mei, { proofAt: new Date('2026-06-18T00:00:00Z') }],
    ['without a proof', 'Key Binding JWT not exist', mei, { withoutProof: true }],
    ['somebody else’s credential', 'JWSSignatureVerificationFailed', mei, { otherHolder: true }],
    ['an issuer of another root', 'issuer', mei, { signedBy: stranger }],
    ['with that root beside it', 'issuer', mei, { signedBy: stranger, chain: [stranger, strangeRoot] }],
    [
      'a trusted certificate, another signature',
      'JWSSignatureVerificationFailed',
      mei,
      { signedBy: stranger, chain: [issuer] },
    ],
    ['a root that signs credentials itself', 'issuer', mei, { signedBy: root }],
    ['a certificate that has expired', 'issuer', mei, { signedBy: old }],
    ['expired', 'is expired', mei, { payload: { exp: past } }],
    ['not yet valid', 'not yet valid', mei, { payload: { nbf: past + 86_400 } }],
    ['another type', 'type of credential', mei, { payload: { vct: 'urn:example:library-card' } }],
    ['no credential of this kind', 'type', mei, { typ: 'JWT' }],
    ['a disclosure changed after the proof', 'Invalid sd_hash', elsewhere, { tamper: changed }],
    ['revoked', 'Status is not valid', mei, status('/good', 1)],
    ['a list of another address', 'Error', mei, status('/moved', 0)],
    ['a list signed by others', 'SLException', mei, status('/forged', 0)],
    ['a list that is not there', 'SyntaxError', mei, status('/gone', 0)],
    ['a status of another kind', 'status of an unknown kind', mei, { payload: { status: { other: 1 } } as never }],
  ]
  for (const [i, [name, why, claims, lies]] of attacks.entries()) {
    const who = await signedIn(world, `attacker${i}@example.test`)
    const { address, scanned } = await begin(world, who)
    const told = await wallet.show(world, scanned, claims, lies)
    const answer = await ask(who, address)
    expect([name, told.statusCode, answer.statusCode], page(answer).text).toEqual([name, 200, 422])
    expect([name, page(answer).text]).toEqual([name, expect.stringContaining('did not accept what was shown')])
    const logged = world.log.findLast((line) => line.includes('was not accepted'))!
    expect([name, (JSON.parse(logged) as { why: string }).why]).toEqual([name, why])
  }
  expect(await known(world)).toEqual([])
  expect(world.log.join('\n')).not.toContain('PAN-77881234')

  // a presentation that was accepted is shown again, for another request
  const who = await signedIn(world, 'mei@example.test')
  const first = await begin(world, who)
  const request = await wallet.read(world, first.scanned)
  const shown = { residence: [await wallet.presentation(request, mei, status('/good', 0))] }
  expect((await wallet.send(world, request, shown)).statusCode).toBe(200)
  expect((await wallet.send(world, request, shown)).statusCode, 'answered once').toBe(404)
  await expect(wallet.read(world, first.scanned), 'and asked no more').rejects.toThrow('404')
  expect((await ask(who, first.address)).statusCode).toBe(303)
  expect(await known(world)).toHaveLength(1)
  const thief = await signedIn(world, 'thief@example.test')
  const second = await begin(world, thief)
  const theirs = await wallet.read(world, second.scanned)
  expect((await wallet.send(world, theirs, shown)).statusCode).toBe(200)
  expect((await ask(thief, second.address)).statusCode, 'replayed').toBe(422)
  expect(await known(world)).toMatchObject([{ personId: who.personId }])
})

test('what is no answer to a request changes nothing; who says no in the wallet, or shows too little, is told so', async () => {
  const { world, wallet } = await withWallet()
  const who = await signedIn(world, 'mei@example.test')
  const { address, scanned } = await begin(world, who)
  const request = await wallet.read(world, scanned)
  const shown = { residence: [await wallet.presentation(request, mei)] }
  const wrong = [
    () => wallet.send(world, request, shown, { state: 'another' }),
    () => wallet.send(world, request, { residence: [] }),
    () => wallet.send(world, request, { another: shown.residence }),
    () => wallet.send(world, request, { residence: [...shown.residence, ...shown.residence] }),
    () => wallet.post(world, request, { vp_token: JSON.stringify(shown), state: request.state }), // in clear
    () => wallet.post(world, request, { response: 'a.b.c' }),
    () => wallet.post(world, request, { error: 'access_denied', state: 'another' }),
    () => wallet.post(world, request, {}),
  ]
  for (const [i, send] of wrong.entries()) expect([i, (await send()).statusCode]).toEqual([i, 400])
  const nowhere = { response_uri: request.response_uri.replace(/[0-9a-f-]{36}/, 'none') }
  expect((await wallet.post(world, nowhere, {})).statusCode).toBe(404)
  expect((await ask(who, address)).headers.location).toContain('done=waiting')
  expect((await wallet.post(world, request, { error: 'access_denied', state: request.state })).statusCode).toBe(200)
  const no = await ask(who, address)
  expect([no.statusCode, page(no).text]).toEqual([422, expect.stringContaining('did not agree')])

  const moved = (text: string) => {
    const parts = text.split('~')
    const at = parts.findIndex((part) => Buffer.from(part, 'base64url').toString().includes('"address"'))
    parts[at] = Buffer.from(JSON.stringify(['c2FsdA', 'address', { locality: 'Haicheng' }])).toString('base64url')
    return parts.join('~')
  }
  const forged = { tamper: moved, provesAgain: true } // a claim that the issuer never signed
  const told: [Claims, Lies, string, string][] = [
    [{ ...mei, address: { locality: 'Shancheng' } }, forged, 'does not have what is needed', '缺少需要的欄位'],
    [mei, { undisclosed: ['address'] }, 'does not have what is needed', '缺少需要的欄位'],
    [{ ...mei, personal_administrative_number: '' }, {}, 'does not have what is needed', '缺少需要的欄位'],
    [{ ...mei, address: { locality: 'Shancheng' } }, {}, 'does not say that you live here', '沒有寫您住在本地'],
    [{ ...mei, age_equal_or_over: { '16': false } }, {}, 'younger than this way asks for', '年齡還不符合'],
  ]
  for (const [i, [claims, lies, english, chinese]] of told.entries())
    for (const [language, words] of Object.entries({ en: english, 'zh-Hant': chinese })) {
      const someone = await signedIn(world, `told${i}@example.test`)
      await someone.get(`${self}?lang=${language}`)
      const next = await begin(world, someone)
      expect((await wallet.show(world, next.scanned, claims, lies)).statusCode).toBe(200)
      const answer = await ask(someone, next.address)
      expect([answer.statusCode, page(answer).text]).toEqual([422, expect.stringContaining(words)])
    }
  world.clock.now = new Date(world.clock.now.getTime() + 3_600_000)
  const again = await signedIn(world, 'mei@example.test')
  const late = await begin(world, again)
  const asked = await wallet.read(world, late.scanned)
  world.clock.now = new Date(world.clock.now.getTime() + 5 * 60_000)
  expect((await wallet.send(world, asked, shown)).statusCode, 'too late').toBe(404)
  expect(await known(world)).toEqual([])
})

test('issuers may be named by their keys, and a file that does not fit stops the start', async () => {
  const { issuer, stranger, ...maker } = await openidWallet()
  const keys = [{ ...(await exportJWK(issuer.keys.publicKey)), kid: 'one' }]
  const { world, wallet } = await withWallet({ issuers: [{ iss: 'https://pid.example', jwks: { keys } }] })
  for (const [signedBy, kid, iss, status] of [
    [stranger, 'one', 'https://pid.example', 422],
    [issuer, 'two', 'https://pid.example', 422],
    [issuer, 'one', 'https://evil.example', 422],
    [issuer, 'one', 'https://pid.example', 303],
  ] as const) {
    const who = await signedIn(world, `${kid}${status}@example.test`)
    const { address, scanned } = await begin(world, who)
    await wallet.show(world, scanned, mei, { signedBy, kid, payload: { iss } })
    expect((await ask(who, address)).statusCode, `${kid} ${iss}`).toBe(status)
  }
  const { file, put, root } = maker
  const wrong: [object, RegExp][] = [
    [{ ...file, key: put('other.key', stranger.key) }, /eu-wallet: the key is not that of the first certificate/],
    [{ ...file, certificate: put('none.pem', 'nothing') }, /holds no certificate/],
    [{ ...file, key: '/nowhere/key.pem' }, /ENOENT/],
    [{ ...file, issuers: [] }, /entry 1, issuers/],
    [{ ...file, issuers: [{ roots: root.pem, jwks: { keys } }] }, /needs jwks or roots/],
    [{ ...file, issuers: [{ jwks: { keys } }] }, /needs iss beside jwks/],
  ]
  const start = (line: object, origin: string) =>
    testWorld({ config: { verificationServicesFile: fileWith([line]), origin } })
  for (const [line, words] of wrong) await expect(start(line, `https://${host}`)).rejects.toThrow(words)
  await expect(start(file, 'https://other.test')).rejects.toThrow(/does not name other\.test/)
})
