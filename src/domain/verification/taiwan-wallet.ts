// Taiwan's digital wallet (數位憑證皮夾) by the REST contract of its official verifier module: DWVP-01-101 asks for a QR code and a
// deep link, DWVP-01-201 for what was shown. The module checks signatures, revocation and the wallet's proof; here it is read what
// the card says. https://github.com/moda-gov-tw/TWDIW-official-app, Docs/TWDIW_API_Specification.md, version 1.2.1.
import { z } from 'zod'
import { done, type Result, refused } from '../../lib/result.ts'
import { safeUrl, serviceId, serviceName } from '../people/services-file.ts'
import { ageClaim } from './age-card.ts'
import { type CardRefusal, cardRules, subjectRule, type Way } from './card.ts'
import { NoAnswer } from './yes-no-services.ts'

const module = {
  id: serviceId,
  government: z.string().min(1),
  name: serviceName,
  /** of the module; its paths are put after it */
  url: safeUrl,
  /** of an account of the module with the role verifier_org_apuser */
  token: z.string().min(8, 'must have 8 characters or more'),
  /** the presentation definition at the module */
  ref: z.string().regex(/^[^_\s]+_\S+$/, 'must be like 00000000_name'),
  /** the type of card that counts; other cards in the same presentation are not read */
  credential: z.string().min(1),
}
/** As it stands in the operator's file. */
export const taiwanEntry = cardRules.extend({ kind: z.literal('taiwan_wallet'), ...module })
/** For an age alone. The module's definition says which claims are asked for, so it is another one. */
export const taiwanAgeEntry = z.strictObject({
  ...{ kind: z.literal('taiwan_wallet_age'), ...module },
  ...{ age: ageClaim, subject: subjectRule },
})
export type TaiwanEntry = z.output<typeof taiwanEntry>
export type TaiwanAgeEntry = z.output<typeof taiwanAgeEntry>
/** What is needed to ask the module. */
type Module = Pick<TaiwanEntry, keyof typeof module>

const timeoutMs = 8000
const longest = 1_000_000 // characters: an answer holds a picture of the QR code, which is not used
const longestLink = 2000 // of the module's; a QR code holds 2,331 bytes

/** What a phone opens. Never another scheme: the address becomes a link on our page. */
const opens = /^(https|modadigitalwallet|openid4vp):\/\//
const asked = z.object({ transactionId: z.string(), authUri: z.string().max(longestLink).regex(opens) })
const claim = z.object({ ename: z.string(), value: z.unknown() })
const shown = z.object({
  transactionId: z.string(),
  verifyResult: z.boolean(),
  data: z
    .array(z.object({ credentialType: z.string(), claims: z.array(claim) }))
    .nullish()
    .transform((data) => data ?? []),
})
const failed = z.object({ code: z.union([z.string(), z.number()]).transform(String) })

/** Codes of the module: nothing was shown yet; what was shown is gone, or its time is over. */
const codes = { notYet: '4002', over: '4003' }

/** `waiting`: nothing was shown yet. `over`: too late. `rejected`: the module did not accept what was shown. */
export type TaiwanRefusal = 'waiting' | 'over' | 'rejected' | CardRefusal

/** The claims of a card, by their names. */
type Card = (way: Way) => unknown

/** Asks for a card under `transactionId`, which nobody used before. What the QR code says. Throws NoAnswer. */
export async function askForCard(entry: Module, transactionId: string): Promise<string> {
  const query = new URLSearchParams({ ref: entry.ref, transactionId })
  const { status, json } = await call(entry, `api/oidvp/qrcode?${query}`, { method: 'GET' })
  const found = asked.safeParse(json)
  if (status !== 200 || !found.success || found.data.transactionId !== transactionId)
    throw noAnswer(entry, status, json)
  return found.data.authUri
}

/** What was shown under `transactionId`. The module tells it once and forgets it. Throws NoAnswer. */
export async function shownCard(entry: Module, transactionId: string): Promise<Result<Card, TaiwanRefusal>> {
  const body = JSON.stringify({ transactionId })
  const { status, json } = await call(entry, 'api/oidvp/result', { method: 'POST', body })
  if (status >= 400 && status < 500) {
    const { code } = failed.safeParse(json).data ?? {}
    if (code === codes.notYet) return refused('waiting')
    if (code === codes.over) return refused('over')
  }
  const found = shown.safeParse(json)
  if (status !== 200 || !found.success || found.data.transactionId !== transactionId)
    throw noAnswer(entry, status, json)
  if (!found.data.verifyResult) return refused('rejected')
  const cards = found.data.data.filter(({ credentialType }) => credentialType === entry.credential)
  const [card] = cards
  if (!card || cards.length > 1) return refused('incomplete')
  return done((way) => card.claims.find(({ ename }) => ename === way.join('.'))?.value)
}

type Answer = { status: number; json: unknown }

async function call({ id, url, token }: Module, path: string, init: RequestInit): Promise<Answer> {
  try {
    const reply = await fetch(new URL(path, url.endsWith('/') ? url : `${url}/`), {
      ...{ ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) },
      headers: { 'access-token': token, 'content-type': 'application/json', accept: 'application/json' },
    })
    const text = await reply.text()
    if (text.length > longest) throw new Error('a longer answer than any')
    return { status: reply.status, json: JSON.parse(text) }
  } catch (error) {
    // never the error itself: it may hold what was shown, and logs are kept
    throw new NoAnswer(`${id}: ${(error as Error).name}`)
  }
}

/** The module's own code, of digits alone, is told to the log; never its words. */
function noAnswer({ id }: Module, status: number, json: unknown): NoAnswer {
  const { code } = failed.safeParse(json).data ?? {}
  return new NoAnswer(`${id}: status ${status}${code && /^\d{1,6}$/.test(code) ? `, code ${code}` : ''}`)
}
