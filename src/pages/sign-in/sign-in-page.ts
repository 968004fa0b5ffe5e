// The page where people sign in, for visitors and for who must do it again; and what both ways of signing in share.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Need, needToAdd, notAllowing } from '../../domain/people/passkey.ts'
import { signInAgainPath, wanted } from '../../domain/people/pending-action.ts'
import type { SignedInBy } from '../../domain/people/sessions.ts'
import { standingOf } from '../../domain/people/standing.ts'
import type { Db } from '../../platform/db/database.ts'
import { keptParameter } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { ownPath } from '../../platform/http/paths.ts'
import type { FormState } from '../../platform/web/forms.ts'
import { render, type SignedIn } from '../../platform/web/view.ts'
import type { PendingAction } from '../../schema/values.ts'
import { deviceIn } from '../shared/device.ts'
import { newPasskeyOf, type PasskeyAdd } from '../shared/passkey-credential.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { startSession } from '../shared/session-hook.ts'
import { signInCookies } from '../shared/sign-in-cookies.ts'
import { servicesFor } from '../shared/sign-in-services.ts'
import { resumer } from './resume.ts'

/** `kept`: they come back to a form that was kept for them. `wants`: what they came for. */
export type SignInPage = {
  form: FormState
  kept: boolean
  wants: ReturnType<typeof wanted>
  need: Need | null
  services: { name: string; href: string }[]
}
export type NeedPasskeyPage = SignedIn &
  PasskeyAdd &
  Awaited<ReturnType<typeof lacking>> & { form: FormState; kept: boolean }
/** `offer`: also where the address is typed. `primary`: the first thing to press. */
export type PasskeyButton = { form: FormState; offer?: boolean; primary?: boolean }
export type CodePage = { form: FormState }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'sign-in/sign-in': SignInPage
    'sign-in/need-passkey': NeedPasskeyPage
    'sign-in/code': CodePage
  }
}

/** What somebody who is signed in still has to show, from the page's address or its form; null for everybody else. */
export const needOf = ({ person }: FastifyRequest, given: unknown): Need | null =>
  person && (given === 'again' || given === 'passkey' || given === 'seat') ? given : null

/** `form` may hold `next`, `act` and `need`. */
export async function signInPage(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  request: FastifyRequest,
  reply: FastifyReply,
  form: FormState,
): Promise<string> {
  const { t } = request
  const next = ownPath(form.values.next, '')
  const need = needOf(request, form.values.need)
  const both = {
    title: t(need ? `people.sign_in.title_${need}` : 'people.sign_in.title'),
    kept: next.includes(`${keptParameter}=`),
    notice: request.done === 'everywhere' ? t('people.signed_out_everywhere') : null,
    form,
  }
  if (need !== 'passkey')
    return render(request, reply, 'sign-in/sign-in', {
      ...both,
      ...{ wants: wanted(form.values.act, next), need },
      services: servicesFor(request).map(({ id, name }) => ({ name, href: servicePath(id, form) })),
    })
  return render(request, reply, 'sign-in/need-passkey', {
    ...both,
    ...(await lacking(db.reads, request, now(), next)),
    next: String(form.values.next ?? ''),
    newPasskey: newPasskeyOf(form, deviceIn(request)),
  })
}

const servicePath = (id: string, { values: { act, next } }: FormState): string =>
  `/sign-in/with/${id}?${act ? `act=${act}&` : ''}next=${encodeURIComponent(String(next ?? ''))}`

/** What somebody may do who is asked for a passkey: sign in with one, add one, or whom to ask. */
async function lacking(db: Db, request: FastifyRequest, at: Date, next: string) {
  const standing = await standingOf(db, requirePerson(request), at)
  const again = needToAdd(standing) === 'again'
  return {
    has: standing.passkeys > 0,
    desks: standing.demands.map(({ name }) => name),
    mayAdd: needToAdd({ ...standing, fresh: true }) === null,
    again: again ? signInAgainPath('again', signInAgainPath('passkey', next)) : null,
    ask: notAllowing({ ...standing, at }).map(({ name }) => name),
  }
}

/** Signs in, does what the person came for, and leads on. */
export const arriving = (deps: Deps) => {
  const resume = resumer(deps)
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
    who: { personId: string; by: SignedInBy; next: string; act: PendingAction | null },
  ) => {
    const cookies = signInCookies(deps.config)
    await startSession(request, reply, who.personId, who.by)
    cookies.address.drop(reply)
    cookies.browser.drop(reply)
    const led = who.act ? await resume(request, who.personId, who.act) : null
    return reply.redirect(led ?? who.next, 303)
  }
}
