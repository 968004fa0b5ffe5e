// What is asked for in each row of the benchmark: whole requests, as browsers send them.
import { type Crowd, slug, someNumbers } from './data.ts'
import { get, type Load, post } from './load.ts'
import { searches } from './words.ts'

/** `seconds`: at most, where all is asked for once */
export type Row = { name: string; load: Omit<Load, 'port' | 'connections' | 'seconds'>; seconds?: number }

/** A second: more people than one process can count. */
export const mostPresses = 6000

export const caseAt = (number: string) => `/${slug}/proposals/${number}`

/** What the first table asks for, each for so many seconds. */
export function rowsOf(path: string, crowd: Crowd, seconds: number): Row[] {
  const one = (name: string, address: string): Row => ({ name, load: { requests: [get(address)], status: 200 } })
  const numbers = someNumbers(path, 2000)
  const signedIn = crowd.cookies.slice(0, 200)
  return [
    one('front page', `/${slug}`),
    one('list', `/${slug}/proposals`),
    one('filtered list', `/${slug}/archive?agency=a1&outcome=adopted`),
    { name: 'filtered list, 480 different ones', load: { requests: filtered(), status: 200 } },
    { name: `search, ${searches.length} different words`, load: { requests: searches.map(searchFor), status: 200 } },
    one('case page, anonymous', caseAt(crowd.number)),
    // two rows: in one, how many were drawn for the first time depended on how long it ran
    {
      name: `case page, anonymous, ${numbers.length} different ones, the first time`,
      load: { requests: numbers.map((n) => get(caseAt(n))), once: true, status: 200 },
      seconds: 120,
    },
    {
      name: `case page, anonymous, ${numbers.length} different ones, once drawn`,
      load: { requests: numbers.map((n) => get(caseAt(n))), status: 200 },
    },
    {
      name: 'case page, signed in',
      load: { requests: signedIn.map((cookie) => get(caseAt(crowd.number), { cookie })), status: 200 },
    },
    {
      name: 'the same, just after co-signing',
      load: {
        requests: signedIn.map((cookie) => get(caseAt(crowd.number), { cookie: `${cookie}; acted=${Date.now()}` })),
        acted: true,
        status: 200,
      },
    },
    { name: 'desk', load: { requests: [get(`/${slug}/desk`, { cookie: crowd.administrator })], status: 200 } },
    one('API list', `/api/v1/${slug}/proposals`),
    one('API case', `/api/v1/${slug}/proposals/${crowd.number}`),
    { name: 'co-signing, signed in', load: cosigning(crowd) },
    { name: 'co-signing, newcomer up to the mail', load: newcomers(crowd, seconds) },
  ]
}

function filtered(): string[] {
  const addresses: string[] = []
  for (let agency = 0; agency < 24; agency++)
    for (const outcome of ['adopted', 'partly', 'under_study', 'not_adopted', 'expired'])
      for (const more of ['', '&sort=most_signed', '&answered=late', '&sort=newest'])
        addresses.push(`/${slug}/archive?agency=a${agency}&outcome=${outcome}${more}`)
  return addresses.map((address) => get(address))
}

const searchFor = (word: string) => get(`/${slug}/archive?q=${encodeURIComponent(word)}`)

/** Each person presses once. */
export const cosigning = (crowd: Crowd): Row['load'] => ({
  requests: crowd.cookies.map((cookie) => post(`${caseAt(crowd.number)}/cosignatures`, {}, { cookie })),
  once: true,
  status: 303,
})

const newcomers = (crowd: Crowd, seconds: number): Row['load'] => ({
  requests: Array.from({ length: (mostPresses / 2) * seconds }, (_, i) =>
    post(
      `${caseAt(crowd.number)}/cosignatures`,
      { email: `new-${Date.now()}-${i}@bench.example`, district: 'd1', consent: '1', wants: '1' },
      { 'x-forwarded-for': addressOf(i) },
    ),
  ),
  once: true,
  status: 200,
})

const firstBlock = Math.floor(Math.random() * 2 ** 24)

/** A block of addresses for each newcomer: how many may come from one is limited. */
function addressOf(i: number): string {
  const block = (firstBlock + i * 7919) % 2 ** 24
  return `${20 + ((block >> 16) % 180)}.${(block >> 8) & 255}.${block & 255}.7`
}
