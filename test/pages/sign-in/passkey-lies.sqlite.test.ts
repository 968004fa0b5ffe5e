// What a passkey, or whoever pretends to be one, may not say. No query differs in it: one engine is enough.
import { expect, test } from 'vitest'
import { passkeys } from '../../../src/schema/sign-in.ts'
import { addPasskey, authenticator, challengeFor, type Lies, signInWith } from '../../support/authenticator.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

async function cityWithPasskey() {
  const world = await testWorld()
  const mei = await world.signedIn('mei@example.test')
  const device = authenticator()
  expect((await addPasskey(mei, device)).statusCode).toBe(303)
  return { world, mei, device }
}

const lies: [string, Lies, RegExp][] = [
  ['another origin', { origin: 'https://fuyi.evil.example' }, /could not be checked/],
  ['another site’s RP ID', { rpId: 'evil.example' }, /could not be checked/],
  ['no finger, face or PIN', { verified: false }, /could not be checked/],
  ['a frame of another site', { crossOrigin: true }, /could not be checked/],
  ['the words for a new passkey', { type: 'webauthn.create' }, /could not be checked/],
  ['a forged signature', { signature: Buffer.alloc(70, 7).toString('base64url') }, /could not be checked/],
  ['somebody else’s account', { userHandle: 'AAAA' }, /could not be checked/],
  ['a made-up challenge', { challenge: Buffer.alloc(32).toString('base64url') }, /too long, or was sent twice/],
]

test('whatever a passkey says that is not so, nobody is signed in', async () => {
  const { world, device } = await cityWithPasskey()
  for (const [what, lie, words] of lies) {
    const browser = world.visitor()
    const credential = device.sign(await challengeFor(browser, 'sign-in'), lie)
    const sent = await browser.post('/sign-in/passkeys', { credential, next: '/haicheng' })
    expect([what, sent.statusCode, page(sent).text]).toEqual([what, 422, expect.stringMatching(words)])
    expect(page(sent).form('/sign-in').sends('next'), 'where they were going is kept').toBe('/haicheng')
    expect((await browser.get('/me')).statusCode, what).toBe(303)
  }
  expect((await signInWith(world.visitor(), device)).statusCode, 'the same device, honestly').toBe(303)
})

test('what is no passkey at all is answered in words', async () => {
  const { world, mei, device } = await cityWithPasskey()
  const id = device.keys[0]!.id
  const response = { clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA', attestationObject: 'AA' }
  const nonsense = [
    ...['', 'null', '[]', '"x"', '{', '{"id":1}', '{"__proto__":{"id":"x"}}', `${'['.repeat(30_000)}`],
    JSON.stringify({ id, rawId: id, type: 'public-key', response }),
    JSON.stringify({ id, rawId: 'other', type: 'public-key', response }),
    JSON.stringify({ id, rawId: id, type: 'public-key', response: { ...response, clientDataJSON: 'bnVsbA' } }),
    'x'.repeat(100_000),
  ]
  for (const credential of nonsense) {
    const signIn = await world.visitor().post('/sign-in/passkeys', { credential })
    expect([credential.slice(0, 20), signIn.statusCode]).toEqual([credential.slice(0, 20), 422])
    const add = await mei.post('/me/passkeys', { credential, name: 'Kept as typed' })
    expect([credential.slice(0, 20), add.statusCode]).toEqual([credential.slice(0, 20), 422])
    expect(page(add).field('name').value).toBe('Kept as typed')
  }
  const long = await mei.post('/me/passkeys', { credential: 'x', name: '長'.repeat(61) })
  expect([long.statusCode, page(long).field('name').error]).toEqual([422, expect.stringContaining('at most 60')])
  const twice = await mei.post('/me/passkeys', { credential: ['x', 'y'], name: ['Phone', 'Laptop'] })
  expect([twice.statusCode, page(twice).text.includes('could not be understood')]).toEqual([422, true])
  expect(twice.body).not.toContain('Invalid input')
})

test('a new passkey is made for this site, by somebody the device knows, without certificates; never twice', async () => {
  const { world, mei, device } = await cityWithPasskey()
  const certified = new Map<string, unknown>([
    ['alg', -7],
    ['sig', new Uint8Array(70)],
    ['x5c', [new Uint8Array(10)]],
  ])
  const wrong: Lies[] = [
    { origin: 'https://fuyi.evil.example' },
    { rpId: 'evil.example' },
    { verified: false },
    { type: 'webauthn.get' },
    ...['packed', 'tpm', 'apple', 'android-key', 'fido-u2f'].map((fmt) => ({
      attestation: { fmt, attStmt: certified },
    })),
  ]
  for (const lie of wrong) {
    const credential = device.make(await challengeFor(mei, 'me/passkeys'), lie)
    const sent = await mei.post('/me/passkeys', { credential, name: '' })
    expect([lie, sent.statusCode, page(sent).text.includes('could not be checked')]).toEqual([lie, 422, true])
  }
  const credential = device.make(await challengeFor(mei, 'me/passkeys'))
  expect(
    (await mei.post('/me/passkeys', { credential, name: '' }, { 'user-agent': 'Firefox/1 Linux' })).statusCode,
  ).toBe(303)
  expect((await world.db.reads.select().from(passkeys)).map((row) => row.name).sort()).toEqual([
    'Firefox, Linux',
    'Phone',
  ])
  expect(page(await mei.post('/me/passkeys', { credential })).text, 'once').toContain('sent twice')
})
