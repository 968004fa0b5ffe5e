// Cases that came from a dump of another Fuyi, and what was told of them there that no row here can say.
import { id, json, table, text } from '../platform/db/columns.ts'
import { filled, hash, localDate, object } from './checks.ts'
import { proposals } from './proposals.ts'
import type { ToldElsewhere } from './values.ts'

/**
 * One row for each such case. People who signed there are nobody here: their districts, how sure it was who they are, and the steps of
 * the case stand as they were published there, and are never worked out again.
 */
export const broughtCases = table(
  'brought_cases',
  {
    proposalId: id('proposal_id')
      .primaryKey()
      .references(() => proposals.id),
    origin: text('origin').notNull(), // address of the case there
    takenOn: text('taken_on').notNull(), // local day of the dump
    digest: text('digest').notNull(), // SHA-256 of its line: the same again is nothing new
    told: json<ToldElsewhere>('told').notNull(),
  },
  (t) => [filled(t.origin), localDate(t.takenOn), hash(t.digest), object(t.told)],
)
