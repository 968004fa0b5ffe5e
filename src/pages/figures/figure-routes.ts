// Figures of a government, and of all of them side by side.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyRequest } from 'fastify'
import { everyCase, readFigureQuery } from '../../domain/figures/figure-query.ts'
import { figuresOf, leastListed, linesOf, type Slice } from '../../domain/figures/figures.ts'
import { dutyCasesOf } from '../../domain/figures/figures-store.ts'
import { cohortMonths, loadFacts } from '../../domain/figures/load-figures.ts'
import { agenciesOf, listGovernments, topicsOf } from '../../domain/governments/store.ts'
import { whileTrue } from '../../domain/record/shown.ts'
import { listedYears } from '../../domain/search/list-batches.ts'
import { localised } from '../../lib/localised.ts'
import { keptWhile } from '../../platform/cache/cache.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { wholeQuery } from '../../platform/http/query-schemas.ts'
import { formatNumber } from '../../platform/i18n/format.ts'
import { render } from '../../platform/web/view.ts'
import { tableTaken } from '../shared/taken.ts'
import { headsOf, menusOf, titleOf } from './figure-pages.ts'
import { type Listed, sectionOf, sectionsOfParts } from './figure-sections.ts'
import { methods, type Part, type Saying, sectionKinds } from './figure-words.ts'

/** `/:gov/figures`, narrowed by agency, topic and year. */
export const figureRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  app.get('/figures', { schema: { querystring: wholeQuery } }, async (request, reply) => {
    const { government, language, t } = request
    const at = now()
    keptWhile(request, () => whileTrue(deps, government.id, at))
    const [agencies, topics, numbered] = await Promise.all([
      agenciesOf(db.reads, government.id),
      topicsOf(db.reads, government.id),
      listedYears(db.reads, government.id),
    ])
    const read = readFigureQuery(request.query, agencies, topics)
    if (!read.ok)
      throw httpError(400, read.wrong === 'unknown' ? 'errors.unknown_parameter' : `figures.wrong.${read.wrong}`)
    const { slice } = read.query
    const facts = await loadFacts(db.reads, government, at)
    const figures = figuresOf(facts, slice)
    const ids = agencies.map(({ id }) => id)
    const lines = (['year', 'agency', 'topic'] as const).flatMap((scope) => linesOf(facts, slice, ids, scope))
    const nameOf = (name: Parameters<typeof localised>[0], code: string) => localised(name, language) || code
    const agency = agencies.find(({ id }) => id === slice.agencyId)
    const topic = topics.find(({ code }) => code === slice.topic)
    const narrowing = queryOf({ agency: agency?.code, topic: slice.topic, year: slice.year })
    const parts = (scope: 'year' | 'agency' | 'topic'): Part[] =>
      lines
        .filter((line) => line.scope === scope)
        .map(({ slice: one, figures: of }) => {
          if (scope === 'year') return { name: t('figures.year', { year: one.year }), year: one.year, figures: of }
          const found =
            scope === 'agency'
              ? agencies.find(({ id }) => id === one.agencyId)
              : topics.find(({ code }) => code === one.topic)
          const code = found?.code ?? one.topic ?? ''
          const href = `/${government.slug}/figures?${queryOf({ ...codesOf(slice, agencies), [scope]: code })}`
          const name = nameOf(found?.name ?? {}, code)
          return { name, lang: langOf(name, language), href, figures: of }
        })
    const saying = (of: Saying['of'], scope: string): Saying => ({
      ...{ t, number: formatNumber, of, cohort: cohortOf(facts.behind) },
      file: (ending) =>
        `/api/v1/${government.slug}/figures.${ending}?${[`scope=${scope}`, narrowing].filter(Boolean).join('&')}`,
    })
    const whole: Part = { name: t('figures.total'), figures }
    const years = slice.year === null ? parts('year') : []
    const byYear = years.length > 1 ? [...years, whole] : years.length ? years : [whole]
    const ofYears = saying('year', slice.year === null ? 'year' : 'all')
    const listed = await casesOfFew(db.reads, request, slice, years.length ? years : [whole], at)
    const agencyParts = slice.agencyId === null ? parts('agency') : []
    const topicParts = slice.topic === null ? parts('topic') : []
    return render(request, reply, 'figures/figures', {
      title: titleOf(
        [
          agency && nameOf(agency.name, agency.code),
          topic && nameOf(topic.name, topic.code),
          slice.year !== null && t('figures.year', { year: slice.year }),
        ],
        t,
      ),
      about: { path: `/${government.slug}/figures${narrowing && `?${narrowing}`}` },
      ...{ at, methods, methodAt: '', narrowed: narrowing !== '', empty: figures.submitted === 0 },
      menus: menusOf(
        { agencies, topics, years: numbered.map(({ year }) => year) },
        { ...slice, agency: agency?.code },
        request,
      ),
      heads: headsOf(figures, t, formatNumber),
      sections: [
        ...sectionKinds
          .filter((kind) => kind !== 'cohort')
          .map((kind) => sectionOf(kind, byYear, ofYears, kind === 'on_time' ? listed : [])),
        ...sectionsOfParts(['cohort', 'answer', 'asks'], agencyParts, saying('agency', 'agency')),
        ...sectionsOfParts(['flow', 'answer', 'asks'], topicParts, saying('topic', 'topic')),
      ],
      take: tableTaken(government.slug, 'figures', narrowing),
    })
  })
}

/** The cases themselves where there are too few for a share. */
async function casesOfFew(
  reads: Db,
  { government, t }: FastifyRequest,
  slice: Slice,
  rows: Part[],
  at: Date,
): Promise<Listed[]> {
  const few = rows.filter(({ figures: f }) => f.answered + f.overdue > 0 && f.answered + f.overdue < leastListed)
  if (!few.length) return []
  const years = slice.year === null ? few.flatMap(({ year }) => year ?? []) : [slice.year]
  const cases = await dutyCasesOf(reads, government, slice, years, at)
  return few.map(({ name, year: ofYear = slice.year }) => ({
    name,
    cases: cases
      .filter(({ year }) => year === ofYear)
      .map(({ number, owner, how }) => ({
        ...{ number, href: proposalPath({ slug: owner }, number), words: t(`figures.on_time.${how}`) },
      })),
  }))
}

/** `/figures`: every government with the same figures, in the order in which they joined. */
export const nationalFigureRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/figures', async (request, reply) => {
    const { language, t } = request
    const at = now()
    const parts: Part[] = []
    const behind = new Set<number>()
    for (const government of await listGovernments(db.reads)) {
      const facts = await loadFacts(db.reads, government, at)
      behind.add(facts.behind)
      const name = localised(government.name, language) || government.slug
      const href = `/${government.slug}/figures`
      parts.push({ name, lang: langOf(name, language), href, figures: figuresOf(facts, everyCase) })
    }
    const file: Saying['file'] = (ending) => `/api/v1/figures.${ending}?scope=all`
    const cohort = behind.size === 1 ? cohortOf([...behind][0]!) : null
    const saying: Saying = { t, number: formatNumber, of: 'government', cohort, file }
    const order = ['cohort', ...sectionKinds.filter((kind) => kind !== 'cohort')] as const
    return render(request, reply, 'figures/national', {
      title: t('figures.national.title'),
      about: { path: '/figures' },
      ...{ at, methods, methodAt: '' },
      sections: order.map((kind) => sectionOf(kind, parts, saying)),
    })
  })
}

const cohortOf = (behind: number) => ({ from: behind + cohortMonths, to: behind })

const queryOf = (named: { [name: string]: string | number | null | undefined }): string =>
  Object.entries(named)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value!)}`)
    .join('&')

const codesOf = ({ agencyId, topic, year }: Slice, agencies: { id: string; code: string }[]) => ({
  ...{ agency: agencies.find(({ id }) => id === agencyId)?.code, topic, year },
})

/** The language of a name that is not in the page's. */
const langOf = (name: string, language: string): string | undefined =>
  !language.startsWith('zh') && /\p{Script=Han}/u.test(name) ? 'zh-Hant' : undefined
