// My page: drafts, proposals, co-signatures, messages, passkeys and sessions of the person who is signed in.
import { and, desc, eq, gt, isNull, lte, or } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { listGovernments } from '../../domain/governments/store.ts'
import { releaseTold, routedTold } from '../../domain/notifications/message.ts'
import { newsTold } from '../../domain/notifications/news-words.ts'
import { stoppedFor } from '../../domain/notifications/returned-mail.ts'
import { actTold } from '../../domain/notifications/told.ts'
import { mustStay, type Need, needToAdd, needToRemove } from '../../domain/people/passkey.ts'
import { signInAgainPath } from '../../domain/people/pending-action.ts'
import { mySessions } from '../../domain/people/sessions.ts'
import { standingOf } from '../../domain/people/standing.ts'
import { proposalsOfAuthor } from '../../domain/proposals/store.ts'
import { longestKept } from '../../domain/retention/retention-rules.ts'
import type { Db } from '../../platform/db/database.ts'
import { bound, placeholder, prepared } from '../../platform/db/prepared.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { draftPath, proposalPath } from '../../platform/http/paths.ts'
import type { FormState } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { outbox } from '../../schema/notifications.ts'
import { proposals } from '../../schema/proposals.ts'
import type { MessageFacts, MessageKind } from '../../schema/values.ts'
import { deviceIn } from '../shared/device.ts'
import { newPasskeyOf } from '../shared/passkey-credential.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { followsOf, mostListed } from './my-follows.ts'
import { servicePanel } from './service-panel.ts'

/** What was done, by the address's `done`. */
const notices = {
  passkey_added: 'me.passkeys.done.added',
  passkey_named: 'me.passkeys.done.named',
  passkey_removed: 'me.passkeys.done.removed',
  draft_saved: 'me.done.saved',
  draft_deleted: 'me.done.deleted',
  follow_chosen: 'follows.done.chosen',
  follow_ended: 'follows.done.ended',
  mail_again: 'me.stopped.done',
  address_changed: 'me.done.address_changed',
  address_kept: 'me.done.address_kept',
  account_linked: 'me.services.done.linked',
  account_unlinked: 'me.services.done.unlinked',
} as const

type ShowMe = (request: FastifyRequest, reply: FastifyReply, form: FormState) => Promise<string>

/** Shown again by each of its forms that comes back. */
export const mePage =
  ({ db, now }: Pick<Deps, 'db' | 'now'>): ShowMe =>
  async (request, reply, form) => {
    const person = requirePerson(request)
    const governments = await listGovernments(db.reads)
    const placeOf = (governmentId: string) => ({ slug: governments.find((g) => g.id === governmentId)?.slug ?? '' })
    const mine = (await proposalsOfAuthor(db.reads, person.id)).map((p) => {
      const draft = draftPath(placeOf(p.governmentId), p.id)
      return {
        ...p,
        path: p.stage === 'draft' ? draft : proposalPath(placeOf(p.governmentId), p.number),
        revise: p.stage === 'returned' ? draft : null,
        deletions: p.stage === 'draft' ? `${draft}/deletions` : null,
        checkIsLate: p.stage === 'checking' && p.checkDueBefore !== null && p.checkDueBefore <= now(),
      }
    })
    const signed = await prepared(db.reads, signedQuery).execute({ personId: person.id })
    const follows = await followsOf(db.reads, request, governments)
    const messages = await prepared(db.reads, messagesQuery).execute({ personId: person.id, now: now() })
    /** A hidden case goes by its number, but for whoever wrote it. */
    const nameOf = (p: { title: string; number: unknown; hiddenAt: Date | null; authorId: string | null }) =>
      (p.hiddenAt && p.authorId !== person.id ? '' : p.title) || String(p.number)
    const standing = await standingOf(db.reads, person, now())
    const needed = (need: Need | null) => need && { need, href: signInAgainPath(need, '/me#passkeys') }
    const done = request.done
    const notice = Object.entries(notices).find(([name]) => name === done)?.[1]
    return render(request, reply, 'me/me', {
      title: request.t('me.title'),
      nav: 'me',
      notice: notice ? request.t(notice) : null,
      form,
      passkeys: standing.own,
      needs: { add: needed(needToAdd(standing)), remove: needed(needToRemove(standing)), stay: mustStay(standing) },
      newPasskey: newPasskeyOf(form, deviceIn(request)),
      mine,
      signed: signed
        .slice(0, mostListed)
        .map((p) => ({ ...p, title: nameOf(p), path: proposalPath(placeOf(p.governmentId), p.number) })),
      messages: messages.map((m) => ({
        createdAt: m.createdAt,
        words: messageWords(m.kind, m.facts),
        link:
          m.governmentId && m.facts.number
            ? {
                href: proposalPath(placeOf(m.governmentId), String(m.facts.number)),
                words: nameOf({ ...m, title: String(m.facts.title ?? ''), number: m.facts.number }),
              }
            : null,
      })),
      stopped: await stoppedFor(db.reads, person.id),
      follows: follows.lines,
      mostListed,
      cut: { signed: signed.length > mostListed, follows: follows.cut },
      sessions: await mySessions(db, person),
      ...(await servicePanel(db.reads, request)),
      governments,
      keptMonths: (await longestKept(db.reads, now())).months,
    })
  }

const signedQuery = (db: Db) =>
  db
    .select({
      number: proposals.number,
      title: proposals.title,
      stage: proposals.stage,
      hiddenAt: proposals.hiddenAt,
      authorId: proposals.authorId,
      governmentId: proposals.governmentId,
      signedAt: cosignatures.signedAt,
    })
    .from(cosignatures)
    .innerJoin(proposals, eq(proposals.id, cosignatures.proposalId))
    .where(eq(cosignatures.personId, placeholder('personId')))
    .orderBy(desc(cosignatures.signedAt), desc(cosignatures.proposalId))
    .limit(mostListed + 1)

/** Not what can still be taken back, and is not mailed before that. */
const hasBegun = or(
  isNull(outbox.nextTryAt),
  gt(outbox.attempts, 0),
  lte(outbox.nextTryAt, bound(outbox.nextTryAt, 'now')),
)

const messagesQuery = (db: Db) =>
  db
    .select({
      id: outbox.id,
      kind: outbox.kind,
      facts: outbox.facts,
      createdAt: outbox.createdAt,
      governmentId: outbox.governmentId,
      hiddenAt: proposals.hiddenAt,
      authorId: proposals.authorId,
    })
    .from(outbox)
    .leftJoin(proposals, eq(proposals.id, outbox.proposalId))
    .where(and(eq(outbox.personId, placeholder('personId')), hasBegun))
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(30)

function messageWords(kind: MessageKind, facts: MessageFacts): string {
  if (kind === 'case_news' || kind === 'author_news') return `mail.news.${newsTold({ kind, facts })}`
  if (kind === 'routed' || kind === 'routed_followed') return `me.routed.${routedTold(facts)}`
  if (kind === 'answer_release') return `me.release.${releaseTold(facts)}`
  if (facts.service === true) return `me.message.${kind.replace('passkey_', 'service_')}`
  return kind === 'stage_changed' ? `me.act.${actTold(facts)}` : `me.message.${kind}`
}
