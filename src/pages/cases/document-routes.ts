// A case as a document: every text and answer at an address of its own, as it was on any day, and how it is cited.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isThere } from '../../domain/proposals/proposal.ts'
import { textsOfCase } from '../../domain/proposals/public-versions.ts'
import { type PublishedText, textBefore } from '../../domain/proposals/published-versions.ts'
import { findShared, type ProposalRow } from '../../domain/proposals/store.ts'
import { textIsShown } from '../../domain/proposals/text-shown.ts'
import { changesOfTexts } from '../../domain/proposals/text-versions.ts'
import { whileTrue } from '../../domain/record/shown.ts'
import { addDays, isDay, localDate, startOfDay } from '../../lib/calendar.ts'
import { keptWhile } from '../../platform/cache/cache.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { pageQuery } from '../../platform/http/query-schemas.ts'
import { originOf } from '../../platform/http/security.ts'
import { formatsOf } from '../../platform/web/every-page.ts'
import { render } from '../../platform/web/view.ts'
import { answersOf } from '../shared/answers.ts'
import { askOf } from '../shared/ask-field.ts'
import { numberParams } from '../shared/params.ts'
import { type Cited, citationAs, citationFormats, citationTypes, wikipedia } from './citation.ts'
import { citedCase } from './cited-case.ts'
import type { TextView } from './document-pages.ts'
import { showHidden } from './hidden-page.ts'
import { type LoadedCase, loadCase } from './load-case.ts'
import { summaryOf } from './press-summary.ts'
import { inSentences } from './summary-words.ts'

const versionParams = z.looseObject({ number: z.string(), version: z.string() })
const dayParams = z.looseObject({ number: z.string(), day: z.string() })

type Opened = LoadedCase & { shown: boolean; texts: PublishedText[]; path: string }

/** `/:gov/proposals/:number/versions`, `/versions/text-1`, `/as-of/2026-03-01`, `/cite` and its files. */
export const documentRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now, config } = deps

  app.get(
    '/proposals/:number/versions',
    { schema: { params: numberParams, querystring: pageQuery('day') } },
    async (request, reply) => {
      const proposal = await found(request, request.params.number)
      if (!proposal) return reply.callNotFound()
      const { day } = request.query
      if (day)
        return reply.redirect(
          `${proposalPath(request.government, proposal.number)}/as-of/${encodeURIComponent(day)}`,
          303,
        )
      if (proposal.hiddenAt) return showHidden(deps, request, reply, proposal)
      const opened = await open(request, reply, proposal)
      const { row, has, texts, path, shown } = opened
      return render(request, reply, 'cases/versions', {
        ...headOf(request, opened, 'document.versions.title'),
        shown,
        texts: texts.map((text, i) => textView(request, text, texts[i - 1] ?? null, path)).reverse(),
        answers: shown
          ? answersOf(has.answers, row.source === null).map((a) => ({
              ...a,
              path: `${path}/versions/answer-${a.version}`,
            }))
          : [],
        today: localDate(now(), request.government.timeZone),
      })
    },
  )

  const version = { params: versionParams, querystring: pageQuery('against') }
  app.get('/proposals/:number/versions/:version', { schema: version }, async (request, reply) => {
    const { government, params } = request
    const proposal = await found(request, params.number)
    const [, kind, digits] = /^(text|answer)-([1-9]\d{0,5})$/.exec(params.version) ?? []
    if (!proposal || !kind) return reply.callNotFound()
    if (proposal.hiddenAt) return showHidden(deps, request, reply, proposal)
    const opened = await open(request, reply, proposal)
    if (!opened.shown) throw httpError(410, 'document.not_shown')
    const { row, has, texts, path } = opened
    const wanted = Number(digits)
    const text = kind === 'text' ? texts.find(({ number }) => number === wanted) : undefined
    const answer =
      kind === 'answer'
        ? answersOf(has.answers, row.source === null).find(({ version }) => version === wanted)
        : undefined
    if (!text && !answer) return reply.callNotFound()
    const against =
      text && (texts.find(({ number }) => `${number}` === request.query.against) ?? texts[wanted - 2] ?? null)
    return render(request, reply, 'cases/version', {
      ...headOf(request, opened, text ? 'document.version.text' : 'document.version.answer', { n: wanted }),
      asOf: null,
      text: text ? textView(request, text, against ?? null, path) : null,
      answers: answer ? [{ ...answer, newest: false, decisions: decisionsOf(has, wanted) }] : [],
      url: `${originOf(request, config.origin)}/${government.slug}/proposals/${row.number}/versions/${params.version}`,
      others: text
        ? texts
            .filter((one) => one !== text)
            .map(({ number }) => ({ number, path: `${path}/versions/text-${wanted}?against=${number}` }))
        : [],
    })
  })

  app.get('/proposals/:number/as-of/:day', { schema: { params: dayParams } }, async (request, reply) => {
    const { government, params, t } = request
    const { timeZone } = government
    if (!isDay(params.day)) throw httpError(400, 'document.wrong_day')
    const proposal = await found(request, params.number)
    if (!proposal || params.day > localDate(now(), timeZone)) return reply.callNotFound()
    if (proposal.hiddenAt) return showHidden(deps, request, reply, proposal)
    const opened = await open(request, reply, proposal)
    if (!opened.shown) throw httpError(410, 'document.not_shown')
    const { row, has, texts, path } = opened
    const before = startOfDay(addDays(params.day, 1), timeZone)
    const text = textBefore(texts, before)
    if (!text) return reply.callNotFound()
    const then = has.answers.filter(({ publishedAt }) => publishedAt !== null && publishedAt < before)
    const { date } = formatsOf(request.language, timeZone, government.dates, now())
    const answers = answersOf(then, row.source === null)
    return render(request, reply, 'cases/version', {
      ...headOf(request, opened, 'document.version.as_of', { date: date(params.day) }),
      title: t('document.version.as_of', { date: date(params.day) }),
      asOf: params.day,
      text: textView(request, text, texts[text.number - 2] ?? null, path),
      answers: answers.map((one) => ({ ...one, decisions: decisionsOf(has, one.version) })),
      url: `${originOf(request, config.origin)}${path}/as-of/${params.day}`,
      others: [],
    })
  })

  app.get('/proposals/:number/cite', { schema: { params: numberParams } }, async (request, reply) => {
    const { government, t } = request
    const proposal = await found(request, request.params.number)
    if (!proposal) return reply.callNotFound()
    if (proposal.hiddenAt) return showHidden(deps, request, reply, proposal)
    const opened = await open(request, reply, proposal)
    const cited = citedOf(request, opened)
    const { path } = opened
    const names = { bib: 'BibTeX', ris: 'RIS', csl: 'CSL-JSON' } as const
    return render(request, reply, 'cases/cite', {
      ...headOf(request, opened, 'document.cite.title'),
      summary: inSentences(summaryOf(opened, now(), government.timeZone), request, now()),
      citation: sentenceOf(cited, request),
      url: cited.id,
      records: [
        ...citationFormats.map((format) => ({
          name: names[format],
          text: citationAs(format, cited),
          href: `${path}/cite.${format}`,
        })),
        { name: t('document.cite.wikipedia_en'), text: wikipedia(cited, 'en'), href: null },
        { name: t('document.cite.wikipedia_zh'), text: wikipedia(cited, 'zh'), href: null },
      ],
      shown: opened.shown,
      hasVersions: opened.shown,
    })
  })

  for (const format of citationFormats)
    app.get(`/proposals/:number/cite.${format}`, { schema: { params: numberParams } }, async (request, reply) => {
      const proposal = await found(request, request.params.number)
      if (!proposal) return reply.callNotFound()
      const cited = citedOf(request, await open(request, reply, proposal))
      reply.code(200).type(citationTypes[format]) // the case may be gone; how it is cited is not
      const name = `${request.government.slug}-${proposal.number}.${format}${format === 'csl' ? '.json' : ''}`
      return reply.header('content-disposition', `attachment; filename="${name}"`).send(citationAs(format, cited))
    })

  const found = async (request: FastifyRequest, number: string): Promise<ProposalRow | null> => {
    const proposal = await findShared(db.reads, request.government.id, number, now(), lastWriteAt(request))
    return proposal && isThere(proposal) ? proposal : null
  }

  /** A case that everybody finds. One that was withdrawn is gone, and still told: 410. */
  async function open(request: FastifyRequest, reply: FastifyReply, proposal: ProposalRow): Promise<Opened> {
    const { government } = request
    const at = now()
    const loaded = await loadCase(db.reads, proposal.id, government, at, lastWriteAt(request))
    keptWhile(request, () => whileTrue(deps, government.id, at))
    if (proposal.stage === 'withdrawn') reply.code(410)
    const { row, has } = loaded
    const shown = textIsShown(row) && !row.hiddenAt
    const texts = shown ? textsOfCase(row, has) : []
    return { ...loaded, shown, texts, path: proposalPath(government, row.number) }
  }

  const citedOf = (request: FastifyRequest, { row, has, shown, texts }: Opened): Cited => {
    const newest = texts.at(-1)
    const version = newest ? { path: `/versions/text-${newest.number}`, title: newest.title, from: newest.from } : null
    const { language, t, government } = request
    return citedCase({ row, has, shown }, version, government, {
      language,
      t,
      origin: originOf(request, config.origin),
      at: now(),
    })
  }

  function headOf(request: FastifyRequest, { row, path, shown }: Opened, title: string, params: object = {}) {
    const number = row.number!
    return {
      title: request.t(title, { number, ...params }),
      nav: null,
      about: { path },
      ...{ caseNumber: number, self: path, caseTitle: shown ? row.title : request.t('case.title_hidden', { number }) },
    }
  }

  function textView({ t }: FastifyRequest, text: PublishedText, before: PublishedText | null, path: string): TextView {
    const changes = before && changesOfTexts(before, text)
    return {
      ...text,
      path: `${path}/versions/text-${text.number}`,
      against: before?.number ?? null,
      changes:
        changes?.map((change) => {
          const ask = askOf(change.field)
          return { ...change, ask, name: ask ? t('case.ask_n', { n: ask }) : t(`case.field.${change.field}`) }
        }) ?? null,
    }
  }
}

/** All decisions of one version of the answer, whether or not a newer one replaced them. */
const decisionsOf = ({ answers }: LoadedCase['has'], version: number) =>
  (answers.find((one) => one.version === version)?.decisions ?? []).flatMap((d) =>
    d.decision ? [{ ...d, decision: d.decision }] : [],
  )

/** As a list of references has it. */
function sentenceOf(c: Cited, { t, government, language }: FastifyRequest): string {
  const { date } = formatsOf(language, government.timeZone, government.dates, new Date(`${c.accessed}T12:00:00Z`))
  const words = [c.author ? 'by' : 'plain', c.issued ? 'dated' : 'undated'].join('_')
  const told = { author: c.author ?? '', title: c.title, site: c.site, number: c.number, url: c.url }
  const sentence = t(`document.citation.${words}`, {
    ...told,
    date: c.issued ? date(c.issued) : '',
    accessed: date(c.accessed),
  })
  return c.note ? t('document.citation.noted', { sentence, note: c.note }) : sentence
}
