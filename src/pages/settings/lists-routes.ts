// Topics, districts and reasons for a refusal: three lists kept in one way. What is retired is offered no more and stays where it is used.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { leaveTrace } from '../../domain/administration/settings-store.ts'
import { outsideDistrict } from '../../domain/governments/government.ts'
import {
  addEntry,
  type ListName,
  moveEntry,
  renameEntry,
  restoreEntry,
  retireEntry,
} from '../../domain/governments/lists.ts'
import { districtsOf, refusalReasonsOf, topicsOf } from '../../domain/governments/store.ts'
import { isUniqueViolation, write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { codeParams } from '../shared/params.ts'
import { asTyped, entryForm, namesFrom, newEntryForm } from './forms.ts'
import { by, inSettings, refusing, saved, settingsPath } from './settings-page.ts'
import type { Entry } from './settings-pages.ts'

const listed = { topics: topicsOf, districts: districtsOf, reasons: refusalReasonsOf }

export const listEntriesRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  for (const list of ['topics', 'districts', 'reasons'] as const) oneList(app, deps, list)
}

function oneList(app: Parameters<typeof listEntriesRoutes>[0], { db, now }: Deps, list: ListName): void {
  app.get(`/${list}`, async (request, reply) => page(request, reply))

  app.get(`/${list}/:code`, { schema: { params: codeParams } }, async (request, reply) => {
    const entry = await found(request, request.params.code)
    if (!entry) return reply.callNotFound()
    const values = { hidesText: entry.hidesText ? '1' : '', ...asTyped('name', entry.name) }
    return entryPage(request, reply, entry, blankForm(values))
  })

  app.post(`/${list}`, async (request, reply) => {
    const { id: governmentId, languages } = request.government
    const form = readForm(newEntryForm(languages), request.body)
    if (!form.ok) return page(request, reply.code(422), form)
    const { code, hidesText } = form.data
    const name = namesFrom(form.data, 'name', languages)
    const at = now()
    const added = await write(db, async (tx) => {
      await addEntry(tx, list, { governmentId, code, name, hidesText })
      await leaveTrace(tx, by(request, at), { area: list, act: 'added', subject: code })
      return true
    }).catch((error) => {
      if (isUniqueViolation(error)) return false
      throw error
    })
    if (!added) return page(request, reply.code(422), refusing(form, 'code', 'settings.error.code_taken'))
    return saved(request, reply, list)
  })

  app.post(`/${list}/:code`, { schema: { params: codeParams } }, async (request, reply) => {
    const { id: governmentId, languages } = request.government
    const entry = await found(request, request.params.code)
    if (!entry) return reply.callNotFound()
    const form = readForm(entryForm(languages), request.body)
    if (!form.ok) return entryPage(request, reply.code(422), entry, form)
    const { hidesText } = form.data
    const name = namesFrom(form.data, 'name', languages, entry.name)
    const at = now()
    await write(db, async (tx) => {
      await renameEntry(tx, list, { governmentId, code: entry.code, name, hidesText })
      await leaveTrace(tx, by(request, at), { area: list, act: 'changed', subject: entry.code })
    })
    return saved(request, reply, list)
  })

  app.post(`/${list}/:code/moves`, { schema: { params: codeParams } }, async (request, reply) => {
    const entry = await found(request, request.params.code)
    if (!entry) return reply.callNotFound()
    const to = wordIn(request.body, 'to')
    const at = now()
    await write(db, async (tx) => {
      if (await moveEntry(tx, list, request.government.id, entry.code, to === 'up' ? -1 : 1))
        await leaveTrace(tx, by(request, at), { area: list, act: 'moved', subject: entry.code })
    })
    return saved(request, reply, list)
  })

  app.post(`/${list}/:code/retirements`, { schema: { params: codeParams } }, async (request, reply) => {
    const entry = await found(request, request.params.code)
    if (!entry) return reply.callNotFound()
    const at = now()
    const retired = await write(db, async (tx) => {
      if (!(await retireEntry(tx, list, request.government.id, entry.code, at))) return false
      await leaveTrace(tx, by(request, at), { area: list, act: 'retired', subject: entry.code })
      return true
    })
    if (!retired) return page(request, reply.code(422), refusing(blankForm(), 'form', 'settings.error.last_entry'))
    return saved(request, reply, list)
  })

  app.post(`/${list}/:code/restorations`, { schema: { params: codeParams } }, async (request, reply) => {
    const entry = await found(request, request.params.code)
    if (!entry) return reply.callNotFound()
    const at = now()
    await write(db, async (tx) => {
      await restoreEntry(tx, list, request.government.id, entry.code)
      await leaveTrace(tx, by(request, at), { area: list, act: 'restored', subject: entry.code })
    })
    return saved(request, reply, list)
  })

  const entries = (request: FastifyRequest): Promise<Entry[]> => listed[list](db.reads, request.government.id)

  const found = async (request: FastifyRequest, code: string) =>
    (await entries(request)).find((e) => e.code === code) ?? null

  async function page(request: FastifyRequest, reply: FastifyReply, form: FormState = blankForm()) {
    const all = await entries(request)
    const pathOf = ({ code }: Entry) => settingsPath(request, list, code)
    const open = all.filter((e) => !e.retiredAt)
    const movable = open.filter((e) => e.code !== outsideDistrict)
    return render(request, reply, 'settings/list', {
      ...inSettings(request, list, form),
      ...{ list, href: settingsPath(request, list) },
      open: open.map((e) => {
        const at = movable.indexOf(e)
        return { ...e, href: pathOf(e), fixed: at < 0, first: at === 0, last: at === movable.length - 1 }
      }),
      retired: all.flatMap((e) => (e.retiredAt ? [{ ...e, href: pathOf(e), retiredAt: e.retiredAt }] : [])),
    })
  }

  const entryPage = (request: FastifyRequest, reply: FastifyReply, entry: Entry, form: FormState) =>
    render(request, reply, 'settings/entry', {
      ...inSettings(request, list, form),
      ...{ list, href: settingsPath(request, list) },
      entry: { ...entry, href: settingsPath(request, list, entry.code) },
    })
}
