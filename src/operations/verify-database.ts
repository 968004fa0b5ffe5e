// Everything that the logs of this database vouch for, laid beside it: by `fuyi verify log`, and once a day.
import { verifyOwn } from '../domain/log/verify-own.ts'
import { verifyOwnTrees } from '../domain/log/verify-own-tree.ts'
import type { Database } from '../platform/db/database.ts'
import { changedFacts } from './public-facts.ts'
import { changedTexts } from './public-texts.ts'
import { changedCounts } from './signed-rows.ts'
import { changedVerifications } from './verification-facts.ts'

/** What no entry of the record says, so that nobody takes "everything fits" for more than it is. */
export const notVouchedFor =
  'The record does not say who is verified, how or since when, nor the level of one co-signature: a row of a verification that was changed, added or taken away is found only where more are verified by the register office than it said yes to. Nor does it say who wrote a case, its topic, district and place, reasons of co-signers, dates of the parts of agencies, rules and lists.'

/** What differs, in words; empty where all is as it was. `rest`: it rests for so many times as long as it worked. */
export async function verifyDatabase(
  database: Pick<Database, 'reads'>,
  how: { signal?: AbortSignal; rest?: number } = {},
): Promise<string[]> {
  return [
    ...(await verifyOwnTrees(database, how)),
    ...(await verifyOwn(database, how)),
    ...(await changedTexts(database.reads, how)),
    ...(await changedFacts(database.reads, how)),
    ...(await changedCounts(database.reads, how)),
    ...(await changedVerifications(database.reads)),
  ]
}
