// What is unusual about how co-signatures came. Pure: sums and rules come in as arguments. A number alone never is: a school signs
// from one address, a broadcast brings thousands in an hour. Unusual are addresses that are made up, and what cannot be people's
// own browsers (docs/decisions/206-made-up-addresses-are-held.md).
import type { DomainKind, GroupKind, UnusualReason, UnusualRules } from '../../schema/values.ts'

/** How one co-signature came, as it is kept. `hour`: whole hours since 1970. */
export type Signs = {
  block: string
  domain: string
  domainKind: DomainKind
  familiar: number
  series: string | null
  device: string
  lone: boolean
  hour: number
}

/** Co-signatures of one case that have something in common, and why that is unusual. */
export type Group = { kind: GroupKind; key: string; reason: UnusualReason }

/** One word for a group, by which two looks at a case find the same one. */
export const nameOf = ({ kind, key, reason }: Group): string => `${kind} ${key} ${reason}`

/** What the rows of one case come to. Groups too small for any rule may be left out. */
export type Sums = {
  domains: { key: string; kind: DomainKind; n: number; familiar: number }[]
  series: { key: string; domain: string; kind: DomainKind; n: number }[]
  devices: { key: string; n: number; institutions: number }[]
  /** `unknown`: of domains nobody knows; `lone`: others than institutions' */
  blocks: { key: string; n: number; unknown: number; lone: number }[]
  hours: { hour: number; n: number; lone: number }[]
  /** of unknown domains alone: how many of which in which hour */
  unknown: { hour: number; domain: string; n: number }[]
}

const hoursADay = 24
/** In a mass of unknown domains those are meant that several have: honest people have one each, of many domains. */
const severalFrom = 3
/** So many times the share of those is no chance any more, with however few of each domain. */
const singles = 2
/** Of a block's co-signatures: more than half are of domains that nobody knows. */
const mostly = 0.5

const isUnknown = ({ domainKind, familiar }: Pick<Signs, 'domainKind' | 'familiar'>) =>
  domainKind === 'unknown' && familiar === 0

/** Whether one belongs to a group that was found unusual. */
export function isMember(signs: Signs, { kind, key, reason }: Group): boolean {
  if (signs.domainKind === 'institution') return false
  if (kind === 'series') return signs.series === key
  if (kind === 'domain') return signs.domain === key
  if (kind === 'device') return signs.device === key
  if (kind === 'block') return signs.block === key && (reason === 'lone' ? signs.lone : isUnknown(signs))
  return signs.lone && key === String(kind === 'hour' ? signs.hour : Math.floor(signs.hour / hoursADay))
}

/** Why this one is held the moment it comes; null: it is counted. `known`: the groups that were found so far, by their names. */
export function heldAtOnce(signs: Signs, known: ReadonlySet<string>, rules: UnusualRules): UnusualReason | null {
  if (!rules.holdsUnusual) return null
  if (signs.domainKind === 'disposable') return 'disposable'
  if (!known.size) return null
  const day = Math.floor(signs.hour / hoursADay)
  const candidates: Group[] = [
    ...(signs.series === null ? [] : [{ kind: 'series', key: signs.series, reason: 'series' } as const]),
    { kind: 'domain', key: signs.domain, reason: 'domain' },
    { kind: 'domain', key: signs.domain, reason: 'mass' },
    { kind: 'device', key: signs.device, reason: 'device' },
    { kind: 'block', key: signs.block, reason: 'block' },
    { kind: 'block', key: signs.block, reason: 'lone' },
    { kind: 'hour', key: String(signs.hour), reason: 'lone' },
    { kind: 'day', key: String(day), reason: 'lone' },
  ]
  return candidates.find((group) => known.has(nameOf(group)) && isMember(signs, group))?.reason ?? null
}

/** Every group of a case that is unusual by these rules, the surest reasons first. */
export function unusualIn(sums: Sums, rules: UnusualRules): Group[] {
  if (!rules.holdsUnusual) return []
  return [
    ...ofSeries(sums, rules),
    ...ofDomains(sums, rules),
    ...ofDevices(sums, rules),
    ...ofBlocks(sums, rules),
    ...ofMass(sums, rules),
    ...ofLone(sums, rules),
  ]
}

/** Addresses that are alike. At a large provider some are by chance: there they must be a share of its addresses as well. */
function ofSeries({ series, domains }: Sums, rules: UnusualRules): Group[] {
  const all = new Map(domains.map(({ key, n }) => [key, n]))
  return series
    .filter(({ n, kind, domain }) => {
      if (kind === 'institution' || n < rules.seriesFrom) return false // pupils' numbers are alike
      return kind !== 'public' || n >= rules.seriesShare * (all.get(domain) ?? n)
    })
    .map(({ key }) => ({ kind: 'series', key, reason: 'series' }))
}

/** Many of one domain. The more of its people were here before, the more may come. */
const ofDomains = ({ domains }: Sums, rules: UnusualRules): Group[] =>
  domains
    .filter(({ kind, n, familiar }) => kind === 'unknown' && n >= rules.domainFrom * (1 + familiar))
    .map(({ key }) => ({ kind: 'domain', key, reason: 'domain' }))

/** One browser for many, unless it stands in a school or an office. */
const ofDevices = ({ devices }: Sums, rules: UnusualRules): Group[] =>
  devices
    .filter(({ n, institutions }) => n >= rules.deviceFrom && institutions < mostly * n)
    .map(({ key }) => ({ kind: 'device', key, reason: 'device' }))

function ofBlocks({ blocks }: Sums, rules: UnusualRules): Group[] {
  const many = blocks.filter(({ n }) => n >= rules.blockFrom)
  return [
    ...many
      .filter(({ n, unknown }) => unknown > mostly * n)
      .map(({ key }): Group => ({ kind: 'block', key, reason: 'block' })),
    ...many
      .filter(({ n, lone }) => lone >= rules.loneShare * n)
      .map(({ key }): Group => ({ kind: 'block', key, reason: 'lone' })),
  ]
}

/**
 * Many domains, each with a few: in an hour, a day or all days, they are a larger share than honest people ever have. Where those
 * with one or two mailboxes are twice that share by themselves, they are meant as well: a thousand domains with one mailbox each.
 */
function ofMass({ hours, unknown, domains }: Sums, rules: UnusualRules): Group[] {
  const several = new Set(
    domains
      .filter(({ n, kind, familiar }) => kind === 'unknown' && familiar === 0 && n >= severalFrom)
      .map(({ key }) => key),
  )
  const shared = unknown.filter(({ domain }) => several.has(domain))
  const few = unknown.filter(({ domain }) => !several.has(domain))
  const found = new Set<string>()
  const isMass = (n: number, some: number, share: number) => n >= rules.massFrom && some >= share * n
  for (const periodOf of [(hour: number) => hour, (hour: number) => Math.floor(hour / hoursADay), () => 0]) {
    const all = summed(hours, periodOf)
    for (const [rows, share] of [
      [shared, rules.unknownShare],
      [few, singles * rules.unknownShare],
    ] as const) {
      const some = summed(rows, periodOf)
      for (const { hour, domain } of rows) {
        const period = periodOf(hour)
        if (isMass(all.get(period) ?? 0, some.get(period) ?? 0, share)) found.add(domain)
      }
    }
  }
  return [...found].map((key) => ({ kind: 'domain', key, reason: 'mass' }))
}

/** Nearly all of an hour or a day pressed the link in a browser that never asked for it: programs do, people seldom. */
function ofLone({ hours }: Sums, rules: UnusualRules): Group[] {
  const days = new Map<number, { n: number; lone: number }>()
  for (const { hour, n, lone } of hours) {
    const day = Math.floor(hour / hoursADay)
    const before = days.get(day) ?? { n: 0, lone: 0 }
    days.set(day, { n: before.n + n, lone: before.lone + lone })
  }
  const isLone = ({ n, lone }: { n: number; lone: number }) => n >= rules.massFrom && lone >= rules.loneShare * n
  return [
    ...hours.filter(isLone).map(({ hour }): Group => ({ kind: 'hour', key: String(hour), reason: 'lone' })),
    ...[...days]
      .filter(([, sums]) => isLone(sums))
      .map(([day]): Group => ({ kind: 'day', key: String(day), reason: 'lone' })),
  ]
}

function summed(rows: { hour: number; n: number }[], periodOf: (hour: number) => number): Map<number, number> {
  const sums = new Map<number, number>()
  for (const { hour, n } of rows) sums.set(periodOf(hour), (sums.get(periodOf(hour)) ?? 0) + n)
  return sums
}
