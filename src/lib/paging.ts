/** Page numbers to link to, with null for a gap: 1 … 4 5 6 … 20. */
export function pageLinks(page: number, pages: number): (number | null)[] {
  const wanted = [1, page - 1, page, page + 1, pages].filter((n) => n >= 1 && n <= pages)
  const links: (number | null)[] = []
  for (const n of [...new Set(wanted)].sort((a, b) => a - b)) {
    const last = links.at(-1)
    if (typeof last === 'number' && n > last + 1) links.push(null)
    links.push(n)
  }
  return links
}
