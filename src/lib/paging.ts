// Pages of a list. Numbers begin at 1. Pure.

export const defaultPerPage = 20

export type PageOfList = {
  page: number
  perPage: number
  pages: number // at least 1: an empty list has one page
  total: number
  offset: number
  first: number // numbers of the first and last item shown, 0 when there are none
  last: number
}

/** One page of `total` items; null past the end, which is a 404. */
export function pageOf(total: number, page = 1, perPage = defaultPerPage): PageOfList | null {
  const pages = Math.max(1, Math.ceil(total / perPage))
  if (page < 1 || page > pages) return null
  const offset = (page - 1) * perPage
  return { page, perPage, pages, total, offset, first: total ? offset + 1 : 0, last: Math.min(total, offset + perPage) }
}

/** A whole number from 1 to `most` as it may stand in an address; null for anything else ('0', '1.5', '01', ' 1', ''), which is a 400. */
export function readPageNumber(typed: string, most = 1_000_000): number | null {
  return /^[1-9]\d{0,8}$/.test(typed) && Number(typed) <= most ? Number(typed) : null
}

/** Page numbers to link to, with null for a gap of two pages or more: 1 … 4 5 6 … 20. */
export function pageLinks(page: number, pages: number): (number | null)[] {
  const links: (number | null)[] = []
  let before = 0
  for (const n of new Set([1, page - 1, page, page + 1, pages])) {
    if (n <= before || n > pages) continue
    if (n === before + 2) links.push(n - 1)
    else if (n > before + 2) links.push(null)
    links.push(n)
    before = n
  }
  return links
}

/** What views/shared/pager.eta shows; `to` gives the address of a page. */
export function pagerOf({ page, pages }: { page: number; pages: number }, to: (page: number) => string) {
  return {
    page,
    pages,
    links: pageLinks(page, pages).map((n) => n && { page: n, href: to(n) }),
    prev: page > 1 ? to(page - 1) : null,
    next: page < pages ? to(page + 1) : null,
  }
}
