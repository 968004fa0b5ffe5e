// Beginning a draft, in one place: from the page for it, as soon as somebody has signed in who came to propose, and from what was
// written before.
import { newId } from '../../lib/id.ts'
import { done, type Result, tooOftenFor } from '../../lib/result.ts'
import type { Database } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Limits } from '../../schema/values.ts'
import { limitsOf } from '../governments/government.ts'
import { stillThere } from '../people/erase-people.ts'
import { day, triesCounter } from '../people/sign-in-limits.ts'
import type { Offers } from './choices.ts'
import { beginDraft, saveDraft, type Written } from './draft-store.ts'
import type { CaseText, ProposalRow } from './store.ts'

/** What a new draft takes over from a case. Topics, districts and agencies that are offered no more stay behind. */
export function copyOf(proposal: ProposalRow, text: CaseText, { topics, districts, agencies }: Offers): Written {
  const offered = (list: { code: string }[], code: string | null) =>
    list.some((entry) => entry.code === code) ? code : null
  return {
    change: {
      title: proposal.title,
      authorName: proposal.authorName,
      topicCode: offered(topics, proposal.topicCode),
      districtCode: offered(districts, proposal.districtCode),
      place: proposal.place,
      suggestedAgencies: proposal.suggestedAgencies.filter((code) => offered(agencies, code)),
    },
    text: {
      problem: text.problem,
      benefit: text.benefit,
      asks: text.asks.map((ask) => ask.text),
      evidence: text.evidence.map(({ url, label }) => ({ url, label })),
    },
  }
}

/** The new draft's id, unless this person has begun too many today. `written`: what it begins with. */
export const draftBeginner = ({ db, secret }: { db: Database; secret: string }) => {
  const countTries = triesCounter(secret)
  return async (
    government: { id: string; limits: Partial<Limits> | null },
    authorId: string,
    at: Date,
    written: Written | null = null,
  ): Promise<Result<string, 'too_often'>> => {
    const draft = { id: newId(), governmentId: government.id, authorId, at }
    const limit = {
      what: 'draft',
      who: `${government.id} ${authorId}`,
      within: day,
      most: limitsOf(government).draftsPerPerson,
    }
    return write(db, async (tx) => {
      await stillThere(tx, authorId)
      const { retryAfter } = await countTries(tx, [limit], at)
      if (retryAfter) return tooOftenFor(retryAfter)
      await beginDraft(tx, draft)
      if (written) await saveDraft(tx, draft.id, 0, written.change, written.text, at)
      return done(draft.id)
    })
  }
}
