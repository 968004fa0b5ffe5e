// How staff sign in: whether the desk asks for a passkey, who has one, and who may add another because theirs is lost.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { allowAnotherPasskey, leaveTrace, seats } from '../../domain/administration/settings-store.ts'
import { changeStaffIdle, changeStaffPasskeys } from '../../domain/governments/changes.ts'
import { accountsBeside, isOnePerson } from '../../domain/people/mailboxes.ts'
import { allowancesIn, passkeyCounts } from '../../domain/people/passkey-store.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { idParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { idleBounds, idleForm, staffPasskeysForm } from './forms.ts'
import { by, inSettings, refusing, saved } from './settings-page.ts'

export const staffPasskeysRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/passkeys', async (request, reply) => page(request, reply))

  app.post('/passkeys', async (request, reply) => {
    const { government } = request
    const form = readForm(staffPasskeysForm, request.body)
    if (!form.ok) return page(request, reply.code(422), form)
    const { required } = form.data
    if (required === government.staffPasskeys)
      return page(request, reply.code(422), refusing(form, 'form', 'settings.error.same_choice'))
    // Nobody locks themselves out: whoever switches it on has come in by the door that stays open.
    if (required && !requirePerson(request).byPasskey)
      return page(request, reply.code(422), refusing(form, 'required', 'settings.error.passkey_first'))
    const at = now()
    await write(db, async (tx) => {
      await changeStaffPasskeys(tx, government.id, required)
      await leaveTrace(tx, by(request, at), {
        area: 'passkeys',
        act: 'changed',
        subject: government.slug,
        facts: { required },
      })
    })
    return saved(request, reply, 'passkeys')
  })

  app.post('/sessions', async (request, reply) => {
    const { government } = request
    const form = readForm(idleForm, request.body)
    // The page's other form stands as it is.
    form.values = { ...setIn(government), ...form.values }
    if (!form.ok) return page(request, reply.code(422), form)
    const { minutes } = form.data
    if (minutes === government.staffIdleMinutes)
      return page(request, reply.code(422), refusing(form, 'form', 'settings.error.same_numbers'))
    const at = now()
    await write(db, async (tx) => {
      await changeStaffIdle(tx, government.id, minutes)
      await leaveTrace(tx, by(request, at), {
        area: 'passkeys',
        act: 'changed',
        subject: government.slug,
        facts: { idle_minutes: minutes },
      })
    })
    return saved(request, reply, 'passkeys')
  })

  /** `id`: of a colleague's seat. Whoever holds it may add one passkey more, within a day, though they sign in by code. */
  app.post('/seats/:id/passkeys', { schema: { params: idParams } }, async (request, reply) => {
    const { government } = request
    const seat = (await seats(db.reads, government.id)).find((s) => s.id === request.params.id)
    // Not one's own: whoever finds a session open and reads the mailbox would make themselves a key that stays.
    if (!seat || (await isOnePerson(db.reads, requirePerson(request).id, seat.personId))) throw httpError(404)
    if (!government.staffPasskeys)
      return page(request, reply.code(422), refusing(blankForm(), 'form', 'settings.error.passkeys_off'))
    const at = now()
    const { personId } = seat
    await write(db, (tx) => allowAnotherPasskey(tx, by(request, at), personId))
    logSecurityEvent(request, 'passkey_allowed', { whose: personId })
    return saved(request, reply, 'passkeys')
  })

  async function page(request: FastifyRequest, reply: FastifyReply, form?: FormState) {
    const { government } = request
    const at = now()
    const holders = new Map((await seats(db.reads, government.id)).map((seat) => [seat.personId, seat]))
    const counts = await passkeyCounts(db.reads, [...holders.keys()])
    const allowed = await allowancesIn(db.reads, government.id, at)
    const shown = form ?? blankForm(setIn(government))
    const yours = await accountsBeside(db.reads, requirePerson(request))
    return render(request, reply, 'settings/passkeys', {
      ...inSettings(request, 'passkeys', shown),
      setMinutes: String(government.staffIdleMinutes),
      idleBounds,
      required: government.staffPasskeys,
      colleagues: [...holders.values()].map((seat) => ({
        seatId: seat.id,
        email: seat.email,
        you: yours.includes(seat.personId),
        passkeys: counts.get(seat.personId) ?? 0,
        allowedUntil: allowed.get(seat.personId) ?? null,
      })),
    })
  }
}

const setIn = ({ staffPasskeys, staffIdleMinutes }: FastifyRequest['government']) => ({
  required: staffPasskeys ? '1' : '',
  minutes: String(staffIdleMinutes),
})
