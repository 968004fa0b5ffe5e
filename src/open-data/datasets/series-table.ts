// The co-signatures of one case by day, by week, by district and by how sure it is who signed. Only days that are over are in it, and districts as they are told
// on the case's page: domain/proposals/small-count-suppression.ts says why.
import type { CaseParts } from '../../domain/proposals/public-proposal.ts'
import { finishedDays, toldDistricts } from '../../domain/proposals/small-count-suppression.ts'
import { toldLevels } from '../../domain/record/told-count.ts'
import { addDays, weekday } from '../../lib/calendar.ts'
import { summed } from '../../lib/group.ts'
import { type Named, namedJson } from '../name-json.ts'
import { named, namedIn, type Row, tableOf } from './table.ts'

export const seriesTable = tableOf(
  'cosignatures',
  {
    ...{ government: 'text', number: 'text', series: 'text', first_day: 'date', last_day: 'date' },
    ...{ ...named('district'), cosignatures: 'integer', suppressed: 'boolean' },
  },
  ['number', 'series', 'first_day', 'district'],
)
type Line = Row<typeof seriesTable.columns>

type Counted = Pick<
  CaseParts,
  | 'byDay'
  | 'undated'
  | 'byDistrict'
  | 'districtsTold'
  | 'districtsThrough'
  | 'byAssurance'
  | 'countUnsaid'
  | 'unverified'
>

/** `today`: the government's local day, which is not over. A week that is not over yet goes to the last finished day. */
export function seriesLines(
  has: Counted,
  of: { government: string; number: string },
  districts: Named[],
  today: string,
): Line[] {
  const nobody = namedIn('district', null)
  const line = (
    series: string,
    first_day: string | null,
    last_day: string | null,
    cosignatures: number | null,
  ): Line => ({
    government: of.government,
    ...{ number: of.number, series, first_day, last_day, ...nobody, cosignatures, suppressed: cosignatures === null },
  })
  const days = finishedDays(has.byDay, today)
  const weeks = [
    ...summed(
      days.map(({ date, count }) => ({ week: mondayOf(date), count })),
      ({ week }) => week,
    ),
  ]
  const through = has.districtsThrough
  const cells = toldDistricts(has, districts)
  // of a case that was brought only what was told is here: where each of them is of a district, a null hides a number
  const isKnown = (code: string) =>
    has.districtsTold ? !has.districtsTold.some((one) => one.code === '') : (has.byDistrict.get(code) ?? 0) > 0
  const first = through === null ? null : (has.byDay[0]?.date ?? null)
  return [
    // of a source that gives no count it is not known, and nothing is kept back
    ...toldLevels(has).map(({ level, count }) => ({ ...line(`level_${level}`, null, null, count), suppressed: false })),
    ...(has.unverified ? [line('unverified', null, null, has.unverified)] : []),
    ...(has.undated ? [line('undated', null, null, has.undated)] : []),
    ...days.map(({ date, count }) => line('day', date, date, count)),
    ...weeks.map(([monday, count]) => line('week', monday, earlier(addDays(monday, 6), addDays(today, -1)), count)),
    ...cells.map((cell) => ({
      ...line('district', first, through, cell.count),
      // else nobody knows: where some are from is not said
      suppressed: cell.count === null && isKnown(cell.code),
      ...namedIn('district', cell.code === '' ? null : namedJson(cell)),
    })),
  ]
}

const earlier = (a: string, b: string): string => (a < b ? a : b)
const mondayOf = (date: string): string => addDays(date, -((weekday(date) + 6) % 7))
