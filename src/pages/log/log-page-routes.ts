// The page that tells people what the log is, how it stands, and how to check it without asking us.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { nameOf, sawAnother } from '../../domain/log/collect.ts'
import { daysOf, sizeOf, standingsOf } from '../../domain/log/cosigned.ts'
import { keysOf, publicHalf } from '../../domain/log/keys.ts'
import { checkpointIn } from '../../domain/log/mirror-folder.ts'
import { type Mirror, mirrorsIn } from '../../domain/log/mirrors.ts'
import { headOf } from '../../domain/log/store.ts'
import { witnessed } from '../../domain/log/witness.ts'
import { localDate } from '../../lib/calendar.ts'
import { sha256 } from '../../lib/id.ts'
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
  /** who is asked to sign our checkpoints */
  witnesses: Cosigner[]
  /** who keeps our log whole; `copy`: where it can be read there */
  mirrors: (Cosigner & { copy: string })[]
  /** days that are over, the newest first */
  days: { day: string; size: number }[]
  /** logs of others that this platform signs */
  others: { origin: string; at: Date | null; size: number; isContradicted: boolean; refusedAt: Date | null }[]
  ownKeys: string[]
  /** logs of others that this platform keeps; `size`: null before the first was whole */
  kept: { origin: string; path: string; size: number | null; checkedAt: Date | null; state: KeptState }[]
  mirrorKeys: string[]
}

/** `signed`: the last that it did, null where it has signed none. */
/** `sawAnother`: it did not sign since it has seen other lines of this log, or more. */
type Cosigner = {
  name: string
  vkey: string
  signed: { at: Date; size: number } | null
  failedAt: Date | null
  sawAnother: boolean
}
/** `silent`: it cannot be reached; `refused`: what it showed was not taken; `forked`: its keys signed two histories. */
type KeptState = 'good' | 'silent' | 'refused' | 'forked' | 'ended'

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
    const [head, keys, standings, days, others, own, ownMirror, kept] = await Promise.all([
      headOf(db.reads, government.id),
      keysOf(db.reads, { governmentId: government.id, use: 'log' }),
      standingsOf(db.reads, government.id),
      daysOf(db.reads, government.id, localDate(at, government.timeZone), daysShown),
      witnessed(db.reads),
      keysOf(db.reads, { governmentId: null, use: 'witness' }),
      keysOf(db.reads, { governmentId: null, use: 'mirror' }),
      Promise.all(mirrorsIn(config.mirrorsFolder).map(keptOf)),
    ])
    const cosigner = ({ witness, row }: (typeof standings)[number]): Cosigner => ({
      ...{ name: nameOf(witness), vkey: witness.vkey, failedAt: row?.failedAt ?? null },
      sawAnother: sawAnother(row?.failure ?? null),
      signed: row?.checkpoint ? { at: row.cosignedAt!, size: sizeOf(row.checkpoint) } : null,
    })
    const vkeysIn = (rows: typeof own) =>
      rows.filter(({ endedAt }) => !endedAt || endedAt > at).map((row) => vkeyOf(publicHalf(row)))
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
      witnesses: standings.filter(({ witness }) => witness.kind === 'witness').map(cosigner),
      mirrors: standings.flatMap((one) =>
        one.witness.kind === 'mirror' && head
          ? [{ ...cosigner(one), copy: `${one.witness.url}/${sha256(head.origin)}/checkpoint` }]
          : [],
      ),
      days: days.map(({ day, size }) => ({ day, size })),
      others: others.map(({ origin, cosignedAt, size, contradiction, refusedAt }) => ({
        ...{ origin, at: cosignedAt, size, isContradicted: contradiction !== null, refusedAt },
      })),
      ownKeys: others.length ? vkeysIn(own) : [],
      kept,
      mirrorKeys: kept.length ? vkeysIn(ownMirror) : [],
    })
  })
}

async function keptOf({ folder, hash, state }: Mirror): Promise<LogPage['kept'][number]> {
  const text = await checkpointIn(folder)
  const { origin, checkedAt, endedAt, trouble, fork } = state
  const size = text === null ? null : sizeOf(text)
  return { origin, path: `/mirror/${hash}`, size, checkedAt: checkedAt ? new Date(checkedAt) : null, state: stateOf() }

  function stateOf(): KeptState {
    if (fork) return 'forked'
    if (endedAt) return 'ended'
    if (!trouble) return 'good'
    return trouble.isRefused ? 'refused' : 'silent'
  }
}
