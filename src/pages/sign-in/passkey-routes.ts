// Passkeys: signing in with one, and adding, naming and removing one's own.
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { challengesOf } from '../../domain/people/challenges.ts'
import { deviceOf } from '../../domain/people/device.ts'
import { holdPeople } from '../../domain/people/erase-people.ts'
import { type Demand, mostPasskeys, mustStay, type Need, needToAdd, needToRemove } from '../../domain/people/passkey.ts'
import {
  addPasskey,
  findPasskey,
  type PasskeyRow,
  passkeysOf,
  removePasskey,
  renamePasskey,
  useAllowances,
  usePasskey,
} from '../../domain/people/passkey-store.ts'
import { actOf, type CompleteAct } from '../../domain/people/pending-action.ts'
import { startSession } from '../../domain/people/sessions.ts'
import { hour, signInLimits, type Tries, triesCounter } from '../../domain/people/sign-in-limits.ts'
import { personById, rememberLanguage } from '../../domain/people/store.ts'
import {
  creationOptions,
  readMade,
  readSigned,
  requestOptions,
  siteOf,
  verifyMade,
  verifySigned,
} from '../../domain/people/webauthn.ts'
import { blockOf } from '../../lib/address-block.ts'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/connect.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { ownPath } from '../../platform/http/paths.ts'
import { tellSecurity } from '../../platform/http/security-events.ts'
import { httpError } from '../../platform/web/error-pages.ts'
import { type FormState, readForm } from '../../platform/web/forms.ts'
import { needed, requirePerson } from '../shared/person-guards.ts'
import { newPasskeyForm, passkeyForm, passkeyNameForm } from './forms.ts'
import { arriving, signInPage, standingOf, tooOften, waiting } from './sign-in-page.ts'

/** What is told of a passkey, in the unit of the change. `desks`: those that ask for passkeys, where a code was enough to add it. */
export type TellPasskey = (
  tx: Db,
  told: { kind: 'added' | 'removed'; personId: string; name: string; desks: Demand[]; at: Date },
) => Promise<void>

type Given = Deps & {
  completeAct: CompleteAct
  tellPasskey: TellPasskey
  /** "My page", where a form comes back. Given by app.ts: it shows what every feature holds. */
  mePage: (request: FastifyRequest, reply: FastifyReply, form: FormState) => Promise<string>
}
type Refusal = 'wrong' | 'late' | 'known' | 'full' | 'stays'
type One = { Params: { id: string } }

export const passkeyRoutes: FastifyPluginAsync<Given> = async (app, deps) => {
  const { db, now, config, mePage, tellPasskey } = deps
  const countTries = triesCounter(config.secret)
  const challenges = challengesOf(deps)
  const arrive = arriving(deps)
  const site = (request: FastifyRequest) => siteOf(request, config.origin)
  const mine = '/me#passkeys'

  app.post('/sign-in/challenges', async (request, reply) => {
    const challenge = await challenges.ask(request, reply, null)
    return requestOptions(site(request), challenge)
  })

  app.post('/sign-in/passkeys', async (request, reply) => {
    const form = readForm(passkeyForm, request.body)
    const { credential: _, ...typed } = form.values // a challenge is answered once: what was signed is of no more use
    const shown = await shownBy(request, form.ok ? form.data.credential : '')
    if (shown.limited) {
      const later = waiting(typed, 'people.error.too_many_tries', shown.limited)
      return signInPage(deps, request, tooOften(reply, shown.limited), later)
    }
    if (!shown.passkey) {
      const { reason, account } = shown
      tellSecurity(request, 'sign_in_failed', { account, by: 'passkey', reason })
      const errors = { form: { key: `people.error.passkey_${reason}` } }
      return signInPage(deps, request, reply.code(422), { values: typed, errors })
    }
    const next = ownPath(typed.next, '/me')
    const { personId, id: passkeyId } = shown.passkey
    return arrive(request, reply, { personId, by: { means: 'passkey', passkeyId }, next, act: actOf(typed.act, next) })
  })

  app.post('/me/passkeys/challenges', async (request, reply) => {
    const person = requirePerson(request)
    await mayNow(request, needToAdd)
    const challenge = await challenges.ask(request, reply, person.id)
    const rpName = request.t('frame.product')
    return creationOptions(site(request), challenge, { rpName, person, known: await passkeysOf(db.reads, person.id) })
  })

  app.post('/me/passkeys', async (request, reply) => {
    const person = requirePerson(request)
    const { byPasskey } = await mayNow(request, needToAdd)
    const form = readForm(newPasskeyForm, request.body)
    if (!form.ok) return mePage(request, reply.code(422), form)
    const at = now()
    const given = readMade(form.data.credential)
    const inTime = given && (await write(db, (tx) => challenges.take(tx, request, given.challenge, person.id, at)))
    const made = inTime ? await verifyMade(site(request), given) : null
    const { name } = form.data
    if (!made) return refused(request, reply, given && !inTime ? 'late' : 'wrong', name)
    const named = name || deviceOf(request.headers['user-agent'])
    const row = { ...made, id: newId(), name: named, personId: person.id, createdAt: at, lastUsedAt: null }
    const outcome = await write(db, (tx) => add(tx, request, row))
    if (outcome === 'gone') throw httpError(403)
    if (outcome === 'again' || outcome === 'passkey') throw needed(request, outcome, mine)
    if (outcome === 'known' || outcome === 'full') return refused(request, reply, outcome, name)
    const desks = outcome.desks.map(({ slug }) => slug)
    tellSecurity(request, 'passkey_added', { account: person.id, ...(desks.length ? { desks } : {}) })
    // Whoever has just made one has shown it: no need to ask for it again, wherever they were going.
    if (!byPasskey) await startSession(request, reply, person.id, { means: 'passkey', passkeyId: row.id })
    return reply.redirect(ownPath(form.data.next, '/me?done=passkey_added#passkeys'), 303)
  })

  app.post<One>('/me/passkeys/:id/names', async (request, reply) => {
    const person = requirePerson(request)
    const form = readForm(passkeyNameForm, request.body)
    const { id } = request.params
    if (!form.ok) return mePage(request, reply.code(422), { values: { ...form.values, id }, errors: form.errors })
    if (!(await write(db, (tx) => renamePasskey(tx, person.id, id, form.data.rename)))) throw httpError(404)
    return reply.redirect('/me?done=passkey_named#passkeys', 303)
  })

  app.post<One>('/me/passkeys/:id/removals', async (request, reply) => {
    const person = requirePerson(request)
    await mayNow(request, needToRemove)
    const at = now()
    const removed = await write(db, async (tx) => {
      await holdPeople(tx, [person.id])
      const standing = await standingOf(tx, request, at)
      const need = needToRemove(standing)
      if (need || mustStay(standing)) return need ?? 'stays'
      const gone = await removePasskey(tx, person.id, request.params.id, person.sessionId)
      if (gone) await tellPasskey(tx, { kind: 'removed', personId: person.id, name: gone.name, desks: [], at })
      return gone
    })
    if (!removed) throw httpError(404)
    if (removed === 'stays') return refused(request, reply, 'stays')
    if (typeof removed === 'string') throw needed(request, removed, mine)
    tellSecurity(request, 'passkey_removed')
    return reply.redirect('/me?done=passkey_removed#passkeys', 303)
  })

  type Shown = {
    passkey?: PasskeyRow
    reason?: 'wrong' | 'late' | 'unknown' | 'copied'
    account?: string | null
    limited?: number
  }

  /** The passkey that this browser has just shown, and counted; or why there is none. */
  async function shownBy(request: FastifyRequest, text: string): Promise<Shown> {
    const at = now()
    const given = readSigned(text)
    const limit = { what: 'try-block', who: blockOf(request.ip), most: signInLimits.triesPerBlock, within: hour }
    const unit = async (tx: Db): Promise<Tries & { inTime: boolean }> => {
      const tries = await countTries(tx, [limit], at)
      if (tries.over.size || !given) return { ...tries, inTime: false }
      return { ...tries, inTime: await challenges.take(tx, request, given.challenge, null, at) }
    }
    const tried = await write(db, unit, { seen: 'soon' })
    if (tried.over.size) {
      tellSecurity(request, 'sign_in_limited', { limits: [...tried.over] })
      return { limited: tried.retryAfter }
    }
    if (!given || !tried.inTime) return { reason: given ? 'late' : 'wrong', account: null }
    const passkey = await findPasskey(db.reads, given.credential.id)
    if (!passkey) return { reason: 'unknown', account: null }
    const account = passkey.personId
    const proven = await verifySigned(site(request), given, passkey)
    if (!proven) return { reason: 'wrong', account }
    const { language } = request
    const person = await personById(db.reads, account)
    const used = await write(db, async (tx) => {
      const counted = await usePasskey(tx, passkey.id, { ...proven, at })
      if (counted && person?.language !== language) await rememberLanguage(tx, account, language)
      return counted
    })
    return used ? { passkey } : { reason: 'copied', account }
  }

  /** Adds it, where that is still allowed: two at once, or a seat given meanwhile, change nothing about who may. */
  async function add(
    tx: Db,
    request: FastifyRequest,
    row: PasskeyRow,
  ): Promise<{ desks: Demand[] } | Need | 'gone' | 'known' | 'full'> {
    const { personId, createdAt: at } = row
    if (!(await holdPeople(tx, [personId])).length) return 'gone'
    const standing = await standingOf(tx, request, at)
    const need = needToAdd(standing)
    if (need) return need
    if (standing.passkeys >= mostPasskeys) return 'full'
    if (!(await addPasskey(tx, row))) return 'known'
    await useAllowances(tx, personId)
    const desks = standing.byPasskey ? [] : standing.demands
    await tellPasskey(tx, { kind: 'added', personId, name: row.name, desks, at })
    return { desks }
  }

  /** Where the person stands; sends away who must show first who they are. */
  async function mayNow(request: FastifyRequest, needFor: typeof needToAdd) {
    const standing = await standingOf(db.reads, request, now())
    const need = needFor(standing)
    if (need) throw needed(request, need, mine)
    return standing
  }

  /** `name`: what was typed for a new one. */
  function refused(request: FastifyRequest, reply: FastifyReply, why: Refusal, name?: string) {
    const values: FormState['values'] = name === undefined ? {} : { name, credential: '' }
    return mePage(request, reply.code(422), { values, errors: { form: { key: `people.error.passkey_${why}` } } })
  }
}
