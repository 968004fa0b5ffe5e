// Drafts that nobody goes on with, and cases that were returned and never sent again: their author is told, and thirty days after that
// a draft is deleted and a returned case ends. Saving it once keeps it.
import { and, eq, gte, inArray, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm'
import { min } from '../../platform/db/columns.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import { proposals } from '../../schema/proposals.ts'
import { notifyPerson } from '../notifications/store.ts'
import { endConsent } from '../people/consents.ts'
import { deleteDraft } from '../proposals/draft-store.ts'
import { markForgotten } from '../proposals/forgotten-store.ts'
import { applyTransition } from '../proposals/transition.ts'
import { takeText } from './erase-account.ts'
import { type Keeping, keepingOf } from './retention-rules.ts'

/** ms between the mail and the end */
const warnedFor = 30 * 86_400_000
const batch = 100

const writable = inArray(proposals.stage, ['draft', 'returned'])
const leftAlone = ({ governmentId, aloneBefore }: Keeping) =>
  and(
    writable,
    eq(proposals.governmentId, governmentId),
    isNotNull(proposals.authorId),
    lte(proposals.updatedAt, aloneBefore),
    or(isNull(proposals.forgottenWarnedAt), lt(proposals.forgottenWarnedAt, proposals.updatedAt)),
  )
const isOver = (governmentId: string, now: Date) =>
  and(
    writable,
    eq(proposals.governmentId, governmentId),
    lte(proposals.forgottenWarnedAt, new Date(now.getTime() - warnedFor)),
    gte(proposals.forgottenWarnedAt, proposals.updatedAt),
  )

const some = (db: Db, condition: ReturnType<typeof and>) =>
  db.select().from(proposals).where(condition).orderBy(proposals.id).limit(batch)

export type Forgotten = { warned: number; drafts: number; returned: number }

/** What would be done now, per government. */
export async function forgottenNow(db: Db, keeping: Keeping, now: Date): Promise<Forgotten> {
  const count = async (condition: ReturnType<typeof and>) =>
    (await db.select({ id: proposals.id, stage: proposals.stage }).from(proposals).where(condition)).map((p) => p.stage)
  const ending = await count(isOver(keeping.governmentId, now))
  return {
    warned: (await count(leftAlone(keeping))).length,
    drafts: ending.filter((stage) => stage === 'draft').length,
    returned: ending.filter((stage) => stage === 'returned').length,
  }
}

/** Since when the one that was left alone longest is so; null where there is none. */
export async function oldestAlone(db: Db, governmentId: string): Promise<Date | null> {
  const [row] = await db
    .select({ oldest: min(proposals.updatedAt) })
    .from(proposals)
    .where(and(writable, eq(proposals.governmentId, governmentId), isNotNull(proposals.authorId)))
  return row?.oldest ?? null
}

/** Tells authors, and ends what was told of long enough ago. */
export async function endForgotten(db: Database, now: Date, signal?: AbortSignal): Promise<Forgotten> {
  const done: Forgotten = { warned: 0, drafts: 0, returned: 0 }
  for (const keeping of await keepingOf(db.reads, now)) {
    for (let found = batch; found === batch && !signal?.aborted; ) {
      const rows = await some(db.reads, leftAlone(keeping))
      found = rows.length
      for (const { id, updatedAt } of rows) done.warned += await write(db, (tx) => warn(tx, id, updatedAt, now))
    }
    for (let found = batch; found === batch && !signal?.aborted; ) {
      const rows = await some(db.reads, isOver(keeping.governmentId, now))
      found = rows.length
      for (const { id } of rows) await write(db, (tx) => end(tx, id, keeping.governmentId, now, done))
    }
  }
  return done
}

async function warn(tx: Db, id: string, updatedAt: Date, now: Date): Promise<number> {
  const warned = await markForgotten(tx, id, updatedAt, now)
  if (!warned) return 0
  await notifyPerson(tx, warned.authorId, {
    ...{ kind: 'stage_changed', governmentId: warned.governmentId, proposalId: id, at: now },
    facts: { act: 'forgotten', number: warned.number, title: warned.title },
  })
  return 1
}

async function end(tx: Db, id: string, governmentId: string, now: Date, done: Forgotten): Promise<void> {
  const [still] = await tx
    .select()
    .from(proposals)
    .where(and(eq(proposals.id, id), isOver(governmentId, now), sql`true`))
  if (!still) return
  if (still.stage === 'draft') {
    done.drafts += (await deleteDraft(tx, id, still.authorId!, now, 'rules')) ? 1 : 0
    return
  }
  const set = { endedAt: now, outcome: 'withdrawn' as const }
  const ended = await applyTransition(tx, still, 'withdraw', { role: 'system', at: now, set })
  if (!ended) return
  await endConsent(tx, still.authorId!, 'propose', id, now, 'rules')
  await takeText(tx, ended, now) // nobody but staff has seen it
  done.returned++
}
