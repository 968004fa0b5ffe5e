// How the co-signatures of a case came, and what staff decide of many at once: look, try, decide, stop, undo.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { decidedAlone, type IsForTwo } from '../../domain/cosignatures/batch-law.ts'
import {
  type Asked,
  actOnBatch,
  askBatch,
  type Batch,
  batchesOf,
  carryOn,
  countSelected,
  type Selection,
  selectionKinds,
} from '../../domain/cosignatures/batch-store.ts'
import { newDomainsOf, type Overview, overviewOf } from '../../domain/cosignatures/overview.ts'
import { seatMay } from '../../domain/governments/government.ts'
import { currentRules } from '../../domain/governments/store.ts'
import {
  type BatchAct,
  batchActs,
  changeOf,
  mayAct,
  mayMove,
  needsSecond,
  thresholdAfter,
} from '../../domain/integrity/batch.ts'
import { findProposal, type ProposalRow } from '../../domain/proposals/store.ts'
import { wholePercent } from '../../lib/share.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { decidedStates, type UnusualRules } from '../../schema/values.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { refusedAs } from '../shared/moved-on.ts'
import { numberParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { staffWords } from '../shared/words-forms.ts'

/** What a batch would do, before it is asked for. */
export type Tried = {
  n: number
  change: number
  count: number
  threshold: 'met' | 'missed' | null
  second: boolean
  fields: { name: string; value: string }[]
}
type BatchLine = Batch & { acts: BatchAct[]; which: string }
export type IntegrityPage = InPlace &
  Overview & {
    proposal: ProposalRow
    self: string
    back: string
    form: FormState
    tried: Tried | null
    /** what may be chosen: a value of the form, and how many it is of */
    choices: {
      value: string
      group: Overview['groups'][number] | null
      reason: string | null
      from: string
      n: number
    }[]
    batches: BatchLine[]
    decidedAlone: number
    /** shares as they are read */
    newDomains: { n: number; share: string; usual: string; isFar: boolean; sample: string } | null
    busy: boolean
  }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'integrity/integrity': IntegrityPage
  }
}

const batchParams = z.looseObject({ number: z.string(), batch: z.string() })
const batchForm = z.object({
  which: z.string('integrity.error.which').min(1, 'integrity.error.which').max(80, 'integrity.error.which'),
  to: z.enum(decidedStates, 'integrity.error.to'),
  words: staffWords,
  step: z.enum(['try', 'do']).default('try').catch('try'),
})

const forTwo =
  (rules: UnusualRules): IsForTwo =>
  ({ n, alone, change }, of) =>
    needsSecond(n + alone, thresholdAfter(of, change), rules)

/** 'held', or 'held domain KEY'. */
function selectionIn(which: string): Selection | null {
  const [state, kind, key] = which.split(' ')
  const from = decidedStates.find((one) => one === state)
  if (!from) return null
  if (kind === undefined) return { from, group: null }
  const known = selectionKinds.find((one) => one === kind)
  return known && key ? { from, group: { kind: known, key } } : null
}

export const integrityRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/desk/:number/integrity', { schema: { params: numberParams } }, async (request, reply) => {
    const proposal = await caseOf(request, request.params.number)
    const form = keptForm(request) ?? blankForm()
    return proposal ? show(request, reply, proposal, { form }) : reply.callNotFound()
  })

  app.post('/desk/:number/integrity', { schema: { params: numberParams } }, async (request, reply) => {
    const proposal = await caseOf(request, request.params.number)
    if (!proposal) return reply.callNotFound()
    const form = readForm(batchForm, request.body)
    if (!form.ok) return show(request, reply.code(422), proposal, { form })
    const { which, to, words, step } = form.data
    const wrong = (field: string, key: string) =>
      show(request, refusedAs(reply, { [field]: { key } }), proposal, {
        form: { values: form.values, errors: { [field]: { key } } },
      })
    const selection = selectionIn(which)
    if (!selection) return wrong('which', 'integrity.error.which')
    if (!mayMove(selection.from, to)) return wrong('to', 'integrity.error.way')
    const at = now()
    const tried = await tryOut(request, proposal, selection, { to, fields: { which, to, words } }, at)
    if (!tried.n) return wrong('which', 'integrity.error.nobody')
    if (step === 'try') return show(request, reply, proposal, { form, tried })
    const { rules } = await currentRules(db.reads, request.government.id, at)
    const asked: Asked = {
      ...{ to, words, askedById: requirePerson(request).id, at },
      isForTwo: forTwo(rules),
    }
    const batch = await write(db, (tx) => askBatch(tx, proposal.id, selection, asked))
    if (!batch) return wrong('which', 'integrity.error.nobody')
    if (!batch.waits) await carryOn(db, batch.id, at)
    return reply.redirect(`${selfOf(request, proposal)}?done=${batch.waits ? 'waits' : 'begun'}#batches`, 303)
  })

  app.post('/desk/:number/integrity/:batch', { schema: { params: batchParams } }, async (request, reply) => {
    const proposal = await caseOf(request, request.params.number)
    if (!proposal) return reply.callNotFound()
    const act = batchActs.find((one) => one === wordIn(request.body, 'act'))
    const id = request.params.batch
    const at = now()
    const batch = { proposalId: proposal.id, id }
    const { rules } = await currentRules(db.reads, request.government.id, at)
    const { id: personId } = requirePerson(request)
    const done = act && (await write(db, (tx) => actOnBatch(tx, batch, act, personId, forTwo(rules), at)))
    if (!done)
      return show(request, reply.code(422), proposal, {
        form: { values: {}, errors: { form: { key: 'integrity.error.act' } } },
      })
    if (done !== 'asked' && (act === 'confirm' || act === 'undo')) await carryOn(db, id, at)
    return reply.redirect(`${selfOf(request, proposal)}?done=${done === 'asked' ? 'waits' : act}#batches`, 303)
  })

  /** A published case. Throws 403 for whoever does not check. */
  async function caseOf(request: FastifyRequest, number: string): Promise<ProposalRow | null> {
    requireSeat(request, seatMay.check)
    const proposal = await findProposal(db.reads, request.government.id, number)
    return proposal?.publishedAt ? proposal : null
  }

  async function tryOut(
    request: FastifyRequest,
    proposal: ProposalRow,
    selection: Selection,
    { to, fields }: { to: (typeof decidedStates)[number]; fields: { [name: string]: string } },
    at: Date,
  ): Promise<Tried> {
    const { rules } = await currentRules(db.reads, request.government.id, at)
    const n = await countSelected(db.reads, proposal.id, selection)
    const change = changeOf(n, selection.from, to)
    const threshold = thresholdAfter(proposal, change)
    const alone = await decidedAlone(db.reads, proposal.id, requirePerson(request).id, at)
    return {
      ...{ n, change, count: proposal.count + change, threshold, second: needsSecond(n + alone, threshold, rules) },
      fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
    }
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    proposal: ProposalRow,
    { form = blankForm(), tried = null }: { form?: FormState; tried?: Tried | null } = {},
  ) {
    reply.header('cache-control', 'no-store')
    const overview = await overviewOf(db.reads, proposal.id)
    const known = await newDomainsOf(db.reads, request.government.id, proposal.id)
    const percent = (share: number) => `${wholePercent(share)}%`
    const sample = `/${request.government.slug}/desk/${proposal.number}/sample`
    const { rules } = await currentRules(db.reads, request.government.id, now())
    const batches = (await batchesOf(db.reads, proposal.id)).map((batch) => ({
      ...batch,
      acts: batchActs.filter(
        (act) => mayAct(act, batch, requirePerson(request).id) && (act !== 'undo' || batch.moved > 0),
      ),
      which: `${batch.fromState}_${batch.toState}`,
    }))
    return render(request, reply, 'integrity/integrity', {
      title: request.t('integrity.title', { number: proposal.number ?? '' }),
      nav: 'desk',
      ...{ proposal, self: selfOf(request, proposal), back: `/${request.government.slug}/desk/${proposal.number}` },
      ...{
        ...overview,
        newDomains: known && { ...known, share: percent(known.share), usual: percent(known.usual), sample },
      },
      ...{ form, tried, choices: choicesOf(overview), batches, decidedAlone: rules.decidedAlone },
      busy: batches.some(({ state }) => state === 'running' || state === 'undoing'),
    })
  }

  const selfOf = ({ government }: FastifyRequest, { number }: ProposalRow) =>
    `/${government.slug}/desk/${number}/integrity`
}

/** Everything that is held, by why; and each group, as far as it is counted or held. */
function choicesOf({ states, reasons, groups }: Overview): IntegrityPage['choices'] {
  return [
    ...(['held', 'invalid'] as const)
      .filter((from) => states[from] > 0)
      .map((from) => ({ value: from, group: null, reason: null, from, n: states[from] })),
    ...reasons.flatMap(({ reason, n }) =>
      reason ? [{ value: `held reason ${reason}`, group: null, reason, from: 'held', n }] : [],
    ),
    ...groups.flatMap((group) =>
      (['counted', 'held'] as const)
        .filter((from) => group[from] > 0)
        .map((from) => ({ value: `${from} ${group.kind} ${group.key}`, group, reason: null, from, n: group[from] })),
    ),
  ]
}
