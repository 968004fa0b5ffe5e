// The register of commitments as a table, with the register's own filters.
import type { RegisterQuery } from '../../domain/answers/register-query.ts'
import { commitmentsAmong } from '../../domain/answers/register-store.ts'
import { commitmentRowsOf, updateRowsOf } from '../../domain/proposals/public-commitments.ts'
import { publicNumbers } from '../../domain/proposals/store.ts'
import { localDate } from '../../lib/calendar.ts'
import { grouped } from '../../lib/group.ts'
import { commitmentJson } from '../commitment-json.ts'
import type { Taking } from './case-tables.ts'
import { named, namedIn, type Row, tableOf } from './table.ts'

export const commitmentsTable = tableOf(
  'commitments',
  {
    ...{ government: 'text', id: 'text', url: 'text', number: 'text', ask: 'integer', what: 'text', measure: 'text' },
    ...{ ...named('agency'), ...named('promised_by'), handed_over_at: 'moment', owner: 'text' },
    ...{ due_on: 'date', date_changes: 'integer', state: 'text', agency_says: 'text', done_at: 'moment' },
    ...{ checked: 'text', checked_at: 'moment', reported_at: 'moment', closed_at: 'moment' },
  },
  ['id'],
)
type Line = Row<typeof commitmentsTable.columns>

/** Of these cases the commitments that the register would show, in the order of their numbers. */
export async function commitmentLines(
  { db, government, origin, at }: Taking,
  ids: string[],
  query: RegisterQuery,
): Promise<Line[]> {
  const all = await commitmentRowsOf(db, ids)
  if (!all.length) return []
  const now = { today: localDate(at, government.timeZone), at, timeZone: government.timeZone }
  const [shown, updates, numbers] = await Promise.all([
    commitmentsAmong(db, government.id, query, now, ids),
    updateRowsOf(db, ids),
    publicNumbers(db, ids),
  ])
  const [of, updatesOf] = [grouped(all, (c) => c.proposalId), grouped(updates, (u) => u.commitmentId)]
  return ids.flatMap((id) =>
    of(id)
      .filter((c) => shown.has(c.id))
      .sort((a, b) => (a.number ?? 0) - (b.number ?? 0))
      .map((c) => {
        const number = numbers.get(id) ?? null
        const json = commitmentJson({ ...c, updates: updatesOf(c.id) }, number, government, origin)
        return {
          government: government.slug,
          ...{ id: json.id, url: json.url, number, ask: json.ask },
          ...{ what: json.what, measure: json.measure, ...namedIn('agency', json.agency) },
          ...{ ...namedIn('promised_by', json.promised_by), handed_over_at: json.handed_over_at, owner: json.owner },
          ...{ due_on: json.due_on, date_changes: json.date_changes, state: json.state, agency_says: json.agency_says },
          ...{ done_at: json.done_at, checked: json.checked, checked_at: json.checked_at },
          ...{ reported_at: json.reported_at, closed_at: json.closed_at },
        }
      }),
  )
}
