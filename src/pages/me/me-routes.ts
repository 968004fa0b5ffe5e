// My page: drafts, proposals, co-signatures, messages, passkeys and sessions of the person who is signed in.
import { desc, eq } from 'drizzle-orm'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { joined } from '../../domain/governments/resume-invitation.ts'
import { governmentById, invitationOf, listGovernments } from '../../domain/governments/store.ts'
import { actTold } from '../../domain/notifications/mail.ts'
import { tellJoined } from '../../domain/notifications/notify-passkey.ts'
import { deviceOf } from '../../domain/people/device.ts'
import { mustStay, type Need, needToAdd, needToRemove } from '../../domain/people/passkey.ts'
import { signInAgainPath } from '../../domain/people/pending-action.ts'
import { mySessions } from '../../domain/people/sessions.ts'
import { proposalsOfAuthor } from '../../domain/proposals/store.ts'
import type { Db } from '../../platform/db/connect.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { tellSecurity } from '../../platform/http/security-events.ts'
import { blankForm, type FormState } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { outbox } from '../../schema/notifications.ts'
import { proposals } from '../../schema/proposals.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { standingOf } from '../sign-in/sign-in-page.ts'

/** What was done, by the address's `done`. */
const notices = {
  passkey_added: 'me.passkeys.done.added',
  passkey_named: 'me.passkeys.done.named',
  passkey_removed: 'me.passkeys.done.removed',
} as const

export type MePage = (request: FastifyRequest, reply: FastifyReply, form: FormState) => Promise<string>

/** Shown again by each of its forms that comes back. */
export const mePage =
  ({ db, now }: Pick<Deps, 'db' | 'now'>): MePage =>
  async (request, reply, form) => {
    const person = requirePerson(request)
    const governments = await listGovernments(db.reads)
    const path = (governmentId: string, rest: string) =>
      `/${governments.find((g) => g.id === governmentId)?.slug}/proposals/${rest}`
    const mine = (await proposalsOfAuthor(db.reads, person.id)).map((p) => {
      const draft = path(p.governmentId, `drafts/${p.id}/problem`)
      return {
        ...p,
        path: p.stage === 'draft' ? draft : path(p.governmentId, p.number ?? ''),
        revise: p.stage === 'returned' ? draft : null,
      }
    })
    const signed = await prepared(db.reads, signedQuery).execute({ personId: person.id })
    const messages = await prepared(db.reads, messagesQuery).execute({ personId: person.id })
    const standing = await standingOf(db.reads, request, now())
    const { done } = request.query as { done?: unknown }
    const notice = Object.entries(notices).find(([name]) => name === done)?.[1]
    return render(request, reply, 'me/me', {
      title: request.t('me.title'),
      nav: 'me',
      notice: notice ? request.t(notice) : null,
      form,
      passkeys: standing.own,
      again: (need: Need) => signInAgainPath(need, '/me#passkeys'),
      needs: { add: needToAdd(standing), remove: needToRemove(standing), stay: mustStay(standing) },
      device: deviceOf(request.headers['user-agent']),
      mine,
      signed: signed.map((p) => ({ ...p, path: path(p.governmentId, p.number ?? '') })),
      messages: messages.map((m) => ({
        ...m,
        words: m.kind === 'stage_changed' ? `me.act.${actTold(m.facts)}` : `me.message.${m.kind}`,
        path: m.governmentId && m.facts.number ? path(m.governmentId, String(m.facts.number)) : null,
      })),
      sessions: await mySessions(db, person),
      governments,
    })
  }

export const meRoutes: FastifyPluginAsync<Deps & { mePage: MePage }> = async (app, { db, now, mePage }) => {
  app.get('/me', async (request, reply) => mePage(request, reply, blankForm()))

  app.get<{ Params: { token: string } }>('/invitation/:token', async (request, reply) => {
    requirePerson(request, { kind: 'join', next: `/invitation/${request.params.token}` })
    return invitationPage(request, reply, request.params.token)
  })

  app.post<{ Params: { token: string } }>('/invitation/:token', async (request, reply) => {
    const person = requirePerson(request)
    const at = now()
    const taken = await write(db, (tx) => joined(tx, tellJoined, request.params.token, person, at))
    if (!taken) return invitationPage(request, reply, request.params.token)
    tellSecurity(request, 'role_given', { role: taken.role })
    const government = await governmentById(db.reads, taken.governmentId)
    return reply.redirect(`/${government!.slug}/desk`, 303)
  })

  /** What it invites to is told only to whom it was sent; 410 where it gives nothing. */
  async function invitationPage(request: FastifyRequest, reply: FastifyReply, token: string) {
    const found = await invitationOf(db.reads, token)
    const own = found?.invitation.email === request.person?.email ? found : null
    const open = own && !own.invitation.acceptedAt && !own.invitation.revokedAt && now() < own.invitation.expiresAt
    const taken = own?.invitation.acceptedAt != null
    return render(request, open || taken ? reply : reply.code(410), 'me/invitation', {
      title: request.t('me.invitation.title'),
      token,
      found: open || taken ? own : null,
      taken,
    })
  }
}

const signedQuery = (db: Db) =>
  db
    .select({
      number: proposals.number,
      title: proposals.title,
      stage: proposals.stage,
      governmentId: proposals.governmentId,
      signedAt: cosignatures.signedAt,
    })
    .from(cosignatures)
    .innerJoin(proposals, eq(proposals.id, cosignatures.proposalId))
    .where(eq(cosignatures.personId, placeholder('personId')))
    .orderBy(desc(cosignatures.signedAt))
    .limit(100)

const messagesQuery = (db: Db) =>
  db
    .select({
      id: outbox.id,
      kind: outbox.kind,
      facts: outbox.facts,
      createdAt: outbox.createdAt,
      governmentId: outbox.governmentId,
    })
    .from(outbox)
    .where(eq(outbox.personId, placeholder('personId')))
    .orderBy(desc(outbox.createdAt))
    .limit(30)
