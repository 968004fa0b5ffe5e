import { expect, test } from 'vitest'
import { holidaysOf } from '../../../src/domain/governments/holidays.ts'
import { taiwanOfficeDays } from '../../../src/domain/governments/taiwan-holidays.ts'
import { addDays, isDay, weekday } from '../../../src/lib/calendar.ts'

const days = taiwanOfficeDays()
const byDate = new Map(days.map((day) => [day.date, day]))
const isWeekend = (date: string) => weekday(date) % 6 === 0
const isClosed = (date: string) => (byDate.has(date) ? !byDate.get(date)?.works : isWeekend(date))
const yearOf = (year: number) =>
  Array.from({ length: 366 }, (_, n) => addDays(`${year}-01-01`, n)).filter((date) => date.startsWith(`${year}-`))

test('every line of Taiwan’s table is a real day, once, in order', () => {
  const dates = days.map((day) => day.date)
  expect(dates.filter((date) => !isDay(date))).toEqual([])
  expect(dates).toEqual([...new Set(dates)].sort())
})

// 總放假日數 as the Executive Yuan announced them with each year's calendar (2027: counted)
test.each([
  [2017, 116],
  [2018, 115],
  [2019, 115],
  [2020, 115],
  [2021, 116],
  [2022, 115],
  [2023, 116],
  [2024, 115],
  [2025, 118], // as amended in June 2025: 115 before
  [2026, 120],
  [2027, 121],
])('in %i Taiwan’s offices are closed on %i days', (year, closed) => {
  expect(yearOf(year).filter(isClosed)).toHaveLength(closed)
})

test('every make-up working day is a Saturday that pays for a bridge day, and there are none since the law of 2025', () => {
  const makeUps = days.filter((day) => day.works)
  expect(makeUps.every((day) => weekday(day.date) === 6)).toBe(true)
  expect(makeUps.at(-1)?.date).toBe('2025-02-08')
  expect(makeUps.length).toBe(
    days.filter((day) => day.name === '調整放假' || (day.name === '小年夜' && day.date < '2025-05-28')).length,
  )
})

test('a holiday on a weekend is made up for: Saturdays on the workday before, Sundays on the one after', () => {
  const substitutes = new Set(days.filter((day) => day.name === '補假').map((day) => day.date))
  for (const { date, name, works } of days) {
    const newYear = ['農曆除夕', '春節', '小年夜'].includes(name) // made up for after the festival
    if (works || newYear || name === '補假' || !isWeekend(date)) continue
    let substitute = date
    const step = weekday(date) === 6 ? -1 : 1
    do substitute = addDays(substitute, step)
    while (isWeekend(substitute) || (byDate.has(substitute) && !substitutes.has(substitute)))
    expect(substitutes, `${date} ${name}`).toContain(substitute)
  }
})

test.each([
  ['2017-05-29', true], // bridge to the Dragon Boat Festival
  ['2017-06-03', false], // and the Saturday that pays for it
  ['2025-09-29', true], // Confucius' birthday fell on a Sunday
  ['2025-10-24', true], // Retrocession Day on a Saturday
  ['2025-12-25', true],
  ['2025-05-01', false], // Labour Day was for workers only
  ['2026-05-01', true],
  ['2026-02-20', true],
  ['2026-10-09', true],
  ['2027-02-04', true], // the day before New Year's Eve
  ['2027-04-30', true], // Labour Day on a Saturday
  ['2027-12-31', true], // for 1 January 2028, a Saturday
])('on %s offices are closed: %s', (date, closed) => {
  expect(isClosed(date)).toBe(closed)
})

test('a government in Taiwan starts with every year of the table, named in both languages', () => {
  const taiwan = holidaysOf('TW', [2026])
  expect(taiwan).toHaveLength(days.length)
  expect(taiwan.find((day) => day.date === '2026-06-19')).toEqual({
    date: '2026-06-19',
    works: false,
    name: { 'zh-Hant': '端午節', en: 'Dragon Boat Festival' },
  })
  expect(taiwan.filter((day) => !/^[A-Z]/.test(day.name.en ?? ''))).toEqual([])
})

test('a government elsewhere starts with its country’s public holidays, in English and its own language', () => {
  const germany = holidaysOf('DE', [2026, 2027])
  expect(germany.find((day) => day.date === '2026-10-03')).toEqual({
    date: '2026-10-03',
    works: false,
    name: { en: 'National Holiday', de: 'Tag der Deutschen Einheit' },
  })
  expect(germany.some((day) => day.date === '2027-12-25')).toBe(true)
  const dates = germany.map((day) => day.date)
  expect(dates).toEqual([...new Set(dates)].sort())
  for (const country of ['US', 'JP', 'GB', 'FR', 'TR', 'IL', 'HK', 'KR'])
    expect(holidaysOf(country, [2026]).filter((day) => !isDay(day.date) || day.works || !day.name.en)).toEqual([])
  expect(holidaysOf('ZZ', [2026])).toEqual([])
})
