// The case page: its facts, for everybody or for one visitor.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isCountedFrom, refusalToCosign } from '../../domain/cosignatures/cosignature.ts'
import { isPaused } from '../../domain/governments/deadline.ts'
import { isUndivided, seatMay } from '../../domain/governments/government.ts'
import { keptMonths } from '../../domain/governments/rule-versions.ts'
import { offered } from '../../domain/governments/store.ts'
import { apartFacts } from '../../domain/proposals/held-until.ts'
import { isSettled, isThere, mayBeginAnew } from '../../domain/proposals/proposal.ts'
import { hasSourceClock } from '../../domain/proposals/source-clock.ts'
import type { ProposalRow } from '../../domain/proposals/store.ts'
import { decisionTold, refusalBefore, textIsShown } from '../../domain/proposals/text-shown.ts'
import { checkStarts } from '../../domain/record/entry.ts'
import { whileTrue } from '../../domain/record/shown.ts'
import { type Qr, qrOf } from '../../lib/qr.ts'
import { keptWhile } from '../../platform/cache/cache.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { draftPath, proposalPath } from '../../platform/http/paths.ts'
import { originOf } from '../../platform/http/security.ts'
import { blankForm, type FormState } from '../../platform/web/forms.ts'
import { drawnOnce, eachTime, type Once } from '../../platform/web/fragment-cache.ts'
import { type Look, sheetOf } from '../../platform/web/sheet.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { answersOf, asksOf, commitmentsOf, correctionsOf, partsOf, type Routing, tallyOf } from '../shared/answers.ts'
import { type FollowPanel, followPanel } from '../shared/follow-view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { type VerifyFirst, verifyToCount } from '../shared/verify-first.ts'
import { passedOn, type Sharing } from './about-case.ts'
import { assuranceOf } from './assurance-view.ts'
import { type Act, actOf, clockOf, endingOf, navOf, stepsOf } from './case-view.ts'
import { howItCloses, howItIsChecked, howItIsDue } from './explain-deadlines.ts'
import { curveOf, districtsOfCase } from './growth-chart.ts'
import { handOversOf } from './hand-over-view.ts'
import { type LoadedCase, loadCase, loadOwn, reasonsShown } from './load-case.ts'
import { type NextStep, nextStepFor } from './overdue-step.ts'
import type { ReasonList } from './reason-list.ts'
import { timelineOf } from './timeline.ts'

/** What was just done, said where it was done: beside the button, so that it is also said when only that part is drawn again. */
const done = ['cosigned', 'withdrawn'] as const

/** What the case page shows to everybody, and to those who may see more: what is written in its templates is words and their order. */
function caseView(c: LoadedCase, maySeeText: boolean, at: Date, timeZone: string) {
  const { row: p, has } = c
  const rules = p.rules?.rules ?? null
  const clock = clockOf(p, at, timeZone, c.pauses)
  const asks = asksOf(has.asks, has.answers)
  const closing = howItCloses(p, rules, c.pauses, timeZone)
  const extensions = has.timeline.filter(({ kind }) => kind === 'extended')
  const months = extensions.map(({ facts }) => Number(facts.months))
  const due = c.calendar && !hasSourceClock(p) ? howItIsDue(p, rules, c.calendar, months) : []
  const sentToCheckAt = has.timeline.findLast(({ kind }) => checkStarts.includes(kind))?.occurredAt
  const refusedBefore = refusalBefore(p, has)
  const textHidden = !textIsShown(p) && !maySeeText
  const gathering = clock.kind === 'open' || clock.kind === 'paused'
  const alsoOpenUntil = 'stillOpen' in clock ? clock.stillOpen : null
  const openUntil = gathering ? clock.before : alsoOpenUntil
  const look: Look =
    p.threshold && (p.count ?? 0) >= p.threshold ? 'met' : gathering || p.thresholdMetAt ? null : 'shut'
  return {
    checkIsLate: p.stage === 'checking' && p.checkDueBefore !== null && p.checkDueBefore <= at,
    ...{ proposal: p, rules, isPublic: isThere(p) },
    textHidden,
    textPrivate: p.textHidden && maySeeText,
    topic: c.topics.find((t) => t.code === p.topicCode) ?? null,
    steps: stepsOf(p, at, rules?.answerMonths ?? null),
    ending: endingOf(p, refusedBefore !== null, maySeeText),
    clock,
    /** `most`: what the rules allow; null where a source extended it by its own */
    extended: p.extendedAt && {
      ...{ at: p.extendedAt, given: Math.max(1, extensions.length) },
      most: p.source === null && rules ? rules.extensions : null,
    },
    asSeen: hasSourceClock(p) ? p.seenOn : null,
    /** under review, and co-signing goes on */
    alsoOpenUntil,
    sheet: p.threshold && p.count !== null ? sheetOf(p.count / p.threshold, look) : null,
    how: {
      tally: [...due, ...(openUntil ? closing : [])],
      check: p.stage === 'checking' && c.calendar ? howItIsChecked(p, sentToCheckAt, rules, c.calendar) : [],
    },
    asks,
    outcome: tallyOf(asks),
    commitments: commitmentsOf(has.commitments, p.number, at, timeZone),
    answers: answersOf(has.answers, p.source === null),
    ...{ problem: has.text?.problem ?? '', benefit: has.text?.benefit ?? '' },
    evidence: has.evidence,
    ...apartFacts(p, has, at),
    assurance: assuranceOf(p, has),
    corrections: textHidden ? [] : correctionsOf(has.corrections.toReversed()), // the newest first
    updates: has.updates,
    cited: has.references.filter(({ url }) => url !== null),
    links: has.references.filter(({ url }) => url === null),
    assignments: partsOf(has.agencies, p, at, timeZone),
    assignmentChanges: has.assignmentChanges.map(
      (r): Routing => ({
        ...{ kind: r.kind, from: r.from?.name ?? null, to: r.to?.name ?? null },
        ...{ reason: r.reason, decidedAt: r.decidedAt, dueBefore: r.dueBefore },
      }),
    ),
    handOvers: handOversOf(has.handOvers, at, timeZone),
    curve: curveOf(has.byDay, { undated: has.undated, base: p.source?.series?.base ?? 0 }, p, at, timeZone),
    from: districtsOfCase(has.byDistrict, c.districts, { ...has, through: has.districtsThrough, of: p.count ?? 0 }),
    brought: has.brought ? { ...has.brought, host: new URL(has.brought.origin).host } : null,
    timeline: timelineOf(
      has.timeline,
      { closes: openUntil, due: clock.kind === 'due' ? clock.before : null },
      has.commitments,
      has.batches,
    ),
    reasons: textHidden ? [] : c.reasons,
    ...{ moreReasons: c.reasonCount - reasonsShown, reasonCount: c.reasonCount },
    decision: decisionTold(has, maySeeText),
    ...{ textUnchecked: textHidden && !p.textHidden, refusedBefore },
    refusal: c.refusalReasons.find((r) => r.code === p.reasonCode) ?? null,
    target: c.target && {
      number: c.target.number,
      title: c.target.hiddenAt ? null : c.target.title, // then only its number is told
      open: refusalToCosign(c.target, at, isPaused(at, c.pauses, timeZone)) === null,
    },
    districts: isUndivided(offered(c.districts)) ? [] : offered(c.districts),
  }
}

const views = new WeakMap<LoadedCase, ReturnType<typeof caseView>>()

/** For whoever is neither author nor staff: put together once for all who share what was read. */
function viewForAll(loaded: LoadedCase, at: Date, timeZone: string) {
  const view = views.get(loaded) ?? caseView(loaded, false, at, timeZone)
  views.set(loaded, view)
  return view
}

/** What one visitor has to do with it. */
type Visit = ReasonList & {
  once: Once
  act: Act
  residence: string | null
  /** for so long people are kept after their last case ended */
  keptMonths: number
  /** where the visitor is verified, so that their co-signature counts; null where it counts without */
  verify: VerifyFirst | null
  said: (typeof done)[number] | null
  /** null where there is nothing to follow */
  follow: FollowPanel | null
  form: FormState
  /** the form that came back, for its own fields; blank for the other one's */
  formOf: (whose: Whose) => FormState
  isAuthor: boolean
  isStaff: boolean
  nextStep: NextStep | null
  authorMayBeginAnew: boolean
  authorMayWithdraw: boolean
  mayModerate: boolean
  self: string
  url: string
  /** the address without its scheme, for paper */
  address: string
  revisePath: string
  deskPath: string
  qr: Qr
  /** null where there is nothing yet, or no more, to show to others */
  sharing: Sharing | null
}
/** How often a due date was extended, last when, and how often it may be. */
export type ExtendedFacts = NonNullable<ReturnType<typeof caseView>['extended']>
export type CasePage = InPlace & ReturnType<typeof caseView> & Visit

declare module '../../platform/web/view.ts' {
  interface Pages {
    'cases/page': CasePage
  }
}

type ShowCase = (
  request: FastifyRequest,
  reply: FastifyReply,
  proposal: ProposalRow,
  extra?: { form?: FormState & { name?: 'author' }; notice?: string | null },
) => Promise<string>

/** The page's forms: to co-sign, and what only the author fills in. Each shows its own messages and words. */
type Whose = 'cosigner' | 'author'
const whoseIs = (form: { name?: string; path?: string }): Whose =>
  form.name === 'author' || /\/(updates|reconsiderations)$/.test(form.path ?? '') ? 'author' : 'cosigner'

/** Shows a case; also again with a form that came back. Says nothing about who may see it. */
export const casePage =
  (deps: Deps): ShowCase =>
  async (request, reply, proposal, extra = {}) => {
    const { db, now, config } = deps
    const { government, person, t } = request
    const at = now()
    const since = lastWriteAt(request)
    const [loaded, { signed, residence, chosen, known }] = await Promise.all([
      loadCase(db.reads, proposal.id, government, at, since),
      loadOwn(db.reads, proposal.id, government, person, at),
    ])
    keptWhile(request, () => whileTrue(deps, government.id, at, isSettled(loaded.row) ? loaded.row : undefined))
    const isAuthor = person !== null && person.id === proposal.authorId
    const isStaff = seatMay.work(request.seats)
    const isOneOfAll = !isAuthor && !isStaff
    const view = isOneOfAll
      ? viewForAll(loaded, at, government.timeZone)
      : caseView(loaded, isAuthor || seatMay.check(request.seats), at, government.timeZone)
    const mine = {
      signed,
      withdrawalAllowed: view.rules?.withdrawalAllowed ?? false,
      isCounted: residence === null || !view.rules || isCountedFrom(residence, view.rules),
    }
    const asked = request.done
    const said = done.find((d) => d === asked && (d === 'cosigned') === signed) ?? null
    const url = originOf(request, config.origin) + proposalPath(government, proposal.number)
    const form: FormState & { name?: string; path?: string } = extra.form ?? keptForm(request) ?? blankForm()
    const isOpen = view.isPublic && !proposal.hiddenAt
    const facts = {
      once: isOneOfAll ? drawnOnce(request, loaded, url) : eachTime,
      act: actOf(loaded.row, mine, at, government.timeZone, loaded.pauses),
      residence,
      keptMonths: await keptMonths(db.reads, government.id, at),
      verify: view.rules && verifyToCount(government.slug, view.rules, known),
      title: view.textHidden ? t('case.title_hidden', { number: proposal.number }) : loaded.row.title,
      nav: navOf(proposal),
      // of what was just done; the address alone tells it to nobody else
      notice: extra.notice ?? (asked === 'submitted' && isAuthor ? t('case.done.submitted') : null),
      ...(isOpen ? passedOn(view, government, request, url) : { about: {}, sharing: null }),
      said,
      // its author hears of everything
      follow:
        isAuthor || !view.isPublic || loaded.row.hiddenAt || !loaded.row.number
          ? null
          : followPanel(request, government.slug, ['case', loaded.row.number], chosen, asked === 'followed'),
      form,
      formOf: (whose: Whose): FormState => (whose === whoseIs(form) ? form : blankForm()),
      isAuthor,
      isStaff,
      mayModerate: seatMay.check(request.seats),
      self: proposalPath(government, proposal.number),
      url,
      qr: qrOf(url),
      address: url.replace(/^https?:\/\//, ''),
      revisePath: draftPath(government, proposal.id),
      deskPath: `/${government.slug}/desk/${proposal.number}`,
      nextStep: nextStepFor(request, view, url, at),
      authorMayWithdraw: ['checking', 'returned', 'gathering'].includes(proposal.stage),
      ...{ removing: null, failed: null, authorMayBeginAnew: mayBeginAnew(proposal) },
    }
    return render(request, reply, 'cases/page', Object.assign({}, view, facts))
  }
