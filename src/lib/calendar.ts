// Local days of a time zone. Dates are 'YYYY-MM-DD', instants are Date. Pure.
import { Temporal } from 'temporal-polyfill'

const dayMs = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

function parts(instant: Date, timeZone: string): { date: string; time: string } {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
    formats.set(timeZone, format)
  }
  const [date = '', time = ''] = format.format(instant).split(' ')
  return { date, time }
}

/** The local date of an instant. */
export const localDate = (instant: Date, timeZone: string): string => parts(instant, timeZone).date
/** Hours and minutes of an instant, 'HH:MM'. */
export const localTime = (instant: Date, timeZone: string): string => parts(instant, timeZone).time.slice(0, 5)

const starts = new Map<string, number>()

/** The first instant of a local day (not always midnight: some zones skip it). */
export function startOfDay(date: string, timeZone: string): Date {
  const key = date + timeZone
  let at = starts.get(key)
  if (at === undefined) {
    at = Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds
    if (starts.size > 5000) starts.clear()
    starts.set(key, at)
  }
  return new Date(at)
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10)
}

/** The same-numbered day, or the month's last. */
export const addMonths = (date: string, months: number): string =>
  Temporal.PlainDate.from(date).add({ months }, { overflow: 'constrain' }).toString()

/** Days from a to b; negative when b is earlier. */
export const daysBetween = (a: string, b: string): number => Math.round((Date.parse(b) - Date.parse(a)) / dayMs)

/** 0 is Sunday. */
export const weekday = (date: string): number => new Date(Date.parse(date)).getUTCDay()

/** ISO 8601 with the zone's offset: '2026-07-05T23:59:59+08:00'. */
export function isoWithOffset(instant: Date, timeZone: string): string {
  const { date, time } = parts(instant, timeZone)
  const seconds = Math.floor(instant.getTime() / 1000)
  const offset = Math.round((Date.parse(`${date}T${time}Z`) / 1000 - seconds) / 60)
  const sign = offset < 0 ? '-' : '+'
  const two = (n: number) => String(n).padStart(2, '0')
  return `${date}T${time}${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`
}

/** The last local day of a deadline, which is stored as the first instant after it. */
export const lastDay = (before: Date, timeZone: string): string => localDate(new Date(before.getTime() - 1), timeZone)
/** A deadline as it is shown and exported: 23:59:59 of its last day. */
export const deadlineIso = (before: Date, timeZone: string): string =>
  isoWithOffset(new Date(before.getTime() - 1000), timeZone)
