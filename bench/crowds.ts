// Crowds that sign one case, invented by one seed: five attacks and two honest ones. Each gives who comes, in the order of time.
import { randomFrom } from './words.ts'

export type Comer = {
  email: string
  ip: string
  /** the browser's word; '' where each link is pressed in one of its own */
  device: string
  lone: boolean
  /** ms after the beginning */
  after: number
  honest: boolean
}
type Random = () => number

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const surnames =
  'chen lin huang chang lee wang wu liu tsai yang hsu cheng hsieh kuo hung chiu tseng liao lai chou yeh su'.split(' ')
const given = 'mei ming wei hua yu ting chia ying jun hao yi hsin pei shan kai lun an ching yun fang zhen li'.split(' ')
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!
const digits = (random: Random, n: number) => Array.from({ length: n }, () => Math.floor(random() * 10)).join('')
const letters = (random: Random, n: number) =>
  Array.from({ length: n }, () => 'abcdefghijklmnopqrstuvwxyz'[Math.floor(random() * 26)]).join('')

/** Mailbox names as people in Taiwan have them: of names, with years, with telephone numbers, of words nobody knows. */
function localPart(random: Random): string {
  const name = pick(random, surnames)
  const own = pick(random, given) + (random() < 0.5 ? pick(random, given) : '')
  const kind = random()
  if (kind < 0.25) return `${own}${random() < 0.4 ? '.' : ''}${name}${random() < 0.5 ? digits(random, 2) : ''}`
  if (kind < 0.5) return `${name}${own}${digits(random, 1 + Math.floor(random() * 4))}`
  if (kind < 0.58) return `${letters(random, 1)}09${digits(random, 8)}`
  if (kind < 0.66) return `${name}${digits(random, 4)}`
  if (kind < 0.8) return `${letters(random, 5 + Math.floor(random() * 5))}${digits(random, 2)}`
  return `${own}${name}${letters(random, 2)}`
}

/** Where honest people have their mailboxes: shares are a guess, written down in bench/README.md. */
function honestDomain(random: Random): string {
  const kind = random()
  if (kind < 0.66) return 'gmail.com'
  if (kind < 0.76) return 'yahoo.com.tw'
  if (kind < 0.83) return pick(random, ['hotmail.com', 'outlook.com', 'msn.com'])
  if (kind < 0.86) return 'icloud.com'
  if (kind < 0.9) return pick(random, ['msa.hinet.net', 'hinet.net', 'pchome.com.tw', 'seed.net.tw'])
  if (kind < 0.94) return `${pick(random, ['ntu', 'nccu', 'ncku', 'nthu', 'fju', 'tku'])}.edu.tw`
  // companies: few large, many small
  return `company${Math.floor(3000 * random() ** 2)}.com.tw`
}
const anywhere = (random: Random) =>
  `${1 + Math.floor(random() * 220)}.${Math.floor(random() * 256)}.${Math.floor(random() * 256)}.7`

const honest = (random: Random, after: number): Comer => ({
  email: `${localPart(random)}@${honestDomain(random)}`,
  ...{ ip: anywhere(random), device: '', lone: random() < 0.4, after, honest: true },
})

export const seeded = (seed: number): Random => randomFrom(seed)

/** 47 a minute for hours from everywhere. */
export const broadcast = (random: Random, hours = 4): Comer[] =>
  Array.from({ length: 47 * 60 * hours }, (_, i) => honest(random, (i * minute) / 47))

/** A thousand pupils and teachers behind one address in one afternoon: half with the school's addresses, some at shared machines. */
export const school = (random: Random): Comer[] =>
  Array.from({ length: 1000 }, (_, i) => ({
    ...honest(random, (i * 3 * hour) / 1000),
    ...(random() < 0.5 ? { email: `s110${digits(random, 5)}@haicheng-sh.edu.tw` } : {}),
    ...{ ip: '203.0.113.9', device: random() < 0.2 ? `room${i % 40}` : '' },
  }))

const fake = (of: Omit<Comer, 'honest'>): Comer => ({ ...of, honest: false })

/** One block: 5,000 mailboxes of ten invented domains in 29 s, by a program that keeps no cookies. */
const oneBlock = (random: Random) =>
  Array.from({ length: 5000 }, (_, i) =>
    fake({
      email: `${localPart(random)}${letters(random, 3)}@invented${i % 10}.com`,
      ...{ ip: `198.51.100.${i % 250}`, device: '', lone: true, after: (i * 29_000) / 5000 },
    }),
  )
/** Many blocks, 500 domains with ten mailboxes each, browsers of their own, within an hour. */
const manyBlocks = (random: Random) =>
  Array.from({ length: 5000 }, (_, i) =>
    fake({
      email: `${localPart(random)}${letters(random, 2)}@shop${i % 500}.net`,
      ...{ ip: anywhere(random), device: '', lone: false, after: (i * hour) / 5000 },
    }),
  )
/** A slow drip: 3,000 over ten days, of twenty domains, from everywhere, beside 300 honest people a day. */
const drip = (random: Random) => [
  ...Array.from({ length: 3000 }, (_, i) =>
    fake({
      email: `${localPart(random)}@letters${i % 20}.org`,
      ...{ ip: anywhere(random), device: '', lone: random() < 0.4, after: (i * 10 * day) / 3000 },
    }),
  ),
  ...Array.from({ length: 3000 }, (_, i) => honest(random, (i * 10 * day) / 3000)),
]
/** One mailbox with plus parts, at a domain of their own. */
const plus = (random: Random) =>
  Array.from({ length: 1000 }, (_, i) =>
    fake({
      email: `me+${letters(random, 5)}${i}@own-domain.org`,
      ip: anywhere(random),
      device: '',
      lone: false,
      after: i * 1000,
    }),
  )
/** Numbered mailboxes at a provider that anybody may use, in the middle of a broadcast of an hour. */
const numbered = (random: Random) => [
  ...Array.from({ length: 2000 }, (_, i) =>
    fake({
      email: `voter${String(i).padStart(5, '0')}@gmail.com`,
      ip: anywhere(random),
      device: '',
      lone: false,
      after: (i * hour) / 2000,
    }),
  ),
  ...broadcast(random, 1),
]
/** One browser that signs as many. */
const oneBrowser = (random: Random) =>
  Array.from({ length: 1000 }, (_, i) =>
    fake({
      email: `${localPart(random)}${letters(random, 3)}@gmail.com`,
      ip: anywhere(random),
      device: 'one',
      lone: false,
      after: i * 2000,
    }),
  )
/** A thousand domains with one mailbox each, from everywhere, within a day. */
const manyDomains = (random: Random) =>
  Array.from({ length: 1000 }, (_, i) =>
    fake({
      email: `${localPart(random)}@firm${i}.net`,
      ip: anywhere(random),
      device: '',
      lone: random() < 0.4,
      after: (i * day) / 1000,
    }),
  )
/** One domain of a suffix that sounds like schools and is for sale to anybody. */
const soldSchool = (random: Random) =>
  Array.from({ length: 1000 }, (_, i) =>
    fake({
      email: `${localPart(random)}${letters(random, 2)}@university.edu.pl`,
      ip: anywhere(random),
      device: '',
      lone: false,
      after: (i * hour) / 1000,
    }),
  )
/** Subdomains of one domain, and of one under a country's second level. */
const subdomains = (random: Random) =>
  Array.from({ length: 1000 }, (_, i) =>
    fake({
      email: `${localPart(random)}@m${i}.${i % 2 ? 'wild-card.net' : 'wild-card.com.tw'}`,
      ip: anywhere(random),
      device: '',
      lone: random() < 0.4,
      after: (i * day) / 1000,
    }),
  )
/** What these rules cannot tell from people: real mailboxes of a large provider, browsers of their own, from everywhere. */
const unseen = (random: Random) =>
  Array.from({ length: 1000 }, (_, i) =>
    fake({
      email: `${localPart(random)}@gmail.com`,
      ip: anywhere(random),
      device: '',
      lone: random() < 0.4,
      after: (i * hour) / 1000,
    }),
  )
/**
 * Slow drips that nobody tuned the rules for, over ten days beside 300 honest people a day. Addresses as people have them, from flats
 * everywhere, in browsers of their own that keep their cookies, on domains that were bought for it: `each` mailboxes on one.
 */
const ownDomains = (n: number, each: number) => (random: Random) => [
  ...Array.from({ length: n }, (_, i) =>
    fake({
      email: `${localPart(random)}@office${i % (n / each)}.com.tw`,
      ...{ ip: anywhere(random), device: '', lone: random() < 0.4, after: (i * 10 * day) / n },
    }),
  ),
  ...Array.from({ length: 3000 }, (_, i) => honest(random, (i * 10 * day) / 3000)),
]
/** Real mailboxes at large providers, bought by the thousand: two words and four digits each, every one in a browser of its own, in two days. */
const bought = (random: Random) => [
  ...Array.from({ length: 2000 }, (_, i) =>
    fake({
      email: `${pick(random, given)}${pick(random, surnames)}${digits(random, 4)}@${pick(random, ['gmail.com', 'gmail.com', 'outlook.com', 'hotmail.com', 'yahoo.com.tw'])}`,
      ...{ ip: anywhere(random), device: '', lone: false, after: (i * 2 * day) / 2000 },
    }),
  ),
  ...Array.from({ length: 1200 }, (_, i) => honest(random, (i * 2 * day) / 1200)),
]

export const crowds: { name: string; aim: 'held' | 'counted' | 'unseen'; make: (random: Random) => Comer[] }[] = [
  { name: 'one block, ten invented domains, 29 s', aim: 'held', make: oneBlock },
  { name: 'many blocks, 500 invented domains', aim: 'held', make: manyBlocks },
  { name: 'slow drip over ten days among honest people', aim: 'held', make: drip },
  { name: 'plus addresses', aim: 'held', make: plus },
  { name: 'numbered mailboxes at Gmail in a broadcast', aim: 'held', make: numbered },
  { name: 'one browser for a thousand', aim: 'held', make: oneBrowser },
  { name: '1,000 domains with one mailbox each', aim: 'held', make: manyDomains },
  { name: 'a domain that sounds like a school’s', aim: 'held', make: soldSchool },
  { name: 'subdomains of two domains', aim: 'held', make: subdomains },
  { name: 'school: 1,000 behind one address', aim: 'counted', make: school },
  { name: 'broadcast: 47 a minute for four hours', aim: 'counted', make: broadcast },
  { name: 'real mailboxes at Gmail, own browsers, everywhere', aim: 'unseen', make: unseen },
  // by somebody who had not written the rules, after they were written; nothing was changed for them
  {
    name: 'untuned: ten mailboxes on each of 120 own domains, in ten days of 3,000',
    aim: 'unseen',
    make: ownDomains(1200, 10),
  },
  {
    name: 'untuned: one mailbox on each of 1,200 own domains, in ten days of 3,000',
    aim: 'unseen',
    make: ownDomains(1200, 1),
  },
  {
    name: 'untuned: one mailbox on each of 600 own domains, in ten days of 3,000',
    aim: 'unseen',
    make: ownDomains(600, 1),
  },
  { name: 'untuned: mailboxes bought at large providers, two days', aim: 'unseen', make: bought },
]

/** In the order of time; no address comes twice. */
export function inOrder(comers: Comer[]): Comer[] {
  const seen = new Set<string>()
  return comers.filter(({ email }) => !seen.has(email) && seen.add(email)).sort((a, b) => a.after - b.after)
}
