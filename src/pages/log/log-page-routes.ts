// The page that tells people what the log is, how it stands, and how to check it without asking us.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { nameOf } from '../../domain/log/collect.ts'
import { daysOf, sizeOf, standingsOf } from '../../domain/log/cosigned.ts'
import { keysOf, publicHalf } from '../../domain/log/keys.ts'
import { headOf } from '../../domain/log/store.ts'
import { witnessed } from '../../domain/log/witness.ts'
import { localDate } from '../../lib/calendar.ts'
import { vkeyOf } from '../../lib/signed-note.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { originOf } from '../../platform/http/security.ts'
import { type InPlace, render } from '../../platform/web/view.ts'

export type LogPage = InPlace & {
  /** as the last checkpoint has it; null before there is one */
  head: { size: number; signedAt: Date; begunAt: Date; checkpoint: string } | null
  /** the newest first; `endsAt`: null of the one that goes on */
  keys: { vkey: string; madeAt: Date; endsAt: Date | null; signs: boolean }[]
  address: string
  /** who is asked to sign our checkpoints; `signed`: the last that each did, null where it has signed none */
  witnesses: { name: string; vkey: string; signed: { at: Date; size: number } | null; failedAt: Date | null }[]
  /** days that are over, the newest first */
  days: { day: string; size: number }[]
  /** logs of others that this platform signs */
  others: { origin: string; at: Date | null; size: number; isContradicted: boolean }[]
  ownKeys: string[]
}

const daysShown = 7

declare module '../../platform/web/view.ts' {
  interface Pages {
    'log/log': LogPage
  }
}

/** `/:gov/log`. */
export const logPageRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  app.get('/log', async (request, reply) => {
    const { government, t } = request
    const at = now()
    const [head, keys, standings, days, others, own] = await Promise.all([
      headOf(db.reads, government.id),
      keysOf(db.reads, { governmentId: government.id, use: 'log' }),
      standingsOf(db.reads, government.id),
      daysOf(db.reads, government.id, localDate(at, government.timeZone), daysShown),
      witnessed(db.reads),
      keysOf(db.reads, { governmentId: null, use: 'witness' }),
    ])
    return render(request, reply, 'log/log', {
      title: t('log.title'),
      nav: 'help',
      head: head?.checkpoint
        ? {
            ...{ size: head.signedSize!, signedAt: head.signedAt!, begunAt: head.begunAt },
            checkpoint: head.checkpoint.trimEnd(),
          }
        : null,
      keys: keys.map((row) => ({
        vkey: vkeyOf(publicHalf(row)),
        madeAt: row.madeAt,
        endsAt: row.endedAt,
        signs: !row.endedAt || row.endedAt > at,
      })),
      address: `${originOf(request, config.origin)}/${government.slug}/log`,
      witnesses: standings.map(({ witness, row }) => ({
        ...{ name: nameOf(witness), vkey: witness.vkey, failedAt: row?.failedAt ?? null },
        signed: row?.checkpoint ? { at: row.cosignedAt!, size: sizeOf(row.checkpoint) } : null,
      })),
      days: days.map(({ day, size }) => ({ day, size })),
      others: others.map(({ origin, cosignedAt, size, contradiction }) => ({
        ...{ origin, at: cosignedAt, size, isContradicted: contradiction !== null },
      })),
      ownKeys: others.length
        ? own.filter(({ endedAt }) => !endedAt || endedAt > at).map((row) => vkeyOf(publicHalf(row)))
        : [],
    })
  })
}
