// Being verified to be so old as rules of a government ask, as a page: what is asked, what is kept, and the ways there are. Shown by every
// form on it.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { agesAsked } from '../../domain/cosignatures/ages-asked.ts'
import { currentRules } from '../../domain/governments/store.ts'
import { type AgeSource, ageSourcesOf } from '../../domain/verification/age-sources.ts'
import { codeOf, visitOf } from '../../domain/verification/counter-visits.ts'
import { officeOf, requestOf } from '../../domain/verification/register-requests.ts'
import { ageOf, type Verification } from '../../domain/verification/verifications.ts'
import { localised } from '../../lib/localised.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type FormState } from '../../platform/web/forms.ts'
import { type InPlace, render, type SignedIn } from '../../platform/web/view.ts'
import type { LevelRules } from '../../schema/values.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { servicesFor } from '../shared/sign-in-services.ts'
import { issuerOf, walletsOf } from './verification-page.ts'

/**
 * `asked`: every age that some rule asks for, the lowest first; `least`: the one that this page is about, or null where none is. `verified`:
 * what is known, `enough`: for this age. `tried`: a sign-in service was asked and did not show it. `wrong`: of which source the form came back.
 */
export type AgePage = InPlace &
  SignedIn & {
    self: string
    asked: { age: number; href: string }[]
    least: number | null
    enough: boolean
    verified: (Pick<Verification, 'method' | 'givenAt' | 'expiresAt'> & { issuer: string; age: number }) | null
    rules: LevelRules
    sources: { id: string; name: string | null; fields: AgeSource['fields'] }[]
    wallets: { id: string; name: string }[]
    services: { name: string; href: string }[]
    code: { digits: string; until: Date } | null
    register: 'open' | 'asked' | null
    said: (typeof outcomes)[number] | null
    tried: boolean
    wrong: string | null
    form: FormState
  }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'verification/age': AgePage
  }
}

/** What an address may say was just done. */
const outcomes = ['verified', 'ended', 'taken'] as const

/** Its address. */
export const ageSelf = ({ government }: FastifyRequest): string => `/${government.slug}/verification/age`

/** The roll and the yes/no services that may be asked here. */
export const typedAgeSources = ({ db, config }: Deps, { government, server }: FastifyRequest): Promise<AgeSource[]> =>
  ageSourcesOf(db.reads, config.secret, government, server.verificationServices.yesNo)

/** The age that a form or an address names, where a rule asks for it now; else null. */
export const leastOf = (named: string | undefined, asked: readonly number[]): number | null =>
  asked.find((age) => String(age) === named) ?? null

/** `form` came back from the source `wrong`; `named`: the age that the form or the address names; `age`: one that is known to be meant. */
type Shown = {
  form?: FormState
  wrong?: string | null
  age?: number | null
  named?: string | undefined
  tried?: boolean
}

/** Shows the page. */
export async function showAge(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  { form = blankForm(), wrong = null, age = null, named, tried = false }: Shown,
) {
  reply.header('cache-control', 'no-store') // a form that came back has what was typed in it
  const { db, now, config } = deps
  const { government, language, t } = request
  const at = now()
  const whose = { personId: requirePerson(request).id, governmentId: government.id }
  const asked = await agesAsked(db.reads, government.id, at)
  const least = age ?? leastOf(named, asked) ?? asked.at(-1) ?? null
  const known = await ageOf(db.reads, whose.personId, government.id, at)
  const visit = await visitOf(db.reads, whose, at)
  const office = await officeOf(db.reads, government.id)
  const asksOffice = await requestOf(db.reads, whose)
  const self = ageSelf(request)
  const said = outcomes.find((one) => one === request.done) ?? null
  const enough = known !== null && least !== null && known.leastAge! >= least
  const title = { name: localised(government.name, language), age: least ?? '' }
  const back = encodeURIComponent(`${self}?least=${least}&tried=1`)
  return render(request, reply, 'verification/age', {
    ...{ title: t(least === null ? 'verification.age.title_none' : 'verification.age.title', title), nav: 'me', self },
    ...{ form, wrong, least, enough },
    asked: asked.map((age) => ({ age, href: `${self}?least=${age}` })),
    verified: known && { ...known, age: known.leastAge!, issuer: issuerOf(request, known) },
    rules: (await currentRules(db.reads, government.id, at)).rules,
    sources: (await typedAgeSources(deps, request)).map(({ id, name, fields }) => ({
      ...{ id, fields, name: name && localised(name, language) },
    })),
    wallets: walletsOf(request)
      .filter(({ covers }) => least !== null && covers(least))
      .map(({ id, name }) => ({ id, name: localised(name, language) })),
    services: servicesFor(request)
      .filter(({ age }) => age.includes(government.slug))
      .map(({ id, name }) => ({ name, href: `/sign-in/with/${id}?connects=1&next=${back}` })),
    register: asksOffice ? 'asked' : office?.open ? 'open' : null,
    code: visit && { digits: codeOf(config.secret, visit.id).replace(/(.{4})/, '$1 '), until: visit.expiresAt },
    // the address alone says nothing to whom it is not true
    said: (said === 'verified') === enough || said === 'taken' ? said : null,
    tried: tried && !enough && said === null,
  })
}
