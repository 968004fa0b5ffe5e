// Agencies: added, renamed, ended with a successor, never deleted. Exactly one coordinates.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Duties, leaveTrace, openDuties } from '../../domain/administration/settings-store.ts'
import { handOver } from '../../domain/answers/hand-over.ts'
import { changeAgency, coordinate } from '../../domain/governments/changes.ts'
import { addAgency } from '../../domain/governments/commands.ts'
import { isAssignable } from '../../domain/governments/government.ts'
import { type AgencyRow, agenciesOf } from '../../domain/governments/store.ts'
import { saveUnits, unitsOf } from '../../domain/governments/units.ts'
import { addDays, localDate } from '../../lib/calendar.ts'
import { isUniqueViolation, write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type FormState, readForm, typedValues } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { codeParams } from '../shared/params.ts'
import { agencyForm, asTyped, namesFrom, newAgencyForm } from './forms.ts'
import { by, inSettings, refusing, saved, settingsPath } from './settings-page.ts'
import { readUnits, unitRows } from './units-form.ts'

export const agenciesRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/agencies', async (request, reply) => page(request, reply))

  app.get('/agencies/:code', { schema: { params: codeParams } }, async (request, reply) => {
    const { agency } = await found(request, request.params.code)
    return agency ? agencyPage(request, reply, agency) : reply.callNotFound()
  })

  app.post('/agencies', async (request, reply) => {
    const { government } = request
    const form = readForm(newAgencyForm(government.languages), request.body)
    if (!form.ok) return page(request, reply.code(422), form)
    const at = now()
    const { code, validFrom } = form.data
    const name = namesFrom(form.data, 'name', government.languages)
    const added = await write(db, async (tx) => {
      await addAgency(tx, government.id, { code, name, validFrom }, at)
      await leaveTrace(tx, by(request, at), { area: 'agencies', act: 'added', subject: code })
      return true
    }).catch(taken)
    if (!added) return page(request, reply.code(422), refusing(form, 'code', 'settings.error.code_taken'))
    return saved(request, reply, 'agencies')
  })

  app.post('/agencies/:code', { schema: { params: codeParams } }, async (request, reply) => {
    const { government } = request
    const { agency, agencies, today } = await found(request, request.params.code)
    if (!agency) return reply.callNotFound()
    const form = readForm(agencyForm(government.languages), request.body)
    if (!form.ok) return agencyPage(request, reply.code(422), agency, form)
    const { validFrom, validTo } = form.data
    const successor = agencies.find((a) => a.code === form.data.successor) ?? null
    const again = (field: string, key: string) =>
      agencyPage(request, reply.code(422), agency, refusing(form, field, key))
    if (form.data.successor && !successor) return again('successor', 'settings.error.agency')
    if (successor && !validTo) return again('validTo', 'settings.error.successor_end')
    if (successor && leadsTo(successor, agency.id, agencies))
      return again('successor', 'settings.error.successor_circle')
    const after = addDays(validTo && validTo >= today ? validTo : today, 1)
    const isNewEnd = validTo !== agency.validTo || successor?.id !== agency.successorId
    if (successor && isNewEnd && !isAssignable(successor, after))
      return again('successor', 'settings.error.successor_not_then')
    const at = now()
    const name = namesFrom(form.data, 'name', government.languages, agency.name)
    const refused = await write(db, async (tx): Promise<readonly [field: string, key: string] | null> => {
      const duties = await openDuties(tx, government.id)
      if (validTo && !successor && owes(duties(agency.id))) return ['successor', 'settings.error.successor_needed']
      if (validFrom && validFrom > today) {
        if (owes(duties(agency.id))) return ['validFrom', 'settings.error.first_day_owes']
        const before = agencies.filter(
          (a) => a.successorId === agency.id && a.validTo && a.validTo < addDays(validFrom, -1),
        )
        if (before.some((a) => owes(duties(a.id)))) return ['validFrom', 'settings.error.first_day_succeeds']
      }
      const change = { name, validFrom, validTo, successorId: successor?.id ?? null }
      // The page of the coordinating agency has no dates to lead to.
      if (!(await changeAgency(tx, government.id, agency.id, change)))
        return ['form', 'settings.error.coordinating_stays']
      await leaveTrace(tx, by(request, at), {
        area: 'agencies',
        act: 'changed',
        subject: agency.code,
        facts: { valid_from: validFrom, valid_to: validTo, successor: successor?.code ?? null },
      })
      return null
    })
    if (refused) return again(...refused)
    // Its last day is over, or today and its successor is there: what it owes goes over now. Later the job sees to it.
    const ended = { ...agency, validTo, successorId: successor?.id ?? null }
    const isOver = validTo !== null && validTo < today
    if (isOver || (validTo === today && successor && isAssignable(successor, today)))
      await handOver({ db }, ended, government.timeZone, at)
    return saved(request, reply, 'agencies')
  })

  app.post('/agencies/:code/coordinations', { schema: { params: codeParams } }, async (request, reply) => {
    const { agency, today } = await found(request, request.params.code)
    if (!agency) return reply.callNotFound()
    if (!isAssignable(agency, today) || agency.validTo)
      return agencyPage(
        request,
        reply.code(422),
        agency,
        refusing(blankForm(), 'form', 'settings.error.coordinating_open'),
      )
    const at = now()
    await write(db, async (tx) => {
      await coordinate(tx, request.government.id, agency.id)
      await leaveTrace(tx, by(request, at), { area: 'agencies', act: 'coordinating', subject: agency.code })
    })
    return saved(request, reply, 'agencies')
  })

  app.post('/agencies/:code/units', { schema: { params: codeParams } }, async (request, reply) => {
    const { government } = request
    const { agency } = await found(request, request.params.code)
    if (!agency) return reply.callNotFound()
    const values = typedValues(request.body)
    const before = await unitsIn(government.id, agency)
    const { units, errors } = readUnits(values, government.languages, before)
    if (Object.keys(errors).length) return agencyPage(request, reply.code(422), agency, { values, errors })
    const at = now()
    await write(db, async (tx) => {
      await saveUnits(tx, agency.id, units)
      const facts = { units: units.length }
      await leaveTrace(tx, by(request, at), { area: 'agencies', act: 'changed', subject: agency.code, facts })
    })
    return saved(request, reply, 'agencies')
  })

  const unitsIn = async (governmentId: string, { id }: AgencyRow) =>
    (await unitsOf(db.reads, governmentId)).filter(({ agencyId }) => agencyId === id)

  async function found(request: FastifyRequest, code: string) {
    const agencies = await agenciesOf(db.reads, request.government.id)
    const today = localDate(now(), request.government.timeZone)
    return { agencies, agency: agencies.find((a) => a.code === code) ?? null, today }
  }

  async function page(request: FastifyRequest, reply: FastifyReply, form: FormState = blankForm()) {
    const { government } = request
    const today = localDate(now(), government.timeZone)
    const [agencies, duties] = await Promise.all([
      agenciesOf(db.reads, government.id),
      openDuties(db.reads, government.id),
    ])
    return render(request, reply, 'settings/agencies', {
      ...inSettings(request, 'agencies', form),
      agencies: agencies.map((a) => ({
        ...a,
        duties: duties(a.id),
        state: stateOf(a, today),
        href: settingsPath(request, 'agencies', a.code),
      })),
    })
  }

  async function agencyPage(request: FastifyRequest, reply: FastifyReply, agency: AgencyRow, form?: FormState) {
    const { agencies, today } = await found(request, agency.code)
    const typed = {
      validFrom: agency.validFrom ?? '',
      validTo: agency.validTo ?? '',
      successor: agencies.find((a) => a.id === agency.successorId)?.code ?? '',
      ...asTyped('name', agency.name),
    }
    const back = form ?? keptForm(request)
    const shown = back ? { ...back, values: { ...typed, ...back.values } } : blankForm(typed)
    return render(request, reply, 'settings/agency', {
      ...inSettings(request, 'agencies', shown),
      agency,
      href: settingsPath(request, 'agencies', agency.code),
      duties: (await openDuties(db.reads, request.government.id))(agency.id),
      others: agencies.filter((a) => a.id !== agency.id),
      units: unitRows(await unitsIn(request.government.id, agency), request.government.languages, shown),
      mayCoordinate: !agency.coordinating && !agency.validTo && isAssignable(agency, today),
    })
  }
}

const owes = ({ cases, commitments }: Duties): boolean => cases + commitments > 0

function taken(error: unknown): false {
  if (isUniqueViolation(error)) return false
  throw error
}

const stateOf = (agency: AgencyRow, today: string): 'open' | 'ended' | 'future' =>
  isAssignable(agency, today) ? 'open' : agency.validTo && agency.validTo < today ? 'ended' : 'future'

/** Whether following the successors from `agency` comes to `id`. */
function leadsTo(agency: AgencyRow, id: string, agencies: AgencyRow[]): boolean {
  for (let next: AgencyRow | undefined = agency, steps = 0; next && steps <= agencies.length; steps++) {
    if (next.id === id) return true
    next = agencies.find((a) => a.id === next!.successorId)
  }
  return false
}
