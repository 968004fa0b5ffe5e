// Rows put together by what they have in common. Pure.

/** The rows of each key, in their order. */
export function grouped<Row>(rows: Row[], key: (row: Row) => string): (key: string) => Row[] {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(row)
    else groups.set(key(row), [row])
  }
  return (wanted) => groups.get(wanted) ?? []
}

/** How much each key has in all. */
export function summed<Row extends { count: number }, Key>(rows: Row[], key: (row: Row) => Key): Map<Key, number> {
  const sums = new Map<Key, number>()
  for (const row of rows) sums.set(key(row), (sums.get(key(row)) ?? 0) + row.count)
  return sums
}
