// The signature under a copy of somebody's data: Ed25519, with a key that is derived from the deployment's secret, so that there is
// one without keeping another file, and the same one in every process. Whoever brings the copy elsewhere sees that nobody changed it
// and, by comparing the key with /me/data/key.json there, where it comes from. Pure.
import { createHmac, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

type SignedCopy<Payload> = { payload: Payload; signature: { algorithm: 'Ed25519'; key: string; value: string } }

/** RFC 8410: what stands before the 32 bytes of a key. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const spki = Buffer.from('302a300506032b6570032100', 'hex')

function privateKeyOf(secret: string): KeyObject {
  const seed = createHmac('sha256', secret).update('signature of copies').digest()
  return createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' })
}

/** The public half: 32 bytes in base64url. */
export function copyKey(secret: string): string {
  const der = createPublicKey(privateKeyOf(secret)).export({ format: 'der', type: 'spki' })
  return der.subarray(spki.length).toString('base64url')
}

const signatureOf = (secret: string, text: string) => ({
  algorithm: 'Ed25519' as const,
  key: copyKey(secret),
  value: sign(null, Buffer.from(text), privateKeyOf(secret)).toString('base64url'),
})

/** Signs the compact JSON of `payload`, keys in their order. */
export const signCopy = <Payload>(secret: string, payload: Payload): SignedCopy<Payload> => ({
  payload,
  signature: signatureOf(secret, JSON.stringify(payload)),
})

/** The same as the text of a file. A copy may have a hundred thousand rows: they are put into text once. */
export function signedFile(secret: string, payload: object): string {
  const text = JSON.stringify(payload)
  return `{"payload":${text},"signature":${JSON.stringify(signatureOf(secret, text))}}`
}

/** Whether the payload is what was signed with the key that it names. False for anything else, never an error. */
export function isUnchanged(signed: SignedCopy<unknown>): boolean {
  try {
    const { key, value } = signed.signature
    const der = Buffer.concat([spki, Buffer.from(key, 'base64url')])
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' })
    return verify(null, Buffer.from(JSON.stringify(signed.payload)), publicKey, Buffer.from(value, 'base64url'))
  } catch {
    return false
  }
}
