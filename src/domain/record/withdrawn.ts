// How often something of a government's cases stopped being public: a case was hidden or left the lists, a name was taken off, a text
// was deleted. Triggers count it (schema/README.md), whoever does it. A dump keeps the number that it was taken at; once it differs,
// the dump holds something that it must not.
import { and, asc, gte, inArray, lte } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { shownVersions } from '../../schema/shown-versions.ts'

/** By the year of the cases' numbers, of all `years` asked for. */
export async function withdrawalsOf(db: Db, governmentId: string, years: number[]): Promise<Map<number, number>> {
  const ofAll = `${governmentId} gone`
  const keys = [ofAll, ...years.map((year) => `${ofAll} ${year}`)]
  const rows = await db.select().from(shownVersions).where(inArray(shownVersions.key, keys))
  const counted = new Map(rows.map(({ key, version }) => [key, version]))
  const all = counted.get(ofAll) ?? 0
  return new Map(years.map((year) => [year, all + (counted.get(`${ofAll} ${year}`) ?? 0)]))
}

/** Changes whenever one of a government's numbers does. */
export async function withdrawalMark(db: Db, governmentId: string): Promise<string> {
  const { key, version } = shownVersions
  const ofIt = and(gte(key, `${governmentId} gone`), lte(key, `${governmentId} gone ~`))
  const rows = await db.select({ key, version }).from(shownVersions).where(ofIt).orderBy(asc(key))
  return rows.map((row) => `${row.key}:${row.version}`).join()
}
