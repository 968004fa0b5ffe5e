// The verifier module of Taiwan's digital wallet, as far as its contract goes (DWVP-01-101 and DWVP-01-201 of
// Docs/TWDIW_API_Specification.md 1.2.1 and the module's sources): a real HTTP server, and a wallet that shows cards to it.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export type Card = { type: string; claims: { [ename: string]: string } }
type Shown = { verifyResult: boolean; resultDescription: string; holder_did: string; data?: unknown[] }
type Answer = { status: number; json: unknown }
type Asked = { method: string; path: string; token: string | undefined; transactionId: string }

const ref = '00000000_fuyi_residence'
export const residenceCard = '00000000_residence'
const minute = 60_000

/**
 * `file`: the operator's line for it; `path`: a file with that line alone. `show`: a wallet shows cards under the link of a QR code. `instead`: an answer in place of the
 * contract's. `clock`: the module's own. `asked`: what it was asked, oldest first.
 */
export async function taiwanModule(clock: { now: Date }) {
  const token = 'issued-by-the-module'
  const sessions = new Map<string, { begun: number; shown: (Shown & { at: number }) | null }>()
  const asked: Asked[] = []
  const module: { instead: Answer | null } = { instead: null }
  const refused = (code: string, message: string, status = 400): Answer => ({ status, json: { code, message } })

  function begin(query: URLSearchParams): Answer {
    const transactionId = query.get('transactionId') ?? ''
    if (!query.get('ref')) return refused('10105', '欄位檢核有誤：ref 為必填')
    if (!transactionId) return refused('10106', '欄位檢核有誤：transactionId 為必填')
    if (query.get('ref') !== ref) return refused('10102', '查無模板資料')
    if (transactionId.length > 50 || sessions.has(transactionId)) return refused('5001', 'database error')
    sessions.set(transactionId, { begun: clock.now.getTime(), shown: null })
    const requestUri = encodeURIComponent(`https://verifier.example/api/oidvp/request/${transactionId}`)
    const authUri = `modadigitalwallet://authorize?client_id=redirect_uri%3Ahttps%3A%2F%2Fverifier.example&request_uri=${requestUri}`
    return { status: 200, json: { transactionId, qrcodeImage: 'data:image/png;base64,iVBORw0KGgo=', authUri } }
  }

  /** Told once, as the module is set when it is installed: `verify-result.delete-after-query`. */
  function result(transactionId: string): Answer {
    const session = sessions.get(transactionId)
    if (!session?.shown) return refused('4002', 'not found')
    const { at, ...shown } = session.shown
    session.shown = null
    if (clock.now.getTime() >= at + 5 * minute) return refused('4003', 'verifyResult transaction is expired')
    return { status: 200, json: { ...shown, transactionId } }
  }

  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (part) => (text += part))
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url!, 'http://module')
      const header = request.headers['access-token'] as string | undefined
      const body = request.method === 'POST' ? (JSON.parse(text) as { transactionId: string }) : null
      const transactionId = body?.transactionId ?? searchParams.get('transactionId') ?? ''
      asked.push({ method: request.method!, path: pathname, token: header, transactionId })
      const { status, json } =
        module.instead ??
        (header !== token
          ? { status: 401, json: { code: '40101', message: 'illegal token' } }
          : `${request.method} ${pathname}` === 'GET /verifier/api/oidvp/qrcode'
            ? begin(searchParams)
            : `${request.method} ${pathname}` === 'POST /verifier/api/oidvp/result'
              ? result(transactionId)
              : { status: 404, json: {} })
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(typeof json === 'string' ? json : JSON.stringify(json))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())

  function show(link: string, cards: Card[] | 'revoked'): void {
    const id = decodeURIComponent(link).split('/').at(-1)!
    const session = sessions.get(id)!
    const at = clock.now.getTime()
    if (at >= session.begun + 5 * minute) throw new Error('request session is expired')
    const holder = { holder_did: `did:key:${Math.random().toString(36).slice(2)}`, at }
    session.shown =
      cards === 'revoked'
        ? { ...holder, verifyResult: false, resultDescription: 'vc is revoked' }
        : { ...holder, verifyResult: true, resultDescription: 'success', data: cards.map(asData) }
  }
  const asData = ({ type, claims }: Card) => ({
    credentialType: type,
    claims: Object.entries(claims).map(([ename, value]) => ({ ename, cname: `${ename} 的名稱`, value })),
  })

  const file = {
    ...{ kind: 'taiwan_wallet', id: 'tw-wallet', government: 'haicheng', token, ref, credential: residenceCard },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/verifier`,
    name: { en: 'Digital wallet', 'zh-Hant': '數位憑證皮夾' },
    residence: { claim: 'address', begins: ['海城市'] },
    subject: { id_number: 'idNumber', birth_date: 'birthday' },
  }
  const path = join(mkdtempSync(join(tmpdir(), 'wallet-')), 'services.json')
  writeFileSync(path, JSON.stringify([file]))
  return { file, path, show, asked, module }
}
