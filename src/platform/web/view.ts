// Pages: Eta templates in views/, given the frame's facts and the page's own.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import view from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import { usualLanguage, usualTimeZone } from '../../config.ts'
import { localised } from '../../lib/localised.ts'
import { memoize } from '../../lib/memoize.ts'
import type { Deps } from '../http/deps.ts'
import { formats } from '../i18n/format.ts'
import { languages, translator } from '../i18n/i18n.ts'
import { asset } from './assets.ts'
import type { FormState } from './forms.ts'
import { fragmentCache } from './fragment-cache.ts'
import { evidenceLine, piecesOf, proseOf } from './prose.ts'
import { themePath } from './theme.ts'
import '../http/language.ts'
import './request-types.ts'

const views = fileURLToPath(new URL('../../../views', import.meta.url))

export type PageData = { title: string; nav?: string | null; notice?: string | null; [name: string]: unknown }

declare module 'fastify' {
  interface FastifyInstance {
    /** invented content, with a bar to try every role */
    isDemonstration: boolean
    /** pages are shown, and nothing is taken */
    isReadOnly: boolean
    /** see `part` below */
    part: Part
  }
}

const demoRoles = ['citizen', 'moderator', 'officer', 'administrator']

export const viewPlugin = plugin(async (app, { config }: Deps) => {
  app.decorate('isDemonstration', config.demonstration)
  app.decorate('isReadOnly', config.readOnly)
  await app.register(fragmentCache)
  const eta = new Templates({ views, cache: true, autoTrim: false })
  app.decorate('part', partOf(eta))
  app.decorateRequest('formAddress', null)
  app.decorateRequest('previewed', false)
  app.decorateRequest('formShown', null)
  app.decorateRequest('formNotice', null)
  app.decorateRequest('formsWaiting')
  // without `production` a template is read and compiled anew for every page, unless NODE_ENV says otherwise
  await app.register(view, { engine: { eta }, root: views, viewExt: 'eta', production: true })
})

class Templates extends Eta {
  /** Every name is a path from views/, wherever it is used; Eta's own rule depends on the file that uses it. */
  override resolvePath = memoize((name: string) => join(views, `${name.replace(/\.eta$/, '')}.eta`), 1000)
}

/** In a template `it.part('shared/input', { name })`: what another one draws of the same facts and some more. */
export type Part = (this: object, template: string, more?: object) => string

/** Facts are inherited. Eta's own `include` and `layout` copy all of them, each time: see docs/decisions/102. */
const partOf = (eta: Eta): Part =>
  function part(template, more) {
    return eta.render(template, more ? Object.assign(Object.create(this), more) : this)
  }

/**
 * Renders `views/TEMPLATE.eta` in the frame of every page. Returns the page; send it with `return`.
 *
 * `Object.assign`, here and wherever the facts of a whole page are put together: where two large objects are spread into one,
 * V8 gives each of seventy names a new shape (117 µs and 70 kB, instead of 3 µs).
 */
export async function render(
  request: FastifyRequest,
  reply: FastifyReply,
  template: string,
  data: PageData,
): Promise<string> {
  reply.type('text/html; charset=utf-8')
  if (request.formAddress && isForm(data.form)) request.formShown = data.form
  const facts = frame(request, reply.statusCode >= 400 || request.previewed)
  return reply.viewAsync('layouts/page', Object.assign(facts, data, { template }))
}

/** What every template may use: words, formats, the visitor and the place. `refused`: the page brings a form back, or shows what it would publish. */
export function frame(request: FastifyRequest, refused: boolean) {
  const { language } = request
  const t = request.t ?? translator(language)
  const government = request.government ?? null
  const demonstration = request.server.isDemonstration
  const zone = government?.timeZone ?? usualTimeZone
  const path = pageAddress(request, refused)
  const facts = {
    t,
    lang: language,
    part: request.server.part,
    otherLanguages: (government?.languages ?? languages)
      .filter((code) => code !== language && languages.includes(code))
      .map((code) => ({ code, name: translator(code)('frame.language'), url: withLanguage(path, code) })),
    government: government && {
      slug: government.slug,
      name: nameIn(government.name, language),
      path: `/${government.slug}`,
      accentUrl: themePath(government.slug, government.accent),
      contact: government.contact,
    },
    announcements: (request.announcements ?? []).map(({ words }) => nameIn(words, language)),
    person: request.person,
    idle: idleOf(request.person?.idleUntil ?? null),
    staffRoles: (request.seats ?? []).map((seat) => seat.role),
    hasDesk: (request.seats ?? []).length + (request.lockedSeats ?? []).length > 0,
    demonstration,
    readOnly: request.server.isReadOnly,
    demoRoles: demonstration ? demoRoles.map((key) => ({ key, label: t(`frame.demo.role.${key}`) })) : [],
    path,
    asset,
    nav: null,
    htmx: request.headers['hx-request'] === 'true' && request.headers['hx-history-restore-request'] !== 'true',
    notice: null,
    formNotice: request.formNotice ? t(request.formNotice) : null,
    formsWaiting: request.formsWaiting ?? [],
    proseOf,
    piecesOf,
    evidenceLine,
    nameIn: (name: { [language: string]: string }) => nameIn(name, language),
    /** The `lang` of what a person wrote: Chinese characters say Chinese, anything else is taken for the page's own. */
    langOf: (text: string | null | undefined) =>
      !language.startsWith('zh') && /\p{Script=Han}/u.test(text ?? '') ? usualLanguage : language,
  }
  return Object.assign(facts, formatsOf(language, zone, government?.dates ?? 'gregorian'))
}

/** When whoever is left alone with this page is signed out, and in how many seconds: told beforehand. */
const idleOf = (until: Date | null) =>
  until && { until, seconds: Math.max(0, Math.round((until.getTime() - Date.now()) / 1000)) }

/** Dates and numbers as pages write them. `dates`: the calendar. */
export const formatsOf = (language: string, timeZone: string, dates: string) =>
  formatsFor(`${language} ${timeZone} ${dates}`)

/** By language, zone and calendar, which say all of them. */
const formatsFor = memoize((key) => {
  const [language, zone, dates] = key.split(' ') as [string, string, string]
  return unbroken(formats(language, zone, dates, translator(language)))
}, 1000)

/** Dates that stay on one line: a day at the end of one and its month at the beginning of the next are hard to read. */
function unbroken(given: ReturnType<typeof formats>): ReturnType<typeof formats> {
  const whole =
    <V>(format: (value: V) => string) =>
    (value: V) =>
      format(value).replaceAll(' ', '\u00a0')
  return {
    ...given,
    date: whole(given.date),
    shortDate: whole(given.shortDate),
    dateTime: (at) => given.dateTime(at).replace(/ (?=.* )/g, '\u00a0'),
  }
}

const nameIn = (name: { [language: string]: string }, language: string) => localised(name, language)

/** The nearest address that is a page: this one, or one above it. */
export function pageAbove(server: FastifyInstance, url: string): string {
  let path = url.split('?')[0]!
  while (path !== '/' && !server.methodsOf(path).includes('GET')) path = path.slice(0, path.lastIndexOf('/')) || '/'
  return path
}

/** Where this page can be seen again. A refused form is kept, with an address of its own; else it is the page above. */
function pageAddress({ method, url, server, formAddress }: FastifyRequest, refused: boolean): string {
  if (formAddress && refused) return formAddress
  if (method === 'GET' || method === 'HEAD') return url.replace(/^[/\\]+/, '/') // '//name' would be another site's
  return pageAbove(server, url)
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
