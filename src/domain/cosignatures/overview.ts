// How the co-signatures of one case came, for whoever looks into them: by hour, by what they have in common, and why some are held.
// Numbers and names of groups, no person. A domain is said in clear where it is open to anybody or enough share it, a shape where enough do.
import { setImmediate as breathe } from 'node:timers/promises'
import { and, desc, eq, inArray, max, sql } from 'drizzle-orm'
import { hourMs } from '../../lib/durations.ts'
import { countRows, hourOf, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { cosignatureSignals } from '../../schema/integrity.ts'
import { people } from '../../schema/people.ts'
import { proposals } from '../../schema/proposals.ts'
import type { CosignatureState, DomainKind, UnusualReason } from '../../schema/values.ts'
import { isPublicProvider, registrableOf, shapeOf } from '../integrity/mail-domain.ts'
import { besideOthers, type NewDomainsSaid } from '../integrity/new-domains.ts'
import { isUnknown } from '../integrity/store.ts'

type ByState = { counted: number; held: number; invalid: number }
type GroupLine = ByState & {
  kind: 'series' | 'domain' | 'device' | 'block'
  key: string
  /** of a domain: how well it is known; null otherwise */
  known: DomainKind | null
  /** a domain or a shape in clear; null: only the digest is told */
  name: string | null
}
/** `at`: the beginning of the hour. */
type HourLine = ByState & { at: Date }
export type Overview = {
  states: ByState
  reasons: { reason: UnusualReason | null; n: number }[]
  groups: GroupLine[]
  /** the newest first */
  hours: HourLine[]
  /** co-signatures of an hour in which there were some: the middle one, and the most; null where there is none */
  pace: { usual: number; most: number } | null
}

const mostLines = 10
const mostHours = 48
/** So many have to share a domain or a shape before it is said which: 'mei+' of two is nearly an address. */
const fewestNamed = 5

const stateSum = (state: CosignatureState) => sumOf(sql`case when ${cosignatures.state} = ${state} then 1 else 0 end`)
const byState = () => ({ counted: stateSum('counted'), held: stateSum('held'), invalid: stateSum('invalid') })
const withState = and(
  eq(cosignatures.proposalId, cosignatureSignals.proposalId),
  eq(cosignatures.personId, cosignatureSignals.personId),
)

/** What staff see of a case's co-signatures: how many in each state, why they are held, and when they came. */
export async function overviewOf(db: Db, proposalId: string): Promise<Overview> {
  const [states] = await db.select(byState()).from(cosignatures).where(eq(cosignatures.proposalId, proposalId))
  const reasons = await db
    .select({ reason: cosignatureSignals.reason, n: countRows() })
    .from(cosignatures)
    .leftJoin(cosignatureSignals, withState)
    .where(and(eq(cosignatures.proposalId, proposalId), eq(cosignatures.state, 'held')))
    .groupBy(cosignatureSignals.reason)
    .orderBy(desc(countRows()))
  const hour = hourOf(cosignatureSignals.at)
  const hours = await db
    .select({ hour, ...byState() })
    .from(cosignatureSignals)
    .innerJoin(cosignatures, withState)
    .where(eq(cosignatureSignals.proposalId, proposalId))
    .groupBy(hour)
    .orderBy(desc(hour))
  const groups: GroupLine[] = []
  for (const kind of ['domain', 'series', 'block', 'device'] as const) {
    await breathe() // of 200,000 co-signatures each takes 0.3 s, in which nobody else is served
    groups.push(...(await linesOf(db, proposalId, kind)))
  }
  const sorted = hours.map((one) => one.counted + one.held + one.invalid).sort((a, b) => a - b)
  return {
    states: states ?? { counted: 0, held: 0, invalid: 0 },
    ...{ reasons, groups, hours: hours.slice(0, mostHours).map(toLine) },
    pace: sorted.length ? { usual: sorted[Math.floor(sorted.length / 2)]!, most: sorted.at(-1)! } : null,
  }
}

const toLine = ({ hour, ...states }: ByState & { hour: number }): HourLine => ({
  ...states,
  at: new Date(hour * hourMs),
})

async function linesOf(db: Db, proposalId: string, kind: GroupLine['kind']): Promise<GroupLine[]> {
  const column = cosignatureSignals[kind]
  const rows = await db
    .select({
      key: sql<string>`${column}`,
      known: max(cosignatureSignals.domainKind),
      one: max(cosignatures.personId),
      ...byState(),
    })
    .from(cosignatureSignals)
    .innerJoin(cosignatures, withState)
    .where(and(eq(cosignatureSignals.proposalId, proposalId), sql`${column} is not null`))
    .groupBy(column)
    .having(sql`count(*) > 1`)
    .orderBy(desc(countRows()))
    .limit(mostLines)
  const ids = rows.flatMap(({ one }) => one ?? [])
  const emails = ids.length
    ? await db.select({ id: people.id, email: people.email }).from(people).where(inArray(people.id, ids))
    : []
  const emailOf = new Map(emails.map(({ id, email }) => [id, email]))
  return rows.map(({ key, known, one, ...states }) => ({
    ...{ kind, key, ...states, known: kind === 'domain' ? (known as DomainKind) : null },
    name: nameOf(kind, emailOf.get(one ?? '') ?? null, states.counted + states.held + states.invalid),
  }))
}

function nameOf(kind: GroupLine['kind'], email: string | null, n: number): string | null {
  if (!email || kind === 'block' || kind === 'device') return null
  const at = email.lastIndexOf('@')
  const host = email.slice(at + 1).toLowerCase()
  if (n < fewestNamed && !(kind === 'domain' && isPublicProvider(host))) return null
  const domain = isPublicProvider(host) ? host : registrableOf(host)
  return kind === 'domain' ? domain : `${shapeOf(email.slice(0, at)) ?? ''}@${domain}`
}

/** Domains that nobody had used here before, in a case beside the others of its government; null where there is nothing to compare. Of everything that is kept, so for staff alone. */
export async function newDomainsOf(db: Db, governmentId: string, proposalId: string): Promise<NewDomainsSaid | null> {
  const rows = await db
    .select({
      id: cosignatureSignals.proposalId,
      n: countRows(),
      unknown: sumOf(sql`case when ${isUnknown} then 1 else 0 end`),
    })
    .from(cosignatureSignals)
    .innerJoin(proposals, eq(proposals.id, cosignatureSignals.proposalId))
    .where(eq(proposals.governmentId, governmentId))
    .groupBy(cosignatureSignals.proposalId)
  const own = rows.find(({ id }) => id === proposalId) ?? { n: 0, unknown: 0 }
  return besideOthers(
    own,
    rows.filter(({ id }) => id !== proposalId),
  )
}
