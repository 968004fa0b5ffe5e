// The page that tells people what the log is, how it stands, and how to check it without asking us.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { keysOf, publicHalf } from '../../domain/log/keys.ts'
import { headOf } from '../../domain/log/store.ts'
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
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'log/log': LogPage
  }
}

/** `/:gov/log`. */
export const logPageRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  app.get('/log', async (request, reply) => {
    const { government, t } = request
    const [head, keys] = await Promise.all([
      headOf(db.reads, government.id),
      keysOf(db.reads, { governmentId: government.id, use: 'log' }),
    ])
    const at = now()
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
    })
  })
}
