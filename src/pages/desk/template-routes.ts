// Texts that an agency keeps for its answers: the list, and one of them. Who answers for an agency keeps its texts; administrators all.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type PlaceholderName, placeholderNames, placeholders } from '../../domain/answers/placeholder.ts'
import {
  addTemplate,
  changeTemplate,
  findTemplate,
  mostTemplates,
  removeTemplate,
  type TemplateRow,
  templatesOf,
} from '../../domain/answers/templates.ts'
import { isAssignable, seatMay } from '../../domain/governments/government.ts'
import { type AgencyRow, agenciesOf } from '../../domain/governments/store.ts'
import { localDate } from '../../lib/calendar.ts'
import { newId } from '../../lib/id.ts'
import { attempt } from '../../platform/db/attempt.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { blankForm, type FieldErrors, type FormState, readForm } from '../../platform/web/forms.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { refusedAs } from '../shared/moved-on.ts'
import { idParams } from '../shared/params.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { templateForm, wrongTemplate } from './template-forms.ts'

export type TemplatesPage = InPlace & {
  /** agencies whose texts the visitor keeps, each with them */
  agencies: { agency: AgencyRow; templates: TemplateRow[] }[]
  form: FormState
  placeholders: Placeholder[]
}
export type TemplatePage = InPlace & { template: TemplateRow; form: FormState; placeholders: Placeholder[] }
/** As it is typed in the language of the page, and the word for what it becomes. */
type Placeholder = { name: PlaceholderName | 'fill_in'; typed: string }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'desk/templates': TemplatesPage
    'desk/template': TemplatePage
  }
}

const notices = ['saved', 'removed'] as const

export const templateRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/desk/templates', async (request, reply) => {
    await keepers(request)
    return list(request, reply, keptForm(request) ?? blankForm())
  })

  app.post('/desk/templates', async (request, reply) => {
    const own = await keepers(request)
    const form = readForm(templateForm, request.body)
    const again = (errors: FieldErrors) => list(request, reply.code(422), { values: form.values, errors })
    if (!form.ok) return again(form.errors)
    const { action: _, agency: code, seen: __, ...words } = form.data
    const agency = own.length === 1 ? own[0] : own.find((one) => one.code === code)
    const errors: FieldErrors = agency ? {} : { agency: { key: 'answers.template.error.agency' } }
    Object.assign(errors, wrongTemplate(words))
    if (!agency || Object.keys(errors).length) return again(errors)
    const [id, at] = [newId(), now()]
    const added = await attempt(db, (tx) => addTemplate(tx, id, agency.id, words, at))
    return added.ok ? back(request, reply, 'saved') : again(refusedFor(added.refusal))
  })

  app.get('/desk/templates/:id', { schema: { params: idParams } }, async (request, reply) => {
    const template = await ownTemplate(request)
    return template ? one(request, reply, template, keptForm(request)) : reply.callNotFound()
  })

  app.post('/desk/templates/:id', { schema: { params: idParams } }, async (request, reply) => {
    const template = await ownTemplate(request)
    if (!template) return reply.callNotFound()
    const form = readForm(templateForm, request.body)
    const again = (errors: FieldErrors, values = form.values) =>
      one(request, refusedAs(reply, errors), template, { values, errors })
    if (!form.ok) return again(form.errors)
    const { action, agency: _, seen, ...words } = form.data
    if (action === 'remove') {
      await write(db, (tx) => removeTemplate(tx, template.id))
      return back(request, reply, 'removed')
    }
    const errors = wrongTemplate(words)
    if (Object.keys(errors).length) return again(errors)
    const at = now()
    const changed = await attempt(db, (tx) => changeTemplate(tx, template, words, seen, at))
    if (changed.ok) return back(request, reply, 'saved')
    // after the warning, sending it again takes the place of what the colleague wrote
    const values = changed.refusal === 'moved_on' ? { ...form.values, ...seenOf(template) } : form.values
    return again(refusedFor(changed.refusal), values)
  })

  /** The agencies whose texts the visitor keeps. Throws 403. */
  async function keepers(request: FastifyRequest): Promise<AgencyRow[]> {
    const { government } = request
    const seats = requireSeat(request, (all) => all.some((s) => s.role === 'officer' || s.role === 'administrator'))
    const today = localDate(now(), government.timeZone)
    return (await agenciesOf(db.reads, government.id)).filter(
      (agency) => isAssignable(agency, today) && (seatMay.administer(seats) || seatMay.answerFor(seats, agency.id)),
    )
  }

  async function ownTemplate(request: FastifyRequest): Promise<TemplateRow | null> {
    const own = await keepers(request)
    const template = await findTemplate(db.reads, wordIn(request.params, 'id') ?? '')
    return template && own.some(({ id }) => id === template.agencyId) ? template : null
  }

  async function list(request: FastifyRequest, reply: FastifyReply, form: FormState) {
    const own = await keepers(request)
    const all = await templatesOf(
      db.reads,
      own.map(({ id }) => id),
    )
    const said = notices.find((name) => name === request.done)
    return render(request, reply, 'desk/templates', {
      title: request.t('answers.template.title'),
      nav: 'desk',
      notice: said ? request.t(`answers.template.done.${said}`) : null,
      agencies: own.map((agency) => ({ agency, templates: all.filter((one) => one.agencyId === agency.id) })),
      form,
      placeholders: placeholdersFor(request),
    })
  }

  const one = (request: FastifyRequest, reply: FastifyReply, template: TemplateRow, form: FormState | null) =>
    render(request, reply, 'desk/template', {
      title: request.t('answers.template.one', { name: template.name }),
      nav: 'desk',
      template,
      form: form ?? blankForm(asValues(template)),
      placeholders: placeholdersFor(request),
    })
}

const asValues = ({ name, analysis, deliberation, reason, note, updatedAt }: TemplateRow) => ({
  ...{ name, analysis, deliberation, reason, note },
  ...seenOf({ updatedAt }),
})
const seenOf = ({ updatedAt }: Pick<TemplateRow, 'updatedAt'>) => ({ seen: String(updatedAt.getTime()) })

function placeholdersFor({ language }: FastifyRequest): Placeholder[] {
  const own = language === 'en' ? 'en' : 'zh-Hant'
  return [
    ...placeholderNames.map((name) => ({ name, typed: `{{${placeholders[name][own]}}}` })),
    { name: 'fill_in', typed: own === 'en' ? '{{fill in: date of the visit}}' : '{{填寫：會勘日期}}' },
  ]
}

const back = (request: FastifyRequest, reply: FastifyReply, done: (typeof notices)[number]) =>
  reply.redirect(`/${request.government.slug}/desk/templates?done=${done}`, 303)

function refusedFor(refusal: string): FieldErrors {
  if (refusal === 'name_taken') return { name: { key: 'answers.template.error.name_taken' } }
  return { form: { key: `answers.template.error.${refusal}`, params: { max: mostTemplates } } }
}
