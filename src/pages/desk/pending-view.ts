// Corrections that wait, as the desk shows them.
import { pendingOf } from '../../domain/moderation/correct-text.ts'
import { isOnePerson } from '../../domain/people/mailboxes.ts'
import type { ProposalRow } from '../../domain/proposals/store.ts'
import { difference } from '../../lib/difference.ts'
import type { Db } from '../../platform/db/database.ts'
import { askOf } from '../shared/ask-field.ts'

/** Corrections that wait, each with its difference. `own`: whoever asked for it cannot confirm it. */
export async function pendingView(reads: Db, proposal: ProposalRow, personId: string) {
  const views = (await pendingOf(reads, proposal.id)).map(async ({ id, field, before, after, personId: asker }) => {
    const own = await isOnePerson(reads, personId, asker)
    return { id, field, ask: askOf(field), after, own, changes: difference(before, after) }
  })
  return Promise.all(views)
}
