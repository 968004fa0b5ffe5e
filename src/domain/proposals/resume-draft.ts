// The draft somebody wanted to begin, begun as soon as they have signed in.

import { newId } from '../../lib/id.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { limitsOf } from '../governments/government.ts'
import { findGovernment } from '../governments/store.ts'
import type { CompleteAct } from '../people/pending-action.ts'
import { day, triesCounter } from '../people/sign-in-limits.ts'
import { beginDraft } from './store.ts'

/** The draft's first step; null where it cannot be begun, so that the page for beginning says so. */
export const completeDraft =
  ({ db, now, config }: Deps): CompleteAct =>
  async (_request, personId, act) => {
    if (act.kind !== 'propose') return null
    const government = await findGovernment(db.reads, act.government)
    if (!government) return null
    const draft = { id: newId(), governmentId: government.id, authorId: personId, at: now() }
    const begun = await write(db, async (tx) => {
      const who = `${government.id} ${personId}`
      const most = limitsOf(government).draftsPerPerson
      const { retryAfter } = await triesCounter(config.secret)(
        tx,
        [{ what: 'draft', who, most, within: day }],
        draft.at,
      )
      if (!retryAfter) await beginDraft(tx, draft)
      return !retryAfter
    })
    return begun ? `/${government.slug}/proposals/drafts/${draft.id}/problem` : null
  }
