// What was typed is never lost: a form that is not taken, because a session has ended, something is to be mended, it was sent
// too often or the server had no answer, is kept for its browser, and its page shows it again at an address of its own.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import {
  dropSent,
  findKept,
  type Holder,
  type KeptContent,
  type KeptForm,
  keepForm,
  keptAt,
  keptFor,
  keptOnPage,
  newKeptId,
  ownerMark,
  type Slot,
} from '../../domain/people/kept-forms.ts'
import { whoseSession } from '../../domain/people/sessions.ts'
import { hour, type Limit, minute } from '../../domain/people/sign-in-limits.ts'
import { blockOf } from '../../lib/address-block.ts'
import { newToken } from '../../lib/id.ts'
import { memoize } from '../../lib/memoize.ts'
import { write } from '../../platform/db/write.ts'
import { keptCookie, keptParameter, secretCookie } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { type FormState, typedValues, type Values } from '../../platform/web/forms.ts'
import { pageAbove } from '../../platform/web/view.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** what this browser kept, where the address asks for it */
    kept: KeptForm | null
    /** of a form that is being sent: gives it an id and finds its page, for the case that it is not taken */
    sentFrom: (() => { id: string; page: string }) | null
  }
}

/** Forms of the desk are sent to the case and shown on the desk; each by its noun. */
const deskForms: { [noun: string]: (values: Values) => string } = {
  decisions: () => 'decision',
  notes: () => 'letter',
  schedules: () => 'schedule',
  contacts: () => 'contact',
  contributions: () => 'contribution',
  transfers: () => 'transfer',
  extensions: () => 'extension',
  answers: () => 'answer',
  supplements: () => 'answer',
  asks: () => 'asks',
  parts: () => 'part',
  'part-changes': () => 'part-change',
  'hand-overs': () => 'hand-over',
  'hand-over-ends': () => 'hand-over-end',
  officers: () => 'officer',
  corrections: ({ field, pending }) => (pending ? 'pending-correction' : `correct-${field}`),
}
/** Where several forms of a page are sent to one address, which one it was. */
const formsOfOneAddress: { [noun: string]: (values: Values) => string } = {
  corrections: ({ field, pending }) => (pending ? `pending-${pending}` : `correct-${field}`),
  decisions: ({ decision }) => (checkDecisions.includes(String(decision)) ? '' : 'mark'),
  answers: ({ action }) => (action === 'take_back' ? 'take-back' : ''),
  supplements: ({ action }) => (action === 'take_back' ? 'take-back' : ''),
}
const checkDecisions = ['approve', 'return', 'refuse', 'merge']
/** A case has a number; drafts and what is begun have forms of these names too. */
const ofDesk = new RegExp(`^(/[^/]+)/proposals/(\\d[^/]*)/(${Object.keys(deskForms).join('|')})$`)

const neverKept =
  /^\/(?:[^/]+\/(?:verification|desk\/(?:counter|[^/]+\/paper(?!\/[^/]+\/changes$)))|sign-in|sign-out|demo|unsubscribe|invitation|kept|me\/(passkeys(?!\/[^/]+\/names$)|sessions))(?![\w-])/
/** False where nothing is typed but secrets, or there is nothing to come back to. `path`: where a form is sent. */
export const mayBeKept = (path: string): boolean => path.startsWith('/') && !path.includes('#') && !neverKept.test(path)

/** Not sent: somebody must sign in, mend something, wait, or try again; or what it was for is theirs no more, or gone. */
const notTaken = (status: number) => [401, 403, 404, 409, 410, 413, 422, 429].includes(status) || status >= 500
const leadsToSignIn = (reply: FastifyReply) =>
  reply.statusCode === 303 && String(reply.getHeader('location') ?? '').startsWith('/sign-in?')

/** The cookie with the browser's secret. */
export const keptBrowser = (config: Deps['config']) => secretCookie(config, keptCookie, keptFor / 1000)

/**
 * How many forms begin to be kept; what takes the place of what lies there is never refused. Whoever is signed in has a share of
 * their own. Strangers share their block's, by the minute: whoever fills it up costs the others a short wait.
 */
export const beginningToKeep = ({ person, ip }: FastifyRequest): Limit =>
  person
    ? { what: 'kept-person', who: person.id, most: 600, within: hour }
    : { what: 'kept-block', who: blockOf(ip), most: 300, within: minute }

/** Forms that stand neither on the page of their own address nor on one above it. */
const shownOn: [RegExp, string][] = [
  [/^(\/me)\/passkeys\/[^/]+\/names$/, '$1'],
  [/^(\/me\/address)\/withdrawals$/, '$1'],
  [ofDesk, '$1/desk/$2'],
  [/^(\/[^/]+\/desk)\/officers$/, '$1'],
  [/^(\/[^/]+)\/proposals\/(\d[^/]*)\/releases$/, '$1/desk/$2/release'],
  [/^(\/[^/]+\/proposals\/\d[^/]*)\/links$/, '$1/references'],
  [/^(\/[^/]+\/proposals)\/drafts$/, '$1/new'],
  [/^(\/[^/]+\/proposals\/new)\/removals$/, '$1'],
  [/^(\/[^/]+\/proposals\/drafts\/[^/]+)\/(?:submissions|deletions)$/, '$1/check'],
  [/^(\/[^/]+\/desk\/settings)\/holiday-years$/, '$1/holidays'],
  [/^(\/[^/]+\/desk\/settings)\/(?:seats\/[^/]+\/passkeys|sessions)$/, '$1/passkeys'],
  [/^(\/[^/]+\/desk\/settings)\/(?:invitations|seats)(?:\/.*)?$/, '$1/people'],
]

/** The page that shows the form that is sent to `path` (without a query). */
export function pageOfForm(server: FastifyInstance, path: string): string {
  const found = shownOn.find(([pattern]) => pattern.test(path))
  return found ? path.replace(...found) : pageAbove(server, path)
}

/** The slot in which a form is kept: one form of an address never takes the place of another. */
export const slotFor = (path: string, values: Values): Slot => ({
  path,
  form: formsOfOneAddress[ofDesk.exec(path)?.[3] ?? '']?.(values).slice(0, 100) ?? '',
})

/** Who may see what is kept: whoever is signed in, or was until the session ended that their cookie still names. */
export async function ownerOf(request: FastifyRequest, { db, config }: Pick<Deps, 'db' | 'config'>) {
  const id = request.cookies[request.server.lucia.sessionCookieName]
  const person = request.person ?? (id ? await whoseSession(db, id) : null)
  return person && ownerMark(config.secret, person)
}

/** The form as this browser typed it, for the page that shows it; null where the address asks for none. */
export function keptForm(request: FastifyRequest): (FormState & { name: string; path: string }) | null {
  const { kept } = request
  if (!kept) return null
  const { values, errors, path } = kept
  const noun = ofDesk.exec(path)?.[3]
  return { values, errors, path, name: kept.name ?? (noun ? deskForms[noun]!(values) : '') }
}

export const keptForms = plugin(async (app: FastifyInstance, { db, now, config }: Deps) => {
  const browserCookie = keptBrowser(config)
  const markOf = memoize((id) => ownerMark(config.secret, { id, doubleOf: null }), 10_000) // asked for with every page that is drawn
  app.decorateRequest('kept', null)
  app.decorateRequest('sentFrom', null)
  app.decorateRequest('keptFor', {
    getter() {
      return this.person ? markOf(this.person.doubleOf ?? this.person.id) : ''
    },
  })

  app.addHook('preHandler', async (request, reply) => {
    const path = request.url.split('?')[0]!
    if (request.method === 'POST') {
      if (request.is404 || !mayBeKept(path) || !Object.keys(typedIn(request)).length) return
      let from: { id: string; page: string } | undefined
      const sentFrom = () => {
        from ??= { id: newKeptId(), page: pageOfForm(request.server, path) }
        return from
      }
      request.sentFrom = sentFrom
      request.formAddress = () => withKept(sentFrom().page, sentFrom().id)
      return
    }
    if (request.method !== 'GET') return
    const browser = browserCookie.read(request)
    // the address that a refused form was sent to, opened again
    const isOfForm = request.is404 && request.server.methodsOf(path).includes('POST')
    const opened = isOfForm && /text\/html/.test(request.headers.accept ?? '') ? pageOfForm(request.server, path) : null
    if (!browser) return opened === null ? undefined : reply.redirect(opened, 303)
    const holder: Holder = { browser, whose: request.keptFor || null }
    const id = wordIn(request.query, keptParameter)
    if (id !== undefined) {
      const found = await findKept(db.reads, config.secret, holder, id, now())
      if (found?.page !== path) return
      request.kept = found
      request.formNotice = noticeFor(found)
      request.formKept = found.values
    } else if (isOfForm) {
      const found = await keptAt(db.reads, config.secret, holder, path, now())
      if (found) return reply.redirect(withKept(found.page, found.id), 303)
      if (opened !== null) return reply.redirect(opened, 303)
    } else if (request.person) {
      const waiting = await keptOnPage(db.reads, config.secret, holder, path, now())
      request.formsWaiting = waiting.map(({ id, savedAt }) => ({ id, savedAt, address: withKept(path, id) }))
    }
  })

  app.addHook('onSend', async (request, reply) => {
    const { sentFrom } = request
    if (!sentFrom) return
    const path = request.url.split('?')[0]!
    const known = browserCookie.read(request)
    const signingIn = leadsToSignIn(reply)
    const taken = !signingIn && !notTaken(reply.statusCode) && !request.previewed
    if (taken && (!known || reply.statusCode >= 400)) return
    const slot = slotFor(path, typedIn(request))
    if (taken) {
      const sent: Holder = { browser: known!, whose: request.keptFor || null }
      await write(db, (tx) => dropSent(tx, sent, slot), { invalidate: 'later' }).catch(() => {})
      return
    }
    const browser = known ?? newToken()
    const holder: Holder = { browser, whose: await ownerOf(request, { db, config }).catch(() => null) }
    const form = { ...sentFrom(), ...slot, status: reply.statusCode, content: contentOf(request), at: now() }
    // Where nothing can be written just now, the page that goes out still holds every word.
    const kept = await write(db, (tx) => keepForm(tx, config.secret, holder, form), { invalidate: 'later' }).catch(
      () => false,
    )
    if (!kept) return
    browserCookie.set(reply, browser)
    if (signingIn) reply.header('location', comingBack(String(reply.getHeader('location')), request.formAddress!()))
    else if (request.headers['hx-request'] === 'true') reply.header('hx-replace-url', request.formAddress!())
  })
})

/** The form as its page showed it again, with what is to be mended; or as it came. */
function contentOf(request: FastifyRequest): KeptContent {
  const shown = request.formShown
  const values = typedIn(request)
  return shown
    ? { name: shown.name, values: { ...values, ...shown.values }, errors: shown.errors }
    : { values, errors: {} }
}

function typedIn({ body }: FastifyRequest): Values {
  const entries = Object.entries(typedValues(body)).filter(([, value]) => value.length > 0)
  return Object.fromEntries(entries)
}

const withKept = (page: string, id: string): string => `${page}?${keptParameter}=${id}`
/** Where a kept form stands on its page again. */
export const keptAddress = ({ page, id }: { page: string; id: string }): string => withKept(page, id)

/** The sign-in page's address, leading back to the page with the form. */
function comingBack(location: string, page: string): string {
  const [path, query] = location.split('?')
  const params = new URLSearchParams(query)
  params.delete('act') // the press is made by its person, with the form in sight
  params.set('next', page)
  return `${path}?${params}`
}

/** As a server's answer: taken in, and nothing done with it yet. */
export const savedByButton = 202

/** What is said above a form that comes back without anything to mend in it. */
function noticeFor({ status, errors }: KeptForm): string | null {
  if (Object.keys(errors).length) return null
  if (status === 303 || status === 401) return 'frame.kept.signed_in'
  if (status === savedByButton) return 'frame.kept.by_button'
  return status === 0 || status === 200 ? 'frame.kept.unsent' : 'frame.kept.not_sent'
}
