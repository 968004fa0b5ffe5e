// A device that keeps passkeys, in software: it makes keys and signs what browsers hand it, as an honest one would, or not.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import { expect } from 'vitest'
import type { Visitor } from './world.ts'

type Options = { challenge: string; rp?: { id: string }; rpId?: string; user?: { id: string } }
/** What an honest device and browser would not say. */
export type Lies = {
  origin?: string
  rpId?: string
  challenge?: string
  type?: string
  crossOrigin?: boolean
  verified?: boolean
  counter?: number
  userHandle?: string
  attestation?: { fmt: string; attStmt: Map<string, unknown> }
  /** in place of what was signed */
  signature?: string
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()
const flag = { present: 1, verified: 4, backupEligible: 8, backedUp: 16, newKey: 64 }

export function authenticator({ origin = 'http://localhost', counts = true, backedUp = false } = {}) {
  const keys: { id: string; key: KeyObject; userHandle: string; counter: number }[] = []

  const clientData = (type: string, { challenge }: Options, lies: Lies) =>
    JSON.stringify({
      type: lies.type ?? type,
      challenge: lies.challenge ?? challenge,
      origin: lies.origin ?? origin,
      crossOrigin: lies.crossOrigin ?? false,
    })

  function about(rpId: string, counter: number, more: number, { verified = true }: Lies): Buffer {
    const flags = flag.present | (verified ? flag.verified : 0) | (backedUp ? flag.backupEligible | flag.backedUp : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    return Buffer.concat([sha256(rpId), Buffer.from([flags | more]), count])
  }

  return {
    keys,
    /** What `navigator.credentials.create` gives, as JSON. */
    make(options: Options, lies: Lies = {}): string {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const id = randomBytes(32)
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
      const cose = new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
        [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
      ])
      keys.push({ id: id.toString('base64url'), key: privateKey, userHandle: options.user!.id, counter: 0 })
      const length = Buffer.from([0, id.length])
      const authData = Buffer.concat([
        about(lies.rpId ?? options.rp!.id, 0, flag.newKey, lies),
        ...[Buffer.alloc(16), length, id, Buffer.from(isoCBOR.encode(cose))],
      ])
      const { fmt, attStmt } = lies.attestation ?? { fmt: 'none', attStmt: new Map() }
      const parts = new Map<string, unknown>([
        ['fmt', fmt],
        ['attStmt', attStmt],
        ['authData', new Uint8Array(authData)],
      ])
      return said(id.toString('base64url'), {
        clientDataJSON: base64url(clientData('webauthn.create', options, lies)),
        attestationObject: base64url(isoCBOR.encode(parts as never)),
        transports: ['internal', 'hybrid', 'telepathy'],
      })
    },
    /** What `navigator.credentials.get` gives, as JSON, by the newest key unless told otherwise. */
    sign(options: Options, lies: Lies = {}, key = keys.at(-1)!): string {
      key.counter = lies.counter ?? (counts ? key.counter + 1 : 0)
      const authData = about(lies.rpId ?? options.rpId!, key.counter, 0, lies)
      const data = clientData('webauthn.get', options, lies)
      return said(key.id, {
        clientDataJSON: base64url(data),
        authenticatorData: base64url(authData),
        signature: lies.signature ?? base64url(sign('sha256', Buffer.concat([authData, sha256(data)]), key.key)),
        userHandle: lies.userHandle ?? key.userHandle,
      })
    },
  }
}
export type Authenticator = ReturnType<typeof authenticator>

const base64url = (data: string | Uint8Array) => Buffer.from(data).toString('base64url')
const said = (id: string, response: object) =>
  JSON.stringify({ id, rawId: id, type: 'public-key', response, clientExtensionResults: {} })

/** What the page's script asks first. */
export async function challengeFor(person: Visitor, what: 'sign-in' | 'me/passkeys'): Promise<Options> {
  const asked = await person.post(`/${what}/challenges`)
  expect(asked.statusCode, asked.body).toBe(200)
  return asked.json()
}

/** Adds a passkey to the account that is signed in there. */
export async function addPasskey(person: Visitor, device: Authenticator, form: { [field: string]: string } = {}) {
  const credential = device.make(await challengeFor(person, 'me/passkeys'))
  return person.post('/me/passkeys', { name: 'Phone', ...form, credential })
}

/** Signs in there with the newest passkey of a device. */
export async function signInWith(browser: Visitor, device: Authenticator, form: { [field: string]: string } = {}) {
  const credential = device.sign(await challengeFor(browser, 'sign-in'))
  return browser.post('/sign-in/passkeys', { ...form, credential })
}
