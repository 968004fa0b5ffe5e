// The European wallet, by OpenID4VP 1.0: a signed request by reference with a DCQL query, and an encrypted answer to an address of ours
// (response mode direct_post.jwt). What is random in a request is made from its id with SECRET, so that none of it has to be kept.
import { createECDH, createHmac, createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { DcqlQuery } from 'dcql'
import { z } from 'zod'
import { ConfigError } from '../../config.ts'
import type { Localised } from '../../lib/localised.ts'
import { serviceId, serviceName } from '../people/services-file.ts'
import { type AgeBand, ageBand, wayToAge } from './age-card.ts'
import { type CardRules, cardRules, type Way, waysIn } from './card.ts'
import { type Trusted, trusted, trustedEntry } from './issuer-trust.ts'

const wallet = {
  id: serviceId,
  government: z.string().min(1),
  name: serviceName,
  /** types of credential (`vct`), of which one is asked for */
  credential: z.array(z.string().min(1)).min(1).max(10),
  /** who may have signed it */
  issuers: z.array(trustedEntry).min(1).max(50),
  /** PEM files: the certificate that names this platform's host, with what stands between it and its root, and its key */
  certificate: z.string().min(1),
  key: z.string().min(1),
}
/** As it stands in the operator's file. */
export const openidEntry = cardRules.extend({ kind: z.literal('openid4vp'), ...wallet })
/** For an age alone: nothing else of the credential is asked for. */
export const openidAgeEntry = z.strictObject({ kind: z.literal('openid4vp_age'), ...wallet, age: ageBand })
type OpenidEntry = z.output<typeof openidEntry> | z.output<typeof openidAgeEntry>

/** `asks`: for where somebody lives, or for an age. `clientId`: as wallets know this platform. `chain`: its certificates in base64, its own first. */
export type OpenidWallet = {
  asks: { residence: CardRules; age: null } | { residence: null; age: AgeBand }
  id: string
  government: string
  name: Localised
  credential: string[]
  trusted: Trusted[]
  clientId: string
  chain: string[]
  key: KeyObject
  secret: string
}

/** Reads the files of a line. `host`: of ORIGIN. Throws ConfigError where one is missing, or they do not fit. */
export function openidWallet(entry: OpenidEntry, secret: string, host: string): OpenidWallet {
  const { id, government, name, credential, issuers, certificate, key } = entry
  try {
    const chain = certificatesIn(certificate)
    const own = createPrivateKey(readFileSync(key))
    if (own.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error('the key must be of the curve P-256')
    if (!chain[0]?.checkPrivateKey(own)) throw new Error('the key is not that of the first certificate')
    if (!chain[0].checkHost(host, { subject: 'never' })) throw new Error(`the certificate does not name ${host}`)
    return {
      asks: entry.kind === 'openid4vp' ? { residence: entry, age: null } : { residence: null, age: entry.age },
      ...{ id, government, name, credential, secret, key: own, clientId: `x509_san_dns:${host}` },
      trusted: issuers.map((one) => trusted(one, certificatesIn)),
      chain: chain.map(({ raw }) => raw.toString('base64')),
    }
  } catch (error) {
    throw new ConfigError(`VERIFICATION_SERVICES_FILE: ${id}: ${(error as Error).message}`)
  }
}

function certificatesIn(path: string): X509Certificate[] {
  const found = readFileSync(path, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  if (!found) throw new Error(`${path} holds no certificate`)
  return found.map((pem) => new X509Certificate(pem))
}

/** `here`: on the phone that reads the page, which is led back to it; `there`: by the QR code, on another one. */
export const devices = ['here', 'there'] as const
export type Device = (typeof devices)[number]

/** Of one request: `base` is its address on this platform, without what differs by device. `least`: the age that is asked for, or null. */
export type Asking = { id: string; base: string; device: Device; least: number | null }

/** How the one credential of an answer is called. */
export const asked = ({ asks }: OpenidWallet): 'residence' | 'age' => (asks.age ? 'age' : 'residence')

/** What a wallet is asked to show, as DCQL. `least`: the age that the rules ask for. */
export const queryOf = (wallet: OpenidWallet, { least }: Pick<Asking, 'least'>): DcqlQuery.Input => ({
  credentials: [
    {
      ...{ id: asked(wallet), format: 'dc+sd-jwt', meta: { vct_values: wallet.credential as [string, ...string[]] } },
      claims: claimsOf(wallet, least).map((path) => ({ path: path as [string, ...string[]] })) as never,
    },
  ],
})
const claimsOf = ({ asks }: OpenidWallet, least: number | null): Way[] =>
  asks.age ? [wayToAge(asks.age, least ?? 0)] : waysIn(asks.residence)

/** What a wallet opens, and a QR code says. */
export const linkOf = ({ clientId }: OpenidWallet, { base, device }: Pick<Asking, 'base' | 'device'>): string =>
  `openid4vp://?${new URLSearchParams({ client_id: clientId, request_uri: `${base}/requests/${device}` })}`

/** What a wallet is asked, as it is signed, and as its answer is compared with. */
export const requestOf = (wallet: OpenidWallet, { id, base, device, least }: Asking) => ({
  response_type: 'vp_token' as const,
  response_mode: 'direct_post.jwt' as const,
  client_id: wallet.clientId,
  response_uri: `${base}/presentations/${device}`,
  nonce: madeFrom(wallet.secret, 'nonce', id).toString('base64url'),
  state: madeFrom(wallet.secret, 'state', id).toString('base64url'),
  dcql_query: queryOf(wallet, { least }),
  client_metadata: {
    jwks: { keys: [publicHalf(answerKey(wallet.secret, id))] },
    encrypted_response_enc_values_supported: ['A128GCM', 'A256GCM'],
    vp_formats_supported: {
      'dc+sd-jwt': {
        'sd-jwt_alg_values': ['ES256', 'ES384', 'ES512'] as [string, ...string[]],
        'kb-jwt_alg_values': ['ES256'] as [string, ...string[]],
      },
    },
  },
})

/** The request object, signed. `seconds`: how long it may be used. */
export async function signedRequest(
  wallet: OpenidWallet,
  asking: Asking,
  { at, seconds }: { at: Date; seconds: number },
): Promise<string> {
  const [{ createOpenid4vpAuthorizationRequest }, { CompactSign }] = await Promise.all([
    import('@openid4vc/openid4vp'),
    import('jose'),
  ])
  const iat = Math.floor(at.getTime() / 1000)
  const { jar } = await createOpenid4vpAuthorizationRequest({
    authorizationRequestPayload: requestOf(wallet, asking),
    jar: {
      requestUri: `${asking.base}/requests/${asking.device}`,
      jwtSigner: { method: 'x5c', x5c: wallet.chain, alg: 'ES256' },
      // of whoever reads it: a wallet that is not known before has this name (OpenID4VP 1.0, 5.8)
      additionalJwtPayload: { aud: 'https://self-issued.me/v2', iat, exp: iat + seconds },
      expiresInSeconds: seconds,
    },
    callbacks: {
      async signJwt(_signer, { header, payload }) {
        const text = new CompactSign(Buffer.from(JSON.stringify(payload)))
        const jwt = await text.setProtectedHeader({ ...header, alg: 'ES256' } as { alg: string }).sign(wallet.key)
        return { jwt, signerJwk: publicHalf(wallet.key) }
      },
      encryptJwe: () => Promise.reject(new Error('requests are not encrypted')),
    },
  })
  return jar!.authorizationRequestJwt
}

const madeFrom = (secret: string, what: string, id: string): Buffer =>
  createHmac('sha256', createHmac('sha256', secret).update('wallet').digest()).update(`${what} ${id}`).digest()

/** The key that only the answer to this request is encrypted for. */
export function answerKey(secret: string, id: string): KeyObject {
  const pair = createECDH('prime256v1')
  const own = madeFrom(secret, 'answer', id)
  pair.setPrivateKey(own) // one in 2³² is no number of the curve: then it throws, and another request works
  const point = pair.getPublicKey()
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'))
  const d = own.toString('base64url') // all 32 bytes: getPrivateKey() leaves zeros in front away
  return createPrivateKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: x!, y: y!, d } })
}

const publicHalf = (key: KeyObject) => ({
  ...(createPublicKey(key).export({ format: 'jwk' }) as { kty: string; crv: string; x: string; y: string }),
  ...{ use: 'enc', alg: 'ECDH-ES', kid: 'answer' },
})
