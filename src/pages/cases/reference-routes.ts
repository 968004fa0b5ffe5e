// Where a case is cited and which other cases it has to do with: shown to everybody, suggested by anybody, checked by staff.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { seatMay } from '../../domain/governments/government.ts'
import {
  citationSuggester,
  decideReference,
  linkCases,
  referencesToCheck,
  suggestCitation,
} from '../../domain/moderation/references.ts'
import { isThere } from '../../domain/proposals/proposal.ts'
import type { CaseParts } from '../../domain/proposals/public-proposal.ts'
import { findProposal, type ProposalRow } from '../../domain/proposals/store.ts'
import { textIsShown } from '../../domain/proposals/text-shown.ts'
import type { RowView } from '../../domain/search/list-rows.ts'
import { similarToCase } from '../../domain/search/similar.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { write } from '../../platform/db/write.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { citedKinds, linkKinds } from '../../schema/values.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { idParams, numberParams } from '../shared/params.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { tooOften, waitingInLine } from '../shared/too-often.ts'
import { showHidden } from './hidden-page.ts'
import { loadCase } from './load-case.ts'
import { citingForm, decisionForm, linkForm } from './reference-forms.ts'

type Reference = CaseParts['references'][number]
export type ReferencesPage = InPlace & {
  caseNumber: string
  caseTitle: string
  self: string
  cited: Reference[]
  links: Reference[]
  similar: RowView[]
  kinds: readonly string[]
  linkKinds: readonly string[]
  mayLink: 'staff' | 'proposer' | null
  form: FormState
  linking: FormState
  said: 'suggested' | 'shown' | null
}
type Lists = Awaited<ReturnType<typeof referencesToCheck>>
export type CheckReferencesPage = InPlace & { lists: { state: keyof Lists; rows: Lists[keyof Lists] }[] }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'cases/references': ReferencesPage
    'desk/references': CheckReferencesPage
  }
}

export const referenceRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now, config } = deps
  const suggest = citationSuggester(config.secret)

  app.get('/proposals/:number/references', { schema: { params: numberParams } }, async (request, reply) => {
    const proposal = await found(request, request.params.number)
    if (!proposal) return reply.callNotFound()
    if (proposal.hiddenAt) return showHidden(deps, request, reply, proposal)
    const kept = keptForm(request)
    const linking = kept?.path.endsWith('/links') ? kept : null
    return show(request, reply, proposal, (!linking && kept) || blankForm(), linking ?? blankForm())
  })

  app.post('/proposals/:number/references', { schema: { params: numberParams } }, async (request, reply) => {
    const proposal = await found(request, request.params.number)
    if (!proposal || proposal.hiddenAt) return reply.callNotFound()
    const form = readForm(citingForm, request.body)
    if (!form.ok) return show(request, reply.code(422), proposal, form, blankForm())
    const { wait: ticket, published_on, publisher, ...rest } = form.data
    const cited = { ...rest, publisher: publisher || null, publishedOn: published_on || null }
    const isStaff = seatMay.check(request.seats)
    const at = now()
    const done = await write(db, (tx) =>
      isStaff ? suggestCitation(tx, proposal, cited, 'staff', at) : suggest(proposal, cited, request, ticket, at)(tx),
    )
    if ('wait' in done)
      return show(
        request,
        tooOften(reply, done.wait.seconds),
        proposal,
        waitingInLine(form.values, done.wait),
        blankForm(),
      )
    if (!done.ok)
      return show(
        request,
        reply.code(422),
        proposal,
        { ...form, errors: { form: { key: 'references.error.full' } } },
        blankForm(),
      )
    return reply.redirect(`${pathOf(request, proposal)}?done=${isStaff ? 'shown' : 'suggested'}`, 303)
  })

  app.post('/proposals/:number/links', { schema: { params: numberParams } }, async (request, reply) => {
    const proposal = await found(request, request.params.number)
    if (!proposal || proposal.hiddenAt) return reply.callNotFound()
    const who = mayLink(request, proposal)
    if (!who) requireSeat(request, seatMay.check)
    const form = readForm(linkForm, request.body)
    if (!form.ok) return show(request, reply.code(422), proposal, blankForm(), form)
    const at = now()
    const { other, link } = form.data
    const done = await write(db, (tx) => linkCases(tx, proposal, { number: other, kind: link }, who ?? 'staff', at))
    if (!done.ok)
      return show(request, reply.code(422), proposal, blankForm(), {
        ...form,
        errors: { other: { key: `references.error.${done.refusal}` } },
      })
    return reply.redirect(`${pathOf(request, proposal)}?done=${who === 'staff' ? 'shown' : 'suggested'}`, 303)
  })

  app.get('/desk/references', async (request, reply) => {
    requireSeat(request, seatMay.check)
    const { waiting, shown } = await referencesToCheck(db.reads, request.government.id)
    const lists = [
      { state: 'waiting' as const, rows: waiting },
      { state: 'shown' as const, rows: shown },
    ]
    return render(request, reply, 'desk/references', { title: request.t('references.desk.title'), nav: 'desk', lists })
  })

  app.post('/desk/references/:id/decisions', { schema: { params: idParams } }, async (request, reply) => {
    requireSeat(request, seatMay.check)
    const form = readForm(decisionForm, request.body)
    if (!form.ok) return reply.redirect(`/${request.government.slug}/desk/references`, 303)
    const at = now()
    const known = await write(db, (tx) =>
      decideReference(tx, request.government.id, request.params.id, form.data.decision, at),
    )
    return known ? reply.redirect(`/${request.government.slug}/desk/references`, 303) : reply.callNotFound()
  })

  async function found(request: FastifyRequest, number: string): Promise<ProposalRow | null> {
    const proposal = await findProposal(db.reads, request.government.id, number)
    return proposal && isThere(proposal) ? proposal : null
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    proposal: ProposalRow,
    form: FormState,
    linking: FormState,
  ) {
    const { government, t } = request
    const at = now()
    const since = lastWriteAt(request)
    const { row, has } = await loadCase(db.reads, proposal.id, government, at, since)
    const shown = textIsShown(row)
    const similar = shown
      ? await sharedWithinSecond(db.reads, `alike ${proposal.id}`, at, 0, () =>
          similarToCase(db.reads, government, proposal, at),
        )
      : []
    const asked = request.done
    return render(request, reply, 'cases/references', {
      title: t('references.title', { number: proposal.number }),
      nav: null,
      caseNumber: proposal.number!,
      caseTitle: shown ? row.title : t('case.title_hidden', { number: proposal.number }),
      self: proposalPath(government, proposal.number),
      cited: has.references.filter(({ url }) => url !== null),
      links: has.references.filter(({ url }) => url === null),
      similar: similar.filter(({ plain }) => plain),
      ...{ kinds: citedKinds, linkKinds, mayLink: mayLink(request, proposal), form, linking },
      said: asked === 'suggested' || asked === 'shown' ? asked : null,
    })
  }
}

const mayLink = (request: FastifyRequest, proposal: ProposalRow): 'staff' | 'proposer' | null =>
  seatMay.check(request.seats)
    ? 'staff'
    : request.person !== null && request.person.id === proposal.authorId
      ? 'proposer'
      : null

const pathOf = (request: FastifyRequest, proposal: ProposalRow): string =>
  `${proposalPath(request.government, proposal.number)}/references`
