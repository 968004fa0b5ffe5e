// Views of the queue that somebody keeps under a name: saving one from the desk, and the list of them, where they are renamed,
// put in another order, shown to colleagues and removed.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { seatMay } from '../../domain/governments/government.ts'
import { queueParams, viewFrom } from '../../domain/moderation/queue-view.ts'
import {
  findOwnView,
  mostViews,
  moveView,
  removeView,
  renameView,
  saveView,
  viewNameMax,
} from '../../domain/moderation/saved-views.ts'
import { newId } from '../../lib/id.ts'
import { attempt } from '../../platform/db/attempt.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { line } from '../../platform/web/fields.ts'
import { type FieldErrors, type FormState, readForm, type Values } from '../../platform/web/forms.ts'
import type { Choice } from '../../platform/web/parts.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { idParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { openedView, viewField } from './desk-queue.ts'
import {
  chosenReaders,
  inWords,
  keptViews,
  knownIn,
  readerChoices,
  readersOf,
  type ViewInWords,
} from './saved-views.ts'

/** `form`: as it stands, or as it was typed. `open`: what was typed is to be mended. */
type OwnView = ViewInWords & {
  id: string
  name: string
  open: boolean
  form: FormState
  first: boolean
  last: boolean
}
export type ViewsPage = InPlace & {
  own: OwnView[]
  shown: (ViewInWords & { id: string; name: string; by: string })[]
  readers: Choice[]
  /** a view that was about to be saved, and was not */
  unsaved: (ViewInWords & { view: string; form: FormState; taken: boolean }) | null
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'desk/views': ViewsPage
  }
}

const name = line(viewNameMax, 'desk.views.error.name_long').refine(Boolean, 'desk.views.error.name')
const saveForm = z.object({
  name,
  readers: z.string().default('owner'),
  [viewField]: z.string().default(''),
  replace: z.literal('1').optional(),
})
const changeForm = z.object({ name, readers: z.string().default('owner') })
const actions = ['up', 'down', 'remove'] as const
const notices = ['changed', 'removed', 'moved'] as const

/** What came back: of a view that is kept its id; null for one that was about to be saved. */
type Sent = { id: string | null; values: Values; errors: FieldErrors }

export const savedViewRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  const ownerOf = (request: FastifyRequest) => ({
    governmentId: request.government.id,
    personId: requirePerson(request).id,
  })
  const listPath = ({ government }: FastifyRequest) => `/${government.slug}/desk/views`

  app.get('/desk/views', async (request, reply) => {
    requireSeat(request, seatMay.work)
    const kept = keptForm(request)
    const id = kept && (/\/desk\/views\/([^/]+)$/.exec(kept.path)?.[1] ?? null)
    return list(request, reply, kept && { ...kept, id })
  })

  app.post('/desk/views', async (request, reply) => {
    requireSeat(request, seatMay.work)
    const form = readForm(saveForm, request.body)
    const again = (errors: FieldErrors) => list(request, reply.code(422), { id: null, values: form.values, errors })
    if (!form.ok) return again(form.errors)
    const readers = await readersOf(db.reads, request, form.data.readers)
    if (!readers) return again({ readers: { key: 'desk.views.error.readers' } })
    const [id, at] = [newId(), now()]
    const params = queueParams({ ...openedView(form.data[viewField]), page: 1 })
    const view = { ...readers, id, name: form.data.name, params }
    const saved = await attempt(db, (tx) => saveView(tx, ownerOf(request), view, form.data.replace === '1', at))
    if (!saved.ok) return again(refusedFor(saved.refusal))
    return reply.redirect(`/${request.government.slug}/desk?${params && `${params}&`}done=view_saved`, 303)
  })

  app.post('/desk/views/:id', { schema: { params: idParams } }, async (request, reply) => {
    requireSeat(request, seatMay.work)
    const row = await findOwnView(db.reads, ownerOf(request), request.params.id)
    if (!row) return reply.callNotFound()
    const done = (what: (typeof notices)[number]) => reply.redirect(`${listPath(request)}?done=${what}`, 303)
    const action = actions.find((one) => one === wordIn(request.body, 'action'))
    if (action) {
      await write(db, (tx) => (action === 'remove' ? removeView(tx, row) : moveView(tx, row, action === 'up' ? -1 : 1)))
      return done(action === 'remove' ? 'removed' : 'moved')
    }
    const form = readForm(changeForm, request.body)
    const again = (errors: FieldErrors) => list(request, reply.code(422), { id: row.id, values: form.values, errors })
    if (!form.ok) return again(form.errors)
    const readers = await readersOf(db.reads, request, form.data.readers)
    if (!readers) return again({ readers: { key: 'desk.views.error.readers' } })
    const at = now()
    const changed = await attempt(db, (tx) => renameView(tx, row, form.data.name, readers, at))
    return changed.ok ? done('changed') : again(refusedFor(changed.refusal))
  })

  async function list(request: FastifyRequest, reply: FastifyReply, sent: Sent | null = null) {
    const at = now()
    const known = await knownIn(db.reads, request, at)
    const { own, shown } = await keptViews(db.reads, request, at)
    const lines: OwnView[] = []
    for (const [i, row] of own.entries()) {
      const isSent = sent?.id === row.id
      const stored = { name: row.name, readers: await chosenReaders(db.reads, request, row) }
      lines.push({
        ...inWords(request, viewFrom(row.params), known),
        ...{ id: row.id, name: row.name, open: isSent, first: i === 0, last: i === own.length - 1 },
        form: isSent ? sent : { values: stored, errors: {} },
      })
    }
    const said = notices.find((one) => one === request.done)
    const view = String(sent?.values[viewField] ?? '')
    return render(request, reply, 'desk/views', {
      ...{ title: request.t('desk.views.title'), nav: 'desk', own: lines },
      notice: said ? request.t(`desk.views.done.${said}`) : null,
      shown: shown.map(({ row, by }) => ({
        ...inWords(request, viewFrom(row.params), known),
        ...{ id: row.id, name: row.name, by },
      })),
      readers: await readerChoices(db.reads, request),
      unsaved:
        sent && sent.id === null
          ? {
              ...inWords(request, openedView(view), known),
              ...{ view, form: sent, taken: sent.errors.name?.key === 'desk.views.error.name_taken' },
            }
          : null,
    })
  }
}

const refusedFor = (refusal: string): FieldErrors =>
  refusal === 'many'
    ? { form: { key: 'desk.views.error.many', params: { most: mostViews } } }
    : { name: { key: 'desk.views.error.name_taken' } }
