// To whom cases were handed over, as everybody reads it: one query, for a hundred cases as for one.
import { asc, eq, inArray } from 'drizzle-orm'
import { byIds } from '../../platform/db/prepared.ts'
import { governments } from '../../schema/governments.ts'
import { handOvers } from '../../schema/hand-overs.ts'

/** `to`: a government that is here; else `receiver` is its name. */
export const handOverRowsOf = byIds((db, ids) =>
  db
    .select({
      proposalId: handOvers.proposalId,
      to: { slug: governments.slug, name: governments.name },
      receiver: handOvers.receiver,
      link: handOvers.link,
      reason: handOvers.reason,
      handedOn: handOvers.handedOn,
      dueOn: handOvers.dueOn,
      state: handOvers.state,
      endedOn: handOvers.endedOn,
      result: handOvers.result,
    })
    .from(handOvers)
    .leftJoin(governments, eq(governments.id, handOvers.toGovernmentId))
    .where(inArray(handOvers.proposalId, ids))
    .orderBy(asc(handOvers.createdAt), asc(handOvers.id)),
)
