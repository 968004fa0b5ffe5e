// What the lists and the front pages show.
import type { Numbers } from '../../domain/figures/statistics.ts'
import type { ListParameter, ListQuery } from '../../domain/search/list-query.ts'
import type { RowView } from '../../domain/search/list-rows.ts'
import type { Unsaid } from '../../domain/search/unsaid.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Once } from '../../platform/web/fragment-cache.ts'
import type { Choice, Pager } from '../../platform/web/parts.ts'
import type { InPlace } from '../../platform/web/view.ts'
import type { Rules } from '../../schema/values.ts'
import type { FollowPanel } from '../shared/follow-view.ts'
import type { Take } from '../shared/taken.ts'

/** One of the form's filters, with what is picked in it. */
export type Filter = { name: ListParameter; options: Choice[]; picked: string[] }

export type ListPage = InPlace &
  Pager & {
    /** the list's own messages stand under `pages.` and this */
    room: 'proposals' | 'archive' | 'search'
    /** of all stages those that were answered come first */
    answeredFirst: boolean
    query: ListQuery
    /** any of a few: stages, and outcomes of those that have ended */
    ticks: Filter[]
    /** one of a list, or any */
    menus: Filter[]
    /** what narrows the list, each with the address of the list without it */
    applied: { label: string; href: string }[]
    sorts: { value: string; label: string; picked: boolean }[]
    action: string
    total: number
    rows: RowView[]
    /** the closest, where few cases say what was typed */
    close: RowView[]
    /** what the same words find in every stage, where this list has nothing */
    elsewhere: { total: number; rows: RowView[] }
    /** what its filters leave out because nobody said it */
    unsaid: Unsaid[]
    /** as what this list is followed, and whether it is; null where nothing narrows it */
    follow: FollowPanel | null
    /** the same words in every stage */
    everywhere: string | null
    /** the same words without filters */
    unfiltered: string
    /** topics to look by instead, for who typed Latin letters where cases are in another script; null for everybody else */
    byTopic: { label: string; href: string }[] | null
    /** the same list as data */
    take: Take
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
  found: { total: number; rows: RowView[]; close: RowView[] } | null
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'lists/list': ListPage
    'lists/front': FrontPage
    'lists/home': HomePage
  }
}
