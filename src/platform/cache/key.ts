// What a public page varies by: a kept one goes out only to who asks for the same in all of it.
import type { IncomingMessage } from 'node:http'
import { memoize } from '../../lib/memoize.ts'
import { cookieIn, languageCookie } from '../http/cookies.ts'
import { languageOf } from '../http/language.ts'

export const vary = 'Cookie, Accept-Language, HX-Request, Accept-Encoding'

const longestAddress = 1000

type Asking = Pick<IncomingMessage, 'headers' | 'url'>

/**
 * Null for what is not shared: a choice of language, which sets a cookie, addresses too long to keep, those with a `#`, which no
 * browser sends, and a format that is asked for by `Accept`. `origin` null: links of the demonstration name the host that was asked.
 */
export function pageKeyOf(request: Asking, origin: string | null): string | null {
  const { headers } = request
  const url = addressOf(request)
  if (url.length > longestAddress || /[?&]lang=|#/.test(url) || isInOtherFormat(headers.accept)) return null
  const part = headers['hx-request'] === 'true' ? (headers['hx-history-restore-request'] === 'true' ? 'h' : 'x') : ''
  return `${languageOf(request)} ${part} ${origin === null ? headers.host : ''} ${url}`
}

/** Browsers name none of these: the data interface alone answers with another format than the one its address is kept in. */
const isInOtherFormat = (accept: string | undefined): boolean =>
  accept !== undefined && /csv|ndjson|parquet/i.test(accept)

/** A public page cannot depend on what it does not see: no cookie but the language, and one form of its address. */
export function keepOnlyWhatVaries(request: IncomingMessage): void {
  request.url = addressOf(request)
  const { headers } = request
  if (headers.cookie === undefined) return
  const language = cookieIn(headers.cookie, languageCookie)
  if (language === undefined) delete headers.cookie
  else headers.cookie = `${languageCookie}=${language}`
}

const addressOf = ({ url = '/' }: Asking) => (url.includes('?') ? inOneForm(url) : url)

/** Parameters in one order, without empty ones and those that only follow people around. Many ask for few addresses. */
const inOneForm = memoize(inOrder, 1000, longestAddress)

function inOrder(url: string): string {
  const cut = url.indexOf('?')
  const pairs = url
    .slice(cut + 1)
    .split('&')
    .filter((pair) => /=./.test(pair) && !/^(utm_\w+|fbclid|gclid|msclkid|igshid|mc_[ce]id)=/.test(pair))
  const name = (pair: string) => pair.split('=', 1)[0]!
  pairs.sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0)) // stable: the last of one name still counts
  return pairs.length ? `${url.slice(0, cut)}?${pairs.join('&')}` : url.slice(0, cut)
}
