// What a pause would do, before it is saved: how many cases close on another day, and which.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { closingsUnder } from '../../domain/proposals/closing-dates.ts'
import { lastDay } from '../../lib/calendar.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type Values } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { hiddenFields, inSettings, settingsPath } from './settings-page.ts'
import type { Settings } from './settings-pages.ts'

export type Pause = {
  id?: string
  firstDay: string
  lastDay: string
  stopsSubmitting: boolean
  reason: Localised
  createdAt: Date
}

export type PausePreview = Settings & {
  kind: 'add' | 'change' | 'remove'
  pause: Pause
  /** the last day as it was, where another one is typed */
  endedOn: string | null
  /** cases that close on another day, and the last of those days */
  count: number
  last: string | null
  moves: { number: string | null; title: string; was: string; closes: string }[]
  fields: { name: string; value: string }[]
  self: string
  back: string
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'settings/pause-preview': PausePreview
  }
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
    return render(request, reply, 'settings/pause-preview', {
      ...inSettings(request, 'blackouts', blankForm(values)),
      kind,
      pause,
      endedOn: kind === 'change' && was && was.lastDay !== pause.lastDay ? was.lastDay : null,
      count: moves.length,
      last: days.at(-1) ?? null,
      moves: moves.slice(0, named).map((m) => ({ ...m, was: day(m.was), closes: day(m.before) })),
      fields: hiddenFields(values),
      self: kind === 'remove' ? `${self}/removals` : self,
      back: request.formAddress?.() ?? self,
    })
  }
