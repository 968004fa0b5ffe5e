// Pages of cases that are over, drawn before anybody asks for them: after an upgrade, or when an archive was taken in, robots then find
// them in the file (platform/cache/filed-pages.ts), and nobody waits while each is drawn.
import { setTimeout as sleep } from 'node:timers/promises'
import { and, desc, eq, inArray, isNotNull, isNull, lt, notExists } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { listGovernments } from '../domain/governments/store.ts'
import { archivedStages } from '../domain/proposals/proposal.ts'
import { newestKnown } from '../domain/record/changes.ts'
import { changedSince, forgetPages } from '../domain/record/forget-pages.ts'
import type { PageFile } from '../platform/db/page-file.ts'
import { cachedFor } from '../platform/db/read-cache.ts'
import type { Deps } from '../platform/http/deps.ts'
import { proposalPath } from '../platform/http/paths.ts'
import { languages } from '../platform/i18n/i18n.ts'
import { commitments } from '../schema/commitments.ts'
import { isListed, proposals } from '../schema/proposals.ts'

/** So many cases are drawn before one looks whether any of them changed meanwhile. */
const batch = 100

/** `drawn` now; `known`: lay there already. `full`: the file is, and older cases are drawn when they are asked for. */
type Ahead = { drawn: number; known: number; full: boolean }

/** The newest cases first, each in every language of its government. `told` after each hundred cases. */
export async function drawAhead(
  app: FastifyInstance,
  { db }: Pick<Deps, 'db'>,
  file: PageFile,
  told: (so: Ahead) => void = () => {},
): Promise<Ahead> {
  const filed = app.filedPages
  const ahead: Ahead = { drawn: 0, known: 0, full: false }
  if (!filed) return ahead
  await filed.ready
  await forgetPages(db, file) // a new file learns from where on changes are of pages in it
  const host = new URL(app.publicOrigin!).host
  for (const government of await listGovernments(db.reads)) {
    const spoken = government.languages.filter((code) => languages.includes(code))
    let isKnown = false // what stands around its cases, for long enough that a page may be filed
    for (let rows = await newest(db, government.id); rows.length; ) {
      const step = await newestKnown(db.reads)
      for (const { number } of rows)
        for (const language of spoken) {
          const url = proposalPath(government, number)
          const isThere = await filed.has(url, language)
          if (isThere === null) continue
          if (isThere) {
            ahead.known++
            continue
          }
          if (!isKnown) await sleep(cachedFor * 2 + 100)
          isKnown = true
          const headers = { host, 'accept-language': language, 'accept-encoding': 'br' }
          const { statusCode } = await app.inject({ method: 'GET', url, headers })
          if (statusCode === 200) ahead.drawn++
        }
      await settled(() => {
        file.write()
        return !file.isWaiting()
      })
      // what changed while it was drawn must not stand there: who looks for that may have looked before it was written
      const changed = await changedSince(
        db,
        step.number,
        rows.map(({ id }) => id),
      )
      await settled(() => file.forget(changed) !== null)
      if (file.isBroken()) throw new Error('The file of drawn pages cannot be written')
      ahead.full = file.isFull()
      told(ahead)
      if (ahead.full) return ahead
      rows = await newest(db, government.id, rows.at(-1)!.number!)
    }
  }
  return ahead
}

/** The platform beside it may be writing to the file just now. */
async function settled(act: () => boolean): Promise<void> {
  while (!act()) await sleep(50)
}

const settledStages = archivedStages.filter((stage) => stage !== 'merged')
const isOpenPromise = and(eq(commitments.proposalId, proposals.id), isNull(commitments.closedAt))

/** Cases that may be at rest, from a number downwards. */
const newest = ({ reads }: Deps['db'], governmentId: string, below?: string) =>
  reads
    .select({ id: proposals.id, number: proposals.number })
    .from(proposals)
    .where(
      and(
        eq(proposals.governmentId, governmentId),
        isListed,
        inArray(proposals.stage, settledStages),
        isNotNull(proposals.number),
        notExists(reads.select().from(commitments).where(isOpenPromise)), // it changes by itself
        below === undefined ? undefined : lt(proposals.number, below),
      ),
    )
    .orderBy(desc(proposals.number))
    .limit(batch)
