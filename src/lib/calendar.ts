// Local days of a time zone. Dates are 'YYYY-MM-DD' (years 1000 to 9999), instants are Date. Pure.
// Called hundreds of times a page, so the zone's offset is kept per UTC day: about 1 µs a call, a tenth of Temporal's.

import { Temporal } from 'temporal-polyfill'
import { dayMs, hourMs } from './durations.ts'
import { memoize } from './memoize.ts'

const secondMs = 1000
const mostRemembered = 20_000

/** `offsets` by UTC day, `dates` by local day, both counted from 1970; `starts` by date. */
type Zone = {
  clock: Intl.DateTimeFormat
  offsets: Map<number, number>
  dates: Map<number, string>
  starts: Map<string, number>
}

const zoneOf = memoize((timeZone): Zone => {
  // sv-SE writes 'YYYY-MM-DD HH:MM:SS'
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return { clock, offsets: new Map(), dates: new Map(), starts: new Map() }
}, 500)

/** Asks Intl: local time minus UTC in milliseconds, a whole number of seconds. */
function askOffset(ms: number, zone: Zone): number {
  const wholeSecond = Math.floor(ms / secondMs) * secondMs
  return Date.parse(`${zone.clock.format(wholeSecond).replace(' ', 'T')}Z`) - wholeSecond
}

function offsetAt(ms: number, zone: Zone): number {
  const utcDay = Math.floor(ms / dayMs)
  const known = zone.offsets.get(utcDay)
  if (known !== undefined) return Number.isNaN(known) ? askOffset(ms, zone) : known

  const first = askOffset(utcDay * dayMs, zone)
  const last = askOffset((utcDay + 1) * dayMs - secondMs, zone)
  if (zone.offsets.size >= mostRemembered) zone.offsets.clear()
  zone.offsets.set(utcDay, first === last ? first : Number.NaN) // NaN: the clocks change on this day, so ask each time
  return first === last ? first : askOffset(ms, zone)
}

function localIso(instant: Date, timeZone: string): { iso: string; offset: number } {
  const ms = instant.getTime()
  const offset = offsetAt(ms, zoneOf(timeZone))
  return { iso: new Date(ms + offset).toISOString(), offset }
}

/** The local date of an instant. Throws a RangeError for an unknown zone or an invalid Date, as all here do. */
export function localDate(instant: Date, timeZone: string): string {
  const ms = instant.getTime()
  const zone = zoneOf(timeZone)
  const day = Math.floor((ms + offsetAt(ms, zone)) / dayMs)
  const known = zone.dates.get(day)
  if (known) return known
  const date = new Date(day * dayMs).toISOString().slice(0, 10)
  if (zone.dates.size >= mostRemembered) zone.dates.clear()
  zone.dates.set(day, date)
  return date
}

/** Hours and minutes of an instant, 'HH:MM'. */
export const localTime = (instant: Date, timeZone: string): string => localIso(instant, timeZone).iso.slice(11, 16)

/** The first instant of a local day (not always midnight: some zones skip it; the later day's start where a whole day was skipped). */
export function startOfDay(date: string, timeZone: string): Date {
  const zone = zoneOf(timeZone)
  const known = zone.starts.get(date)
  if (known !== undefined) return new Date(known)

  const midnight = parseDay(date)
  const offset = offsetAt(midnight - 26 * hourMs, zone)
  const steady = offset === offsetAt(midnight, zone) && offset === offsetAt(midnight + 26 * hourMs, zone)
  const at = steady ? midnight - offset : Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds
  if (zone.starts.size >= mostRemembered) zone.starts.clear()
  zone.starts.set(date, at)
  return new Date(at)
}

/**
 * The instant of a local day and time, 'HH:MM'. Where a clock skips that time, as much later as it skips; where it comes twice, the first.
 * Throws a RangeError for what is no day or no time.
 */
export const instantAt = (day: string, time: string, timeZone: string): Date =>
  new Date(Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(timeZone).epochMilliseconds)

/** Whether the text is a real day written 'YYYY-MM-DD'. */
export const isDay = (text: string): boolean => !Number.isNaN(readDay(text))

/** Milliseconds of that day's midnight in UTC, NaN when there is no such day. */
function readDay(text: string): number {
  if (!/^[1-9]\d{3}-\d\d-\d\d$/.test(text)) return Number.NaN
  const dayOfMonth = Number(text.slice(8))
  const ms = Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)) - 1, dayOfMonth)
  const exists = dayOfMonth > 0 && text.slice(5, 7) < '13' && new Date(ms).getUTCDate() === dayOfMonth
  return exists && text.slice(5, 7) !== '00' ? ms : Number.NaN
}

function parseDay(date: string): number {
  const ms = readDay(date)
  if (Number.isNaN(ms)) throw new RangeError(`not a date: ${date}`)
  return ms
}

const writeDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** `date` so many days later, or earlier where `days` is below zero. */
export const addDays = (date: string, days: number): string => writeDay(parseDay(date) + days * dayMs)

/** The same-numbered day, or the month's last where it has none. `months` may be negative. */
export function addMonths(date: string, months: number): string {
  const from = new Date(parseDay(date))
  const lastOfMonth = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0)
  const day = Math.min(from.getUTCDate(), new Date(lastOfMonth).getUTCDate())
  return `${writeDay(lastOfMonth).slice(0, 8)}${twoDigits(day)}`
}

/**
 * What happened before this instant was `months` months ago by `now`, its own day not counted: the start of the first day
 * whose months are not over. Not `months` back from today, which on the 31st would be late by up to three days.
 */
export function monthsAgo(now: Date, months: number, timeZone: string): Date {
  const yesterday = addDays(localDate(now, timeZone), -1)
  let first = addMonths(yesterday, -months)
  while (addMonths(first, months) <= yesterday) first = addDays(first, 1)
  return startOfDay(first, timeZone)
}

/** Days from a to b; negative when b is earlier. */
export const daysBetween = (a: string, b: string): number => Math.round((parseDay(b) - parseDay(a)) / dayMs)

/** 0 is Sunday, 6 is Saturday. */
export const weekday = (date: string): number => new Date(parseDay(date)).getUTCDay()

/** 民國 year of a date: 115 for 2026. Zero or less before 1912. */
export const rocYear = (date: string): number => Number(date.slice(0, 4)) - 1911

/** ISO 8601 with the zone's offset, to the second: '2026-07-05T23:59:59+08:00'. */
export function isoWithOffset(instant: Date, timeZone: string): string {
  const { iso, offset } = localIso(instant, timeZone)
  const minutes = Math.round(Math.abs(offset) / 60_000)
  return `${iso.slice(0, 19)}${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`
}

const twoDigits = (n: number) => (n < 10 ? `0${n}` : String(n))

/** The last local day of a deadline, which is stored as the first instant after it. */
export const lastDay = (before: Date, timeZone: string): string => localDate(new Date(before.getTime() - 1), timeZone)

/** A deadline as it is shown and exported: 23:59:59 of its last day, with the offset. */
export const deadlineIso = (before: Date, timeZone: string): string =>
  isoWithOffset(new Date(before.getTime() - secondMs), timeZone)
