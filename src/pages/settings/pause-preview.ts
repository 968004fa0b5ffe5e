// What a pause would do, before it is saved: how many cases close on another day, and which.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { closingsUnder } from '../../domain/proposals/closing-dates.ts'
import { lastDay } from '../../lib/calendar.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type Values } from '../../platform/web/forms.ts'
import { settingsPage, settingsPath } from './settings-page.ts'

export type Pause = {
  id?: string
  firstDay: string
  lastDay: string
  stopsSubmitting: boolean
  reason: Localised
  createdAt: Date
}

/** So many cases are named one by one. */
const named = 20

/** The page before saving. `pauses`: all that would stand then; `values`: what was typed, to be sent again by its button. */
export const pausePreview =
  ({ db, now }: Deps) =>
  async (
    request: FastifyRequest,
    reply: FastifyReply,
    kind: 'add' | 'change' | 'remove',
    pause: Pause,
    pauses: Pause[],
    values: Values,
    was: Pause | null = null,
  ): Promise<string> => {
    const { government } = request
    const moves = await closingsUnder(db.reads, government, pauses, now())
    const day = (before: Date) => lastDay(before, government.timeZone)
    const days = moves.map((move) => day(move.before)).sort()
    const self = settingsPath(request, 'blackouts', ...(pause.id ? [pause.id] : []))
    request.previewed = true
    return settingsPage(request, reply, 'pause-preview', {
      area: 'blackouts',
      form: blankForm(values),
      kind,
      pause,
      was,
      count: moves.length,
      last: days.at(-1) ?? null,
      moves: moves.slice(0, named).map((m) => ({ ...m, was: day(m.was), closes: day(m.before) })),
      fields: Object.entries(values).filter(([name, value]) => name !== 'action' && typeof value === 'string'),
      self: kind === 'remove' ? `${self}/removals` : self,
      back: request.formAddress ?? self,
    })
  }
