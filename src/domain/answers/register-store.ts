// Commitments of public cases: the register, one of them, and reporting on it.
import { and, asc, desc, eq, gte, inArray, lt, lte, ne, type SQL, sql } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Page } from '../../lib/paging.ts'
import { alias, countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { agencies } from '../../schema/agencies.ts'
import { answers } from '../../schema/answers.ts'
import { commitments, commitmentUpdates } from '../../schema/commitments.ts'
import { isListed, proposals } from '../../schema/proposals.ts'
import { indexCase } from '../proposals/searchable.ts'
import { append, newSalt } from '../record/store.ts'
import type { Actor } from './answer.ts'
import type { RegisterQuery } from './register-query.ts'

export type CommitmentRow = NonNullable<Awaited<ReturnType<typeof findCommitment>>>

const promiser = alias(agencies, 'promiser')

const columns = {
  id: commitments.id,
  governmentId: commitments.governmentId,
  proposalId: commitments.proposalId,
  agencyId: commitments.agencyId,
  askNumber: commitments.askNumber,
  what: commitments.what,
  owner: commitments.owner,
  dueOn: commitments.dueOn,
  state: commitments.state,
  closedAt: commitments.closedAt,
  handedOverAt: commitments.handedOverAt,
  number: proposals.number,
  title: proposals.title,
  agency: { code: agencies.code, name: agencies.name },
  promisedBy: { code: promiser.code, name: promiser.name },
}

/** Commitments in published answers of cases that everybody can see. */
const listed = (governmentId: string): SQL =>
  and(eq(commitments.governmentId, governmentId), ne(commitments.state, 'draft'), isListed)!

const asked = (governmentId: string, { agencyId, state, late, year }: RegisterQuery, today: string) =>
  and(
    listed(governmentId),
    agencyId ? eq(commitments.agencyId, agencyId) : undefined,
    state ? eq(commitments.state, state) : undefined,
    late ? and(eq(commitments.state, 'open'), lt(commitments.dueOn, today)) : undefined,
    year ? and(gte(commitments.dueOn, `${year}-01-01`), lte(commitments.dueOn, `${year}-12-31`)) : undefined,
  )

const joined = (db: Db) =>
  db
    .select(columns)
    .from(commitments)
    .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
    .innerJoin(agencies, eq(agencies.id, commitments.agencyId))
    .leftJoin(answers, eq(answers.id, commitments.answerId))
    .leftJoin(promiser, eq(promiser.id, answers.agencyId))

/** Open ones first, the earliest date on top; then the ended ones, the last one first. With the newest words on each. */
export async function commitmentsOn(db: Db, governmentId: string, query: RegisterQuery, today: string, page: Page) {
  const open = sql`case when ${commitments.state} = 'open' then 0 else 1 end`
  const openDate = sql`case when ${commitments.state} = 'open' then ${commitments.dueOn} end`
  const rows = await joined(db)
    .where(asked(governmentId, query, today))
    .orderBy(asc(open), asc(openDate), desc(commitments.closedAt), asc(commitments.id))
    .limit(page.perPage)
    .offset(page.offset)
  const newest = await newestUpdates(
    db,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({ ...row, update: newest.get(row.id) ?? null }))
}

async function newestUpdates(db: Db, ids: string[]) {
  if (!ids.length) return new Map<string, typeof commitmentUpdates.$inferSelect>()
  const rows = await db
    .select()
    .from(commitmentUpdates)
    .where(inArray(commitmentUpdates.commitmentId, ids))
    .orderBy(asc(commitmentUpdates.writtenAt), asc(commitmentUpdates.id))
  return new Map(rows.map((row) => [row.commitmentId, row]))
}

export async function countCommitments(
  db: Db,
  governmentId: string,
  query: RegisterQuery,
  today: string,
): Promise<number> {
  const [row] = await db
    .select({ count: countRows() })
    .from(commitments)
    .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
    .where(asked(governmentId, query, today))
  return row?.count ?? 0
}

/** Years that commitments are promised for, the newest first. */
export async function commitmentYearsOf(db: Db, governmentId: string): Promise<string[]> {
  const year = sql<string>`substr(${commitments.dueOn}, 1, 4)`
  const rows = await db
    .selectDistinct({ year })
    .from(commitments)
    .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
    .where(listed(governmentId))
  return rows
    .map((row) => row.year)
    .sort()
    .reverse()
}

export async function findCommitment(db: Db, governmentId: string, id: string) {
  const [row] = await joined(db).where(and(listed(governmentId), eq(commitments.id, id)))
  return row ?? null
}

/** What was reported on a promise, the newest first. */
export const commitmentUpdatesOf = (db: Db, commitmentId: string) =>
  db
    .select()
    .from(commitmentUpdates)
    .where(eq(commitmentUpdates.commitmentId, commitmentId))
    .orderBy(desc(commitmentUpdates.writtenAt), desc(commitmentUpdates.id))

export type CommitmentUpdate = Awaited<ReturnType<typeof commitmentUpdatesOf>>[number]

/** `due`: the new local date, where `kind` is changed. */
type Report = { kind: 'progress' | 'kept' | 'changed' | 'dropped'; words: string; evidence: string; due: string }

/** Progress, another date, or the end. False when it has ended: the record could not take a second end back. */
export async function report(
  tx: Db,
  commitment: { id: string; governmentId: string; proposalId: string; dueOn: string },
  { kind, words, evidence, due }: Report,
  { personId, agencyId, role, at }: Actor,
): Promise<boolean> {
  const salt = newSalt()
  const still = await tx
    .update(commitments)
    .set(kind === 'progress' ? { state: 'open' } : kind === 'changed' ? { dueOn: due } : { state: kind, closedAt: at })
    .where(
      and(eq(commitments.id, commitment.id), eq(commitments.state, 'open'), eq(commitments.dueOn, commitment.dueOn)),
    )
    .returning({ id: commitments.id })
  if (!still.length) return false
  await tx.insert(commitmentUpdates).values({
    ...{ id: newId(), commitmentId: commitment.id, kind, salt, personId },
    body: words,
    evidenceUrl: evidence || null,
    ...(kind === 'changed' ? { dueFrom: commitment.dueOn, dueTo: due } : {}),
    writtenAt: at,
  })
  await indexCase(tx, commitment.proposalId)
  await append(tx, {
    ...{ governmentId: commitment.governmentId, proposalId: commitment.proposalId, role, agencyId },
    kind: kind === 'progress' ? 'promise_updated' : `promise_${kind}`,
    occurredAt: at,
    ...(kind === 'changed' ? { facts: { due_on: due, due_was: commitment.dueOn } } : {}),
    text: { text: words, salt },
  })
  return true
}
