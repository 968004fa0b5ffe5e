// The texts of a case as they were sent: so that whoever decides can see what changed since they read it, or since it was returned.
import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm'
import { type Change, difference } from '../../lib/difference.ts'
import type { Db } from '../../platform/db/database.ts'
import { asks, proposals, proposalTexts, textVersions } from '../../schema/proposals.ts'
import type { Text } from './published-versions.ts'
import { proposalText } from './store.ts'

/** `changes`: null where the text was written anew. `field`: title, problem, benefit, or `ask-1` and so on. */
export type TextChange = { field: string; changes: Change[] | null; after: string }

/** Keeps the text as it is now under its revision. */
export async function keepTextVersion(
  tx: Db,
  { id, title, revision }: { id: string; title: string; revision: number },
  at: Date,
): Promise<void> {
  const { problem, benefit, asks: asked } = await proposalText(tx, id)
  await tx
    .insert(textVersions)
    .values({ proposalId: id, revision, title, problem, benefit, asks: asked.map((ask) => ask.text), keptAt: at })
    .onConflictDoNothing()
}

/**
 * Puts `after` where `before` stood, as a revision of its own, and gives how many have signed it. Null when the case is of another
 * revision by now, or not as `provided`: its caller has to undo what was written until then.
 */
export async function replaceText(
  tx: Db,
  proposal: { id: string; title: string; revision: number },
  correction: { field: string; before: string; after: string },
  at: Date,
  provided?: SQL,
): Promise<{ count: number } | null> {
  await keepTextVersion(tx, proposal, at) // as it was read until now
  if (!(await replaceField(tx, proposal.id, correction))) return null
  const [revised] = await tx
    .update(proposals)
    .set({ revision: sql`${proposals.revision} + 1` })
    .where(and(eq(proposals.id, proposal.id), eq(proposals.revision, proposal.revision), provided))
    .returning({ id: proposals.id, title: proposals.title, revision: proposals.revision, count: proposals.count })
  if (!revised) return null
  await keepTextVersion(tx, revised, at)
  return revised
}

async function replaceField(
  tx: Db,
  id: string,
  { field, before, after }: { field: string; before: string; after: string },
): Promise<boolean> {
  const changed =
    field === 'title'
      ? await tx
          .update(proposals)
          .set({ title: after })
          .where(and(eq(proposals.id, id), eq(proposals.title, before)))
          .returning()
      : field === 'problem' || field === 'benefit'
        ? await tx
            .update(proposalTexts)
            .set({ [field]: after })
            .where(and(eq(proposalTexts.proposalId, id), eq(proposalTexts[field], before)))
            .returning()
        : await tx
            .update(asks)
            .set({ text: after })
            .where(and(eq(asks.proposalId, id), eq(asks.number, Number(field.slice(4))), eq(asks.text, before)))
            .returning()
  return changed.length > 0
}

/** What is other in the text of `to` than in that of `from`, field by field; null where one of them was not kept. */
export async function changesBetween(
  db: Db,
  proposalId: string,
  from: number,
  to: number,
): Promise<TextChange[] | null> {
  const versions = await db.select().from(textVersions).where(eq(textVersions.proposalId, proposalId))
  const [before, after] = [from, to].map((revision) => versions.find((one) => one.revision === revision))
  return before && after ? changesOfTexts(before, after) : null
}

/** What is other than in the version that was sent before this one; null where there is none. */
export async function changesSinceLastSent(db: Db, proposalId: string, revision: number): Promise<TextChange[] | null> {
  const [before] = await db
    .select({ revision: textVersions.revision })
    .from(textVersions)
    .where(and(eq(textVersions.proposalId, proposalId), lt(textVersions.revision, revision)))
    .orderBy(desc(textVersions.revision))
    .limit(1)
  return before ? changesBetween(db, proposalId, before.revision, revision) : null
}

/** Field by field, in the order of the page. */
export function changesOfTexts(before: Text, after: Text): TextChange[] {
  const fields = (v: Text) =>
    new Map([
      ['title', v.title],
      ['problem', v.problem],
      ...v.asks.map((ask, i): [string, string] => [`ask-${i + 1}`, ask]),
      ['benefit', v.benefit],
    ])
  const [old, current] = [fields(before), fields(after)]
  return [...new Set([...current.keys(), ...old.keys()])].flatMap((field) => {
    const [was, is] = [old.get(field) ?? '', current.get(field) ?? '']
    return was === is ? [] : [{ field, changes: difference(was, is), after: is }]
  })
}
