// Numbers and dates as people read them. Data always goes out as ISO 8601.
import { isoWithOffset, lastDay, localDate, localTime, rocYear } from '../../lib/calendar.ts'
import { memoize } from '../../lib/memoize.ts'
import { wholePercent } from '../../lib/share.ts'
import type { Translate } from './i18n.ts'

const numbers = new Intl.NumberFormat('en')
/** 5000 as 5,000, the same in every language. Most numbers of a page are small, and asking Intl takes a microsecond. */
export const formatNumber = (n: number): string =>
  Number.isInteger(n) && n > 0 && n < 1000 ? String(n) : numbers.format(n)

const weekdays = 'SunMonTueWedThuFriSat'

/**
 * Formatters for one page: language, time zone, and 民國 years where the government wants them. Where `thisYear` (2026) is given,
 * a short date of another year says its year.
 */
export function formats(language: string, timeZone: string, dates: string, t: Translate, thisYear?: string) {
  const chinese = language.startsWith('zh')
  const days = (value: Date | string) => (typeof value === 'string' ? value.slice(0, 10) : localDate(value, timeZone))
  const year = (iso: string) => (dates === 'roc' && chinese ? `民國 ${rocYear(iso)}` : iso.slice(0, 4))
  const months = monthsIn(language)
  const dayAndMonth = (value: Date | string) => {
    const [, m = 1, d = 1] = days(value).split('-').map(Number)
    return chinese ? `${m} 月 ${d} 日` : `${d} ${months[m - 1]}`
  }
  const date = (value: Date | string) => {
    const iso = days(value)
    return chinese ? `${year(iso)} 年 ${dayAndMonth(iso)}` : `${dayAndMonth(iso)} ${iso.slice(0, 4)}`
  }
  const shortDate = (value: Date | string) =>
    thisYear === undefined || days(value).startsWith(`${thisYear}-`) ? dayAndMonth(value) : date(value)
  return {
    number: formatNumber,
    wholePercent,
    percent: (share: number) => `${wholePercent(share)}%`,
    date,
    shortDate,
    /** From one day to another; one day alone where both are the same. */
    span: (first: string, last: string) =>
      first === last ? date(first) : t('frame.span', { from: date(first), to: date(last) }),
    dateTime: (value: Date) => `${date(value)} ${localTime(value, timeZone)}`,
    time: (value: Date) => localTime(value, timeZone),
    iso: (value: Date) => isoWithOffset(value, timeZone),
    /** The last second before a deadline. */
    lastMoment: (before: Date) => isoWithOffset(new Date(before.getTime() - 1000), timeZone),
    /** The last local day of a deadline, as an ISO date. */
    dueDay: (before: Date) => lastDay(before, timeZone),
    weekday: (value: Date | string) => {
      const at = new Date(Date.parse(days(value))).getUTCDay()
      return t(`frame.weekday.${weekdays.slice(at * 3, at * 3 + 3).toLowerCase()}`)
    },
  }
}

/** Short names of the months; those of a language that we have no format of our own for come from the system. */
const monthsIn = memoize((language) => {
  const month = new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' })
  return Array.from({ length: 12 }, (_, i) => month.format(Date.UTC(2026, i, 1)))
}, 100)
