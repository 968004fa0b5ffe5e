// What a changed calendar of office days would move, before it is saved: which cases are due on another day.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { OfficeDay, WorkCalendar } from '../../domain/governments/deadline.ts'
import { workCalendar } from '../../domain/governments/store.ts'
import { duesUnder } from '../../domain/proposals/recompute-deadlines.ts'
import { lastDay } from '../../lib/calendar.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type Values } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { hiddenFields, inSettings } from './settings-page.ts'
import type { Settings } from './settings-pages.ts'

/** One day, or a year of days. */
type CalendarChange =
  | { kind: 'save'; date: string; day: OfficeDay }
  | { kind: 'remove'; date: string; day: OfficeDay }
  | { kind: 'load'; year: number; days: ({ date: string } & OfficeDay)[] }

export type CalendarPreview = Settings & {
  change: CalendarChange
  count: number
  moves: { number: string | null; title: string; what: 'checking' | 'schedule'; was: string; due: string }[]
  fields: { name: string; value: string }[]
  self: string
  back: string
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'settings/calendar-preview': CalendarPreview
  }
}

/** So many cases are named one by one. */
const named = 50

/** The calendar as it would be. Pure. */
function calendarAfter(calendar: WorkCalendar, change: CalendarChange): WorkCalendar {
  const holidays = new Map(calendar.holidays)
  if (change.kind === 'remove') holidays.delete(change.date)
  else if (change.kind === 'save') holidays.set(change.date, change.day)
  else for (const { date, ...day } of change.days) holidays.set(date, day)
  const until = change.kind === 'load' ? `${change.year}-12-31` : calendar.loadedUntil
  return { ...calendar, holidays, loadedUntil: until > calendar.loadedUntil ? until : calendar.loadedUntil }
}

/** The page before saving. `self`: where its button sends what was typed. */
export const calendarPreview =
  ({ db }: Deps) =>
  async (
    request: FastifyRequest,
    reply: FastifyReply,
    change: CalendarChange,
    self: string,
    values: Values,
  ): Promise<string> => {
    const { government } = request
    const calendar = calendarAfter(await workCalendar(db.reads, government), change)
    const moves = await duesUnder(db.reads, government.id, calendar)
    const day = (before: Date) => lastDay(before, government.timeZone)
    request.previewed = true
    return render(request, reply, 'settings/calendar-preview', {
      ...inSettings(request, 'holidays', blankForm(values)),
      change,
      count: moves.length,
      moves: moves.slice(0, named).map((m) => ({ ...m, was: day(m.was), due: day(m.before) })),
      fields: hiddenFields(values),
      self,
      back: request.formAddress?.() ?? `/${government.slug}/desk/settings/holidays`,
    })
  }
