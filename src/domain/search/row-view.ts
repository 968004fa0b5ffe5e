// A page of a list as its template needs it.
import type { Db } from '../../platform/db/database.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { pausedUntil } from '../governments/deadline.ts'
import { blackoutsOf, districtsOf, topicsOf } from '../governments/store.ts'
import { pieces } from './highlight.ts'
import type { ListRow } from './list-rows.ts'
import { rowView } from './row.ts'

/** Rows with their states and the names of their codes. Names come from one map, whatever the length of the page. */
export async function rowViews(db: Db, governmentId: string | null, rows: ListRow[], now: Date, typed = '') {
  const [topics, districts] = governmentId
    ? await Promise.all([topicsOf(db, governmentId), districtsOf(db, governmentId)])
    : [[], []]
  const paused = await pausesOf(db, rows, now)
  const topicNames = new Map(topics.map((t) => [t.code, t.name]))
  const districtNames = new Map(districts.map((d) => [d.code, d.name]))
  return rows.map((row) => ({
    ...rowView(row, now, row.timeZone, paused.get(row.governmentId) ?? null),
    inChinese: /\p{Script=Han}/u.test(row.title), // so that an English page names the language of its title
    pieces: pieces(row.title, typed),
    path: pathOf(row, row.number),
    mergedInto: row.mergedIntoNumber && { number: row.mergedIntoNumber, path: pathOf(row, row.mergedIntoNumber) },
    topic: topicNames.get(row.topicCode ?? '') ?? null,
    district: districtNames.get(row.districtCode ?? '') ?? null,
  }))
}

export type RowView = Awaited<ReturnType<typeof rowViews>>[number]

const pathOf = ({ governmentSlug: slug }: ListRow, number: string | null) => proposalPath({ slug }, number)

/** When co-signing goes on, by government; null where it is not paused. */
async function pausesOf(db: Db, rows: ListRow[], now: Date): Promise<Map<string, Date | null>> {
  const zones = new Map(rows.map((row) => [row.governmentId, row.timeZone]))
  const found = [...zones].map(async ([id, zone]) => [id, pausedUntil(now, await blackoutsOf(db, id), zone)] as const)
  return new Map(await Promise.all(found))
}
