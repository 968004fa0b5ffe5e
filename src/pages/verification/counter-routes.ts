// The counter: two of the staff see a person and their document, each types what stands there, and only what both typed verifies.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { agesAsked } from '../../domain/cosignatures/ages-asked.ts'
import { verifyAtCounter } from '../../domain/cosignatures/verify-person.ts'
import { seatMay } from '../../domain/governments/government.ts'
import { openedVisits, typeAtCounter } from '../../domain/verification/counter-visits.ts'
import { bornOn, identityKey } from '../../domain/verification/identity-key.ts'
import { counterFields } from '../../domain/verification/residence-sources.ts'
import { ageOn, bornBy } from '../../lib/age.ts'
import { localDate } from '../../lib/calendar.ts'
import { done } from '../../lib/result.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { blankForm, type FormState, failedForm, readForm, typedValues } from '../../platform/web/forms.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import type { IdentityField } from '../../schema/values.ts'
import { identityForm } from '../shared/identity-form.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { requireSeat } from '../shared/seat-guards.ts'

/** `opened`: how many wait for a second colleague. `differs`: the two typed different things. */
export type CounterPage = InPlace & {
  self: string
  fields: readonly IdentityField[]
  /** those that some rule asks for, each with the last day on which whoever is so old was born; none: only a residence is looked at */
  ages: { age: number; name: string; born: string }[]
  opened: number
  said: (typeof outcomes)[number] | null
  differs: boolean
  form: FormState
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'verification/counter': CounterPage
  }
}

const outcomes = ['opened', 'confirmed'] as const
const codeForm = z.object({
  code: z
    .string('verification.error.code')
    .transform((typed) => typed.normalize('NFKC').replace(/\D/g, ''))
    .refine((digits) => digits.length === 8, 'verification.error.code'),
  seen: z.literal('1', 'verification.error.seen'),
})

/** How the tick for an age is called. */
const nameOf = (age: number) => `age_${age}`

/** What is ticked; where no rule asks for an age, the counter is there for residences alone. */
function shownBy(body: unknown, asked: readonly number[]) {
  if (!asked.length) return { resident: true, leastAge: null }
  const leastAge = asked.findLast((age) => wordIn(body, nameOf(age)) === '1') ?? null
  return { resident: wordIn(body, 'resident') === '1', leastAge }
}

export const counterRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  app.get('/desk/counter', async (request, reply) => {
    requireSeat(request, seatMay.work)
    return show(request, reply)
  })

  app.post('/desk/counter', async (request, reply) => {
    requireSeat(request, seatMay.work)
    const { government } = request
    const at = now()
    const fields = await counterFields(db.reads, government.id)
    const asked = await agesAsked(db.reads, government.id, at)
    const [coded, typed] = [readForm(codeForm, request.body), readForm(identityForm(fields), request.body)]
    const values = { ...typedValues(request.body), ...coded.values, ...typed.values }
    reply.code(422)
    if (!coded.ok || !typed.ok)
      return show(request, reply, { form: { values, errors: { ...coded.errors, ...typed.errors } } })
    const shows = shownBy(request.body, asked)
    if (!shows.resident && shows.leastAge === null)
      return show(request, reply, { form: { values, errors: { resident: { key: 'verification.error.shows' } } } })
    const born =
      typed.data.birth_date === undefined
        ? null
        : ageOn(bornOn(typed.data.birth_date), localDate(at, government.timeZone))
    if (shows.leastAge !== null && typed.data.birth_date !== undefined && (born ?? -1) < shows.leastAge)
      return show(request, reply, {
        form: {
          values,
          errors: { birth_date: { key: 'verification.error.counter_young', params: { age: shows.leastAge } } },
        },
      })
    const subjectKey = identityKey(config.secret, government.slug, fields, typed.data)
    if (!subjectKey) return show(request, reply, { form: { ...failedForm('verification.error.empty'), values } })
    const anew = wordIn(request.body, 'step') === 'anew'
    const sent = { governmentId: government.id, code: coded.data.code, staffId: requirePerson(request).id, anew }
    const seen = { subjectKey, ...shows }
    const result = await write(db, async (tx) => {
      const checked = await typeAtCounter(tx, config.secret, { ...sent, ...seen }, at)
      if (!checked.ok || checked.value === null) return checked
      const verified = await verifyAtCounter(tx, government, checked.value, seen, at)
      return verified.ok ? done(checked.value) : { ok: false as const, refusal: 'unknown' as const }
    })
    if (!result.ok) {
      const form = { ...failedForm(`verification.error.counter_${result.refusal}`), values }
      return show(request, reply, { form, differs: result.refusal === 'differs' })
    }
    if (result.value && shows.resident)
      logSecurityEvent(request, 'residence_verified', { by: 'counter', whose: result.value })
    if (result.value && shows.leastAge !== null)
      logSecurityEvent(request, 'age_verified', { by: 'counter', whose: result.value })
    return reply.redirect(`${selfOf(request)}?done=${result.value ? 'confirmed' : 'opened'}`, 303)
  })

  const selfOf = ({ government }: FastifyRequest) => `/${government.slug}/desk/counter`

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { form = blankForm(), differs = false }: { form?: FormState; differs?: boolean } = {},
  ) {
    reply.header('cache-control', 'no-store')
    const { government, t } = request
    const at = now()
    const today = localDate(at, government.timeZone)
    return render(request, reply, 'verification/counter', {
      ...{ title: t('verification.counter.title'), nav: 'desk', self: selfOf(request), form, differs },
      fields: await counterFields(db.reads, government.id),
      ages: (await agesAsked(db.reads, government.id, at)).map((age) => ({
        ...{ age, name: nameOf(age), born: bornBy(today, age) },
      })),
      opened: await openedVisits(db.reads, government.id, at),
      said: outcomes.find((one) => one === request.done) ?? null,
    })
  }
}
