// An invented answer, published through the same step of the workflow as a real one.
import { eq } from 'drizzle-orm'
import { type Decision, outcomeOf } from '../answers/answer.ts'
import { answers, askDecisions, commitments } from '../answers/tables.ts'
import type { Database } from '../db/connect.ts'
import { write } from '../db/write.ts'
import type { Government } from '../governments/government.ts'
import { addDays, localDate } from '../lib/calendar.ts'
import { newId } from '../lib/id.ts'
import { takeStep } from '../proposals/steps.ts'
import { openParts, type ProposalRow } from '../proposals/store.ts'
import { parts } from '../proposals/tables.ts'
import { append, newSalt } from '../record/store.ts'

export type DemoAnswer = {
  daysAfterThreshold: number
  analysis: string
  deliberation: string
  decisions: [Decision, string][]
  /** what, by which unit, days after the answer, state */
  commitments: [string, string, number, 'open' | 'kept'][]
}

export async function publishDemoAnswer(
  db: Database,
  city: Government,
  p: ProposalRow,
  personId: string,
  said: DemoAnswer,
): Promise<void> {
  const at = new Date(p.thresholdMetAt!.getTime() + said.daysAfterThreshold * 86_400_000)
  const agencyId = (await openParts(db.reads, p.id))[0]!.agency.id
  const answerId = newId()
  const salt = newSalt()
  await write(db, async (tx) => {
    await tx.insert(answers).values({
      id: answerId,
      proposalId: p.id,
      agencyId,
      version: 1,
      analysis: said.analysis,
      deliberation: said.deliberation,
      adoption: '',
      followUp: '',
      note: '',
      salt,
      personId,
      createdAt: at,
      updatedAt: at,
      publishedAt: at,
    })
    await tx
      .insert(askDecisions)
      .values(said.decisions.map(([decision, reason], i) => ({ answerId, askNumber: i + 1, decision, reason })))
    await takeStep(tx, p, 'answer', {
      role: 'officer',
      agencyId,
      at,
      set: { answeredAt: at, outcome: outcomeOf(said.decisions.map(([d]) => d)) },
      text: { text: said.analysis, salt },
    })
    await tx.update(parts).set({ answeredAt: at }).where(eq(parts.proposalId, p.id))
    for (const [position, [what, owner, days, state]] of said.commitments.entries()) {
      const dueOn = addDays(localDate(at, city.timeZone), days)
      await tx.insert(commitments).values({
        id: newId(),
        governmentId: city.id,
        proposalId: p.id,
        answerId,
        agencyId,
        askNumber: null,
        position,
        what,
        owner,
        dueOn,
        state,
        closedAt: state === 'kept' ? at : null,
        salt: newSalt(),
      })
      await append(tx, {
        governmentId: city.id,
        proposalId: p.id,
        kind: 'promised',
        role: 'officer',
        agencyId,
        occurredAt: at,
        facts: { due_on: dueOn },
      })
    }
  })
}
