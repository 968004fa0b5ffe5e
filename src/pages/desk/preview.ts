// What is about to be published, as everybody will see it: an answer, a supplement, an approval. Its button publishes it.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AskDecision, NewCommitment } from '../../domain/answers/answer.ts'
import type { Draft } from '../../domain/answers/store.ts'
import { takeBackFrom } from '../../domain/answers/take-back.ts'
import { topicsOf } from '../../domain/governments/store.ts'
import { answeringUnit, unitCalled, unitsOf } from '../../domain/governments/units.ts'
import type { approvalOf } from '../../domain/moderation/approve.ts'
import { countHearers, mailingToCome } from '../../domain/notifications/count-hearers.ts'
import { reachOf } from '../../domain/notifications/returned-mail.ts'
import { type AttachmentRow, attachedToDraft, propertiesOf } from '../../domain/proposals/public-attachments.ts'
import { type CaseParts, loadCases } from '../../domain/proposals/public-proposal.ts'
import { openAssignments, type ProposalRow, proposalText } from '../../domain/proposals/store.ts'
import { findsCase } from '../../domain/search/finds-case.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import type { FieldErrors, Values } from '../../platform/web/forms.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { answersOf, asksOf, commitmentsOf, type Said, tallyOf, type Why } from '../shared/answers.ts'
import { type DocumentSays, propertyWords } from '../shared/attachment-view.ts'
import { type AnswerWarning, answerWarnings } from './answer-warnings.ts'
import { deskPath } from './desk-page.ts'
import type { DraftChanges } from './draft-changes.ts'
import type { Hour } from './release-forms.ts'

type Approval = Extract<Awaited<ReturnType<typeof approvalOf>>, { refusal: null }>

/** What is about to be published, and what that will do. */
type Given = Omit<Said, 'proposal'> & {
  kind: 'answer' | 'supplement' | 'approval'
  /** what its form is sent to */
  noun: 'answers' | 'supplements' | 'decisions' | 'releases'
  /** what was not done yet */
  open: { contact: boolean; schedule: boolean; supporting: Localised[] }
  approval: (Why & { lead: Localised; supporting: Localised[]; closesBefore: Date }) | null
  /** how many will be written to */
  mails: number
  /** the author will be written to, where that is owed */
  reachable: boolean
  /** what its readers will stumble over */
  warnings: AnswerWarning[]
  /** what documents that are attached say of themselves, which everybody will read too */
  documents: DocumentSays[]
  /** commitments without a word on how they will be seen to be done */
  unverifiable: string[]
  /** it can be taken back; null where it cannot */
  until: Date | null
  way: Way
}
/**
 * What its buttons do: publish; ask for release; release, set an hour or send back what others wrote; nothing, where only others may.
 * `hour`: as typed, where one may be set. `since`: what changed since this reader read it last.
 */
export type Way = {
  kind: 'publish' | 'ask' | 'release' | 'read'
  hour: Hour | null
  errors: FieldErrors
  words: string
  since: (DraftChanges & { at: Date }) | null
}
const onlyPublish: Way = { kind: 'publish', hour: null, errors: {}, words: '', since: null }
export type PreviewPage = InPlace &
  Given & {
    proposal: ProposalRow
    topic: { name: Localised } | null
    fields: { name: string; value: string }[]
    self: string
    back: string
  }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'desk/preview': PreviewPage
  }
}

/** The values of a form as hidden fields, one by one; `action` is its button's. */
const hidden = (values: Values) =>
  Object.entries(values)
    .filter(([name]) => name !== 'action' && !name.startsWith('publish-'))
    .flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: one })))

/** Pages to look at before publishing. What was typed is kept, so that going back brings it back. */
export const previewPages = ({ db, now }: Deps) => {
  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    proposal: ProposalRow,
    given: Given,
    values: Values,
  ) {
    request.previewed = true
    const topics = await topicsOf(db.reads, proposal.governmentId)
    return render(request, reply, 'desk/preview', {
      ...{ title: request.t('desk.preview.title'), nav: 'desk', proposal, fields: hidden(values) },
      topic: topics.find((topic) => topic.code === proposal.topicCode) ?? null,
      back: request.formAddress?.() ?? deskPath(request, proposal.number),
      self: proposalPath(request.government, proposal.number),
      ...given,
    })
  }

  /** Of an answer, or where the case has one of a supplement to it. */
  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    proposal: ProposalRow,
    draft: Draft,
    values: Values,
    way: Way = onlyPublish,
  ): Promise<string> {
    const at = now()
    const [[loaded], parts, attached] = await Promise.all([
      loadCases(db.reads, [proposal.id], { at, timeZone: request.government.timeZone }),
      openAssignments(db.reads, proposal.id),
      attachedToDraft(db.reads, proposal.id),
    ])
    const { has } = loaded!
    const { id: agencyId, code, name } = parts.find((part) => part.role === 'lead')!.agency
    const units = await unitsOf(db.reads, proposal.governmentId)
    const unit = answeringUnit(units, agencyId, draft.unit)
    const answers = [...has.answers, answerOf(proposal, draft, attached, { code, name, at, unit })]
    const promised = draft.commitments.map((one) =>
      promiseOf(proposal, one, { code, name }, unitCalled(units, agencyId, one.owner)),
    )
    const asks = asksOf(has.asks, answers)
    const until = await takeBackFrom(db.reads, proposal, at)
    const inReview = proposal.stage === 'review'
    const { reachable, hears } = await reachOf(db.reads, proposal.authorId)
    const supplement = proposal.stage === 'resolved'
    const given: Given = {
      approval: null,
      kind: supplement ? 'supplement' : 'answer',
      way,
      noun: way.kind === 'release' || way.kind === 'read' ? 'releases' : supplement ? 'supplements' : 'answers',
      ...{ asks, outcome: tallyOf(asks), answers: answersOf(answers, proposal.source === null) },
      commitments: commitmentsOf([...has.commitments, ...promised], proposal.number, at, request.government.timeZone),
      unverifiable: draft.commitments.filter((one) => !one.measure).map((one) => one.what),
      open: {
        schedule: inReview && !proposal.scheduledAt,
        contact: inReview && !proposal.contactedAt && reachable,
        supporting: parts
          .filter((part) => part.role === 'supporting' && !part.contribution)
          .map((part) => part.agency.name),
      },
      mails:
        (await countHearers(
          db.reads,
          mailingToCome(supplement ? 'answer_supplemented' : 'answer_published', proposal, at),
          proposal.authorId,
          findsCase,
        )) + (hears ? 1 : 0),
      reachable: reachable || supplement,
      documents: await documentsOf(request, attached, way),
      warnings: answerWarnings({
        ...draft,
        asks: draft.asks.map(({ askNumber, reason }) => ({ number: askNumber, reason })),
        commitments: draft.commitments.map(({ what, owner }, i) => ({ n: i + 1, what, owner })),
      }),
      until: until > at ? until : null,
    }
    return page(request, reply, proposal, given, values)
  }

  async function documentsOf({ t }: FastifyRequest, attached: AttachmentRow[], way: Way): Promise<DocumentSays[]> {
    const said = attached[0] ? await propertiesOf(db.reads, attached[0].answerId) : null
    return attached.flatMap(({ fileHash, title }) => {
      const properties = said?.get(fileHash) ?? []
      if (!properties.length) return []
      const remedy = t(way.kind === 'release' ? 'answers.release.document_remedy' : 'answers.file.says_remove')
      return [{ says: t('desk.preview.document_says', { title }), properties: propertyWords(properties, t), remedy }]
    })
  }

  /** `followers`: how many besides the author hear of it. */
  async function approval(
    request: FastifyRequest,
    reply: FastifyReply,
    proposal: ProposalRow,
    { lead, supporting, closesBefore, until }: Approval,
    followers: number,
    values: Values,
  ): Promise<string> {
    const text = await proposalText(db.reads, proposal.id)
    const { reachable, hears } = await reachOf(db.reads, proposal.authorId)
    const given: Given = {
      ...{ kind: 'approval', noun: 'decisions', way: onlyPublish },
      ...{ asks: asksOf(text.asks, []), outcome: [], answers: [], commitments: { list: [] }, unverifiable: [] },
      approval: {
        ...{ lead: lead.name, supporting: supporting.map((a) => a.name), closesBefore },
        ...{ problem: text.problem, benefit: text.benefit, evidence: text.evidence },
      },
      open: { schedule: false, contact: false, supporting: [] },
      mails: followers + (hears ? 1 : 0),
      reachable,
      documents: [],
      warnings: [],
      until: until > now() ? until : null,
    }
    return page(request, reply, proposal, given, values)
  }

  return { answer, approval }
}

type By = { code: string; name: Localised }

const answerOf = (
  p: ProposalRow,
  draft: Draft,
  attachments: AttachmentRow[],
  { at, unit, ...by }: By & { at: Date; unit: CaseParts['answers'][number]['unit'] },
): CaseParts['answers'][number] => ({
  attachments,
  ...{ id: '', proposalId: p.id, version: Number.MAX_SAFE_INTEGER, adoption: '', followUp: '', publishedAt: at },
  ...{ analysis: draft.analysis, deliberation: draft.deliberation, note: draft.note, unit },
  decisions: draft.asks.map((ask: AskDecision) => ({ answerId: '', ...ask })),
  ...by,
})

const promiseOf = (
  p: ProposalRow,
  commitment: NewCommitment,
  by: By,
  unit: Localised,
): CaseParts['commitments'][number] => ({
  ...{ id: '', proposalId: p.id, salt: '', state: 'open', closedAt: null, updates: [], number: null },
  ...{ reportedAt: null, doneAt: null, verdict: null, checkedAt: null },
  ...{ answerVersion: null, handedOverAt: null, promisedBy: by, governmentId: p.governmentId, agencyId: '' },
  ...commitment,
  ...by,
  unit,
})
