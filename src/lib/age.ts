// Whether somebody is so old, from what a card or a service says of their birth. Pure: dates are 'YYYY-MM-DD'.
import { addMonths, isDay } from './calendar.ts'

/** Nobody is older. Dates before are placeholders. */
const oldest = 130

/**
 * In whole years, on `today`, of somebody born on `born`. Whoever was born on 29 February is a year older on 1 March. A year alone (YYYY, as
 * OpenID Connect allows) counts from its last day, so that nobody is taken for older than they are. Null where it is no such date, lies
 * ahead, or has no year (0000-MM-DD).
 */
export function ageOn(born: string, today: string): number | null {
  const date = /^\d{4}$/.test(born) ? `${born}-12-31` : born
  if (!isDay(date)) return null
  const years = Math.floor((asNumber(today) - asNumber(date)) / 10_000)
  return years >= 0 && years <= oldest ? years : null
}

/** The last day on which somebody was born who is so old on `today`. */
export const bornBy = (today: string, years: number): string => addMonths(today, -12 * years)

const asNumber = (date: string): number => Number(date.replaceAll('-', ''))
