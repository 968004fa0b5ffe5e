// How much waits, as rows: a desk with its colleagues, or a colleague with their desks; in the order that was asked for. Pure.
import type { Load } from '../../domain/moderation/workload.ts'

export const workloadSorts = ['late', 'week', 'total', 'name'] as const
export type WorkloadSort = (typeof workloadSorts)[number]
export const workloadBy = ['desk', 'person'] as const
export type WorkloadBy = (typeof workloadBy)[number]

type Counts = Pick<Load, 'total' | 'late' | 'week'>
type WorkloadPart = Counts & { name: string; href: string }
export type WorkloadRow = Counts & { name: string; parts: WorkloadPart[] }
type Named = { desk: string; person: string; href: string }

/** One row for each desk, or for each colleague. Of equals the one with more to do first, then by name. */
export function workloadRows(
  loads: (Load & Named)[],
  { by, sort }: { by: WorkloadBy; sort: WorkloadSort },
  locale: string,
): WorkloadRow[] {
  const rows = new Map<string, WorkloadRow>()
  for (const { total, late, week, href, ...load } of loads) {
    const key = String(by === 'desk' ? load.agencyId : load.personId)
    const [name, other] = by === 'desk' ? [load.desk, load.person] : [load.person, load.desk]
    const row = rows.get(key) ?? { name, total: 0, late: 0, week: 0, parts: [] }
    rows.set(key, {
      ...{ name, total: row.total + total, late: row.late + late, week: row.week + week },
      parts: [...row.parts, { name: other, href, total, late, week }],
    })
  }
  const collator = new Intl.Collator(locale)
  const order = (of: WorkloadSort) => (a: WorkloadPart | WorkloadRow, b: WorkloadPart | WorkloadRow) =>
    (of === 'name' ? 0 : b[of] - a[of]) || (of === 'name' ? 0 : b.total - a.total) || collator.compare(a.name, b.name)
  return [...rows.values()].map((row) => ({ ...row, parts: row.parts.sort(order('total')) })).sort(order(sort))
}

/** All of it, where there is more than one row. */
export const workloadSum = (rows: Counts[]): Counts => {
  const sum = (of: keyof Counts) => rows.reduce((n, row) => n + row[of], 0)
  return { total: sum('total'), late: sum('late'), week: sum('week') }
}
