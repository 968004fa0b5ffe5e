// Governments, and what is read of their rules, calendars and lists. Their seats: seats.ts.
import { and, asc, desc, eq, isNotNull, lte } from 'drizzle-orm'
import { sha256 } from '../../lib/id.ts'
import { max } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { bound, placeholder, prepared } from '../../platform/db/prepared.ts'
import { cached } from '../../platform/db/read-cache.ts'
import { agencies, invitations } from '../../schema/agencies.ts'
import { blackouts, holidays, holidayYears } from '../../schema/calendar.ts'
import { governments, ruleVersions } from '../../schema/governments.ts'
import { districts, refusalReasons, topics } from '../../schema/lists.ts'
import type { Rules } from '../../schema/values.ts'
import { residenceOf } from '../people/store.ts'
import type { WorkCalendar } from './deadline.ts'
import { completed, type Government, isUndivided, undivided } from './government.ts'

export type AgencyRow = typeof agencies.$inferSelect
export type RuleVersion = typeof ruleVersions.$inferSelect

/** By the name in its addresses. Shared for a second. */
export async function findGovernment(db: Db, slug: string): Promise<Government | null> {
  const [row] = await cached(db, `government ${slug}`, () => prepared(db, governmentQuery).execute({ slug }))
  return row ?? null
}

const governmentQuery = (db: Db) =>
  db
    .select()
    .from(governments)
    .where(eq(governments.slug, placeholder('slug')))

/** As it stands now. */
export async function governmentById(db: Db, id: string): Promise<Government | null> {
  const [row] = await db.select().from(governments).where(eq(governments.id, id))
  return row ?? null
}

/** The first one first. */
export const listGovernments = (db: Db): Promise<Government[]> =>
  db.select().from(governments).orderBy(asc(governments.createdAt), asc(governments.slug))

/** What a link invites to, whatever became of it. */
export async function invitationOf(db: Db, token: string) {
  const [found] = await db
    .select({ invitation: invitations, government: governments, agency: agencies.name })
    .from(invitations)
    .innerJoin(governments, eq(governments.id, invitations.governmentId))
    .leftJoin(agencies, eq(agencies.id, invitations.agencyId))
    .where(eq(invitations.tokenHash, sha256(token)))
  return found ?? null
}

/** The version in force at `at`. Throws when a government has none, which `government add` rules out. */
export async function currentRules(db: Db, governmentId: string, at: Date): Promise<RuleVersion> {
  const [row] = await prepared(db, currentRulesQuery).execute({ governmentId, at })
  if (row) return { ...row, rules: completed(row.rules) }
  const [first] = await db
    .select()
    .from(ruleVersions)
    .where(and(eq(ruleVersions.governmentId, governmentId), isNotNull(ruleVersions.validFrom)))
    .orderBy(asc(ruleVersions.version))
    .limit(1)
  if (!first) throw new Error('This government has no rules.')
  return { ...first, rules: completed(first.rules) }
}

const currentRulesQuery = (db: Db) =>
  db
    .select()
    .from(ruleVersions)
    .where(
      and(
        eq(ruleVersions.governmentId, placeholder('governmentId')),
        isNotNull(ruleVersions.validFrom),
        lte(ruleVersions.validFrom, bound(ruleVersions.validFrom, 'at')),
      ),
    )
    .orderBy(desc(ruleVersions.validFrom), desc(ruleVersions.version))
    .limit(1)

/** The rules that a case keeps. Throws where there are none, which the foreign key rules out. */
export async function rulesOf(db: Db, ruleVersionId: string): Promise<Rules> {
  return cached(db, `rules ${ruleVersionId}`, async () => {
    const [row] = await prepared(db, rulesQuery).execute({ ruleVersionId })
    if (!row) throw new Error('A case points to rules that are not there.')
    return completed(row.rules)
  })
}

const rulesQuery = (db: Db) =>
  db
    .select({ rules: ruleVersions.rules })
    .from(ruleVersions)
    .where(eq(ruleVersions.id, placeholder('ruleVersionId')))

/** The number for the next version of the rules. */
export async function nextRuleVersion(db: Db, governmentId: string): Promise<number> {
  const [row] = await db
    .select({ last: max(ruleVersions.version) })
    .from(ruleVersions)
    .where(eq(ruleVersions.governmentId, governmentId))
  return (row?.last ?? 0) + 1
}

/** The government's office days, for due dates: hundreds of rows, which hardly ever change. */
export const workCalendar = (db: Db, government: { id: string; timeZone: string }): Promise<WorkCalendar> =>
  cached(db, `calendar ${government.id}`, () => readCalendar(db, government))

async function readCalendar(db: Db, { id, timeZone }: { id: string; timeZone: string }): Promise<WorkCalendar> {
  const days = await prepared(db, holidaysQuery).execute({ governmentId: id })
  const years = await loadedYears(db, id)
  return {
    timeZone,
    holidays: new Map(days.map((d) => [d.date, { works: d.works, name: d.name }])),
    loadedUntil: `${String(years.at(-1) ?? 0).padStart(4, '0')}-12-31`,
  }
}

const holidaysQuery = (db: Db) =>
  db
    .select()
    .from(holidays)
    .where(eq(holidays.governmentId, placeholder('governmentId')))
    .orderBy(asc(holidays.date))

/** Years whose office days are complete, the earliest first. */
export async function loadedYears(db: Db, governmentId: string): Promise<number[]> {
  const rows = await prepared(db, yearsQuery).execute({ governmentId })
  return rows.map((row) => row.year)
}

const yearsQuery = (db: Db) =>
  db
    .select({ year: holidayYears.year })
    .from(holidayYears)
    .where(eq(holidayYears.governmentId, placeholder('governmentId')))
    .orderBy(asc(holidayYears.year))

/** Also those that have ended (isAssignable tells); the coordinating one first. */
export const agenciesOf = (db: Db, governmentId: string): Promise<AgencyRow[]> =>
  cached(db, `agencies ${governmentId}`, () => prepared(db, agenciesQuery).execute({ governmentId }))
const agenciesQuery = (db: Db) =>
  db
    .select()
    .from(agencies)
    .where(eq(agencies.governmentId, placeholder('governmentId')))
    .orderBy(desc(agencies.coordinating), asc(agencies.code))
/** Also retired ones, as the two below (`offered` leaves them out), in the order the government gave them. */
export const topicsOf = (db: Db, governmentId: string) =>
  cached(db, `topics ${governmentId}`, () => prepared(db, topicsQuery).execute({ governmentId }))
const topicsQuery = (db: Db) =>
  db
    .select()
    .from(topics)
    .where(eq(topics.governmentId, placeholder('governmentId')))
    .orderBy(asc(topics.position), asc(topics.code))
/** In the order of its administrators, retired ones too. Shared for a second. */
export const districtsOf = (db: Db, governmentId: string) =>
  cached(db, `districts ${governmentId}`, () => prepared(db, districtsQuery).execute({ governmentId }))
const districtsQuery = (db: Db) =>
  db
    .select()
    .from(districts)
    .where(eq(districts.governmentId, placeholder('governmentId')))
    .orderBy(asc(districts.position), asc(districts.code))
/** All that were ever set, by their first day. Shared for a second. */
export const blackoutsOf = (db: Db, governmentId: string) =>
  cached(db, `blackouts ${governmentId}`, () => prepared(db, blackoutsQuery).execute({ governmentId }))
const blackoutsQuery = (db: Db) =>
  db
    .select()
    .from(blackouts)
    .where(eq(blackouts.governmentId, placeholder('governmentId')))
    .orderBy(asc(blackouts.firstDay))
/** In the order of its administrators, retired ones too. Shared for a second. */
export const refusalReasonsOf = (db: Db, governmentId: string) =>
  cached(db, `refusalReasons ${governmentId}`, () => prepared(db, refusalReasonsQuery).execute({ governmentId }))
const refusalReasonsQuery = (db: Db) =>
  db
    .select()
    .from(refusalReasons)
    .where(eq(refusalReasons.governmentId, placeholder('governmentId')))
    .orderBy(asc(refusalReasons.position), asc(refusalReasons.code))

/** The district that a person named, while it can be chosen; one that was retired since is asked for again. */
export async function residenceIn(db: Db, personId: string, governmentId: string): Promise<string | null> {
  const districts = offered(await districtsOf(db, governmentId))
  if (isUndivided(districts)) return undivided
  const code = await residenceOf(db, personId, governmentId)
  return districts.some((d) => d.code === code) ? code : null
}

/** What may still be chosen: of a list's entries, those that were not retired. */
export const offered = <Entry extends { retiredAt: Date | null }>(entries: Entry[]): Entry[] =>
  entries.filter((entry) => !entry.retiredAt)
