// What is attached to the draft of an answer: a page of its own, so that a file that is refused never takes a long text with it.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { attachmentLimits, isPicture, namedIn } from '../../domain/answers/attachment.ts'
import { attach, changeWords, detach } from '../../domain/answers/attachments.ts'
import { openDraft, releaseOf } from '../../domain/answers/release-store.ts'
import { attachedTo, propertiesOf } from '../../domain/proposals/public-attachments.ts'
import type { ProposalRow } from '../../domain/proposals/store.ts'
import { attempt } from '../../platform/db/attempt.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { blankForm, type FieldErrors, type FormState, readForm } from '../../platform/web/forms.ts'
import { type PdfProperty, pdfReader } from '../../platform/web/pdf-reader.ts'
import { uploads } from '../../platform/web/upload.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { leading } from '../shared/agency-guards.ts'
import { type AttachmentView, attachmentView, propertyWords, sizeWords } from '../shared/attachment-view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { refusedAs } from '../shared/moved-on.ts'
import { numberParams } from '../shared/params.ts'
import { readFile } from './attachment-file.ts'
import { attachmentForm, missingWords } from './attachment-forms.ts'
import { attachmentsPath } from './attachments-path.ts'
import { deskPage, deskPath } from './desk-page.ts'
import { showHandedOn } from './handed-on.ts'

export type AttachmentsPage = InPlace & {
  proposal: ProposalRow
  /** each with its form as it came back, where it did */
  list: (AttachmentView & { form: FormState | null; href: string; properties: PdfProperty[] })[]
  form: FormState
  revision: number
  /** the draft waits for release or has its hour, which a change ends */
  onItsWay: boolean
  /** none more may be attached */
  full: boolean
  limits: { files: number; document: string; picture: string; title: number; description: number }
  self: string
  back: string
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'desk/attachments': AttachmentsPage
  }
}

const notices = {
  attached: 'answers.file.done.attached',
  changed: 'answers.file.done.changed',
  removed: 'answers.file.done.removed',
}
type Done = keyof typeof notices
/** Where the form that came back stands: its file's name, or the form that adds one. */
type Came = FormState & { of: string | null }

const fileParams = z.looseObject({ number: z.string(), file: z.string() })
const limits = {
  ...attachmentLimits,
  document: sizeWords(attachmentLimits.document),
  picture: sizeWords(attachmentLimits.picture),
}

export const attachmentRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const readPdf = pdfReader()
  showHandedOn(app, deskPage(deps))
  await app.register(uploads, {
    most: attachmentLimits.document,
    from: (request) => request.person?.holdsSeat === true,
  })

  app.get('/desk/:number/attachments', { schema: { params: numberParams } }, async (request, reply) => {
    const { proposal } = await leading(db.reads, request, now())
    const kept = keptForm(request)
    return page(request, reply, proposal, kept && { ...kept, of: fileIn(kept.path) })
  })

  app.post('/desk/:number/attachments', { schema: { params: numberParams } }, async (request, reply) => {
    const { proposal, actor } = await leading(db.reads, request, now())
    const form = readForm(attachmentForm, request.body)
    const again = (errors: FieldErrors) =>
      page(request, refusedAs(reply, errors), proposal, { ...form, errors, of: null })
    const open = await openDraft(db.reads, proposal.id)
    const file = await readFile(request.handedIn, readPdf)
    const errors: FieldErrors = file.ok ? {} : { file: fileError(file.refusal) }
    if (!form.ok) return again({ ...errors, ...form.errors })
    const { title, description, revision } = form.data
    Object.assign(errors, missingWords({ title, description }, file.ok && isPicture(file.value.file.type)))
    if (!file.ok || Object.keys(errors).length) return again(errors)
    if (!open) return again(changedMeanwhile)
    const draft = { id: open.answer.id, proposalId: proposal.id, revision }
    const attached = await attempt(db, (tx) => attach(tx, draft, file.value, { title, description }, actor))
    return attached.ok ? done(request, reply, 'attached') : again(refusedFor(attached.refusal))
  })

  app.post('/desk/:number/attachments/:file', { schema: { params: fileParams } }, async (request, reply) => {
    const { proposal, actor } = await leading(db.reads, request, now())
    const named = namedIn(request.params.file)
    if (!named) return reply.callNotFound()
    const form = readForm(attachmentForm, request.body)
    const again = (errors: FieldErrors) =>
      page(request, refusedAs(reply, errors), proposal, { ...form, errors, of: request.params.file })
    if (!form.ok) return again(form.errors)
    const { action, title, description, revision } = form.data
    const errors = action === 'remove' ? {} : missingWords({ title, description }, isPicture(named.type))
    if (Object.keys(errors).length) return again(errors)
    const open = await openDraft(db.reads, proposal.id)
    if (!open) return again(changedMeanwhile)
    const draft = { id: open.answer.id, proposalId: proposal.id, revision }
    const changed = await attempt(db, (tx) =>
      action === 'remove'
        ? detach(tx, draft, named.fileHash, actor)
        : changeWords(tx, draft, named.fileHash, { title, description }, actor),
    )
    return changed.ok
      ? done(request, reply, action === 'remove' ? 'removed' : 'changed')
      : again(refusedFor(changed.refusal))
  })

  const done = (request: FastifyRequest, reply: FastifyReply, what: Done) =>
    reply.redirect(`${attachmentsPath(request, wordIn(request.params, 'number') ?? '')}?done=${what}`, 303)

  /** Leads back to the case where no draft is being written. */
  async function page(request: FastifyRequest, reply: FastifyReply, proposal: ProposalRow, came: Came | null) {
    const open = await openDraft(db.reads, proposal.id)
    if (!open) return reply.redirect(deskPath(request, proposal.number), 303)
    const release = await releaseOf(db.reads, open.answer.id)
    const rows = await attachedTo(db.reads, open.answer.id)
    const said = await propertiesOf(db.reads, open.answer.id)
    const self = attachmentsPath(request, proposal.number ?? '')
    const notice = Object.entries(notices).find(([name]) => name === request.done)?.[1]
    return render(request, reply, 'desk/attachments', {
      title: request.t('answers.file.title', { number: proposal.number }),
      nav: 'desk',
      notice: notice ? request.t(notice) : null,
      proposal,
      list: rows.map(attachmentView).map((one) => ({
        ...one,
        properties: propertyWords(said.get(one.fileHash) ?? [], request.t),
        form: came?.of === one.file ? came : null,
        href: `/${request.government.slug}/proposals/${proposal.number}/attachments/${one.file}`,
      })),
      form: came?.of === null ? came : blankForm(),
      revision: open.answer.revision,
      onItsWay: release?.state === 'asked' || release?.state === 'scheduled',
      full: rows.length >= attachmentLimits.files,
      ...{ limits, self, back: deskPath(request, proposal.number) },
    })
  }
}

const fileIn = (path: string): string | null => /\/attachments\/([^/]+)$/.exec(path)?.[1] ?? null
const changedMeanwhile: FieldErrors = { form: { key: 'answers.file.error.moved_on' } }
const fileError = (refusal: string) => ({
  key: `answers.file.error.${refusal}`,
  params: { document: limits.document, picture: limits.picture, pixels: attachmentLimits.pixels / 1_000_000 },
})
const refusedFor = (refusal: string): FieldErrors =>
  refusal === 'moved_on'
    ? changedMeanwhile
    : { file: { key: `answers.file.error.${refusal}`, params: { max: attachmentLimits.files } } }
