// What an administrator of a government sets: everything under /:gov/desk/settings, and for everybody what was changed and when.
import type { FastifyPluginAsync } from 'fastify'
import type { Area } from '../../domain/governments/audit.ts'
import { isAssignable, type Localised, outsideDistrict, seatMay } from '../../domain/governments/government.ts'
import {
  lastChanges,
  publicChanges,
  ruleHistory,
  seats,
  waitingInvitations,
} from '../../domain/governments/settings-store.ts'
import {
  agenciesOf,
  blackoutsOf,
  currentRules,
  districtsOf,
  loadedYears,
  offered,
  refusalReasonsOf,
  topicsOf,
} from '../../domain/governments/store.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { tellSecurity } from '../../platform/http/security-events.ts'
import { blankForm } from '../../platform/web/forms.ts'
import type { GovernmentOf } from '../../platform/web/request-types.ts'
import { render } from '../../platform/web/view.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { agencySettings } from './agencies-routes.ts'
import { blackoutSettings } from './blackouts-routes.ts'
import { faceSettings } from './branding-routes.ts'
import { holidaySettings } from './holidays-routes.ts'
import { limitSettings, ownLimitsCount } from './limits-routes.ts'
import { listSettings } from './lists-routes.ts'
import { passkeySettings } from './passkeys-routes.ts'
import { peopleSettings } from './people-routes.ts'
import { rulesSettings } from './rules-routes.ts'
import { settingsPage } from './settings-page.ts'

/** Areas whose changes are of the government itself, or of somebody who is not named. */
const namesNothing: readonly Area[] = ['people', 'passkeys', 'limits', 'face']

/** For everybody: which rules were in force when, and what else was changed. */
export const changesRoutes: FastifyPluginAsync<Deps> = async (app, { db, now }) => {
  app.get('/help/changes', async (request, reply) => {
    const { id } = request.government
    const [agencies, topics, districts, reasons, changes] = await Promise.all([
      agenciesOf(db.reads, id),
      topicsOf(db.reads, id),
      districtsOf(db.reads, id),
      refusalReasonsOf(db.reads, id),
      publicChanges(db.reads, id),
    ])
    const lists: { [area: string]: { code: string; name: Localised }[] } = { agencies, topics, districts, reasons }
    return render(request, reply, 'settings/changes', {
      title: request.t('settings.changes.title'),
      nav: 'help',
      current: await currentRules(db.reads, id, now()),
      history: await ruleHistory(db.reads, id),
      changes: changes.map(({ facts, changedAt }) => ({
        ...facts,
        changedAt,
        name: lists[String(facts.area)]?.find(({ code }) => code === facts.subject)?.name ?? null,
      })),
      namesNothing,
    })
  })
}

const ofPeople = new Set(['invitations', 'seats'])
/** The part of the settings that a route changes, as /:gov/desk/settings/topics/:code/moves does. */
const areaOf = (route = '') => route.split('/')[4] ?? ''

/** For administrators: everything under `/:gov/desk/settings`. */
export const settingsRoutes: FastifyPluginAsync<Deps> = async (app, deps) => {
  const { db, now } = deps

  await app.register(
    async (settings) => {
      // In one place for every route below: none can be added without it.
      settings.addHook('preHandler', async (request) => {
        requireSeat(request, seatMay.administer, 'settings.error.not_administrator')
      })
      // Told for all of them as well: who has changed something is sent on. What concerns people, people.ts tells. Who was not
      // let in is sent on too, to sign in.
      settings.addHook('onResponse', async (request, reply) => {
        const area = areaOf(request.routeOptions.url)
        const changed = reply.statusCode === 303 && seatMay.administer(request.seats)
        if (request.method === 'POST' && changed && !ofPeople.has(area))
          tellSecurity(request, 'settings_changed', { area })
      })
      settings.get('/', async (request, reply) =>
        settingsPage(request, reply, 'index', {
          area: null,
          form: blankForm(),
          now: await summaryOf(request.government),
          changes: await lastChanges(db.reads, request.government.id),
          namesNothing,
        }),
      )
      await settings.register(rulesSettings, deps)
      await settings.register(blackoutSettings, deps)
      await settings.register(holidaySettings, deps)
      await settings.register(agencySettings, deps)
      await settings.register(listSettings, deps)
      await settings.register(peopleSettings, deps)
      await settings.register(passkeySettings, deps)
      await settings.register(limitSettings, deps)
      await settings.register(faceSettings, deps)
    },
    { prefix: '/desk/settings' },
  )

  /** The state of each part, in one number or date. */
  async function summaryOf({ id, timeZone, languages, accent, limits, staffPasskeys }: GovernmentOf) {
    const at = now()
    const today = localDate(at, timeZone)
    const [rules, blackouts, years, agencies, topics, districts, reasons, people, invited] = await Promise.all([
      currentRules(db.reads, id, at),
      blackoutsOf(db.reads, id),
      loadedYears(db.reads, id),
      agenciesOf(db.reads, id),
      topicsOf(db.reads, id),
      districtsOf(db.reads, id),
      refusalReasonsOf(db.reads, id),
      seats(db.reads, id),
      waitingInvitations(db.reads, id, at),
    ])
    return {
      rules: { version: rules.version, threshold: rules.rules.threshold, days: rules.rules.cosigningDays },
      blackouts: { count: blackouts.filter((b) => b.lastDay >= today).length },
      holidays: { year: years.at(-1) ?? null },
      agencies: { count: agencies.filter((a) => !a.validTo || a.validTo >= today).length },
      topics: { count: offered(topics).length },
      districts: { count: offered(districts).length },
      reasons: { count: offered(reasons).length },
      people: { count: people.length, invited },
      missing: missingFrom({
        agencies: agencies.filter((a) => isAssignable(a, today)),
        districts: offered(districts),
        people,
      }),
      passkeys: { required: staffPasskeys },
      limits: { own: ownLimitsCount({ limits }) },
      face: { languages: languages.length, own: accent !== null },
    }
  }
}

type Present = {
  agencies: { id: string; name: Localised }[]
  districts: { code: string }[]
  people: { role: string; agencyId: string | null }[]
}

/** What a government still needs so that cases find somebody: places to sign from, who checks, who answers for each agency. */
function missingFrom({ agencies, districts, people }: Present) {
  const answering = new Set(people.filter((p) => p.role === 'officer').map((p) => p.agencyId))
  return {
    districts: districts.every((d) => d.code === outsideDistrict),
    moderator: people.every((p) => p.role !== 'moderator'),
    officersOf: agencies.filter((a) => !answering.has(a.id)).map((a) => a.name),
  }
}
