// A list of cases as JSON: page by page in any order, or by a cursor, which meets every case once whatever changes meanwhile.
import type { z } from 'zod'
import { idsAfter } from '../domain/search/list-batches.ts'
import { checkedQuery, type ListQuery, listAddress, listParameters, pagesOf } from '../domain/search/list-query.ts'
import { searchCases } from '../domain/search/search.ts'
import type { Db } from '../platform/db/database.ts'
import { httpError } from '../platform/http/http-error.ts'
import type { Query } from '../platform/http/query.ts'
import { license } from './case-head.ts'
import { caseFieldsJson, casesJson, type Field, fieldsParameter, type Place, readFields } from './cases-json.ts'
import { sinceParameter } from './contract/changes.ts'
import { cursorParameter } from './contract/lists.ts'

/** Of `/api/v1/:gov/proposals`. */
export const listJsonParameters = listParameters.extend({
  ...fieldsParameter.shape,
  ...cursorParameter.shape,
  ...sinceParameter.shape,
})

/** Where a walk by cursors begins. */
const beginning = '*'

type AskedList = { query: ListQuery; fields: readonly Field[] | null; cursor: string | null }

/** Throws 400 for what cannot be meant. */
export async function readList(db: Db, governmentId: string, typed: Query): Promise<AskedList> {
  const { fields, cursor, ...others } = typed as z.input<typeof listJsonParameters>
  const query = await checkedQuery(db, governmentId, others)
  const after = [cursor ?? []].flat().at(-1) ?? null
  if (after !== null) {
    if (!cursorParameter.safeParse({ cursor: after }).success) throw httpError(400, 'api.wrong.cursor')
    if (others.page || others.sort) throw httpError(400, 'api.cursor_alone')
  }
  return { query, fields: readFields(fields), cursor: after }
}

type Taking = { db: Db; government: Place; origin: string; at: Date }

/** Throws 404 for a page past the end. */
export async function listJson({ db, government, origin, at }: Taking, { query, fields, cursor }: AskedList) {
  const cases = (ids: string[]) =>
    fields ? caseFieldsJson(db, government, ids, origin, at, fields) : casesJson(db, government, ids, origin, at)
  const base = `${origin}/api/v1/${government.slug}/proposals`
  if (cursor !== null) {
    const { ids, next } = await idsAfter(db, government.id, query, at, cursor === beginning ? '' : cursor)
    const link = (to: string) => withMore(listAddress(base, query), { fields: fields?.join(',') ?? '', cursor: to })
    const links = { self: link(cursor), next: next && link(next) }
    return { data: await cases(ids), meta: { per_page: query.per_page }, links, license }
  }
  const { exact, close } = await searchCases(db, government.id, query, at)
  const pages = pagesOf(exact.total, query)
  const link = (page: number) => withMore(listAddress(base, query, { page }), { fields: fields?.join(',') ?? '' })
  return {
    data: await cases(exact.ids),
    // where few cases say what was searched for: what the page shows under “close to what you wrote”; in no count
    close: await cases(close),
    meta: { total: exact.total, page: query.page, per_page: query.per_page },
    links: {
      self: link(query.page),
      next: query.page < pages ? link(query.page + 1) : null,
      prev: query.page > 1 ? link(query.page - 1) : null,
      first: link(1),
      last: link(pages),
    },
    license,
  }
}

function withMore(address: string, more: { [name: string]: string }): string {
  const search = new URLSearchParams(Object.entries(more).filter(([, value]) => value))
  return search.size ? `${address}${address.includes('?') ? '&' : '?'}${search}` : address
}
