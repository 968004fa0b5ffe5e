// The parameters of a list, refused in words where they cannot be meant.
import type { Db } from '../../platform/db/database.ts'
import { httpError } from '../../platform/http/http-error.ts'
import type { Query } from '../../platform/http/query.ts'
import { agenciesOf, districtsOf, topicsOf } from '../governments/store.ts'
import { type ListQuery, readListQuery, unknownCode } from './list-query.ts'

/** What was asked for. Throws 400 for a value that is not understood, and for a code the government does not have. */
export async function checkedQuery(db: Db, governmentId: string | null, typed: Query): Promise<ListQuery> {
  const read = readListQuery(typed)
  if (!read.ok) throw httpError(400, `pages.list.wrong.${read.wrong}`)
  const { query } = read
  if (query.topic.length || query.agency.length || query.district.length) {
    const [topic, agency, district] = governmentId
      ? await Promise.all([topicsOf(db, governmentId), agenciesOf(db, governmentId), districtsOf(db, governmentId)])
      : [[], [], []] // codes mean something only within a government
    const codes = (rows: { code: string }[]) => rows.map((r) => r.code)
    const wrong = unknownCode(query, { topic: codes(topic), agency: codes(agency), district: codes(district) })
    if (wrong) throw httpError(400, `pages.list.wrong.${wrong}`)
  }
  return query
}

/** How many pages there are. Throws 404 for a page past the last. */
export function pagesOf(total: number, { page, per_page }: ListQuery): number {
  const pages = Math.max(1, Math.ceil(total / per_page))
  if (page > pages) throw httpError(404, 'pages.list.past_end')
  return pages
}
