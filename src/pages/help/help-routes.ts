// Help for each kind of reader, with the government's own rules in numbers, and the statements every public site owes.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
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
import { sections } from '../../domain/retention/person-tables.ts'
import { addDays, addMonths, daysBetween, lastDay, localDate, startOfDay } from '../../lib/calendar.ts'
import { localised } from '../../lib/localised.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { originOf } from '../../platform/http/security.ts'
import { render } from '../../platform/web/view.ts'
import { askedRows, examplesOf, inWords, readers, ruleRows, teller } from './help-pages.ts'

/** `/:gov/help…`, `/:gov/privacy`, `/:gov/accessibility`, `/:gov/sitemap`. */
export const helpRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  app.get('/help', async (request, reply) =>
    render(request, reply, 'help/help-index', { title: request.t('help.index.title'), nav: 'help', readers }),
  )

  for (const reader of readers)
    app.get(`/help/${reader}`, async (request, reply) => {
      const { government } = request
      const [{ rules }, reasons] = await Promise.all([
        currentRules(db.reads, government.id, now()),
        refusalReasonsOf(db.reads, government.id),
      ])
      const { t } = request
      return render(request, reply, `help/help-${reader}`, {
        title: t(`help.${reader}.title`),
        nav: 'help',
        told: teller(t, reader, {
          ...inWords(government.name[request.language] ?? government.slug, rules),
          step: t(`settings.rules.overdue.${rules.overdueStep}`),
          whom: rules.overdueTo || localised(government.contact ?? {}, request.language) || '—',
        }),
        reasons: offered(reasons),
        corrects: rules.correctionShare > 0,
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
    const { t } = request
    return render(request, reply, 'help/help-deadlines', {
      title: t('help.deadlines.title'),
      nav: 'help',
      rules,
      version,
      told: teller(t, 'deadlines'),
      rows: ruleRows(rules),
      asked: askedRows(rules),
      today,
      examples: examplesOf(rules, {
        ...{ checking, closing, paused, answer },
        extended: lastDay(startOfDay(addDays(addMonths(answer.lastDay, rules.extensionMonths), 1), timeZone), timeZone),
      }),
      loadedUntil: calendar.loadedUntil,
      blackouts: blackouts.filter((b) => b.lastDay >= today),
    })
  })

  app.get('/privacy', async (request, reply) => {
    const { government, language, t } = request
    const agencies = await agenciesOf(db.reads, government.id)
    const name = localised(government.name, language)
    const coordinating = agencies.find((a) => a.coordinating)
    const office = coordinating ? localised(coordinating.name, language) : name
    const { rules } = await currentRules(db.reads, government.id, now())
    const kept = { months: rules.keptMonths, forgotten: rules.forgottenMonths }
    return render(request, reply, 'help/privacy', {
      title: t('help.privacy.title'),
      version: noticeVersion,
      told: teller(t, 'privacy', { name, office, ...kept }),
      held: sections.map((section) => ({
        what: t(`own.held.${section}.what`),
        why: t(`own.held.${section}.why`),
        until: t(`own.held.${section}.until`, kept),
      })),
      contact: government.contact ? localised(government.contact, language) : office,
    })
  })

  app.get('/accessibility', async (request, reply) =>
    render(request, reply, 'help/accessibility', {
      title: request.t('help.accessibility.title'),
      told: teller(request.t, 'accessibility'),
    }),
  )

  app.get('/sitemap', async (request, reply) => {
    const agencies = await agenciesOf(db.reads, request.government.id)
    return render(request, reply, 'help/sitemap', { title: request.t('help.sitemap.title'), agencies })
  })
}
