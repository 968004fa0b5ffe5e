// One's own verification under a government, as a page: what is kept, and the ways there are. Shown by every form on it.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { agesAsked } from '../../domain/cosignatures/ages-asked.ts'
import { currentRules } from '../../domain/governments/store.ts'
import { codeOf, visitOf } from '../../domain/verification/counter-visits.ts'
import { officeOf, requestOf } from '../../domain/verification/register-requests.ts'
import { type Source, sourcesOf } from '../../domain/verification/residence-sources.ts'
import { type Verification, verificationOf } from '../../domain/verification/verifications.ts'
import { localised } from '../../lib/localised.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type FormState } from '../../platform/web/forms.ts'
import { type InPlace, render, type SignedIn } from '../../platform/web/view.ts'
import type { LevelRules } from '../../schema/values.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { serviceName, servicesFor } from '../shared/sign-in-services.ts'

/** `code`: to be shown at the counter, and until when. `wrong`: of which source the form came back. */
export type VerificationPage = InPlace &
  SignedIn & {
    self: string
    verified: (Pick<Verification, 'method' | 'givenAt' | 'expiresAt'> & { issuer: string }) | null
    rules: LevelRules
    sources: { id: string; name: string | null; fields: Source['fields'] }[]
    wallets: { id: string; name: string }[]
    /** whether a rule asks for an age too: there is a page for it */
    asksAge: boolean
    services: { name: string; href: string }[]
    /** whether the register office can be asked, or has been; null: there is none */
    register: 'open' | 'asked' | null
    code: { digits: string; until: Date } | null
    said: (typeof outcomes)[number] | null
    wrong: string | null
    form: FormState
  }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'verification/verification': VerificationPage
  }
}

/** What an address may say was just done. */
const outcomes = ['verified', 'ended', 'taken'] as const

/** Its address. */
export const selfOf = ({ government }: FastifyRequest): string => `/${government.slug}/verification`

/** The wallets that may be asked here. */
export const walletsOf = ({ server, government }: FastifyRequest) =>
  server.verificationServices.wallets.filter((wallet) => wallet.government === government.slug)

/** The roll and the yes/no services that may be asked here. */
export const typedSources = ({ db, config }: Deps, { government, server }: FastifyRequest): Promise<Source[]> =>
  sourcesOf(db.reads, config.secret, government, server.verificationServices.yesNo)

/** Shows the page; `form` came back from the source `wrong`. */
export async function showVerification(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  { form = blankForm(), wrong = null }: { form?: FormState; wrong?: string | null } = {},
) {
  reply.header('cache-control', 'no-store') // a form that came back has what was typed in it
  const { db, now, config } = deps
  const { government, language, t } = request
  const at = now()
  const whose = { personId: requirePerson(request).id, governmentId: government.id }
  const known = await verificationOf(db.reads, whose.personId, government.id, at)
  const visit = await visitOf(db.reads, whose, at)
  const asked = await requestOf(db.reads, whose)
  const office = await officeOf(db.reads, government.id)
  const self = selfOf(request)
  const said = outcomes.find((one) => one === request.done) ?? null
  return render(request, reply, 'verification/verification', {
    ...{
      title: t('verification.title', { name: localised(government.name, language) }),
      nav: 'me',
      self,
      form,
      wrong,
    },
    verified: known && { ...known, issuer: issuerOf(request, known) },
    rules: (await currentRules(db.reads, government.id, at)).rules,
    sources: (await typedSources(deps, request)).map(({ id, name, fields }) => ({
      ...{ id, fields, name: name && localised(name, language) },
    })),
    wallets: walletsOf(request)
      .filter(({ claim }) => claim === 'resident')
      .map(({ id, name }) => ({ id, name: localised(name, language) })),
    asksAge: (await agesAsked(db.reads, government.id, at)).length > 0,
    services: servicesFor(request)
      .filter(({ residence }) => residence.includes(government.slug))
      .map(({ id, name }) => ({ name, href: `/sign-in/with/${id}?connects=1&next=${encodeURIComponent(self)}` })),
    register: asked ? 'asked' : office?.open ? 'open' : null,
    code: visit && { digits: codeOf(config.secret, visit.id).replace(/(.{4})/, '$1 '), until: visit.expiresAt },
    // the address alone says nothing to whom it is not true
    said: (said === 'verified') === (known !== null) || said === 'taken' ? said : null,
  })
}

/** Who said so, by the name that people know. */
export function issuerOf(request: FastifyRequest, { method, issuer }: Verification): string {
  if (method === 'sign_in') return serviceName(request, issuer)
  const { yesNo, wallets } = request.server.verificationServices
  const named = (method === 'wallet' ? wallets : yesNo).find(({ id }) => id === issuer)
  return (method === 'service' || method === 'wallet') && named ? localised(named.name, request.language) : issuer
}
