// Suggesting where a case is cited or which other case it has to do with, and checking that.
import { and, asc, desc, eq } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import { done, type Result, refused } from '../../lib/result.ts'
import { alias, countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { caseReferences } from '../../schema/case-references.ts'
import { proposals } from '../../schema/proposals.ts'
import type { LinkKind } from '../../schema/values.ts'
import { type Source, shareOfSource } from '../cosignatures/cosigning-limits.ts'
import { friction, type Wait } from '../people/friction.ts'

type Citing = {
  kind: 'news' | 'paper' | 'minutes' | 'elsewhere'
  url: string
  title: string
  publisher: string | null
  publishedOn: string | null
}
type Of = { id: string; governmentId: string }

/** So many may wait for one case: whoever checks them is a person. */
export const mostWaiting = 20

/** Where somebody read of a case. The same address again is the same suggestion, whatever became of it. */
export async function suggestCitation(
  tx: Db,
  { id, governmentId }: Of,
  cited: Citing,
  by: 'anybody' | 'staff',
  at: Date,
): Promise<Result<null, 'too_many'>> {
  const [waiting] = await tx
    .select({ n: countRows() })
    .from(caseReferences)
    .where(and(eq(caseReferences.proposalId, id), eq(caseReferences.state, 'waiting')))
  if (by === 'anybody' && (waiting?.n ?? 0) >= mostWaiting) return refused('too_many')
  await tx
    .insert(caseReferences)
    .values({
      id: newId(),
      governmentId,
      proposalId: id,
      ...cited,
      suggestedBy: by,
      ...stateFrom(by, at),
      suggestedAt: at,
    })
    .onConflictDoNothing()
  return done(null)
}

/** Another case of the same government. What its proposer says waits for staff; what staff say is shown, on both cases. */
export async function linkCases(
  tx: Db,
  { id, governmentId }: Of,
  { number, kind }: { number: string; kind: LinkKind },
  by: 'proposer' | 'staff',
  at: Date,
): Promise<Result<null, 'unknown' | 'itself'>> {
  const [other] = await tx
    .select({ id: proposals.id, listed: proposals.listed })
    .from(proposals)
    .where(and(eq(proposals.governmentId, governmentId), eq(proposals.number, number)))
  if (!other?.listed) return refused('unknown')
  if (other.id === id) return refused('itself')
  const row = { governmentId, proposalId: id, otherId: other.id, kind, suggestedBy: by, suggestedAt: at }
  if (by === 'proposer')
    await tx
      .insert(caseReferences)
      .values({ ...row, id: newId(), state: 'waiting' })
      .onConflictDoNothing()
  else await showBoth(tx, row, at)
  return done(null)
}

const mirrored: { [kind in LinkKind]: LinkKind } = {
  ...{ related: 'related', earlier: 'later', later: 'earlier', opposing: 'opposing' },
}

type Link = Pick<typeof caseReferences.$inferInsert, 'governmentId' | 'suggestedBy' | 'suggestedAt' | 'proposalId'> & {
  otherId: string
  kind: LinkKind
}

async function showBoth(tx: Db, link: Link, at: Date): Promise<void> {
  const back = { ...link, proposalId: link.otherId, otherId: link.proposalId, kind: mirrored[link.kind] }
  for (const row of [link, back])
    await tx
      .insert(caseReferences)
      .values({ ...row, id: newId(), state: 'shown', decidedAt: at })
      .onConflictDoUpdate({
        target: [caseReferences.proposalId, caseReferences.otherId],
        set: { kind: row.kind, state: 'shown', decidedAt: at },
      })
}

/** Staff show a suggestion, or take it off. False where it is not this government's. */
export async function decideReference(
  tx: Db,
  governmentId: string,
  id: string,
  decision: 'show' | 'decline',
  at: Date,
): Promise<boolean> {
  const state = decision === 'show' ? 'shown' : 'declined'
  const [row] = await tx
    .update(caseReferences)
    .set({ state, decidedAt: at })
    .where(and(eq(caseReferences.id, id), eq(caseReferences.governmentId, governmentId)))
    .returning()
  if (!row) return false
  if (row.otherId === null) return true
  const link = { ...row, otherId: row.otherId, kind: row.kind as LinkKind }
  if (decision === 'show')
    await showBoth(
      tx,
      {
        governmentId,
        proposalId: link.proposalId,
        otherId: link.otherId,
        kind: link.kind,
        suggestedBy: link.suggestedBy,
        suggestedAt: link.suggestedAt,
      },
      at,
    )
  else
    await tx
      .update(caseReferences)
      .set({ state, decidedAt: at })
      .where(and(eq(caseReferences.proposalId, row.otherId), eq(caseReferences.otherId, row.proposalId)))
  return true
}

const other = alias(proposals, 'other')

/** For the desk: what waits, the oldest first, and what was shown last. A mention of each at most a hundred. */
export async function referencesToCheck(db: Db, governmentId: string) {
  const query = () =>
    db
      .select({
        ...{ id: caseReferences.id, kind: caseReferences.kind, url: caseReferences.url, title: caseReferences.title },
        ...{ publisher: caseReferences.publisher, publishedOn: caseReferences.publishedOn },
        ...{ suggestedBy: caseReferences.suggestedBy, suggestedAt: caseReferences.suggestedAt },
        ...{ number: proposals.number, caseTitle: proposals.title, otherNumber: other.number, otherTitle: other.title },
      })
      .from(caseReferences)
      .innerJoin(proposals, eq(proposals.id, caseReferences.proposalId))
      .leftJoin(other, eq(other.id, caseReferences.otherId))
  const of = (state: 'waiting' | 'shown') =>
    and(eq(caseReferences.governmentId, governmentId), eq(caseReferences.state, state))
  const [waiting, shown] = await Promise.all([
    query().where(of('waiting')).orderBy(asc(caseReferences.suggestedAt), asc(caseReferences.id)).limit(100),
    query().where(of('shown')).orderBy(desc(caseReferences.decidedAt), desc(caseReferences.id)).limit(100),
  ])
  return { waiting, shown }
}

/** How many suggestions wait to be looked at. */
export async function countWaitingReferences(db: Db, governmentId: string): Promise<number> {
  const isWaiting = and(eq(caseReferences.governmentId, governmentId), eq(caseReferences.state, 'waiting'))
  const [row] = await db.select({ count: countRows() }).from(caseReferences).where(isWaiting)
  return row!.count
}

const stateFrom = (by: 'anybody' | 'staff', at: Date) =>
  by === 'staff' ? ({ state: 'shown', decidedAt: at } as const) : ({ state: 'waiting', decidedAt: null } as const)

/** `asker(secret)` gives the unit of whoever is not of the staff: a block of addresses that sends many waits some seconds. */
export const citationSuggester = (secret: string) => {
  const slowDown = friction(secret)
  return (of: Of, cited: Citing, from: Source, ticket: string, at: Date) =>
    async (tx: Db): Promise<{ wait: Wait } | Result<null, 'too_many'>> => {
      const wait = await slowDown(tx, shareOfSource(from), of.id, ticket, at)
      return wait ? { wait } : suggestCitation(tx, of, cited, 'anybody', at)
    }
}
