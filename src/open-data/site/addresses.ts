// Where each address of the application lies in a static copy, and how one file links to another. Pure.
// Pages and feeds lie in a folder for each language, what has no language in `data/`, styles in `static/`.

/** `page`: anything drawn for people. `case`: the page of one. `extra`: belongs to a case and is copied with it. */
export type Target = {
  kind: 'page' | 'case' | 'extra' | 'file' | 'asset' | 'table'
  /** from the folder of the copy */
  file: string
  /** to ask the application for it; without its language */
  address: string
  language: string
  /** of the case that it stands or falls with */
  of: { slug: string; number: string } | null
}

/** A list has so many cases on a page of the copy. */
export const perPage = 100

const pages = /^(?:agencies|commitments|data|data\/api|privacy|accessibility|sitemap|help(?:\/[a-z-]+)?)$/
const feeds = /^(?:feed|proposals|archive|commitments)\.(?:atom|feed\.json)$/
const ofCase = /^proposals\/(\d{4}-\d{4,9})(?:(\.json|\.csv|\.ndjson|\/cosignatures\.csv)|\/(timeline\.atom))?$/
const files: { [path: string]: string } = {
  '/api/v1/governments': 'api/v1/governments.json',
  '/api/openapi.json': 'api/openapi.json',
  '/api/types.d.ts': 'api/types.d.ts',
  '/catalog.jsonld': 'catalog.jsonld',
}

/** Null for what is not in a copy: forms, searches, what needs somebody who answers. */
export function targetOf(written: string, language: string): Target | null {
  const [path = '/', asked = ''] = written.split('#')[0]!.split('?')
  const query = new URLSearchParams(asked)
  const lang = query.get('lang') ?? language
  query.delete('lang')
  const is = (kind: Target['kind'], file: string, more: Partial<Target> = {}): Target => {
    const rest = query.size ? `?${query}` : ''
    return { kind, file, address: path + rest, language: lang, of: null, ...more }
  }
  if (path.startsWith('/static/')) return is('asset', path.slice(1), { address: path })
  const [, slug, rest = ''] = /^\/([a-z][a-z0-9-]*)(?:\/(.*))?$/.exec(path) ?? []
  const here = `${lang}/${slug}`
  if (rest === 'proposals' || rest === 'archive') return listTarget(`${here}/${rest}`, query, is)
  if (rest === 'commitments' && /^\d+$/.test(query.get('page') ?? '') && query.size === 1)
    return is('page', `${here}/commitments${onPage(query)}.html`)
  const [, reasonsOf] = /^proposals\/(\d{4}-\d{4,9})\/reasons$/.exec(rest) ?? []
  if (slug && reasonsOf && [...query.keys()].every((name) => name === 'page'))
    return is('extra', `${here}/proposals/${reasonsOf}-reasons${onPage(query)}.html`, {
      of: { slug, number: reasonsOf },
    })
  if (query.size) return null
  if (path === '/') return is('page', `${lang}/index.html`)
  if (Object.hasOwn(files, path)) return is('file', `data/${files[path]}`)
  const [, of, table] =
    /^\/api\/v1\/([a-z0-9-]+)\/([a-z]+\.(?:csv|json|ndjson|parquet|csv-metadata\.json))$/.exec(path) ?? []
  if (of && table) return is(table.endsWith('metadata.json') ? 'file' : 'table', `data/${of}/${table}`)
  return slug ? ofGovernment(slug, rest, here, is) : null
}

type Make = (kind: Target['kind'], file: string, more?: Partial<Target>) => Target

function ofGovernment(slug: string, rest: string, here: string, is: Make): Target | null {
  if (rest === '') return is('page', `${here}/index.html`)
  if (/^theme-\w+\.css$/.test(rest)) return is('asset', `static/${slug}-${rest}`)
  if (rest === 'catalog.jsonld') return is('file', `data/${slug}/catalog.jsonld`)
  if (rest === 'data/data.gov.tw') return is('file', `data/${slug}/data.gov.tw.json`)
  if (feeds.test(rest)) return is('file', `${here}/${rest}`)
  const [, number, data, feed] = ofCase.exec(rest) ?? []
  if (number) {
    const of = { slug, number }
    if (data) return is('case', `data/${slug}/proposals/${number}${data.replace('/', '-')}`, { of })
    return is('case', feed ? `${here}/proposals/${number}-${feed}` : `${here}/proposals/${number}.html`, { of })
  }
  const [, attachedTo, name] = /^proposals\/(\d{4}-\d{4,9})\/attachments\/([0-9a-f]{64}\.[a-z]+)$/.exec(rest) ?? []
  if (attachedTo) return is('extra', `data/${slug}/attachments/${name}`, { of: { slug, number: attachedTo } })
  const [, promise, madeIn] = /^commitments\/((\d{4}-\d{4,9})-\d+)$/.exec(rest) ?? []
  if (promise) return is('extra', `${here}/commitments/${promise}.html`, { of: { slug, number: madeIn! } })
  const [, code, calendar] = /^agencies\/([^/]+)(\/calendar\.ics)?$/.exec(rest) ?? []
  if (code) return is(calendar ? 'file' : 'page', `${here}/agencies/${word(code)}${calendar ?? '.html'}`)
  return pages.test(rest) ? is('page', `${here}/${rest}.html`) : null
}

/** Whole lists, and those of one topic or one agency. */
function listTarget(base: string, query: URLSearchParams, is: Make): Target | null {
  const { page, per_page, topic, agency, ...others } = Object.fromEntries(query)
  const isOurs = page === undefined || (per_page === String(perPage) && /^[1-9]\d*$/.test(page))
  if (Object.keys(others).length || (topic && agency) || !isOurs) return null
  if (query.size !== new Set(query.keys()).size) return null
  const of = topic ? `-topic-${word(topic)}` : agency ? `-agency-${word(agency)}` : ''
  query.set('per_page', String(perPage))
  return is('page', `${base}${of}${onPage(query)}.html`)
}

const onPage = (query: URLSearchParams) => (Number(query.get('page') ?? 1) > 1 ? `-page-${query.get('page')}` : '')

/** A code as a part of a file's name, on every file system. */
const word = (code: string): string => encodeURIComponent(decoded(code)).replaceAll('%', '~').replaceAll('*', '~2A')

function decoded(code: string): string {
  try {
    return decodeURIComponent(code)
  } catch {
    return code
  }
}

/** From one file of the copy to another, as an address that needs no server. */
export function linkBetween(from: string, to: string): string {
  const up = '../'.repeat(from.split('/').length - 1)
  return `${up}${to}`
}

/** Every file that a case has whatever it is, for these languages. */
export function filesOfCase(slug: string, number: string, languages: readonly string[]): string[] {
  const data = ['.json', '.csv', '.ndjson', '-cosignatures.csv'].map((end) => `data/${slug}/proposals/${number}${end}`)
  const drawn = ['.html', '-timeline.atom']
  return [...data, ...languages.flatMap((lang) => drawn.map((end) => `${lang}/${slug}/proposals/${number}${end}`))]
}
