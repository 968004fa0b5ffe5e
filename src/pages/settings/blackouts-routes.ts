// Blackouts: days on which co-signing pauses and its clock stops. Whoever adds, shortens or removes one first sees which closing dates move.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { leaveTrace } from '../../domain/administration/settings-store.ts'
import type { Change } from '../../domain/governments/audit.ts'
import { addBlackout, changeBlackout, lockGovernment, removeBlackout } from '../../domain/governments/changes.ts'
import { blackoutsOf } from '../../domain/governments/store.ts'
import { askForDates, computePendingDates } from '../../domain/proposals/recompute-deadlines.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { idParams } from '../shared/params.ts'
import { awhile } from './awhile.ts'
import { blackoutForm, namesFrom, pauseEndForm } from './forms.ts'
import { type Pause, pausePreview } from './pause-preview.ts'
import { by, inSettings, refusing, saved, wantsPreview } from './settings-page.ts'

export const blackoutsRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const preview = pausePreview(deps)

  app.get('/blackouts', async (request, reply) => page(request, reply))

  app.post('/blackouts', async (request, reply) => {
    const { government } = request
    const at = now()
    const form = readForm(blackoutForm(government.languages, localDate(at, government.timeZone)), request.body)
    if (!form.ok) return page(request, reply.code(422), form)
    const { firstDay, lastDay, stopsSubmitting } = form.data
    const known = await blackoutsOf(db.reads, government.id)
    if (known.some((b) => b.firstDay === firstDay && b.lastDay === lastDay))
      return page(request, reply.code(422), refusing(form, 'firstDay', 'settings.error.same_pause'))
    const reason = namesFrom(form.data, 'reason', government.languages)
    const added = { firstDay, lastDay, stopsSubmitting, reason, createdAt: at }
    if (wantsPreview(request)) return preview(request, reply, 'add', added, [...known, added], form.values)
    await change(request, at, { act: 'added', ...traceOf(added) }, async (tx) => {
      const now = await blackoutsOf(tx, government.id) // its button may have been pressed twice
      if (now.some((b) => b.firstDay === firstDay && b.lastDay === lastDay)) return false
      await addBlackout(tx, { governmentId: government.id, firstDay, lastDay, reason, stopsSubmitting, at })
      return true
    })
    return saved(request, reply, 'blackouts')
  })

  app.get('/blackouts/:id', { schema: { params: idParams } }, async (request, reply) => {
    const pause = await pauseOf(request, request.params.id)
    return pause ? pausePage(request, reply, pause, asTyped(pause)) : reply.callNotFound()
  })

  app.post('/blackouts/:id', { schema: { params: idParams } }, async (request, reply) => {
    const { government } = request
    const at = now()
    const pause = await pauseOf(request, request.params.id)
    if (!pause) return reply.callNotFound()
    const today = localDate(at, government.timeZone)
    const form = readForm(pauseEndForm(earliestEnd(pause, today), pause.lastDay), request.body)
    if (!form.ok) return pausePage(request, reply.code(422), pause, form)
    const { lastDay, stopsSubmitting } = form.data
    if (lastDay === pause.lastDay && stopsSubmitting === pause.stopsSubmitting)
      return pausePage(request, reply.code(422), pause, refusing(form, 'lastDay', 'settings.error.same_end'))
    const changed = { ...pause, lastDay, stopsSubmitting }
    if (wantsPreview(request)) {
      const others = (await blackoutsOf(db.reads, government.id)).filter((b) => b.id !== pause.id)
      return preview(request, reply, 'change', changed, [...others, changed], form.values, pause)
    }
    const trace = traceOf(changed, { last_day_was: pause.lastDay })
    const done = await change(request, at, { act: 'changed', ...trace }, (tx) =>
      changeBlackout(tx, pause, { lastDay, stopsSubmitting }, today),
    )
    if (!done) return page(request, reply.code(409), refusing(blankForm(), 'form', 'settings.error.pause_changed'))
    return saved(request, reply, 'blackouts')
  })

  app.post('/blackouts/:id/removals', { schema: { params: idParams } }, async (request, reply) => {
    const { government } = request
    const at = now()
    const today = localDate(at, government.timeZone)
    const known = await blackoutsOf(db.reads, government.id)
    const pause = known.find((b) => b.id === request.params.id)
    const begun = () => page(request, reply.code(409), refusing(blankForm(), 'form', 'settings.error.pause_begun'))
    if (!pause || pause.firstDay <= today) return begun()
    if (wantsPreview(request)) {
      const others = known.filter((b) => b !== pause)
      return preview(request, reply, 'remove', pause, others, {}, pause)
    }
    const removed = await change(request, at, { act: 'removed', ...traceOf(pause) }, async (tx) =>
      Boolean(await removeBlackout(tx, government.id, pause.id, today)),
    )
    return removed ? saved(request, reply, 'blackouts') : begun()
  })

  /** The change, its trace and the dates it asks for in one unit; then the dates. False when nothing was changed. */
  async function change(
    request: FastifyRequest,
    at: Date,
    trace: Omit<Change, 'area'>,
    unit: (tx: Db) => Promise<boolean>,
  ): Promise<boolean> {
    const { id } = request.government
    const done = await write(db, async (tx) => {
      await lockGovernment(tx, id)
      if (!(await unit(tx))) return false
      await askForDates(tx, id, 'closing', at)
      await leaveTrace(tx, by(request, at), { area: 'blackouts', ...trace })
      return true
    })
    if (done) await computePendingDates({ db }, at, awhile(), id)
    return done
  }

  /** One that can still be changed: it runs, or is to come. */
  async function pauseOf({ government }: FastifyRequest, id: string) {
    const today = localDate(now(), government.timeZone)
    const known = await blackoutsOf(db.reads, government.id)
    return known.find((b) => b.id === id && b.lastDay >= today) ?? null
  }

  const pausePage = (request: FastifyRequest, reply: FastifyReply, pause: Known, form: FormState) =>
    render(request, reply, 'settings/blackout', {
      ...inSettings(request, 'blackouts', form),
      pause,
      earliest: earliestEnd(pause, localDate(now(), request.government.timeZone)),
    })

  async function page(request: FastifyRequest, reply: FastifyReply, form: FormState = blankForm()) {
    const { government } = request
    const today = localDate(now(), government.timeZone)
    const blackouts = await blackoutsOf(db.reads, government.id)
    return render(request, reply, 'settings/blackouts', {
      ...inSettings(request, 'blackouts', form),
      blackouts: blackouts.toReversed().map((b) => ({
        ...b,
        state: b.firstDay > today ? 'future' : b.lastDay >= today ? 'now' : 'past',
      })),
    })
  }
}

type Known = Awaited<ReturnType<typeof blackoutsOf>>[number]

/** Today is paused already, to its end: a pause that runs ends tonight at the earliest. */
const earliestEnd = (pause: Pause, today: string) => (pause.firstDay > today ? pause.firstDay : today)

const asTyped = (pause: Pause) =>
  blankForm({ lastDay: pause.lastDay, stopsSubmitting: pause.stopsSubmitting ? '1' : '' })

const traceOf = ({ firstDay, lastDay, stopsSubmitting }: Pause, more = {}) => ({
  subject: `${firstDay}/${lastDay}`,
  facts: { first_day: firstDay, last_day: lastDay, stops_submitting: stopsSubmitting, ...more },
})
