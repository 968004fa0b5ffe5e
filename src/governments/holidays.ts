// Which office days a new government starts with. They are rows from then on: staff edit them.
import Holidays from 'date-holidays'
import type { Localised } from './government.ts'
import { taiwanOfficeDays } from './taiwan-holidays.ts'

export type Holiday = { date: string; works: boolean; name: Localised }

/** Taiwan from the published office calendar; elsewhere public holidays by the date-holidays package, for the years given. */
export function holidaysOf(country: string, years: number[]): Holiday[] {
  if (country === 'TW')
    return taiwanOfficeDays().map(({ date, works, name }) => ({ date, works, name: { 'zh-Hant': name } }))
  const calendar = new Holidays(country)
  const days = new Map<string, Holiday>()
  for (const year of years)
    for (const holiday of calendar.getHolidays(year) ?? [])
      if (holiday.type === 'public') {
        const date = holiday.date.slice(0, 10)
        days.set(date, { date, works: false, name: { en: holiday.name } })
      }
  return [...days.values()]
}
