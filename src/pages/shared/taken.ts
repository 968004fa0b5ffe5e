// Where what a page shows can be taken as data: the same list as a file, in each format. Pure.

import type { Translate } from '../../platform/i18n/i18n.ts'

/** `type`: the media type, for programs that look for it in the page's head. */
export type Taken = { label: string; href: string; type: string }
/** `columns`: where each column is explained. */
/** `feed`: address of the same as an Atom feed, where there is one; `calendar`: of its due dates and closings. */
export type Take = { files: Taken[]; columns: string; more: Taken[]; feed: string | null; calendar?: string }

const types = { CSV: 'text/csv', NDJSON: 'application/x-ndjson', Parquet: 'application/vnd.apache.parquet' } as const

/** A whole table as files; `query` without a question mark, '' for all of it. `json`: the address of the same as JSON. */
export function tableTaken(slug: string, table: string, query: string, json?: string): Take {
  const asked = query && `?${query}`
  const address = `/api/v1/${slug}/${table}`
  const files = Object.entries(types).map(([label, type]) => ({
    ...{ label, type },
    href: `${address}.${label.toLowerCase()}${asked}`,
  }))
  const [csv, ...others] = files
  return {
    files: [csv!, { label: 'JSON', href: json ?? `${address}.json${asked}`, type: 'application/json' }, ...others],
    columns: `/${slug}/data#${table}`,
    more: [],
    feed: null,
  }
}

/** Cases with what else is told of the same ones. */
export function casesTaken(slug: string, query: string, t: Translate, json?: string): Take {
  const asked = query && `?${query}`
  const also = (['decisions', 'assignments', 'transfers', 'extensions', 'versions', 'mentions'] as const).map(
    (table) => ({
      ...{ label: t(`data.tables.${table}.title`), type: types.CSV },
      href: `/api/v1/${slug}/${table}.csv${asked}`,
    }),
  )
  return { ...tableTaken(slug, 'proposals', query, json), more: also }
}

/** The calendar of a list, of the address of one of its pages. */
export function calendarAt(address: string): string {
  const whole = wholeList(address)
  return `${address.split('?')[0]}.ics${whole && `?${whole}`}`
}

/** The parameters of the whole list, of the address of one of its pages. */
export function wholeList(address: string): string {
  const query = new URLSearchParams(address.split('?')[1])
  for (const name of ['page', 'per_page', 'sort']) query.delete(name)
  return query.toString()
}
