// Co-signatures on paper: numbered sheets to print, and what two of the staff, or three, type of those that came back.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { openCase } from '../../domain/cosignatures/after-counting.ts'
import {
  entriesOf,
  makeSheets,
  mostSheets,
  type Sheet,
  sheetOf,
  sheetsOf,
  typeSheet,
  voidSheet,
} from '../../domain/cosignatures/paper.ts'
import {
  type Compares,
  comparesWith,
  countsPaper,
  differing,
  linesOnSheet,
} from '../../domain/cosignatures/paper-law.ts'
import { checkingRole, isUndivided, seatMay } from '../../domain/governments/government.ts'
import { districtsOf, offered } from '../../domain/governments/store.ts'
import { findProposal, type ProposalRow, proposalText } from '../../domain/proposals/store.ts'
import { counterFields } from '../../domain/verification/residence-sources.ts'
import { rollOf } from '../../domain/verification/rolls.ts'
import { type Localised, localised } from '../../lib/localised.ts'
import { type Qr, qrOf } from '../../lib/qr.ts'
import { attempt } from '../../platform/db/attempt.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { wordIn } from '../../platform/http/query.ts'
import { pageQuery } from '../../platform/http/query-schemas.ts'
import { originOf } from '../../platform/http/security.ts'
import { formats } from '../../platform/i18n/format.ts'
import { type Translate, translator } from '../../platform/i18n/i18n.ts'
import { blankForm, type FormState, failedForm, typedValues } from '../../platform/web/forms.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import type { IdentityField } from '../../schema/values.ts'
import { refusedAs } from '../shared/moved-on.ts'
import { numberParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { changeOutcomes } from './paper-change.ts'
import { readLines } from './paper-lines.ts'
import { isTypable, type PaperOpen, paperOpen, refusedBy, sheetParams } from './paper-open.ts'

type OfCase = InPlace & { proposal: ProposalRow; self: string; back: string; form: FormState }
/** `leastAge`: 0 for any. `compares`: as its messages name it; `counts`: whether anything can by it. */
export type PaperPage = OfCase &
  PaperOpen & {
    sheets: Sheet[]
    counted: number
    compares: Compares
    counts: boolean
    leastAge: number
    most: number
    said: (typeof outcomes)[number] | null
  }
/** `typable`: the form is there; `lines`: those that are asked for; of a third, those that two typed differently. `typed`: how many typed it before. */
export type SheetPage = OfCase &
  PaperOpen & {
    sheet: Sheet
    typed: number
    mine: boolean
    typable: boolean
    compares: Compares
    counts: boolean
    leastAge: number
    lines: number[]
    fields: readonly IdentityField[]
    districts: { code: string; name: Localised }[]
  }
export type PrintPage = InPlace & {
  proposal: ProposalRow
  asks: string[]
  sheets: number[]
  lines: number[]
  /** `until`: the last day on which a sheet can be counted, in words; null: it is over */
  words: { language: string; t: Translate; name: string; until: string | null }[]
  fields: readonly IdentityField[]
  withDistrict: boolean
  leastAge: number
  compares: Compares
  counts: boolean
  open: boolean
  qr: Qr
  address: string
  back: string
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'paper/paper': PaperPage
    'paper/sheet': SheetPage
    'paper/sheets-print': PrintPage
  }
}

const outcomes = ['made', 'typed', 'differs', 'counted', 'void', ...changeOutcomes] as const
const mostAtOnce = 100

export const paperRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now, config } = deps
  const standing = paperOpen(deps)
  app.get('/desk/:number/paper', { schema: { params: numberParams } }, async (request, reply) => {
    const proposal = await caseOf(request, request.params.number)
    return proposal ? show(request, reply, proposal) : reply.callNotFound()
  })

  app.post('/desk/:number/paper', { schema: { params: numberParams } }, async (request, reply) => {
    const proposal = await caseOf(request, request.params.number)
    if (!proposal) return reply.callNotFound()
    const typed = wordIn(request.body, 'n') ?? ''
    const n = Number(typed.normalize('NFKC').trim() || 'x')
    const wrong = (form: FormState) =>
      show(request, refusedAs(reply, form.errors), proposal, { ...form, values: { n: typed } })
    if (!(await standing(request, proposal)).open) return wrong(failedForm('paper.error.closed'))
    const { compares, counts } = await compared(request, proposal)
    if (!counts) return wrong(failedForm(`paper.${compares}`))
    if (!Number.isInteger(n) || n < 1 || n > mostAtOnce)
      return wrong({ values: {}, errors: { n: { key: 'paper.error.n', params: { most: mostAtOnce } } } })
    const made = await write(db, (tx) =>
      makeSheets(tx, { proposalId: proposal.id, n, madeById: requirePerson(request).id }, now()),
    )
    if (!made.ok) return wrong(failedForm('paper.error.full'))
    return reply.redirect(`${selfOf(request, proposal)}/print?from=${made.value.from}&to=${made.value.to}`, 303)
  })

  const printed = { schema: { params: numberParams, querystring: pageQuery('from', 'to') } }
  app.get('/desk/:number/paper/print', printed, async (request, reply) => {
    const proposal = await caseOf(request, request.params.number)
    if (!proposal) return reply.callNotFound()
    const { government, query } = request
    const [from, to] = [Number(query.from ?? 0), Number(query.to ?? 0)]
    const known = await sheetsOf(db.reads, proposal.id)
    const { open } = await standing(request, proposal)
    const sheets = known.flatMap(({ number: n }) => (n >= from && n <= to ? [n] : [])).slice(0, mostAtOnce)
    if (!sheets.length) return reply.callNotFound()
    const url = originOf(request, config.origin) + proposalPath(government, proposal.number)
    return render(request, reply, 'paper/sheets-print', {
      ...{ title: request.t('paper.print.title', { number: proposal.number ?? '' }), nav: 'desk', proposal, sheets },
      asks: (await proposalText(db.reads, proposal.id)).asks.map((ask) => ask.text),
      lines: Array.from({ length: linesOnSheet }, (_, i) => i + 1),
      words: government.languages.map((language) => {
        const t = translator(language)
        const { date, dueDay } = formats(language, government.timeZone, government.dates, t)
        const until = proposal.closesBefore && open ? date(dueDay(proposal.closesBefore)) : null
        return { language, t, name: localised(government.name, language), until }
      }),
      fields: await counterFields(db.reads, government.id),
      withDistrict: !isUndivided(offered(await districtsOf(db.reads, government.id))),
      ...{ open, ...(await compared(request, proposal)) },
      ...{ qr: qrOf(url), address: url.replace(/^https?:\/\//, ''), back: selfOf(request, proposal) },
    })
  })

  app.get('/desk/:number/paper/:sheet', { schema: { params: sheetParams } }, async (request, reply) => {
    const found = await sheetIn(request, request.params)
    return found ? showSheet(request, reply, found.proposal, found.sheet) : reply.callNotFound()
  })

  app.post('/desk/:number/paper/:sheet', { schema: { params: sheetParams } }, async (request, reply) => {
    const found = await sheetIn(request, request.params)
    if (!found) return reply.callNotFound()
    const { proposal, sheet } = found
    const self = selfOf(request, proposal)
    if (wordIn(request.body, 'step') === 'void') {
      const isVoid = await write(db, (tx) => voidSheet(tx, proposal.id, sheet.number))
      return isVoid ? reply.redirect(`${self}?done=void`, 303) : again('paper.error.over')
    }
    const open = await openCase(db.reads, proposal)
    const { compares, counts } = await compared(request, proposal)
    if (!counts) return again(`paper.${compares}`)
    const { lines, form } = await readLines(deps, request, open)
    if (!lines) return showSheet(request, reply.code(422), proposal, sheet, form)
    const counting = { government: request.government, proposal: open, role: checkingRole(request.seats) }
    const typed = { number: sheet.number, personId: requirePerson(request).id, lines }
    const result = await attempt(db, (tx) => typeSheet(tx, counting, typed, now()))
    if (!result.ok) return again(refusedBy(result.refusal))
    if (!result.value.ok) return again(`paper.error.${result.value.refusal}`)
    return reply.redirect(`${self}?done=${result.value.value.state}#sheet-${sheet.number}`, 303)

    async function again(key: string) {
      const now = (await sheetOf(db.reads, proposal.id, sheet.number))!
      const form = { ...failedForm(key), values: typedValues(request.body) }
      return showSheet(request, refusedAs(reply, form.errors), proposal, now, form)
    }
  })

  /** A published case. Throws 403 for whoever does not check. */
  async function caseOf(request: FastifyRequest, number: string): Promise<ProposalRow | null> {
    requireSeat(request, seatMay.check)
    const proposal = await findProposal(db.reads, request.government.id, number)
    return proposal?.publishedAt && !proposal.source ? proposal : null
  }
  async function sheetIn(request: FastifyRequest, { number, sheet }: { number: string; sheet: string }) {
    const proposal = await caseOf(request, number)
    const found = proposal && (await sheetOf(db.reads, proposal.id, Number(sheet)))
    return found ? { proposal, sheet: found } : null
  }
  async function compared({ government }: FastifyRequest, proposal: ProposalRow) {
    const open = await openCase(db.reads, proposal)
    const compares = comparesWith(open, await rollOf(db.reads, government.id))
    return { compares, counts: countsPaper(compares), leastAge: open.ageToCount }
  }
  const selfOf = ({ government }: FastifyRequest, { number }: ProposalRow) => `/${government.slug}/desk/${number}/paper`

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    proposal: ProposalRow,
    form: FormState = blankForm(),
  ) {
    const sheets = await sheetsOf(db.reads, proposal.id)
    return render(request, reply, 'paper/paper', {
      title: request.t('paper.title', { number: proposal.number ?? '' }),
      ...{ nav: 'desk', proposal, form, sheets, most: Math.min(mostAtOnce, mostSheets) },
      ...{ self: selfOf(request, proposal), back: `/${request.government.slug}/desk/${proposal.number}` },
      counted: sheets.reduce((sum, { state, counted }) => sum + (state === 'counted' ? (counted ?? 0) : 0), 0),
      ...{ ...(await standing(request, proposal)), ...(await compared(request, proposal)) },
      said: outcomes.find((one) => one === request.done) ?? null,
    })
  }

  async function showSheet(
    request: FastifyRequest,
    reply: FastifyReply,
    proposal: ProposalRow,
    sheet: Sheet,
    form: FormState = blankForm(),
  ) {
    reply.header('cache-control', 'no-store') // a form that came back has in it what stands on the sheet
    const { government, t } = request
    const before = await entriesOf(db.reads, proposal.id, sheet.number)
    const districts = offered(await districtsOf(db.reads, government.id))
    const all = Array.from({ length: linesOnSheet }, (_, i) => i + 1)
    const can = { ...(await standing(request, proposal)), ...(await compared(request, proposal)) }
    return render(request, reply, 'paper/sheet', {
      title: t('paper.sheet.title', { sheet: sheet.number, number: proposal.number ?? '' }),
      ...{ nav: 'desk', proposal, sheet, form, self: `${selfOf(request, proposal)}/${sheet.number}` },
      ...{ back: selfOf(request, proposal), typed: before.length, ...can, typable: isTypable(can, form) },
      mine: before.some(({ personId }) => personId === requirePerson(request).id),
      lines: sheet.state === 'differs' ? differing(before[0]!.lines, before[1]!.lines) : all,
      fields: await counterFields(db.reads, government.id),
      districts: isUndivided(districts) ? [] : districts,
    })
  }
}
