// What is kept of how co-signatures came, for at most fourteen days, and the sums that the law looks at.

import { and, eq, gt, inArray, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import { dayMs } from '../../lib/durations.ts'
import { allOf, countRows, hourOf, isTrue, max, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { boundRow, placeholder, prepared } from '../../platform/db/prepared.ts'
import { cached } from '../../platform/db/read-cache.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { cosignatureSignals, unusualGroups } from '../../schema/integrity.ts'
import type { DomainKind, GroupKind, UnusualReason, UnusualRules } from '../../schema/values.ts'
import { type Group, nameOf, type Signs, type Sums } from './unusual.ts'

/** Days that they are kept; the job that deletes them runs every few hours, so that none gets to be fifteen days old. */
export const keptDays = 13

/** Keeps how one came, in the unit that adds it. */
export async function addSigns(
  tx: Db,
  row: { proposalId: string; personId: string; at: Date; reason: UnusualReason | null } & Omit<Signs, 'hour'>,
): Promise<void> {
  await prepared(tx, addQuery).execute({ ...row, cleared: false })
}
const addQuery = (tx: Db) =>
  tx
    .insert(cosignatureSignals)
    .values(boundRow(cosignatureSignals))
    .onConflictDoNothing()
    .returning({ at: cosignatureSignals.at })

/** With the co-signature of one person goes how it came. */
export const dropSigns = (tx: Db, proposalId: string, personId: string) =>
  tx
    .delete(cosignatureSignals)
    .where(and(eq(cosignatureSignals.proposalId, proposalId), eq(cosignatureSignals.personId, personId)))

/** Names of the groups of a case that were found unusual, by the law's `nameOf`. Shared by all presses of a second. */
export const knownGroups = (db: Db, proposalId: string): Promise<ReadonlySet<string>> =>
  cached(db, `unusual groups ${proposalId}`, async () => {
    const rows = await prepared(db, groupsQuery).execute({ proposalId })
    return new Set(rows.filter(({ state }) => state === 'unusual').map(nameOf))
  })
const groupsQuery = (db: Db) =>
  db
    .select()
    .from(unusualGroups)
    .where(eq(unusualGroups.proposalId, placeholder('proposalId')))

/** All groups of a case, those left alone as well. */
export const groupsOf = (db: Db, proposalId: string) => prepared(db, groupsQuery).execute({ proposalId })

/** Says of groups that they are unusual, or that they are left alone. One that was left alone before stays so. */
export async function markGroups(
  tx: Db,
  proposalId: string,
  found: Group[],
  state: 'unusual' | 'cleared',
  at: Date,
): Promise<void> {
  for (let i = 0; i < found.length; i += chunk) {
    const rows = found.slice(i, i + chunk).map((group) => ({ proposalId, ...group, state, foundAt: at }))
    const insert = tx.insert(unusualGroups).values(rows)
    const target = [unusualGroups.proposalId, unusualGroups.kind, unusualGroups.key, unusualGroups.reason]
    await (state === 'cleared'
      ? insert.onConflictDoUpdate({ target, set: { state, foundAt: at } })
      : insert.onConflictDoNothing())
  }
}
const chunk = 500

/** Of a group that was left alone nothing is known any more. */
export async function dropCleared(tx: Db, proposalId: string, kind: GroupKind, key: string): Promise<void> {
  await tx
    .delete(unusualGroups)
    .where(and(eq(unusualGroups.proposalId, proposalId), eq(unusualGroups.kind, kind), eq(unusualGroups.key, key)))
}

/** Cases that somebody signed at or after a moment, and how many did. */
export const signedSince = (db: Db, since: Date) =>
  db
    .select({ proposalId: cosignatureSignals.proposalId, n: countRows() })
    .from(cosignatureSignals)
    .where(gt(cosignatureSignals.at, since))
    .groupBy(cosignatureSignals.proposalId)

const hour = hourOf(cosignatureSignals.at)
const ifTrue = (condition: SQL) => sql`case when ${condition} then 1 else 0 end`
/** Of a domain that nobody had used here before. */
export const isUnknown = allOf(eq(cosignatureSignals.domainKind, 'unknown'), eq(cosignatureSignals.familiar, 0))
const isOthers = ne(cosignatureSignals.domainKind, 'institution')
const isLone = allOf(isTrue(cosignatureSignals.lone), isOthers)

/** What the rows of a case come to. What somebody has released is left out. Groups that no rule could find are too. */
export async function sumsOf(db: Db, proposalId: string, rules: UnusualRules): Promise<Sums> {
  const ofCase = and(eq(cosignatureSignals.proposalId, proposalId), eq(cosignatureSignals.cleared, false))
  const domains = await db
    .select({
      key: cosignatureSignals.domain,
      kind: max(cosignatureSignals.domainKind),
      n: countRows(),
      familiar: max(cosignatureSignals.familiar),
    })
    .from(cosignatureSignals)
    .where(ofCase)
    .groupBy(cosignatureSignals.domain)
    .having(gt(countRows(), 2))
  const series = await db
    .select({
      key: sql<string>`${cosignatureSignals.series}`,
      domain: max(cosignatureSignals.domain),
      kind: max(cosignatureSignals.domainKind),
      n: countRows(),
    })
    .from(cosignatureSignals)
    .where(and(ofCase, sql`${cosignatureSignals.series} is not null`))
    .groupBy(cosignatureSignals.series)
    .having(gt(countRows(), rules.seriesFrom - 1))
  const devices = await db
    .select({
      key: cosignatureSignals.device,
      n: countRows(),
      institutions: sumOf(ifTrue(eq(cosignatureSignals.domainKind, 'institution'))),
    })
    .from(cosignatureSignals)
    .where(ofCase)
    .groupBy(cosignatureSignals.device)
    .having(gt(countRows(), rules.deviceFrom - 1))
  const blocks = await db
    .select({
      key: cosignatureSignals.block,
      n: countRows(),
      unknown: sumOf(ifTrue(isUnknown)),
      lone: sumOf(ifTrue(isLone)),
    })
    .from(cosignatureSignals)
    .where(ofCase)
    .groupBy(cosignatureSignals.block)
    .having(gt(countRows(), rules.blockFrom - 1))
  const hours = await db
    .select({ hour, n: countRows(), lone: sumOf(ifTrue(isLone)) })
    .from(cosignatureSignals)
    .where(ofCase)
    .groupBy(hour)
  const unknown = await db
    .select({ hour, domain: cosignatureSignals.domain, n: countRows() })
    .from(cosignatureSignals)
    .where(and(ofCase, isUnknown))
    .groupBy(hour, cosignatureSignals.domain)
  return {
    domains: domains.map(({ kind, familiar, ...one }) => ({
      ...one,
      kind: kind as DomainKind,
      familiar: familiar ?? 0,
    })),
    series: series.map(({ kind, domain, ...one }) => ({ ...one, kind: kind as DomainKind, domain: domain ?? '' })),
    ...{ devices, blocks, hours, unknown },
  }
}

/** A co-signature with how it came. */
export type Arrived = {
  personId: string
  day: string
  districtCode: string
  assurance: number
  signs: Signs
}

/** Those of these groups that are counted and that nobody has released, at most so many. The law says which rows are members. */
export async function countedIn(db: Db, proposalId: string, found: Group[], limit: number): Promise<Arrived[]> {
  const keys = (kind: Group['kind']) => [...new Set(found.filter((one) => one.kind === kind).map(({ key }) => key))]
  const hours = [...keys('hour').map(Number), ...keys('day').flatMap((day) => hoursOf(Number(day)))]
  const any = [
    ...some(keys('series'), (some) => inArray(cosignatureSignals.series, some)),
    ...some(keys('domain'), (some) => inArray(cosignatureSignals.domain, some)),
    ...some(keys('device'), (some) => inArray(cosignatureSignals.device, some)),
    ...some(keys('block'), (some) => allOf(inArray(cosignatureSignals.block, some), or(isUnknown, isLone))),
    ...some(hours, (some) => allOf(isLone, inArray(hour, some))),
  ]
  if (!any.length) return []
  const rows = await db
    .select({
      cosignatureSignals,
      hour,
      day: cosignatures.day,
      districtCode: cosignatures.districtCode,
      assurance: cosignatures.assurance,
    })
    .from(cosignatureSignals)
    .innerJoin(
      cosignatures,
      and(
        eq(cosignatures.proposalId, cosignatureSignals.proposalId),
        eq(cosignatures.personId, cosignatureSignals.personId),
      ),
    )
    .where(
      and(
        eq(cosignatureSignals.proposalId, proposalId),
        eq(cosignatureSignals.cleared, false),
        isOthers,
        eq(cosignatures.state, 'counted'),
        or(...any),
      ),
    )
    .limit(limit)
  return rows.map(({ cosignatureSignals: { personId, ...signs }, hour, ...rest }) => ({
    personId,
    ...rest,
    signs: { ...signs, hour },
  }))
}

const some = <Key>(keys: Key[], condition: (keys: Key[]) => SQL): SQL[] => (keys.length ? [condition(keys)] : [])
const hoursOf = (day: number) => Array.from({ length: 24 }, (_, i) => day * 24 + i)

/** Writes down why some are held; or that somebody released them, so that they are never held by themselves again. */
export async function markSigns(
  tx: Db,
  proposalId: string,
  personIds: string[],
  change: { reason: UnusualReason | null; cleared?: boolean },
): Promise<void> {
  for (let i = 0; i < personIds.length; i += chunk)
    await tx
      .update(cosignatureSignals)
      .set(change)
      .where(
        and(
          eq(cosignatureSignals.proposalId, proposalId),
          inArray(cosignatureSignals.personId, personIds.slice(i, i + chunk)),
        ),
      )
}

/** Deletes some of what is older than it may be. How many rows. */
export async function dropOldSigns(tx: Db, now: Date, limit: number): Promise<number> {
  const before = new Date(now.getTime() - keptDays * dayMs)
  const old = tx
    .select({ proposalId: cosignatureSignals.proposalId, personId: cosignatureSignals.personId })
    .from(cosignatureSignals)
    .where(lt(cosignatureSignals.at, before))
    .limit(limit)
  const rows = await old
  for (const { proposalId, personId } of rows) await dropSigns(tx, proposalId, personId)
  await tx.delete(unusualGroups).where(lt(unusualGroups.foundAt, before))
  return rows.length
}
