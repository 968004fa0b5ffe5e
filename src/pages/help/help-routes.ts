// Help for each kind of reader, with the government's own rules in numbers, and the statements every public site owes.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { closingDate, deadline } from '../../domain/governments/deadline.ts'
import {
  agenciesOf,
  blackoutsOf,
  currentRules,
  offered,
  refusalReasonsOf,
  workCalendar,
} from '../../domain/governments/store.ts'
import { noticeVersion } from '../../domain/people/privacy-notice.ts'
import { addDays, addMonths, daysBetween, lastDay, localDate, startOfDay } from '../../lib/calendar.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { originOf } from '../../platform/http/security.ts'
import { formatNumber } from '../../platform/i18n/format.ts'
import { type PageData, render } from '../../platform/web/view.ts'
import type { Rules } from '../../schema/values.ts'

const readers = ['citizens', 'staff', 'journalists'] as const

/** `/:gov/help…`, `/:gov/privacy`, `/:gov/accessibility`, `/:gov/sitemap`. */
export const helpRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  app.get('/help', async (request, reply) =>
    page(request, reply, 'help/help-index', { title: request.t('help.index.title'), nav: 'help', readers }),
  )

  for (const reader of readers)
    app.get(`/help/${reader}`, async (request, reply) => {
      const { government } = request
      const [{ rules }, reasons] = await Promise.all([
        currentRules(db.reads, government.id, now()),
        refusalReasonsOf(db.reads, government.id),
      ])
      return page(request, reply, `help/help-${reader}`, {
        title: request.t(`help.${reader}.title`),
        nav: 'help',
        params: inWords(government.name[request.language] ?? government.slug, rules),
        reasons: offered(reasons),
        origin: originOf(request, config.origin),
      })
    })

  app.get('/help/deadlines', async (request, reply) => {
    const { government } = request
    const at = now()
    const [{ rules, version }, calendar, blackouts] = await Promise.all([
      currentRules(db.reads, government.id, at),
      workCalendar(db.reads, government),
      blackoutsOf(db.reads, government.id),
    ])
    const { timeZone } = government
    const today = localDate(at, timeZone)
    const checking = deadline(at, { workingDays: rules.checkingWorkingDays }, calendar)
    const closing = lastDay(closingDate(at, rules.cosigningDays, blackouts, timeZone), timeZone)
    const paused = daysBetween(addDays(today, rules.cosigningDays), closing)
    const answer = deadline(at, { months: rules.answerMonths }, calendar)
    return page(request, reply, 'help/help-deadlines', {
      title: request.t('help.deadlines.title'),
      nav: 'help',
      rules,
      version,
      params: {},
      // worked examples, as if the event were today
      example: {
        today,
        checking,
        closing,
        paused,
        answer,
        extended: lastDay(startOfDay(addDays(addMonths(answer.lastDay, rules.extensionMonths), 1), timeZone), timeZone),
      },
      loadedUntil: calendar.loadedUntil,
      blackouts: blackouts.filter((b) => b.lastDay >= today),
    })
  })

  app.get('/privacy', async (request, reply) => {
    const agencies = await agenciesOf(db.reads, request.government.id)
    return page(request, reply, 'help/privacy', {
      title: request.t('help.privacy.title'),
      version: noticeVersion,
      office: agencies.find((a) => a.coordinating) ?? null,
    })
  })

  app.get('/accessibility', async (request, reply) =>
    page(request, reply, 'help/accessibility', { title: request.t('help.accessibility.title') }),
  )

  app.get('/sitemap', async (request, reply) => {
    const agencies = await agenciesOf(db.reads, request.government.id)
    return render(request, reply, 'help/sitemap', { title: request.t('help.sitemap.title'), agencies })
  })
}

const page = (request: FastifyRequest, reply: FastifyReply, template: string, data: PageData) =>
  render(request, reply, template, { ...data, blocks })

type Block = { text: string; items: null } | { text: null; items: string[] }

/** Words of a catalogue as paragraphs; lines that begin with "- " make a list. */
export function blocks(words: string): Block[] {
  const made: Block[] = []
  for (const line of words.split('\n')) {
    const last = made.at(-1)
    if (!line.startsWith('- ')) made.push({ text: line, items: null })
    else if (last?.items) last.items.push(line.slice(2))
    else made.push({ text: null, items: [line.slice(2)] })
  }
  return made
}

/** The rules in force, by the names that the catalogues give them. */
const inWords = (name: string, rules: Rules) => ({
  name,
  threshold: formatNumber(rules.threshold),
  days: rules.cosigningDays,
  checking: rules.checkingWorkingDays,
  schedule: rules.scheduleWorkingDays,
  contact: rules.contactDays,
  months: rules.answerMonths,
  extension: rules.extensionMonths,
})
