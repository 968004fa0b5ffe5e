// A page of a list as its template needs it.
import type { Db } from '../db/connect.ts'
import { districtsOf, topicsOf } from '../governments/store.ts'
import type { ListRow } from './list-rows.ts'
import { pieces } from './pieces.ts'
import { rowView } from './row.ts'

/** Rows with their states and the names of their codes. Names come from one map, whatever the length of the page. */
export async function rowViews(db: Db, governmentId: string | null, rows: ListRow[], now: Date, typed = '') {
  const [topics, districts] = governmentId
    ? await Promise.all([topicsOf(db, governmentId), districtsOf(db, governmentId)])
    : [[], []]
  const topicNames = new Map(topics.map((t) => [t.code, t.name]))
  const districtNames = new Map(districts.map((d) => [d.code, d.name]))
  return rows.map((row) => ({
    ...rowView(row, now, row.timeZone),
    inChinese: /\p{Script=Han}/u.test(row.title), // so that an English page names the language of its title
    pieces: pieces(row.title, typed),
    path: `/${row.governmentSlug}/proposals/${row.number}`,
    topic: topicNames.get(row.topicCode ?? '') ?? null,
    district: districtNames.get(row.districtCode ?? '') ?? null,
  }))
}
