// Beginning a draft, in one place: from the page for it, and as soon as somebody has signed in who came to propose.
import { newId } from '../../lib/id.ts'
import { done, type Result, tooOftenFor } from '../../lib/result.ts'
import type { Database } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Limits } from '../../schema/values.ts'
import { limitsOf } from '../governments/government.ts'
import { day, triesCounter } from '../people/sign-in-limits.ts'
import { beginDraft } from './draft-store.ts'

/** The new draft's id, unless this person has begun too many today. */
export const draftBeginner = ({ db, secret }: { db: Database; secret: string }) => {
  const countTries = triesCounter(secret)
  return async (
    government: { id: string; limits: Partial<Limits> | null },
    authorId: string,
    at: Date,
  ): Promise<Result<string, 'too_often'>> => {
    const draft = { id: newId(), governmentId: government.id, authorId, at }
    const limit = {
      what: 'draft',
      who: `${government.id} ${authorId}`,
      within: day,
      most: limitsOf(government).draftsPerPerson,
    }
    return write(db, async (tx) => {
      const { retryAfter } = await countTries(tx, [limit], at)
      if (retryAfter) return tooOftenFor(retryAfter)
      await beginDraft(tx, draft)
      return done(draft.id)
    })
  }
}
