// One click in a mail ends what it comes from: a case, a list, or the digests of a government.
import { eq } from 'drizzle-orm'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { people } from '../../schema/people.ts'
import { endDigest } from './end-digest.ts'
import { choose, listFollowById } from './follow-store.ts'
import type { Leaving } from './sealed-links.ts'

/** Holds for all accounts of the mailbox; what waits unsent is called back. False where the person is gone. */
export async function leave({ db }: Pick<Deps, 'db'>, { purpose, id, personId }: Leaving, now: Date): Promise<boolean> {
  const list = purpose === 'unfollow' ? await listFollowById(db.reads, id) : null
  return write(db, async (tx) => {
    const [person] = await tx
      .select({ id: people.id, doubleOf: people.doubleOf })
      .from(people)
      .where(eq(people.id, personId))
    if (!person) return false
    if (purpose === 'unsubscribe') await choose(tx, person, { kind: 'case', proposalId: id }, null, now)
    else if (purpose !== 'unfollow') await endDigest(tx, id, person, purpose, now)
    else if (list) await choose(tx, person, list, null, now)
    return true
  })
}
