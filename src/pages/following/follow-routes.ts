// Following without signing: one press for the signed-in, a mail and a press for others. Opening the link changes nothing.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { mailsPerCaseAndDay } from '../../domain/cosignatures/cosignature.ts'
import {
  followAsker,
  followsFrom,
  type PendingFollow,
  pendingFollow,
  takePendingFollow,
} from '../../domain/following/pending.ts'
import { type Subject, subjectKey, subjectOf } from '../../domain/following/subject.ts'
import { holdsSeat } from '../../domain/governments/seats.ts'
import { choose, chosenFor } from '../../domain/notifications/follow-store.ts'
import { sendAgain } from '../../domain/notifications/returned-mail.ts'
import type { Chosen } from '../../domain/notifications/waiting-news.ts'
import { accountsBeside, mailboxIn } from '../../domain/people/mailboxes.ts'
import { signInPath } from '../../domain/people/pending-action.ts'
import { findOrCreatePerson } from '../../domain/people/store.ts'
import type { Viewer } from '../../domain/people/viewer.ts'
import { hintOf } from '../../lib/email.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { pageQuery } from '../../platform/http/query-schemas.ts'
import { blankForm, type FormState, readForm, typedValues } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { followChoice, followPath, kindsOf, subjectWords } from '../shared/follow-view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { tokenParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { startSession } from '../shared/session-hook.ts'
import { tooOften, waitingInLine } from '../shared/too-often.ts'
import { chosenKinds, followForm, newcomerFollowForm } from './follow-forms.ts'

const saidThere = ['followed', 'chosen', 'ended'] as const
const usual: Chosen = { pace: 'now', kinds: null }

export const followRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  const ask = followAsker(config.secret)

  app.get('/follows', { schema: { querystring: pageQuery('subject') } }, async (request, reply) => {
    // A form that was not taken comes back to this page, and names what it is about.
    const of = request.query.subject ?? String(request.kept?.values.of ?? '')
    const subject = await subjectOf(db.reads, request.government, of)
    return subject ? show(request, reply, subject, keptForm(request) ?? blankForm()) : reply.callNotFound()
  })

  app.post('/follows', async (request, reply) => {
    const typed = typedValues(request.body)
    const subject = await subjectOf(db.reads, request.government, String(typed.of ?? ''))
    if (!subject) return reply.callNotFound()
    if (request.person) return signedIn(request, reply, subject, request.person)
    // the button of a list, which is the same for everybody
    if ('pace' in typed) requirePerson(request) // a choice was made while somebody was signed in
    if (!('email' in typed)) return reply.redirect(followPath(request.government.slug, subject.of), 303)
    return newcomer(request, reply, subject)
  })

  async function signedIn(request: FastifyRequest, reply: FastifyReply, subject: Subject, person: Viewer) {
    const form = readForm(followForm, request.body)
    if (!form.ok) return show(request, reply.code(422), subject, form)
    const { pace, kinds, from } = form.data
    const at = now()
    const chosen: Chosen | null = !pace
      ? usual
      : pace === 'never'
        ? null
        : { pace, kinds: chosenKinds(kinds, kindsOf(subject.kind)) }
    const taken = await write(db, (tx) => choose(tx, person, subject.what, chosen, at))
    if (!taken)
      return show(request, reply.code(422), subject, { ...form, errors: { form: { key: 'follows.error.full' } } })
    const done = chosen === null ? 'ended' : pace ? 'chosen' : 'followed'
    if (from === 'me') return reply.redirect(`/me?done=follow_${done}#follows`, 303)
    if (from === 'page') return reply.redirect(`${subject.path}?done=${done}#follow`, 303)
    return reply.redirect(`${followPath(request.government.slug, subject.of)}&done=${done}`, 303)
  }

  async function newcomer(request: FastifyRequest, reply: FastifyReply, subject: Subject) {
    const { language, government } = request
    const form = readForm(newcomerFollowForm, request.body)
    if (!form.ok) return show(request, reply.code(422), subject, form)
    const { email } = form.data
    const emailKey = await mailboxIn(db.reads, email)
    const unit = ask(subject, {
      ...{ from: request, email, emailKey, language, ticket: form.data.wait },
      follows: await followsFrom(db.reads, emailKey, subject),
      name: await subjectWords(db.reads, request, government.id, subject),
      at: now(),
    })
    const wait = await write(db, unit, { invalidate: 'later' })
    if (wait) return show(request, tooOften(reply, wait.seconds), subject, waitingInLine(form.values, wait))
    return render(request, reply, 'following/mailbox', {
      title: request.t('follows.mailbox.title'),
      ...(await named(request, subject)),
      ...{ of: subject.of, email, again: form.data.again === '1', mostMails: mailsPerCaseAndDay },
    })
  }

  app.get('/follows/:token', { schema: { params: tokenParams } }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const { token } = request.params
    const { pending, subject } = await waitingFor(request, token)
    if (pending?.confirmedAt && subject && request.done === 'followed')
      return render(request, reply, 'following/confirmed', {
        title: request.t('follows.confirmed.title'),
        ...(await named(request, subject)),
        whose: hintOf(pending.email),
      })
    if (!pending || pending.confirmedAt || !subject) return gone(request, reply, subject)
    return render(request, reply, 'following/confirm', {
      title: request.t('follows.confirm.title'),
      ...(await named(request, subject)),
      token,
      whose: hintOf(pending.email),
    })
  })

  app.post('/follows/:token', { schema: { params: tokenParams } }, async (request, reply) => {
    const { token } = request.params
    const { slug } = request.government
    const at = now()
    const { pending, subject } = await waitingFor(request, token)
    if (!pending || !subject) return gone(request, reply, subject)
    const { person, taken } = await write(db, async (tx) => {
      const person = await findOrCreatePerson(tx, pending.email, pending.language, at)
      // A second press of a used link changes nothing; the first one has.
      const taken = await takePendingFollow(tx, pending.id, at)
      if (taken && !(await chosenFor(tx, await accountsBeside(tx, person), subject.what)))
        await choose(tx, person, subject.what, usual, at)
      if (taken) await sendAgain(tx, person.id) // what was pressed was in a mail: mail arrives
      return { person, taken }
    })
    const there = `${followPath(slug, subject.of)}&done=followed`
    // It follows, and no more: whoever is signed in here stays so, and no link opens the seat of anybody on the staff.
    if (taken && !request.person && !(await holdsSeat(db.reads, person.id))) {
      await startSession(request, reply, person.id, { means: 'link' })
      return reply.redirect(there, 303)
    }
    if (taken && request.person?.id === person.id) return reply.redirect(there, 303)
    return reply.redirect(`/${slug}/follows/${token}?done=followed`, 303)
  })

  async function show(request: FastifyRequest, reply: FastifyReply, subject: Subject, form: FormState) {
    const { t, person, government } = request
    const accounts = person ? await accountsBeside(db.reads, person) : []
    const chosen = person ? await chosenFor(db.reads, accounts, subject.what) : null
    const choice = person && {
      ...followChoice(t, government.slug, subject, chosen ?? usual, { id: '', from: '' }),
      ...choiceTyped(form),
      error: form.errors.kinds,
    }
    const facts = await named(request, subject)
    const asked = request.done
    return render(request, reply, 'following/follow', {
      title: t('follows.title', { name: facts.name }),
      ...facts,
      of: subject.of,
      choice,
      follows: chosen !== null,
      said: saidThere.find((said) => said === asked && (said === 'ended') === (chosen === null)) ?? null,
      form,
      signIn: signInPath(followPath(government.slug, subject.of)),
    })
  }

  async function named(request: FastifyRequest, subject: Subject) {
    const name = await subjectWords(db.reads, request, request.government.id, subject)
    return { name, there: subject.path, kind: subject.kind }
  }

  async function waitingFor(
    request: FastifyRequest,
    token: string,
  ): Promise<{ pending: PendingFollow | null; subject: Subject | null }> {
    const pending = await pendingFollow(db.reads, request.government.id, token, now())
    const subject = pending && (await subjectOf(db.reads, request.government, subjectKey(pending.kind, pending.target)))
    return { pending, subject }
  }

  const gone = (request: FastifyRequest, reply: FastifyReply, subject: Subject | null) =>
    render(request, reply.code(410), 'following/gone', {
      title: request.t('follows.gone.title'),
      again: subject && followPath(request.government.slug, subject.of),
    })
}

/** What was chosen in a form that comes back. */
function choiceTyped({ values }: FormState): { pace: string; picked: string[] } | null {
  if (values.pace === undefined) return null
  return { pace: String(values.pace), picked: [values.kinds ?? []].flat() }
}
