// What the lists and the front pages show.
import type { Numbers } from '../../domain/figures/statistics.ts'
import type { ListParameter, ListQuery } from '../../domain/search/list-query.ts'
import type { RowView } from '../../domain/search/list-rows.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Once } from '../../platform/web/fragment-cache.ts'
import type { Choice, Pager } from '../../platform/web/parts.ts'
import type { InPlace } from '../../platform/web/view.ts'
import type { Rules } from '../../schema/values.ts'

/** One of the form's filters, with what is picked in it. */
export type Filter = { name: ListParameter; options: Choice[]; picked: string[] }

export type ListPage = InPlace &
  Pager & {
    /** the list's own messages stand under `pages.` and this */
    room: 'proposals' | 'archive'
    query: ListQuery
    /** any of a few: stages of live cases, outcomes of those in the archive */
    ticks: Filter[]
    /** one of a list, or any */
    menus: Filter[]
    /** what narrows the list, each with the address of the list without it */
    applied: { label: string; href: string }[]
    sorts: { value: string; label: string; picked: boolean }[]
    action: string
    total: number
    rows: RowView[]
    /** the same words in the other list */
    other: { room: 'proposals' | 'archive'; href: string } | null
    /** the same list as data */
    take: string
    mayPropose: boolean
    once: Once
  }

/** Some of a government's cases, for its front page. */
export type FrontPage = InPlace & {
  numbers: Numbers
  rules: Rules
  closing: RowView[]
  overdue: RowView[]
  recent: RowView[]
  once: Once
}

export type HomePage = Pager & {
  governments: { slug: string; name: Localised; numbers: Numbers }[]
  q: string
  found: { total: number; rows: RowView[] } | null
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'lists/list': ListPage
    'lists/front': FrontPage
    'lists/home': HomePage
  }
}
