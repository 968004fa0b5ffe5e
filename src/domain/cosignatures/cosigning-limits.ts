// How often somebody may press, and a newcomer ask for a mail. The numbers are the government's to set.
import { and, eq, gte, isNotNull } from 'drizzle-orm'
import { blockOf } from '../../lib/address-block.ts'
import { countRows, numberOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { held } from '../../platform/db/held.ts'
import { bound, placeholder, prepared } from '../../platform/db/prepared.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { people } from '../../schema/people.ts'
import { proposals } from '../../schema/proposals.ts'
import { rateLimitCounters } from '../../schema/sign-in.ts'
import type { Limits } from '../../schema/values.ts'
import { limitsOf } from '../governments/government.ts'
import { counterKeyOf, day, endOf, hour, type Limit, signInLimits } from '../people/sign-in-limits.ts'
import { mailsPerCaseAndDay } from './cosignature.ts'

/** Where a press comes from; a request is one. `ip`: of the visitor. */
export type Source = { government: { id: string; limits: Partial<Limits> | null }; ip: string }

/** Co-signing and taking back count together: see `pressLimiter`. The row counts those taken back. */
export const takenBackBy = ({ government }: Pick<Source, 'government'>, personId: string): Limit => ({
  what: 'cosigning',
  who: `${government.id} ${personId}`,
  most: limitsOf(government).cosigningPerPerson,
  within: hour,
})

/**
 * The seconds a signed-in person has to wait before another press; 0 where they need not. A co-signature that stands was one
 * press, one taken back two. Those that stand are rows already: counting each press beside them was a sixth of its cost.
 * Null where the account was erased since the request began; until the unit ends nobody erases it.
 */
export const pressLimiter =
  (secret: string) =>
  async (db: Db, from: Pick<Source, 'government'>, personId: string, at: Date): Promise<number | null> => {
    const limit = takenBackBy(from, personId)
    const endsAt = endOf(limit, at)
    const since = new Date(endsAt.getTime() - limit.within)
    const governmentId = from.government.id
    const key = counterKeyOf(secret, limit, at)
    const [found] = await prepared(db, pressesQuery).execute({ personId, governmentId, since, key })
    if (!found) return null
    const before = found.standing + 2 * found.takenBack
    return before < limit.most ? 0 : Math.ceil((endsAt.getTime() - at.getTime()) / 1000)
  }

const pressesQuery = (db: Db) =>
  held(
    db
      .select({
        standing: numberOf(
          db
            .select({ n: countRows() })
            .from(cosignatures)
            .innerJoin(proposals, eq(proposals.id, cosignatures.proposalId))
            .where(
              and(
                eq(cosignatures.personId, placeholder('personId')),
                gte(cosignatures.signedAt, bound(cosignatures.signedAt, 'since')),
                eq(proposals.governmentId, placeholder('governmentId')),
              ),
            ),
        ),
        takenBack: numberOf(
          db
            .select({ count: rateLimitCounters.count })
            .from(rateLimitCounters)
            .where(eq(rateLimitCounters.key, placeholder('key'))),
        ),
      })
      .from(people)
      .where(and(eq(people.id, placeholder('personId')), isNotNull(people.email))),
  )

/** Newcomers from one block of addresses. */
export const shareOfSource = ({ government, ip }: Source): Limit => ({
  what: 'newcomer-block',
  who: `${government.id} ${blockOf(ip)}`,
  most: limitsOf(government).newcomersPerBlock,
  within: hour,
})

/** Mails to one mailbox: from one block, for one case, and from all of a government's. */
export const mailsTo = ({ government, ip }: Source, proposalId: string, mailbox: string): Limit[] => [
  {
    what: 'newcomer-here',
    who: `${mailbox} ${blockOf(ip)}`,
    most: signInLimits.confirmationsPerMailboxFromBlock,
    within: hour,
  },
  { what: 'newcomer-case', who: `${proposalId} ${mailbox}`, most: mailsPerCaseAndDay, within: day },
  {
    what: 'newcomer-mail',
    who: `${government.id} ${mailbox}`,
    most: limitsOf(government).mailsPerAddress,
    within: day,
  },
]
