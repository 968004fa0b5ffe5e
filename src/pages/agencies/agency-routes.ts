// Agencies and how they answer.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'

import { referenceOf } from '../../domain/answers/commitment.ts'
import { agencyFigures } from '../../domain/figures/agency-figures.ts'
import { decisionMix, scorecard } from '../../domain/figures/scorecard.ts'
import {
  commitmentCountsOf,
  decisionCountsOf,
  dutiesOf,
  lateCommitments,
  supportingOf,
} from '../../domain/figures/scorecard-store.ts'
import { agenciesOf, currentRules } from '../../domain/governments/store.ts'
import { unitCalled, unitsOf } from '../../domain/governments/units.ts'
import { chosenFor } from '../../domain/notifications/follow-store.ts'
import { accountsBeside } from '../../domain/people/mailboxes.ts'
import { whileTrue } from '../../domain/record/shown.ts'
import { everything } from '../../domain/search/list-query.ts'
import { rowViews } from '../../domain/search/list-rows.ts'
import { listProposals } from '../../domain/search/list-store.ts'
import { addMonths, daysBetween, localDate } from '../../lib/calendar.ts'
import { localised } from '../../lib/localised.ts'
import { keptWhile } from '../../platform/cache/cache.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { feedAt } from '../../platform/web/about.ts'
import { render } from '../../platform/web/view.ts'
import { decisions } from '../../schema/values.ts'
import { followPanel } from '../shared/follow-view.ts'
import { codeParams } from '../shared/params.ts'
import { calendarAt, casesTaken, tableTaken } from '../shared/taken.ts'
import { answerTimes, mixRows, quarterRows, shareOf } from './agency-pages.ts'

/** `/:gov/agencies` and `/:gov/agencies/:code`. */
export const agencyRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  app.get('/agencies', async (request, reply) => {
    const { government, t } = request
    const at = now()
    keptWhile(request, () => whileTrue(deps, government.id, at))
    const all = await agencyFigures(db.reads, government, at)
    return render(request, reply, 'agencies/agencies', {
      title: t('pages.agencies.title'),
      nav: 'agencies',
      take: tableTaken(government.slug, 'agencies', ''),
      agencies: all.map(({ agency, cases, card, commitments }) => ({
        ...{ code: agency.code, name: agency.name, cases, card },
        inTime: shareOf(card.inTime, card.due),
        kept: shareOf(commitments.kept, commitments.due),
      })),
    })
  })

  app.get('/agencies/:code', { schema: { params: codeParams } }, async (request, reply) => {
    const { government } = request
    const at = now()
    const today = localDate(at, government.timeZone)
    const agencies = await agenciesOf(db.reads, government.id)
    const agency = agencies.find((a) => a.code === request.params.code)
    if (!agency) return reply.callNotFound()
    const query = { ...everything, agency: [agency.code], per_page: 5 }
    const [duties, supporting, commitments, late, mix, { rules }, cases] = await Promise.all([
      dutiesOf(db.reads, agency.id),
      supportingOf(db.reads, agency.id, at),
      commitmentCountsOf(db.reads, agency.id, today),
      lateCommitments(db.reads, agency.id, today),
      decisionCountsOf(db.reads, agency.id),
      currentRules(db.reads, government.id, at),
      listProposals(db.reads, government.id, query, at),
    ])
    const units = (await unitsOf(db.reads, government.id)).filter(({ agencyId }) => agencyId === agency.id)
    const { person } = request
    const what = { kind: 'agency', governmentId: government.id, target: agency.code } as const
    const chosen = person && (await chosenFor(db.reads, await accountsBeside(db.reads, person), what))
    const followed = request.done === 'followed'
    const card = scorecard(duties, at, government.timeZone)
    const { kept, due, unchecked } = commitments
    const limitDays = daysBetween(today, addMonths(today, rules.answerMonths))
    const name = localised(agency.name, request.language) || agency.code
    const theirs = `agency=${encodeURIComponent(agency.code)}`
    return render(request, reply, 'agencies/agency', {
      title: request.t('pages.agency.title', { name }),
      nav: 'agencies',
      about: { feed: feedAt(`/${government.slug}/search?${theirs}`, name) },
      agency,
      follow: followPanel(request, government.slug, ['agency', agency.code], chosen, followed),
      lastDay: agency.validTo ? { day: agency.validTo, over: agency.validTo < today } : null,
      successor: agencies.find((a) => a.id === agency.successorId) ?? null,
      card,
      inTime: shareOf(card.inTime, card.due),
      kept: shareOf(kept, due),
      unchecked,
      units,
      supporting,
      chart: answerTimes(card, limitDays),
      quarters: quarterRows(card.quarters),
      spread: spread(card.dots.map((d) => d.days)),
      rules,
      late: late.map((p) => ({
        ...p,
        unit: unitCalled(units, agency.id, p.owner),
        reference: referenceOf(p.number, p.commitmentNumber),
        days: daysBetween(p.dueOn, today),
      })),
      asks: [...mix.values()].reduce((sum, n) => sum + n, 0),
      mix: mixRows(decisionMix(mix, decisions)),
      take: {
        ...casesTaken(government.slug, theirs, request.t),
        feed: feedAt(`/${government.slug}/search?${theirs}`, '').atom,
        calendar: calendarAt(`/${government.slug}/search?${theirs}`),
      },
      rows: await rowViews(db.reads, government.id, cases.rows, at),
    })
  })
}

const bands = [
  [0, 30],
  [31, 45],
  [46, 60],
  [61, 90],
  [91, 180],
  [181, null],
] as const

/** The numbers behind the dots: how many answers took how many days. */
function spread(days: number[]) {
  return bands
    .map(([from, to]) => ({ from, to, cases: days.filter((d) => d >= from && (to === null || d <= to)).length }))
    .filter((band) => band.cases > 0)
}
