// Pages: Eta templates in views/, given the frame's facts and the page's own.
import view from '@fastify/view'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import { usualTimeZone } from '../../config.ts'
import type { Deps } from '../http/deps.ts'
import { proposalPath } from '../http/paths.ts'
import { originOf } from '../http/security.ts'
import { languages, translator } from '../i18n/i18n.ts'
import type { About } from './about.ts'
import { everyPage } from './every-page.ts'
import { type FormState, typedValues, type Values } from './forms.ts'
import { fragmentCache } from './fragment-cache.ts'
import { folding, type Part, partOf, Templates, views } from './templates.ts'
import { themePath } from './theme.ts'
import '../http/language.ts'
import './request-types.ts'
import { unshownWords } from './unshown.ts'

/** The pages there are, each with what its template takes: `declare module` beside the type. src/check-templates.mjs compares. */
// biome-ignore lint/suspicious/noEmptyInterface: pages add themselves
export interface Pages {}
/** What a page is drawn by: the path of its template in views/. */
export type PageName = keyof Pages

type Head = { title: string; nav?: string | null; notice?: string | null; about?: About }
/** What `render` is given for a page: what its template takes and the frame does not have. */
type FactsOf<P extends PageName> = Omit<Pages[P], keyof Frame> & Head

/** What every template has. */
export type Frame = Omit<ReturnType<typeof frame>, keyof Head> & Required<Head>
/** What the pages of a government count on. */
export type InPlace = { government: NonNullable<Frame['government']> }
/** What pages count on that ask who is there first. */
export type SignedIn = { person: NonNullable<Frame['person']> }

declare module 'fastify' {
  interface FastifyInstance {
    /** invented content, with a bar to try every role */
    isDemonstration: boolean
    /** pages are shown, and nothing is taken */
    isReadOnly: boolean
    /** see `originOf` */
    publicOrigin: string | null
    /** see `part` below */
    part: Part
    /** draws a page of all its facts; @fastify/view would copy them */
    drawPage: (given: { it: object }) => string
    /** the only clock, for what a page says of this year */
    clock: () => Date
  }
  interface FastifyReply {
    /** @fastify/view takes a function too, and its types do not say so */
    viewAsync<T extends object>(draw: (given: T) => string, given: T): Promise<string>
  }
}

/** Parts of a government's site, each with its address below the government's own. */
const navigation = { live: '/proposals', archive: '/archive', commitments: '/commitments', agencies: '/agencies' }

const demoRoles = ['citizen', 'moderator', 'officer', 'checker', 'administrator']

/** What a template is compiled to depends on its file alone, so all applications share it. */
const eta = new Templates({ views, cache: true, autoTrim: false, functionHeader: folding })

export const viewPlugin = plugin(async (app, { config, now }: Deps) => {
  app.decorate('clock', now)
  app.decorate('isDemonstration', config.demonstration)
  app.decorate('isReadOnly', config.readOnly)
  app.decorate('publicOrigin', config.origin)
  await app.register(fragmentCache)
  app.decorate('part', partOf(eta))
  app.decorateRequest('formAddress', null)
  app.decorateRequest('previewed', false)
  app.decorateRequest('formShown', null)
  app.decorateRequest('formNotice', null)
  app.decorateRequest('formKept', null)
  app.decorateRequest('formsWaiting')
  app.decorate('drawPage', ({ it }: { it: object }) => eta.render('layouts/page', it))
  // without `production` a template is read and compiled anew for every page, unless NODE_ENV says otherwise
  await app.register(view, { engine: { eta }, root: views, viewExt: 'eta', production: true })
})

/**
 * Renders `views/TEMPLATE.eta` in the frame of every page. Returns the page; send it with `return`.
 *
 * `Object.assign`, here and wherever the facts of a whole page are put together: where two large objects are spread into one,
 * V8 gives each of seventy names a new shape (117 µs and 70 kB, instead of 3 µs).
 */
export async function render<P extends PageName>(
  request: FastifyRequest,
  reply: FastifyReply,
  template: P,
  data: FactsOf<P>,
): Promise<string> {
  reply.type('text/html; charset=utf-8')
  if ('form' in data && isForm(data.form) && request.formAddress) request.formShown = data.form
  const facts = frame(request, reply.statusCode >= 400 || request.previewed)
  const it = Object.assign(facts, data, { drawnPage: template })
  return reply.viewAsync(request.server.drawPage, { it })
}

/** What every template may use: words, formats, the visitor and the place. `refused`: the page brings a form back, or shows what it would publish. */
export function frame(request: FastifyRequest, refused: boolean) {
  const { language } = request
  const government = (request.government as FastifyRequest['government'] | undefined) ?? null
  const demonstration = request.server.isDemonstration
  const shared = everyPage(
    language,
    government?.timeZone ?? usualTimeZone,
    government?.dates ?? 'gregorian',
    request.server.clock(),
  )
  const { t, nameIn } = shared
  const path = pageAddress(request, refused)
  const hasDesk = [...(request.seats ?? []), ...(request.lockedSeats ?? [])].some(
    (seat) => !seat.guest && seat.role !== 'checker',
  )
  const facts = {
    part: request.server.part,
    otherLanguages: (government?.languages ?? languages)
      .filter((code) => code !== language && languages.includes(code))
      .map((code) => ({ code, name: translator(code)('frame.language'), url: withLanguage(path, code) })),
    government: government && {
      slug: government.slug,
      name: nameIn(government.name),
      path: `/${government.slug}`,
      accentUrl: themePath(government.slug, government.accent),
      contact: government.contact && nameIn(government.contact),
      proposalPath: (number: string | null) => proposalPath(government, number),
    },
    announcements: (request.announcements ?? []).map(({ words }) => nameIn(words)),
    mainNav: government ? mainNav(`/${government.slug}`, hasDesk) : [],
    person: request.person,
    idle: idleOf(request.person?.idleUntil ?? null),
    staffRoles: (request.seats ?? []).map((seat) => seat.role),
    demonstration,
    readOnly: request.server.isReadOnly,
    demoRoles: demonstration ? demoRoles.map((key) => ({ key, label: t(`frame.demo.role.${key}`) })) : [],
    path,
    nav: null,
    htmx: request.headers['hx-request'] === 'true' && request.headers['hx-history-restore-request'] !== 'true',
    notice: null,
    about: {} as About,
    site: originOf(request, request.server.publicOrigin),
    formNotice: request.formNotice ? t(request.formNotice) : null,
    formsWaiting: request.formsWaiting ?? [],
    keptFor: request.keptFor,
    /** Typed words that a page with this body would lose. */
    unshownIn: (body: string) => unshownWords(body, typedHere(request, refused)),
  }
  return Object.assign(Object.create(shared) as typeof shared, facts)
}

/** When whoever is left alone with this page is signed out, and in how many seconds: told beforehand. */
const idleOf = (until: Date | null) =>
  until && { until, seconds: Math.max(0, Math.round((until.getTime() - Date.now()) / 1000)) }

const mainNav = (base: string, hasDesk: boolean) =>
  Object.entries({ ...navigation, ...(hasDesk ? { desk: '/desk' } : {}) }).map(([key, at]) => ({
    key,
    href: base + at,
  }))

/** The nearest address that is a page: this one, or one above it. */
export function pageAbove(server: FastifyInstance, url: string): string {
  let path = url.split('?')[0]!
  while (path !== '/' && !server.isPage(path)) path = path.slice(0, path.lastIndexOf('/')) || '/'
  return path
}

/** Where this page can be seen again. A refused form is kept, with an address of its own; else it is the page above. */
function pageAddress({ method, url, server, formAddress }: FastifyRequest, refused: boolean): string {
  if (formAddress && refused) return formAddress()
  if (method === 'GET' || method === 'HEAD') return url.replace(/^[/\\]+/, '/') // '//name' would be another site's
  return pageAbove(server, url)
}

/** What was typed in the form that this page brings back. */
function typedHere({ formKept, formAddress, body }: FastifyRequest, refused: boolean): Values {
  return formKept ?? (refused && formAddress ? typedValues(body) : {})
}

function isForm(given: unknown): given is FormState {
  return typeof given === 'object' && given !== null && 'values' in given && 'errors' in given
}

function withLanguage(url: string, code: string): string {
  const [path = '/', query = ''] = url.split('?')
  const params = new URLSearchParams(query)
  params.set('lang', code)
  return `${path}?${params}`
}
