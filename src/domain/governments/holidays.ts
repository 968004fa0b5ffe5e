// Which office days a new government starts with. They are rows from then on: staff edit them.

import { createRequire } from 'node:module'
import type Holidays from 'date-holidays'
import { addDays } from '../../lib/calendar.ts'
import { dayMs } from '../../lib/durations.ts'
import type { Localised } from '../../lib/localised.ts'
import { taiwanOfficeDays } from './taiwan-holidays.ts'

export type Holiday = { date: string; works: boolean; name: Localised }

/** Loaded when a government needs it: its data would take a third of every start. */
const load = () => createRequire(import.meta.url)('date-holidays') as typeof Holidays

/**
 * Office days by date. Taiwan: every year of the published office calendar, whatever `years` says, for cases of the past
 * are imported too. Elsewhere: the public holidays of `years` by the date-holidays package, which knows no make-up working
 * days; named in English and in the country's own languages. None for a country nobody knows.
 */
export function holidaysOf(country: string, years: number[]): Holiday[] {
  if (country === 'TW')
    return taiwanOfficeDays().map(({ date, works, name, english }) => ({
      date,
      works,
      name: { 'zh-Hant': name, en: english },
    }))
  const calendar = new (load())(country)
  const languages = [...new Set(['en', ...(calendar.getLanguages() ?? [])])]
  const days = new Map<string, Holiday>()
  for (const year of years)
    for (const language of languages)
      for (const holiday of calendar.getHolidays(year, language) ?? []) {
        if (holiday.type !== 'public') continue
        // some last several days, some begin at sunset of the day before
        const length = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / dayMs))
        for (let n = 0; n < length; n++) {
          const date = addDays(holiday.date.slice(0, 10), n)
          const day = days.get(date) ?? { date, works: false, name: {} }
          day.name[language === 'zh' ? 'zh-Hant' : language] ??= holiday.name
          days.set(date, day)
        }
      }
  return [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1))
}
