// Office days: on which days offices deviate from Monday to Friday, year by year. A change computes again what was due through it.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { leaveTrace } from '../../domain/administration/settings-store.ts'
import { loadYear, removeHoliday, setHoliday } from '../../domain/governments/changes.ts'
import { holidaysOf } from '../../domain/governments/holidays.ts'
import { loadedYears, workCalendar } from '../../domain/governments/store.ts'
import { askForDates, computePendingDates } from '../../domain/proposals/recompute-deadlines.ts'
import { localDate } from '../../lib/calendar.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { bodyOf } from '../../platform/http/query.ts'
import { pageQuery } from '../../platform/http/query-schemas.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { awhile } from './awhile.ts'
import { calendarPreview } from './calendar-preview.ts'
import { asTyped, holidayForm, namesFrom, yearForm } from './forms.ts'
import { by, inSettings, refusing, settingsPath, wantsPreview } from './settings-page.ts'

const dateParams = z.looseObject({ date: z.string() })

export const holidaysRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const preview = calendarPreview(deps)
  app.get('/holidays', { schema: { querystring: pageQuery('year') } }, async (request, reply) =>
    page(request, reply, blankForm(), request.query.year),
  )

  app.get('/holidays/:date', { schema: { params: dateParams } }, async (request, reply) => {
    const { holidays } = await workCalendar(db.reads, request.government)
    const day = holidays.get(request.params.date)
    if (!day) return reply.callNotFound()
    const values = { date: request.params.date, works: day.works ? 'yes' : 'no', ...asTyped('name', day.name) }
    return dayPage(request, reply, request.params.date, blankForm(values))
  })

  app.post('/holidays', async (request, reply) => {
    const { government } = request
    const form = readForm(holidayForm(government.languages), request.body)
    if (!form.ok) return page(request, reply.code(422), form)
    const { date, works } = form.data
    const { holidays } = await workCalendar(db.reads, government)
    if (holidays.has(date)) return page(request, reply.code(422), refusing(form, 'date', 'settings.error.same_day'))
    if (!(await loadedYears(db.reads, government.id)).includes(Number(date.slice(0, 4))))
      return page(request, reply.code(422), refusing(form, 'date', 'settings.error.year_first'))
    const day = { works: works === 'yes', name: namesFrom(form.data, 'name', government.languages) }
    if (wantsPreview(request))
      return preview(request, reply, { kind: 'save', date, day }, settingsPath(request, 'holidays'), form.values)
    await saveHoliday(request, 'added', { date, ...day })
    return reply.redirect(yearPath(request, date), 303)
  })

  app.post('/holidays/:date', { schema: { params: dateParams } }, async (request, reply) => {
    const { government } = request
    const { date } = request.params
    const { holidays } = await workCalendar(db.reads, government)
    const before = holidays.get(date)
    if (!before) return reply.callNotFound()
    const form = readForm(holidayForm(government.languages), { ...bodyOf(request), date })
    if (!form.ok) return dayPage(request, reply.code(422), date, form)
    const name = namesFrom(form.data, 'name', government.languages, before.name)
    const day = { works: form.data.works === 'yes', name }
    if (wantsPreview(request))
      return preview(request, reply, { kind: 'save', date, day }, settingsPath(request, 'holidays', date), form.values)
    await saveHoliday(request, 'changed', { date, ...day })
    return reply.redirect(yearPath(request, date), 303)
  })

  app.post('/holidays/:date/removals', { schema: { params: dateParams } }, async (request, reply) => {
    const { government } = request
    const { date } = request.params
    const at = now()
    if (wantsPreview(request)) {
      const day = (await workCalendar(db.reads, government)).holidays.get(date)
      if (!day) return reply.callNotFound()
      return preview(
        request,
        reply,
        { kind: 'remove', date, day },
        settingsPath(request, 'holidays', date, 'removals'),
        {},
      )
    }
    const removed = await write(db, async (tx) => {
      if (!(await removeHoliday(tx, government.id, date))) return false
      await askForDates(tx, government.id, 'due', at)
      await leaveTrace(tx, by(request, at), { area: 'holidays', act: 'removed', subject: date, facts: { date } })
      return true
    })
    if (!removed) return reply.callNotFound()
    await computePendingDates({ db }, at, awhile(), government.id)
    return reply.redirect(yearPath(request, date), 303)
  })

  /** From the table of the country; `empty` for a year nobody has published yet, to be filled by hand. */
  app.post('/holiday-years', async (request, reply) => {
    const { government } = request
    const form = readForm(yearForm, request.body)
    if (!form.ok) return page(request, reply.code(422), form)
    const { year, empty } = form.data
    const years = await loadedYears(db.reads, government.id)
    if (years.includes(year))
      return page(request, reply.code(422), refusing(form, 'year', 'settings.error.year_loaded'))
    if (years.length && year > years.at(-1)! + 1)
      return page(
        request,
        reply.code(422),
        refusing(form, 'year', 'settings.error.year_order', { year: years.at(-1)! + 1 }),
      )
    const days = empty ? [] : published(government.country, year)
    if (!empty && !days.length)
      return page(request, reply.code(422), refusing(form, 'year', 'settings.error.year_unknown', { year }))
    if (wantsPreview(request))
      return preview(request, reply, { kind: 'load', year, days }, settingsPath(request, 'holiday-years'), form.values)
    const at = now()
    await write(db, async (tx) => {
      await loadYear(tx, government.id, year, days)
      await askForDates(tx, government.id, 'due', at)
      await leaveTrace(tx, by(request, at), {
        area: 'holidays',
        act: 'loaded',
        subject: String(year),
        facts: { year, days: days.length },
      })
    })
    await computePendingDates({ db }, at, awhile(), government.id)
    return reply.redirect(yearPath(request, String(year)), 303)
  })

  async function saveHoliday(request: FastifyRequest, act: 'added' | 'changed', day: Parameters<typeof setHoliday>[2]) {
    const at = now()
    const { id } = request.government
    await write(db, async (tx) => {
      await setHoliday(tx, id, day)
      await askForDates(tx, id, 'due', at)
      const { date, works } = day
      await leaveTrace(tx, by(request, at), { area: 'holidays', act, subject: date, facts: { date, works } })
    })
    await computePendingDates({ db }, at, awhile(), id)
  }

  async function page(request: FastifyRequest, reply: FastifyReply, form: FormState = blankForm(), of?: string) {
    const { government } = request
    const { holidays } = await workCalendar(db.reads, government)
    const years = await loadedYears(db.reads, government.id)
    const thisYear = Number(localDate(now(), government.timeZone).slice(0, 4))
    const next = years.length ? years.at(-1)! + 1 : thisYear
    const typed = String(form.values.date ?? '').slice(0, 4)
    const asked = Number(of ?? (typed || thisYear))
    const year = years.includes(asked) ? asked : (years.at(-1) ?? thisYear)
    return render(request, reply, 'settings/holidays', {
      ...inSettings(request, 'holidays', form),
      year,
      years,
      next,
      nextKnown: published(government.country, next).length > 0,
      days: [...holidays].filter(([date]) => date.startsWith(`${year}-`)).map(([date, day]) => ({ date, ...day })),
    })
  }

  const dayPage = (request: FastifyRequest, reply: FastifyReply, date: string, form: FormState) =>
    render(request, reply, 'settings/holiday', {
      ...inSettings(request, 'holidays', form),
      day: date,
      year: date.slice(0, 4),
    })
}

/** What is known of a country's year. */
const published = (country: string, year: number) =>
  holidaysOf(country, [year]).filter(({ date }) => date.startsWith(`${year}-`))

const yearPath = (request: FastifyRequest, date: string) =>
  `/${request.government.slug}/desk/settings/holidays?year=${date.slice(0, 4)}&done=1`
