// What a wallet sent in answer to a request: decrypted, and a credential (SD-JWT VC) of which everything is checked: the issuer's
// signature and whether we trust it, its times and status, each disclosed claim, and that this wallet shows it now, to us, for this request.
import { createHash, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { done, type Result, refused } from '../../lib/result.ts'
import type { Way } from './card.ts'
import { issuerKey } from './issuer-trust.ts'
import { type Asking, answerKey, asked, type OpenidWallet, queryOf, requestOf } from './openid-wallet.ts'
import { statusList } from './status-list.ts'

const allowedSkew = 300 // seconds that a wallet's clock may be wrong by
const types = new Set(['dc+sd-jwt', 'vc+sd-jwt'])
const issuerAlgorithms = ['ES256', 'ES384', 'ES512']

/** `why`: for the log, never what was shown. */
type Unaccepted = { why: string }
/** What is wrong, in words of ours that hold nothing of what was shown. */
class NotAccepted extends Error {}

/** What the library may be quoted with. */
const quotable = /is expired|not yet valid|Invalid Nonce|Invalid sd_hash|Key Binding JWT not exist|Status is not valid/

/** Says for the log what went wrong, and nothing else: other messages of libraries may quote what was shown. */
function whyOf(error: unknown): string {
  const { name, message } = error as Error
  return error instanceof NotAccepted ? message : (quotable.exec(message)?.[0] ?? name)
}

type ShownClaims = (way: Way) => unknown

/**
 * Reads an answer, as the form that came. `unreadable`: it is none to this request, and changes nothing. `cancelled`: the person did not
 * agree. `rejected`: what it holds is not accepted.
 */
export async function readAnswer(
  wallet: OpenidWallet,
  asking: Asking,
  form: { [field: string]: unknown },
  at: Date,
): Promise<Result<ShownClaims, 'unreadable' | 'cancelled' | 'rejected'> & Partial<Unaccepted>> {
  const request = requestOf(wallet, asking)
  if (typeof form.error === 'string')
    return form.state === request.state ? refused('cancelled') : { ...refused('unreadable'), why: 'state' }
  let presentation: string
  try {
    presentation = await presentationIn(wallet, asking, form)
  } catch (error) {
    return { ...refused('unreadable'), why: whyOf(error) }
  }
  try {
    return done(await verified(wallet, asking, presentation, at))
  } catch (error) {
    return { ...refused('rejected'), why: whyOf(error) }
  }
}

/** Decrypts the answer; the one presentation in it. Throws where it is none to this request. */
async function presentationIn(wallet: OpenidWallet, asking: Asking, form: { [field: string]: unknown }) {
  const [{ parseOpenid4vpAuthorizationResponse }, { compactDecrypt }] = await Promise.all([
    import('@openid4vc/openid4vp'),
    import('jose'),
  ])
  const key = answerKey(wallet.secret, asking.id)
  const parsed = await parseOpenid4vpAuthorizationResponse({
    authorizationResponse: form,
    authorizationRequestPayload: requestOf(wallet, asking),
    callbacks: {
      async decryptJwe(jwe, { jwk } = {}) {
        const { plaintext } = await compactDecrypt(jwe, key, {
          keyManagementAlgorithms: ['ECDH-ES'],
          contentEncryptionAlgorithms: ['A128GCM', 'A256GCM'],
        })
        return { decrypted: true, decryptionJwk: jwk ?? { kty: 'EC' }, payload: Buffer.from(plaintext).toString() }
      },
      verifyJwt: () => Promise.resolve({ verified: false }), // only encrypted answers are asked for
    },
  })
  const shown = parsed.type === 'dcql' ? parsed.dcql.presentations : {}
  const [only, ...more] = shown[asked(wallet)] ?? []
  if (typeof only !== 'string' || more.length || Object.keys(shown).length !== 1)
    throw new NotAccepted('one credential')
  return only
}

const header = z.looseObject({
  alg: z.string(),
  typ: z.string().optional(),
  kid: z.string().optional(),
  x5c: z.array(z.string()).max(10).optional(),
})

async function verified(wallet: OpenidWallet, asking: Asking, text: string, at: Date): Promise<ShownClaims> {
  const [{ SDJwtVcInstance }, { compactVerify, decodeJwt, importJWK }, { DcqlPresentationResult, DcqlQuery }] =
    await Promise.all([import('@sd-jwt/sd-jwt-vc'), import('jose'), import('dcql')])
  const credentialIss = decodeJwt(text.split('~')[0]!).iss ?? null

  /** Of the credential, and of the list that says whether it was revoked. */
  async function byIssuer(data: string, signature: string): Promise<boolean> {
    const [first = '', second = ''] = data.split('.')
    const { kid, x5c } = header.parse(JSON.parse(Buffer.from(first, 'base64url').toString()))
    const said = z
      .looseObject({ iss: z.string().optional() })
      .parse(JSON.parse(Buffer.from(second, 'base64url').toString()))
    const chain = (x5c ?? []).map((one) => new X509Certificate(Buffer.from(one, 'base64')))
    const key = issuerKey(wallet.trusted, { iss: said.iss ?? credentialIss, kid: kid ?? null, chain }, at)
    if (!key) throw new NotAccepted('issuer')
    await compactVerify(`${data}.${signature}`, key, { algorithms: issuerAlgorithms })
    return true
  }
  async function byHolder(data: string, signature: string, payload: unknown): Promise<boolean> {
    const { cnf } = z
      .looseObject({ cnf: z.looseObject({ jwk: z.looseObject({ kty: z.literal('EC') }) }) })
      .parse(payload)
    await compactVerify(`${data}.${signature}`, await importJWK(cnf.jwk, 'ES256'), { algorithms: ['ES256'] })
    return true
  }

  const now = Math.floor(at.getTime() / 1000)
  const credential = new SDJwtVcInstance({
    hasher: (data, alg) =>
      createHash(alg.toLowerCase().replace('sha-', 'sha'))
        .update(Buffer.from(data as string))
        .digest(),
    hashAlg: 'sha-256',
    verifier: byIssuer,
    kbVerifier: byHolder,
    statusListFetcher: statusList,
  })
  const { nonce, client_id } = requestOf(wallet, asking)
  const found = await credential.verify(text, { currentDate: now, skewSeconds: 60, keyBindingNonce: nonce })
  if (!types.has(header.parse(found.header).typ ?? '')) throw new NotAccepted('type')
  if (found.kb?.payload.aud !== client_id) throw new NotAccepted('audience')
  if (!(Math.abs(Number(found.kb.payload.iat) - now) <= allowedSkew)) throw new NotAccepted('age of the proof')
  if (found.payload.status && !found.payload.status.status_list) throw new NotAccepted('status of an unknown kind')
  const { vct } = found.payload
  const shown = { credential_format: 'dc+sd-jwt', vct, claims: found.payload, cryptographic_holder_binding: true }
  const result = DcqlPresentationResult.fromDcqlPresentation(
    { [asked(wallet)]: [shown as never] },
    {
      dcqlQuery: DcqlQuery.parse(queryOf(wallet, asking)),
    },
  )
  // what is missing of the claims is told as that (card.ts); another type of credential is none that was asked for
  if (!wallet.credential.includes(vct) || !result.credential_matches[asked(wallet)])
    throw new NotAccepted('type of credential')
  return (way) => way.reduce<unknown>((value, name) => own(value, name), found.payload)
}

const own = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as { [name: string]: unknown })[name]
    : undefined
