// Notices of a government: words that stand on all its pages from one day to another.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { leaveTrace } from '../../domain/administration/settings-store.ts'
import {
  type AnnouncementChange,
  addAnnouncement,
  announcementsOf,
  changeAnnouncement,
  removeAnnouncement,
} from '../../domain/governments/announcements.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import type { SettingsAct } from '../../schema/values.ts'
import { idParams } from '../shared/params.ts'
import { announcementForm, asTyped, namesFrom } from './forms.ts'
import { by, inSettings, saved, settingsPath } from './settings-page.ts'

export const announcementsRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/announcements', async (request, reply) => page(request, reply))

  app.post('/announcements', async (request, reply) => {
    const { government } = request
    const form = readForm(announcementForm(government.languages), request.body)
    if (!form.ok) return page(request, reply.code(422), form)
    const added = given(request, form.data)
    await change(request, 'added', added, async (tx, at) => {
      await addAnnouncement(tx, government.id, added, at)
      return true
    })
    return saved(request, reply, 'announcements')
  })

  app.get('/announcements/:id', { schema: { params: idParams } }, async (request, reply) => {
    const known = await theOne(request)
    if (!known) return reply.callNotFound()
    const { firstDay, lastDay, words } = known
    return onePage(request, reply, blankForm({ firstDay, lastDay, ...asTyped('words', words) }))
  })

  app.post('/announcements/:id', { schema: { params: idParams } }, async (request, reply) => {
    const { government } = request
    const known = await theOne(request)
    if (!known) return reply.callNotFound()
    const form = readForm(announcementForm(government.languages), request.body)
    if (!form.ok) return onePage(request, reply.code(422), form)
    const changed = given(request, form.data)
    const done = await change(request, 'changed', changed, (tx) =>
      changeAnnouncement(tx, government.id, known.id, changed),
    )
    return done ? saved(request, reply, 'announcements') : reply.callNotFound()
  })

  app.post('/announcements/:id/removals', { schema: { params: idParams } }, async (request, reply) => {
    const known = await theOne(request)
    if (!known) return reply.callNotFound()
    const done = await change(request, 'removed', known, (tx) =>
      removeAnnouncement(tx, request.government.id, known.id),
    )
    return done ? saved(request, reply, 'announcements') : reply.callNotFound()
  })

  /** The change and its trace. False when it was gone already. */
  async function change(
    request: FastifyRequest,
    act: SettingsAct,
    { firstDay, lastDay }: AnnouncementChange,
    unit: (tx: Db, at: Date) => Promise<boolean>,
  ): Promise<boolean> {
    const at = now()
    return write(db, async (tx) => {
      if (!(await unit(tx, at))) return false
      await leaveTrace(tx, by(request, at), {
        area: 'announcements',
        act,
        subject: `${firstDay}/${lastDay}`,
        facts: { first_day: firstDay, last_day: lastDay },
      })
      return true
    })
  }

  async function theOne(request: FastifyRequest<{ Params: { id: string } }>) {
    const all = await announcementsOf(db.reads, request.government.id)
    return all.find(({ id }) => id === request.params.id) ?? null
  }

  const onePage = (request: FastifyRequest<{ Params: { id: string } }>, reply: FastifyReply, form: FormState) =>
    render(request, reply, 'settings/announcement', {
      ...inSettings(request, 'announcements', form),
      self: settingsPath(request, 'announcements', request.params.id),
    })

  async function page(request: FastifyRequest, reply: FastifyReply, form: FormState = blankForm()) {
    const today = localDate(now(), request.government.timeZone)
    const all = await announcementsOf(db.reads, request.government.id)
    return render(request, reply, 'settings/announcements', {
      ...inSettings(request, 'announcements', form),
      all: all.toReversed().map((a) => ({
        ...a,
        state: a.firstDay > today ? 'future' : a.lastDay >= today ? 'now' : 'past',
      })),
    })
  }
}

const given = (
  { government }: FastifyRequest,
  typed: { firstDay: string; lastDay: string } & object,
): AnnouncementChange => ({
  firstDay: typed.firstDay,
  lastDay: typed.lastDay,
  words: namesFrom(typed, 'words', government.languages),
})
