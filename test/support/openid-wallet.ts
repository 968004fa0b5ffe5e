// A wallet made for tests, with an issuer: it reads a signed request of OpenID4VP 1.0, and shows a credential (SD-JWT VC) for it with a
// proof of its own. It can lie in each step.
import { createHash, randomBytes, type webcrypto, X509Certificate } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { CompactEncrypt, CompactSign, compactVerify, exportJWK, importJWK } from 'jose'
import { type Certified, certified } from './certificates.ts'
import type { World } from './world.ts'

export const host = 'fuyi.test'
export const pid = 'urn:eudi:pid:1'
export type Claims = { [name: string]: unknown }

type Request = {
  client_id: string
  response_uri: string
  nonce: string
  state: string
  response_mode: string
  dcql_query: { credentials: [{ id: string; meta: object; claims: { path: string[] }[] }] }
  client_metadata: { jwks: { keys: [{ kty: string; kid: string }] } }
  aud: string
  exp: number
}
/** `signedBy`: the issuer's certificate. `tamper`: changes the presentation; `provesAgain`: and proves what it has become. */
export type Lies = {
  signedBy?: Certified
  chain?: Certified[]
  payload?: Claims
  typ?: string
  kid?: string
  nonce?: string
  aud?: string
  proofAt?: Date
  otherHolder?: boolean
  withoutProof?: boolean
  tamper?: (text: string) => string
  provesAgain?: boolean
  undisclosed?: string[]
}

const hasher = (data: string | ArrayBuffer) =>
  createHash('sha256')
    .update(Buffer.from(data as string))
    .digest()
const signer = (key: webcrypto.CryptoKey) => async (data: string) =>
  Buffer.from(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, Buffer.from(data))).toString(
    'base64url',
  )

/** `file`: the operator's line. `strangers`: an issuer whom nobody trusts; `old`: certificates that have expired. */
export async function openidWallet(more: object = {}) {
  const root = await certified('PID root', null, { ca: true })
  const issuer = await certified('PID issuer', root)
  const strangeRoot = await certified('PID root', null, { ca: true })
  const stranger = await certified('PID issuer', strangeRoot)
  const old = await certified('PID issuer', root, { until: '2026-02-01' })
  const accessRoot = await certified('Access root', null, { ca: true })
  const access = await certified('Fuyi', accessRoot, { host })
  const holder = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair
  const other = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair
  const folder = mkdtempSync(join(tmpdir(), 'openid-wallet-'))
  const put = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const file = {
    ...{ kind: 'openid4vp', id: 'eu-wallet', government: 'haicheng', credential: [pid] },
    name: { en: 'European wallet', 'zh-Hant': '歐盟數位身分皮夾' },
    residence: { claim: ['address', 'locality'], is: ['Haicheng'] },
    subject: { number: 'personal_administrative_number' },
    age: { claim: ['age_equal_or_over', '16'], at_least: 16 },
    issuers: [{ roots: put('root.pem', root.pem) }],
    certificate: put('access.pem', access.pem),
    key: put('access.key', access.key),
    ...more,
  }

  /** Opens what a QR code or a link says; what is asked, once it is known who asks. */
  async function read(world: World, link: string): Promise<Request> {
    const asks = new URL(link)
    const from = new URL(asks.searchParams.get('request_uri')!)
    const got = await world.app.inject({ method: 'GET', url: from.pathname })
    if (got.statusCode !== 200) throw new Error(`request: ${got.statusCode}`)
    if (got.headers['content-type'] !== 'application/oauth-authz-req+jwt') throw new Error('type of the request')
    const first = JSON.parse(Buffer.from(got.body.split('.')[0]!, 'base64url').toString()) as { x5c: string[] }
    const certificate = new X509Certificate(Buffer.from(first.x5c[0]!, 'base64'))
    if (!certificate.verify(new X509Certificate(accessRoot.pem).publicKey)) throw new Error('who asks is not known')
    const { payload, protectedHeader } = await compactVerify(got.body, certificate.publicKey)
    const request = JSON.parse(Buffer.from(payload).toString()) as Request
    if (protectedHeader.typ !== 'oauth-authz-req+jwt') throw new Error('typ')
    const [prefix, name] = request.client_id.split(/:(.*)/s)
    if (prefix !== 'x509_san_dns' || certificate.subjectAltName !== `DNS:${name}`) throw new Error('client_id')
    if (asks.searchParams.get('client_id') !== request.client_id) throw new Error('client_id of the link')
    if (new URL(request.response_uri).hostname !== name) throw new Error('response_uri')
    return request
  }

  /** The presentation of a credential with these claims, all of them disclosed unless `undisclosed`. */
  async function presentation({ nonce, client_id }: Request, claims: Claims, lies: Lies = {}): Promise<string> {
    const by = lies.signedBy ?? issuer
    const at = Math.floor(Date.parse('2026-06-18T01:00:00Z') / 1000)
    const instance = new SDJwtVcInstance({
      ...{ signer: signer(by.keys.privateKey), signAlg: 'ES256', hasher, hashAlg: 'sha-256' },
      kbSigner: signer((lies.otherHolder ? other : holder).privateKey),
      ...{ kbSignAlg: 'ES256', saltGenerator: (length: number) => randomBytes(length).toString('base64url') },
    })
    const credential = await instance.issue(
      {
        ...{ iss: 'https://pid.example', iat: at - 1000, exp: at + 86_400 * 30, vct: pid },
        ...{ cnf: { jwk: await exportJWK(holder.publicKey) }, ...claims, ...lies.payload },
      } as Parameters<typeof instance.issue>[0],
      { _sd: Object.keys(claims) } as never,
      {
        header: {
          ...(lies.kid ? { kid: lies.kid } : { x5c: (lies.chain ?? [by]).map(({ der }) => der) }),
          typ: lies.typ ?? 'dc+sd-jwt',
        },
      },
    )
    const shows = Object.keys(claims).filter((name) => !lies.undisclosed?.includes(name))
    const proof = {
      iat: Math.floor((lies.proofAt ?? new Date(at * 1000)).getTime() / 1000),
      ...{ aud: lies.aud ?? client_id, nonce: lies.nonce ?? nonce },
    }
    const shown = await instance.present(
      credential,
      Object.fromEntries(shows.map((name) => [name, true])) as never,
      lies.withoutProof ? undefined : { kb: { payload: proof } },
    )
    if (!lies.tamper) return shown
    const changed = lies.tamper(shown)
    return lies.provesAgain ? proven(changed, proof) : changed
  }

  /** With a new proof, of what it is now. */
  async function proven(text: string, proof: object): Promise<string> {
    const bare = text.slice(0, text.lastIndexOf('~') + 1)
    const sd_hash = hasher(bare).toString('base64url')
    const signed = new CompactSign(Buffer.from(JSON.stringify({ ...proof, sd_hash })))
    return bare + (await signed.setProtectedHeader({ alg: 'ES256', typ: 'kb+jwt' }).sign(holder.privateKey))
  }

  /** Sends what answers a request, encrypted for it. What the wallet is told. */
  async function send(world: World, request: Request, vpToken: unknown, { state = request.state } = {}) {
    const [key] = request.client_metadata.jwks.keys
    const text = new CompactEncrypt(Buffer.from(JSON.stringify({ vp_token: vpToken, state })))
    const sealed = text.setProtectedHeader({ alg: 'ECDH-ES', enc: 'A128GCM', kid: key.kid })
    return post(world, request, { response: await sealed.encrypt(await importJWK({ ...key, alg: 'ECDH-ES' })) })
  }
  /** A POST of a program: no cookie, no origin, no fetch metadata. */
  const post = (world: World, { response_uri }: Pick<Request, 'response_uri'>, form: { [field: string]: string }) =>
    world.app.inject({
      ...{ method: 'POST', url: new URL(response_uri).pathname },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(form).toString(),
    })
  const show = async (world: World, link: string, claims: Claims, lies: Lies = {}) => {
    const request = await read(world, link)
    return send(world, request, { residence: [await presentation(request, claims, lies)] })
  }
  /** A list in which a credential's bit says whether it was revoked, signed by the issuer. */
  async function statusList(sub: string, bits: Buffer, by: Certified = issuer): Promise<string> {
    const { deflateSync } = await import('node:zlib')
    const lst = deflateSync(bits).toString('base64url')
    const at = Math.floor(Date.parse('2026-06-18T00:00:00Z') / 1000)
    const text = new CompactSign(Buffer.from(JSON.stringify({ sub, iat: at, status_list: { bits: 1, lst } })))
    return text.setProtectedHeader({ alg: 'ES256', typ: 'statuslist+jwt', x5c: [by.der] }).sign(by.keys.privateKey)
  }
  return {
    file,
    read,
    presentation,
    send,
    post,
    show,
    statusList,
    root,
    issuer,
    stranger,
    strangeRoot,
    old,
    access,
    put,
  }
}
