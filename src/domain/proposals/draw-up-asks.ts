// A case that came from another platform without asks: staff draw them up, marked so, since an answer decides ask by ask.
import { and, eq, inArray, sql } from 'drizzle-orm'
import { Refused } from '../../platform/db/attempt.ts'
import type { Db } from '../../platform/db/database.ts'
import { asks, proposals } from '../../schema/proposals.ts'
import type { ActorRole, Stage } from '../../schema/values.ts'
import { append } from '../record/store.ts'
import { indexCase } from './searchable.ts'
import { type ProposalRow, proposalText } from './store.ts'
import { keepTextVersion } from './text-versions.ts'
import { transitionOf } from './workflow.ts'

type By = { role: ActorRole; agencyId: string | null; at: Date }

/** Whether an answer waits for asks. `count`: those there are. */
export const lacksAsks = (stage: Stage, count: number): boolean =>
  count === 0 && transitionOf('answer').from.includes(stage)

/** Throws Refused where the case has moved on, or a colleague drew some up meanwhile. `texts`: one to five. */
export async function drawUpAsks(tx: Db, proposal: ProposalRow, texts: string[], by: By): Promise<void> {
  const { role, agencyId, at } = by
  const [bumped] = await tx
    .update(proposals)
    .set({ asksDrawnUpAt: at, revision: sql`${proposals.revision} + 1` })
    .where(
      and(
        eq(proposals.id, proposal.id),
        eq(proposals.revision, proposal.revision),
        inArray(proposals.stage, [...transitionOf('answer').from]),
      ),
    )
    .returning()
  if (!bumped) throw new Refused('moved_on')
  const before = await proposalText(tx, proposal.id)
  if (before.asks.length) throw new Refused('moved_on')
  await keepTextVersion(tx, proposal, at)
  await tx.insert(asks).values(texts.map((text, i) => ({ proposalId: proposal.id, number: i + 1, text })))
  await keepTextVersion(tx, bumped, at)
  await append(tx, {
    ...{ governmentId: proposal.governmentId, proposalId: proposal.id, role, agencyId },
    kind: 'asks_drawn_up',
    occurredAt: at,
    facts: { asks: texts.length },
    text: { text: texts.join('\n\n'), salt: before.salt },
  })
  await indexCase(tx, bumped.id)
}
