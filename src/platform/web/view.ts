// Pages: Eta templates in views/, given the frame's facts and the page's own.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import view from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import { usualLanguage, usualTimeZone } from '../../config.ts'
import { localised } from '../../lib/localised.ts'
import type { Deps } from '../http/deps.ts'
import { formats } from '../i18n/format.ts'
import { languages, type Translate, translator } from '../i18n/i18n.ts'
import { asset } from './assets.ts'
import type { FormState } from './forms.ts'
import { proseOf } from './prose.ts'
import { themePath } from './theme.ts'
import './request-types.ts'

const views = fileURLToPath(new URL('../../../views', import.meta.url))

export type PageData = { title: string; nav?: string | null; notice?: string | null; [name: string]: unknown }

let demonstration = false
const demoRoles = ['citizen', 'moderator', 'officer', 'administrator']

export const viewPlugin = plugin(async (app, { config }: Deps) => {
  demonstration = config.demonstration
  const eta = new Eta({ views, cache: true, autoTrim: false, plugins: [{ processFnString: inheriting }] })
  // Every name is a path from views/, wherever it is included from; Eta's own rule depends on the including file.
  const paths = new Map<string, string>()
  eta.resolvePath = (template) => {
    const path = paths.get(template) ?? join(views, `${template.replace(/\.eta$/, '')}.eta`)
    paths.set(template, path)
    return path
  }
  // without `production` a template is read and compiled anew for every page, unless NODE_ENV says otherwise
  app.decorateRequest('formAddress', null)
  app.decorateRequest('previewed', false)
  app.decorateRequest('formShown', null)
  app.decorateRequest('formNotice', null)
  app.decorateRequest('formsWaiting')
  await app.register(view, { engine: { eta }, root: views, viewExt: 'eta', production: true })
})

/**
 * What a template includes inherits what its page was given, and so does a layout. Eta copies it for each: for a page of seventy
 * facts that is 19 µs, and most pages include dozens. Throws where Eta's own code is not as it was.
 */
function inheriting(code: string): string {
  const copies: [string, string][] = [
    ['{...it, ...(__eta_d ?? {})}', '__eta_d ? Object.assign(Object.create(it), __eta_d) : it'],
    [
      '{...it, body: __eta.res, ...__eta.layoutData, __blocks: __eta.blocks}',
      '{body: __eta.res, ...__eta.layoutData, __blocks: __eta.blocks}',
    ],
  ]
  return copies.reduce((changed, [copy, inherited]) => {
    if (!changed.includes(copy)) throw new Error(`Eta no longer hands on facts by ${copy}.`)
    return changed.replaceAll(copy, inherited)
  }, code)
}

/**
 * Renders `views/TEMPLATE.eta`. Returns the page; send it with `return`.
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
  return reply.viewAsync(template, Object.assign(frame(request, reply.statusCode >= 400 || request.previewed), data))
}

/** What every template may use: words, formats, the visitor and the place. `refused`: the page brings a form back, or shows what it would publish. */
export function frame(request: FastifyRequest, refused: boolean) {
  const { language } = request
  const t = request.t ?? translator(language)
  const government = request.government ?? null
  const zone = government?.timeZone ?? usualTimeZone
  const path = pageAddress(request, refused)
  const facts = {
    t,
    lang: language,
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
    person: request.person,
    staffRoles: (request.seats ?? []).map((seat) => seat.role),
    hasDesk: (request.seats ?? []).length + (request.lockedSeats ?? []).length > 0,
    demonstration,
    demoRoles: demonstration ? demoRoles.map((key) => ({ key, label: t(`frame.demo.role.${key}`) })) : [],
    path,
    asset,
    nav: null,
    htmx: request.headers['hx-request'] === 'true' && request.headers['hx-history-restore-request'] !== 'true',
    notice: null,
    formNotice: request.formNotice ? t(request.formNotice) : null,
    formsWaiting: request.formsWaiting ?? [],
    proseOf,
    nameIn: (name: { [language: string]: string }) => nameIn(name, language),
    /** The `lang` of what a person wrote: Chinese characters say Chinese, anything else is taken for the page's own. */
    langOf: (text: string | null | undefined) =>
      !language.startsWith('zh') && /\p{Script=Han}/u.test(text ?? '') ? usualLanguage : language,
  }
  return Object.assign(facts, formatsOf(language, zone, government?.dates ?? 'gregorian', t))
}

const kept = new Map<string, ReturnType<typeof formats>>() // as many as there are languages, zones and calendars

function formatsOf(language: string, zone: string, dates: string, t: Translate): ReturnType<typeof formats> {
  const key = `${language} ${zone} ${dates}`
  const known = kept.get(key) ?? unbroken(formats(language, zone, dates, t))
  kept.set(key, known)
  return known
}

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
