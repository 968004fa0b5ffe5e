// Links to the pages of a list. Pure.
import { pageLinks } from '../lib/paging.ts'
import { type ListQuery, listAddress } from './list-query.ts'

export function pager(path: string, query: ListQuery, pages: number) {
  return {
    page: query.page,
    pages,
    links: pageLinks(query.page, pages).map((page) => page && { page, href: listAddress(path, query, { page }) }),
    prev: query.page > 1 ? listAddress(path, query, { page: query.page - 1 }) : null,
    next: query.page < pages ? listAddress(path, query, { page: query.page + 1 }) : null,
  }
}
