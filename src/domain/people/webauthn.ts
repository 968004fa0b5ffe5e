// What is said between browsers and passkeys (WebAuthn level 3), and whether it holds: @simplewebauthn/server decides, and
// nothing else in the product knows it. It is loaded when the first passkey is shown: a quarter of a second and 20 MB that a
// process does without until then.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { PasskeyRow } from './passkey-store.ts'

/** What passkeys are made for: `rpId` is the host of the origin. */
export type Site = { origin: string; rpId: string }

/** The site that passkeys are made for. */
export const siteOf = (origin: string): Site => ({
  origin,
  rpId: URL.canParse(origin) ? new URL(origin).hostname : '',
})

/** ES256 and RS256: every passkey knows one of them, and Node has both without calling them experimental. */
const algorithms = [-7, -257]
/** How long a challenge lives, in ms; browsers are told, too. */
export const challengeLasts = 5 * 60_000

/** What an authenticator calls the account: says nothing about the person, and does not change. */
const handleOf = (personId: string) => createHash('sha256').update(`passkey ${personId}`).digest('base64url')

/** PublicKeyCredentialRequestOptionsJSON: whichever passkey of ours the person chooses. */
export const requestOptions = ({ rpId }: Site, challenge: string) => ({
  challenge,
  rpId,
  userVerification: 'required',
  timeout: challengeLasts,
})

/** PublicKeyCredentialCreationOptionsJSON, for a passkey that is found without an address typed. */
export const creationOptions = (
  { rpId }: Site,
  challenge: string,
  { rpName, person, known }: { rpName: string; person: { id: string; email: string }; known: PasskeyRow[] },
) => ({
  challenge,
  rp: { id: rpId, name: rpName },
  user: { id: handleOf(person.id), name: person.email, displayName: person.email },
  pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
  authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
  excludeCredentials: known.map(({ credentialId, transports }) => ({
    type: 'public-key',
    id: credentialId,
    transports,
  })),
  attestation: 'none',
  timeout: challengeLasts,
})

const base64url = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[\w-]+$/)
const credential = <Response extends z.ZodRawShape>(response: Response) =>
  z.object({
    id: base64url(1400),
    rawId: base64url(1400),
    type: z.literal('public-key'),
    response: z.object({ clientDataJSON: base64url(4000), ...response }),
  })
const ways = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']
const signedCredential = credential({
  authenticatorData: base64url(4000),
  signature: base64url(4000),
  userHandle: base64url(200),
})
const newCredential = credential({
  attestationObject: base64url(20_000),
  transports: z
    .array(z.string())
    .max(20)
    .default([])
    .transform((named) => ways.filter((way) => named.includes(way))),
})
const clientData = z.object({ challenge: base64url(100), crossOrigin: z.literal(false).optional() })

/** As a form brought it, with the challenge that it answers. */
export type Given<Credential> = { credential: Credential; challenge: string }
type SignedChallenge = Given<z.output<typeof signedCredential>>
export type Made = Given<z.output<typeof newCredential>>

/** What `toJSON()` of the browser gave, to sign in; null for anything else. */
export const readSigned = (text: string): SignedChallenge | null => read(signedCredential, text)
/** The same, of a new passkey. */
export const readMade = (text: string): Made | null => read(newCredential, text)

function read<Credential extends { response: { clientDataJSON: string } }>(
  shape: z.ZodType<Credential>,
  text: string,
): Given<Credential> | null {
  const found = shape.safeParse(json(text))
  if (!found.success) return null
  const told = clientData.safeParse(json(Buffer.from(found.data.response.clientDataJSON, 'base64url').toString()))
  return told.success ? { credential: found.data, challenge: told.data.challenge } : null
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** What the signature proves, where it is of this passkey, for this site, now, by somebody it knows; else null. */
export async function verifySigned(
  { origin, rpId }: Site,
  { credential, challenge }: SignedChallenge,
  passkey: PasskeyRow,
): Promise<{ counter: number; backedUp: boolean } | null> {
  if (credential.response.userHandle !== handleOf(passkey.personId)) return null
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { ...credential, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    // The counter is compared where it is kept, once the signature is known to be good: only then does it tell of a copy.
    credential: { id: passkey.credentialId, publicKey: bytes(passkey.publicKey), counter: 0 },
  }).catch(wrong)
  return verified ? { counter: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp } : null
}

/** The new key, where it was made for this site, now, by somebody it knows; else null. */
export async function verifyMade({ origin, rpId }: Site, { credential, challenge }: Made) {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  if (!(await saysNothingMore(credential.response.attestationObject))) return null
  const { verified, registrationInfo: made } = await verifyRegistrationResponse({
    response: { ...credential, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch(wrong)
  if (!verified || made.credential.id !== credential.id) return null
  return {
    credentialId: made.credential.id,
    publicKey: Buffer.from(made.credential.publicKey).toString('base64url'),
    counter: made.credential.counter,
    transports: credential.response.transports,
    backedUp: made.credentialBackedUp,
  }
}

/**
 * Whether it comes without a certificate. We ask for none; one that somebody sends nevertheless would be looked up at the
 * address that it names, and this platform opens no connections for strangers.
 */
async function saysNothingMore(attestationObject: string): Promise<boolean> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
  try {
    const told = decodeAttestationObject(bytes(attestationObject))
    const format = told.get('fmt')
    return format === 'none' || (format === 'packed' && !told.get('attStmt').get('x5c'))
  } catch {
    return false
  }
}

/** The library throws for whatever does not hold. */
const wrong = () => ({ verified: false as const, authenticationInfo: undefined, registrationInfo: undefined })

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))
