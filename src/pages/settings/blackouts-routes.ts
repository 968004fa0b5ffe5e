// Blackouts: days on which co-signing pauses and its clock stops. Adding or removing one moves the closing date of every case that gathers.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { leaveTrace } from '../../domain/administration/settings-store.ts'
import { addBlackout, removeBlackout } from '../../domain/governments/changes.ts'
import { blackoutsOf } from '../../domain/governments/store.ts'
import { askForDates, computePendingDates } from '../../domain/proposals/recompute-deadlines.ts'
import { localDate } from '../../lib/calendar.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { idParams } from '../shared/params.ts'
import { awhile } from './awhile.ts'
import { blackoutForm, namesFrom } from './forms.ts'
import { by, inSettings, refusing, saved } from './settings-page.ts'

export const blackoutsRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/blackouts', async (request, reply) => page(request, reply))

  app.post('/blackouts', async (request, reply) => {
    const { government } = request
    const at = now()
    const form = readForm(blackoutForm(government.languages, localDate(at, government.timeZone)), request.body)
    if (!form.ok) return page(request, reply.code(422), form)
    const { firstDay, lastDay } = form.data
    const known = await blackoutsOf(db.reads, government.id)
    if (known.some((b) => b.firstDay === firstDay && b.lastDay === lastDay))
      return page(request, reply.code(422), refusing(form, 'firstDay', 'settings.error.same_pause'))
    const reason = namesFrom(form.data, 'reason', government.languages)
    await write(db, async (tx) => {
      await addBlackout(tx, { governmentId: government.id, firstDay, lastDay, reason, at })
      await askForDates(tx, government.id, 'closing', at)
      await leaveTrace(tx, by(request, at), {
        area: 'blackouts',
        act: 'added',
        subject: `${firstDay}/${lastDay}`,
        facts: { first_day: firstDay, last_day: lastDay },
      })
    })
    await computePendingDates({ db }, at, awhile(), government.id)
    return saved(request, reply, 'blackouts')
  })

  app.post('/blackouts/:id/removals', { schema: { params: idParams } }, async (request, reply) => {
    const { government } = request
    const at = now()
    const removed = await write(db, async (tx) => {
      const gone = await removeBlackout(tx, government.id, request.params.id, localDate(at, government.timeZone))
      if (!gone) return false
      await askForDates(tx, government.id, 'closing', at)
      await leaveTrace(tx, by(request, at), {
        area: 'blackouts',
        act: 'removed',
        subject: `${gone.firstDay}/${gone.lastDay}`,
        facts: { first_day: gone.firstDay, last_day: gone.lastDay },
      })
      return true
    })
    if (!removed) return page(request, reply.code(422), refusing(blankForm(), 'form', 'settings.error.pause_begun'))
    await computePendingDates({ db }, at, awhile(), government.id)
    return saved(request, reply, 'blackouts')
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
