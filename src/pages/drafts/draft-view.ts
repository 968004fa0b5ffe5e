// Drawing the pages of writing a proposal, for a draft and for what a stranger has not saved yet.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { submittingPauses } from '../../domain/governments/deadline.ts'
import {
  agenciesOf,
  blackoutsOf,
  currentRules,
  districtsOf,
  rulesOf,
  topicsOf,
} from '../../domain/governments/store.ts'
import { offersOf } from '../../domain/proposals/choices.ts'
import { decideForMe, limits, missingIn } from '../../domain/proposals/draft.ts'
import {
  moderationDecisionsOf,
  type ProposalRow,
  proposalsOfAuthor,
  proposalText,
} from '../../domain/proposals/store.ts'
import { type Similar, similarToCase } from '../../domain/search/similar.ts'
import { knownOf } from '../../domain/verification/verifications.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Localised } from '../../lib/localised.ts'
import { localised } from '../../lib/localised.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { draftPath, proposalPath } from '../../platform/http/paths.ts'
import { blankForm, type FormState } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import type { Rules } from '../../schema/values.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { verifyFirst } from '../shared/verify-first.ts'
import { around, type OtherVersion, severalOf } from './draft-pages.ts'
import { fieldsOf, type WrittenStep, withExamples } from './forms.ts'

/** What a step is drawn for. `draft`: null for what a stranger has not saved. `other`: what another window saved meanwhile. */
type Shown = {
  draft: ProposalRow | null
  step: WrittenStep
  form: FormState
  similar: Similar[]
  other?: FormState['values'] | null
}

export function draftViews({ db, now }: Pick<Deps, 'db' | 'now'>) {
  /** Days on which nothing can be sent, now or to come. */
  const pausesOf = async ({ government }: FastifyRequest) =>
    submittingPauses(now(), await blackoutsOf(db.reads, government.id), government.timeZone)

  const offers = ({ government }: FastifyRequest) =>
    offersOf(db.reads, government.id, localDate(now(), government.timeZone))

  /** What staff asked to change when they returned the case; null for a draft. */
  async function returnedWords(draft: ProposalRow | null): Promise<string | null> {
    if (draft?.stage !== 'returned') return null
    const decisions = await moderationDecisionsOf(db.reads, draft.id)
    return decisions.find((d) => d.kind === 'returned' && !d.undoneAt)?.words || null
  }

  /** Before writing. Strangers may begin; `unsaved` is the step where this browser has something that is not saved. */
  async function beginPage(request: FastifyRequest, reply: FastifyReply, unsaved: string | null, form = blankForm()) {
    const { government, person } = request
    const drafts = person
      ? (await proposalsOfAuthor(db.reads, person.id)).filter(
          (p) => p.stage === 'draft' && p.governmentId === government.id,
        )
      : []
    const { rules } = await currentRules(db.reads, government.id, now())
    return render(request, reply, 'drafts/begin', {
      title: request.t('proposals.begin.title'),
      drafts: drafts.map(({ id, title, updatedAt }) => ({ title, updatedAt, path: draftPath(government, id) })),
      ...{ rules, stopped: await pausesOf(request), form, unsaved },
    })
  }

  async function stepPage(request: FastifyRequest, reply: FastifyReply, shown: Shown) {
    const { draft, step, form, similar, other = null } = shown
    return render(request, reply, 'drafts/step', {
      title: request.t(`proposals.step.${step}.title`),
      ...{ form, draft, step, limits, similar, decideForMe },
      ...around(request.government, draft?.id ?? null, step),
      returned: await returnedWords(draft),
      examples: withExamples.includes(step),
      ...severalOf(form),
      other: other && otherVersion(other, step, draftPath(request.government, draft!.id, step)),
      ...(await offers(request)),
    })
  }

  /** One step of a draft, with cases that are alike to what it says by now. */
  async function draftStepPage(
    request: FastifyRequest,
    reply: FastifyReply,
    shown: Omit<Shown, 'similar' | 'draft'> & { draft: ProposalRow },
  ) {
    const similar =
      shown.step === 'problem' ? [] : await similarToCase(db.reads, request.government, shown.draft, now())
    return stepPage(request, reply, { ...shown, similar })
  }

  /** The last step: everything as it will be read, and what is missing. */
  async function checkPage(request: FastifyRequest, reply: FastifyReply, draft: ProposalRow, form = blankForm()) {
    const { id } = request.government
    const [text, topics, districts, agencies, { rules }] = await Promise.all([
      proposalText(db.reads, draft.id),
      topicsOf(db.reads, id),
      districtsOf(db.reads, id),
      agenciesOf(db.reads, id),
      currentRules(db.reads, id, now()),
    ])
    const nameOf = (list: { code: string; name: Localised }[], code: string | null) => {
      const found = list.find((item) => item.code === code)
      return found ? localised(found.name, request.language) : ''
    }
    return render(request, reply, 'drafts/step-check', {
      similar: await similarToCase(db.reads, request.government, draft, now()),
      title: request.t('proposals.step.check.title'),
      notice: request.done === 'copied' ? request.t('proposals.form.copied') : null,
      ...{ form, draft, text },
      ...around(request.government, draft.id, 'check'),
      returned: await returnedWords(draft),
      links: text.evidence.map((link) => link.url).join('\n'),
      missing: missingIn({ ...draft, ...text, asks: text.asks.map((ask) => ask.text) }).map((missing) => ({
        ...missing,
        href: `${draftPath(request.government, draft.id, missing.step)}#${missing.field}`,
      })),
      named: {
        place: [nameOf(topics, draft.topicCode), nameOf(districts, draft.districtCode), draft.place ?? ''].filter(
          Boolean,
        ),
        agencies: draft.suggestedAgencies.map((code) => nameOf(agencies, code)),
      },
      limits,
      rules,
      verify: await mustVerify(request, draft, rules),
      stopped: await pausesOf(request),
    })
  }

  /** What of whoever writes has to be verified before they submit. */
  async function mustVerify(request: FastifyRequest, draft: ProposalRow, current: Rules) {
    const { levelToPropose, ageToPropose } = draft.ruleVersionId
      ? await rulesOf(db.reads, draft.ruleVersionId)
      : current
    const asked = { residence: levelToPropose > 1, age: ageToPropose }
    const { government } = request
    return verifyFirst(government.slug, asked, await knownOf(db.reads, requirePerson(request).id, government.id, now()))
  }

  /** It was sent meanwhile, in another window: what was typed here stands on the page, and the way to the case. */
  const sentPage = (request: FastifyRequest, reply: FastifyReply, sent: ProposalRow) =>
    render(request, reply, 'drafts/sent', {
      title: request.t('proposals.sent.title'),
      casePath: proposalPath(request.government, sent.number),
    })

  return { offers, beginPage, stepPage, draftStepPage, checkPage, sentPage }
}

const otherVersion = (other: FormState['values'], step: WrittenStep, path: string): OtherVersion => ({
  fields: fieldsOf[step].map((field) => ({ field, texts: [other[field] ?? []].flat().filter(Boolean) })),
  path,
})
