// Co-signature counts out of JOIN's CSV files: how many on which day, from which county. Pure.
import { isDay } from '../../lib/calendar.ts'

export type CountRow = { day: string; county: string; count: number }
export type Counts = {
  rows: CountRow[]
  /** local times in order, where the source lists each co-signature */
  times?: string[]
}
/** By the source's id of the case. */
export type CountsByCase = Map<string, Counts>
type Row = { [column: string]: string }
type Refuse = (line: number, reason: string) => void

/** Days with the sum so far: the differences, in order of days. A sum that falls takes from the days before it. */
export function fromDailySums(rows: Iterable<[line: number, row: Row]>, refuse: Refuse): CountsByCase {
  const sums = new Map<string, { day: string; sum: number }[]>()
  for (const [line, row] of rows) {
    const sum = whole(row.endorse_count)
    const reason = reasonAgainst(row, row.date, sum)
    if (reason) refuse(line, reason)
    else push(sums, row.proposal_id!, { day: row.date!, sum: sum! })
  }
  return new Map([...sums].map(([id, list]) => [id, { rows: differences(list) }]))
}

function differences(list: { day: string; sum: number }[]): CountRow[] {
  const rows: CountRow[] = []
  let before = 0
  for (const { day, sum } of list.sort((a, b) => (a.day < b.day ? -1 : 1))) {
    let added = sum - before
    before = sum
    while (added < 0 && rows.length) added += rows.pop()!.count
    if (added > 0) rows.push({ day, county: '', count: added })
  }
  return rows
}

/** One row per case, day and county. */
export function fromCounties(rows: Iterable<[line: number, row: Row]>, refuse: Refuse): CountsByCase {
  const counts = new Map<string, Map<string, CountRow>>()
  for (const [line, row] of rows) {
    const count = whole(row.count)
    const reason = reasonAgainst(row, row.date, count)
    if (reason) refuse(line, reason)
    else add(counts, row.proposal_id!, row.date!, row.county!, count!)
  }
  return withoutTimes(counts)
}

/** A full list of one case: one row per co-signature, with its local time. */
export function fromList(id: string, rows: Iterable<[line: number, row: Row]>, refuse: Refuse): Counts {
  const counts = new Map<string, Map<string, CountRow>>()
  const times: string[] = []
  for (const [line, row] of rows) {
    const at = (row.endorsed_at ?? '').replace('T', ' ')
    if (!/^\d{4}-\d\d-\d\d ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(at) || !isDay(at.slice(0, 10))) {
      refuse(line, 'endorsed_at: is not a date and time that exists')
      continue
    }
    times.push(at)
    add(counts, id, at.slice(0, 10), row.county!, 1)
  }
  return { rows: withoutTimes(counts).get(id)?.rows ?? [], times: times.sort() }
}

const withoutTimes = (counts: Map<string, Map<string, CountRow>>): CountsByCase =>
  new Map([...counts].map(([id, rows]) => [id, { rows: [...rows.values()] }]))

function add(counts: Map<string, Map<string, CountRow>>, id: string, day: string, place: string, count: number) {
  const county = countyOf(place)
  const rows = counts.get(id) ?? new Map<string, CountRow>()
  counts.set(id, rows)
  const row = rows.get(`${day} ${county}`)
  if (row) row.count += count
  else if (count > 0) rows.set(`${day} ${county}`, { day, county, count })
}

/** 其它 and 其他 say nothing about where. */
const countyOf = (name: string | undefined): string => {
  const county = (name ?? '').trim().replace('台', '臺')
  return /^其[它他]$/.test(county) ? '' : county
}

const whole = (typed: string | undefined): number | null => (/^\d{1,12}$/.test(typed ?? '') ? Number(typed) : null)

function reasonAgainst(row: Row, date: string | undefined, count: number | null): string | null {
  if (!row.proposal_id) return 'proposal_id: missing'
  if (!date || !isDay(date)) return 'date: is not a day that exists'
  return count === null ? 'count: is not a whole number' : null
}

function push<T>(map: Map<string, T[]>, key: string, value: T) {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** Counties and cities of Taiwan, with the codes and English names their districts get when the import adds them. */
export const counties: { [name: string]: { code: string; en: string } } = {
  臺北市: { code: 'taipei', en: 'Taipei' },
  新北市: { code: 'new-taipei', en: 'New Taipei' },
  桃園市: { code: 'taoyuan', en: 'Taoyuan' },
  臺中市: { code: 'taichung', en: 'Taichung' },
  臺南市: { code: 'tainan', en: 'Tainan' },
  高雄市: { code: 'kaohsiung', en: 'Kaohsiung' },
  基隆市: { code: 'keelung', en: 'Keelung' },
  新竹市: { code: 'hsinchu-city', en: 'Hsinchu City' },
  新竹縣: { code: 'hsinchu-county', en: 'Hsinchu County' },
  苗栗縣: { code: 'miaoli', en: 'Miaoli' },
  彰化縣: { code: 'changhua', en: 'Changhua' },
  南投縣: { code: 'nantou', en: 'Nantou' },
  雲林縣: { code: 'yunlin', en: 'Yunlin' },
  嘉義市: { code: 'chiayi-city', en: 'Chiayi City' },
  嘉義縣: { code: 'chiayi-county', en: 'Chiayi County' },
  屏東縣: { code: 'pingtung', en: 'Pingtung' },
  宜蘭縣: { code: 'yilan', en: 'Yilan' },
  花蓮縣: { code: 'hualien', en: 'Hualien' },
  臺東縣: { code: 'taitung', en: 'Taitung' },
  澎湖縣: { code: 'penghu', en: 'Penghu' },
  金門縣: { code: 'kinmen', en: 'Kinmen' },
  連江縣: { code: 'lienchiang', en: 'Lienchiang (Matsu)' },
}
