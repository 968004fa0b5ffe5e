// A newcomer's form: kept until the button in their mail is pressed, and the mail that carries it.
import { newToken } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { enqueueMail } from '../notifications/store.ts'
import { friction, type Wait } from '../people/friction.ts'
import { counter, day, mailboxBrake, triesCounter } from '../people/sign-in-limits.ts'
import { pendingMs } from './cosignature.ts'
import { mailsTo, type Source, shareOfSource } from './cosigning-limits.ts'
import { countForm } from './doubles.ts'
import { addPending, type PendingRow } from './unconfirmed.ts'

export type Newcomer = Pick<
  PendingRow,
  'email' | 'districtCode' | 'reason' | 'wantsAnswer' | 'noticeVersion' | 'language'
> & {
  from: Source
  /** their mailbox */
  emailKey: string
  /** with whatever account */
  hasSigned: boolean
  /** what an earlier answer asked to bring along; empty as a rule */
  ticket: string
  at: Date
}

/** A mailbox is counted once in so long, in ms: whoever types it again and again makes no number of it. */
const once = 14 * day

/**
 * `asker(proposal, newcomer)` gives the unit. Its value: how long to wait where the block is over its share; else null, whether
 * a mail goes or not, since nobody learns here whether an address is known, has signed, or was written to too often.
 */
export const newcomerAsker = (secret: string) => {
  const countTries = triesCounter(secret)
  const countOne = counter(secret)
  const slowDown = friction(secret)
  return (
    proposal: { id: string; number: string | null; title: string },
    { from, emailKey, hasSigned, ticket, at, ...said }: Newcomer,
  ): ((tx: Db) => Promise<Wait | null>) => {
    const token = newToken()
    const { id: proposalId, number, title } = proposal
    const limits = [...mailsTo(from, proposalId, emailKey), ...mailboxBrake(emailKey)]
    return async (tx) => {
      // A block over its share leaves no rows for all the addresses that it makes up, until it has waited.
      const wait = await slowDown(tx, shareOfSource(from), emailKey, ticket, at)
      if (wait) return wait
      if ((await countTries(tx, limits, at)).over.size) return null
      // Who has signed gets the same row, so that this takes as long; but no link, and another mail.
      const expiresAt = new Date(at.getTime() + pendingMs)
      await addPending(tx, { proposalId, emailKey, ...said, createdAt: at, expiresAt, token })
      await enqueueMail(tx, {
        address: said.email,
        language: said.language,
        governmentId: from.government.id,
        proposalId,
        at,
        kind: hasSigned ? 'already_cosigned' : 'confirm_cosignature',
        facts: hasSigned ? { number, title } : { number, title, token },
      })
      const who = `${proposalId} ${emailKey}${hasSigned ? ' signed' : ''}` // a form of before they signed is none of these
      const forms = await countOne(tx, { what: 'newcomer-form', who, within: once }, at)
      await countForm(tx, proposalId, hasSigned && forms === 1 ? 1 : 0)
      return null
    }
  }
}
