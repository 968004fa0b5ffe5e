// People: who holds a seat, who is invited. A seat ends at the next request; the last administrator's never does.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { leaveTrace, openInvitations, seatStandingOf, seats } from '../../domain/administration/settings-store.ts'
import { approversOf, setApprover } from '../../domain/governments/approvers.ts'
import { renewInvitation, revokeInvitation } from '../../domain/governments/changes.ts'
import { invite } from '../../domain/governments/commands.ts'
import { endSeat } from '../../domain/governments/end-seat.ts'
import { isAssignable } from '../../domain/governments/government.ts'
import { agenciesOf } from '../../domain/governments/store.ts'
import { leftBehind } from '../../domain/moderation/officer.ts'
import { workloadOf } from '../../domain/moderation/workload.ts'
import { mailInvitation } from '../../domain/notifications/take-up-invitation.ts'
import { invitationsReturned } from '../../domain/notifications/undelivered.ts'
import { localDate } from '../../lib/calendar.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { wordIn } from '../../platform/http/query.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { staffRoles } from '../../schema/values.ts'
import { idParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { invitationForm } from './forms.ts'
import { by, inSettings, refusing, saved } from './settings-page.ts'

export const peopleRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/people', async (request, reply) => page(request, reply))

  app.post('/invitations', async (request, reply) => {
    const { government } = request
    const form = readForm(invitationForm, request.body)
    if (!form.ok) return page(request, reply.code(422), form)
    const at = now()
    const { email, role } = form.data
    const agency = role === 'officer' ? await assignable(request, form.data.agency) : null
    if (role === 'officer' && !agency)
      return page(request, reply.code(422), refusing(form, 'agency', 'settings.error.agency'))
    const standing = await seatStandingOf(db.reads, government.id, { email, role, agencyId: agency?.id ?? null })
    if (standing) return page(request, reply.code(422), refusing(form, 'email', `settings.error.${standing.kind}`))
    await write(db, async (tx) => {
      const token = await invite(tx, { governmentId: government.id, email, role, agencyId: agency?.id ?? null, at })
      await mailInvitation(tx, government, { email, role, agencyId: agency?.id ?? null, token, at })
      await leaveTrace(tx, by(request, at), { area: 'people', act: 'invited', subject: role })
    })
    logSecurityEvent(request, 'role_invited', { role })
    return saved(request, reply, 'people')
  })

  app.post('/invitations/:id/mails', { schema: { params: idParams } }, async (request, reply) => {
    const at = now()
    const sent = await write(db, async (tx) => {
      const renewed = await renewInvitation(tx, request.government.id, request.params.id, at)
      if (!renewed) return null
      const { email, role, agencyId } = renewed.invitation
      await mailInvitation(tx, request.government, { email, role, agencyId, token: renewed.token, at })
      await leaveTrace(tx, by(request, at), { area: 'people', act: 'sent_again', subject: role })
      return role
    })
    if (!sent) throw httpError(404)
    logSecurityEvent(request, 'role_invited', { role: sent })
    return saved(request, reply, 'people')
  })

  app.post('/invitations/:id/revocations', { schema: { params: idParams } }, async (request, reply) => {
    const at = now()
    const revoked = await write(db, async (tx) => {
      if (!(await revokeInvitation(tx, request.government.id, request.params.id, at))) return false
      await leaveTrace(tx, by(request, at), { area: 'people', act: 'revoked', subject: request.params.id })
      return true
    })
    if (!revoked) throw httpError(404)
    logSecurityEvent(request, 'invitation_revoked')
    return saved(request, reply, 'people')
  })

  app.post('/seats/:id/endings', { schema: { params: idParams } }, async (request, reply) => {
    const { government } = request
    const at = now()
    const all = await seats(db.reads, government.id)
    const seat = all.find((s) => s.id === request.params.id)
    // Whoever presses has read how many cases lie there; more may have come meanwhile.
    const cases = seat ? (await casesOf(request, all, at))(seat) : 0
    if (cases > Number(wordIn(request.body, 'cases') ?? 0))
      return page(
        request,
        reply.code(422),
        refusing(blankForm(), 'form', 'settings.error.has_cases', { count: cases }),
        seat?.id,
      )
    const isOwn = seat?.personId === requirePerson(request).id
    const ended = await write(db, async (tx) => {
      const outcome = await endSeat(tx, government.id, request.params.id, { at, by: isOwn ? 'self' : 'office' })
      if (outcome === 'ended')
        await leaveTrace(tx, by(request, at), { area: 'people', act: 'ended', subject: seat?.role ?? '' })
      return outcome
    })
    if (ended === 'gone') throw httpError(404)
    if (ended === 'last')
      return page(request, reply.code(422), refusing(blankForm(), 'form', 'settings.error.last_administrator'))
    logSecurityEvent(request, 'role_taken', { role: seat?.role, whose: seat?.personId })
    // Who gave up their own seat may not come back here.
    return isOwn ? reply.redirect(`/${government.slug}`, 303) : saved(request, reply, 'people')
  })

  app.post('/seats/:id/approvals', { schema: { params: idParams } }, async (request, reply) => {
    const at = now()
    const may = wordIn(request.body, 'may') === '1'
    const set = await write(db, async (tx) => {
      if (!(await setApprover(tx, request.government.id, request.params.id, may, at))) return false
      const facts = { approver: may }
      await leaveTrace(tx, by(request, at), { area: 'people', act: 'changed', subject: 'officer', facts })
      return true
    })
    if (!set) throw httpError(404)
    logSecurityEvent(request, 'approver_set')
    return saved(request, reply, 'people')
  })

  /** How many open cases would lie with nobody who works there, once this seat ends. */
  async function casesOf({ government }: FastifyRequest, all: Awaited<ReturnType<typeof seats>>, at: Date) {
    const loads = await workloadOf(db.reads, government, localDate(at, government.timeZone))
    return (seat: (typeof all)[number]) => {
      const others = all.filter((other) => other.personId === seat.personId && other.id !== seat.id)
      return leftBehind(seat.personId, seat, others, loads)
    }
  }

  const assignable = async (request: FastifyRequest, code: string) =>
    (await agenciesOf(db.reads, request.government.id)).find(
      (a) => a.code === code && isAssignable(a, localDate(now(), request.government.timeZone)),
    )

  /** `ending`: the seat whose ending was not taken. */
  async function page(request: FastifyRequest, reply: FastifyReply, form: FormState = blankForm(), ending?: string) {
    const { government } = request
    const at = now()
    const today = localDate(at, government.timeZone)
    const approvers = await approversOf(db.reads, government.id)
    const all = await seats(db.reads, government.id)
    const cases = await casesOf(request, all, at)
    const open = await openInvitations(db.reads, government.id)
    const returned = await invitationsReturned(
      db.reads,
      government.id,
      open.map(({ email }) => email),
    )
    return render(request, reply, 'settings/people', {
      ...inSettings(request, 'people', form),
      seats: all.map((s) => ({
        ...s,
        cases: cases(s),
        ending: s.id === ending,
        you: s.personId === requirePerson(request).id,
        approves: approvers.has(s.id),
      })),
      invitations: open.map((i) => ({ ...i, over: i.expiresAt <= at, returned: returned.get(i.email) ?? null })),
      roles: staffRoles,
      agencies: (await agenciesOf(db.reads, government.id)).filter((a) => isAssignable(a, today)),
    })
  }
}
