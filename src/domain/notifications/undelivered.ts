// Mail that somebody must do something about: what staff sent to somebody they know, and that did not arrive. Citizens who follow a
// case are counted only (mail-failures.ts); whoever is invited, sits beside one or waits for a letter can be reached otherwise.
import { and, desc, eq, gt, inArray, isNotNull, isNull, notInArray, or } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { staff } from '../../schema/agencies.ts'
import { outbox } from '../../schema/notifications.ts'
import { people } from '../../schema/people.ts'
import { proposals } from '../../schema/proposals.ts'
import type { MessageKind } from '../../schema/values.ts'
import { failuresShown, nobodysFault } from './mail-failures.ts'
import { type WhyReturned, whyReturned } from './why-returned.ts'

/** `who`: an address or a name; null for an author, who is known by the case alone. */
export type Undelivered = {
  kind: MessageKind
  to: 'invited' | 'colleague' | 'author'
  who: string | null
  /** of the case that it was about */
  number: string | null
  why: WhyReturned
  at: Date
}

const most = 50

const since = (now: Date) => new Date(now.getTime() - failuresShown)
const notArrived = (now: Date) =>
  or(
    and(gt(outbox.failedAt, since(now)), isNotNull(outbox.lastError), notInArray(outbox.lastError, nobodysFault)),
    gt(outbox.bouncedAt, since(now)),
  )

/** Of this government, the newest first, at most fifty. One that arrived later under the same address is not told. */
export async function undelivered(db: Db, governmentId: string, now: Date): Promise<Undelivered[]> {
  const rows = await db
    .select({
      kind: outbox.kind,
      address: outbox.address,
      lastError: outbox.lastError,
      bounce: outbox.bounce,
      failedAt: outbox.failedAt,
      bouncedAt: outbox.bouncedAt,
      number: proposals.number,
      colleague: staff.name,
      email: people.email,
      seat: staff.id,
    })
    .from(outbox)
    .leftJoin(proposals, eq(proposals.id, outbox.proposalId))
    .leftJoin(people, eq(people.id, outbox.personId))
    .leftJoin(
      staff,
      and(eq(staff.personId, outbox.personId), eq(staff.governmentId, governmentId), isNull(staff.endedAt)),
    )
    .where(
      and(
        eq(outbox.governmentId, governmentId),
        notArrived(now),
        or(
          and(eq(outbox.kind, 'invitation'), gt(outbox.address, '')),
          isNotNull(staff.id),
          and(eq(outbox.kind, 'reach_proposer'), eq(proposals.authorId, outbox.personId)),
        ),
      ),
    )
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(most)
  return rows.map((row) => {
    const to = row.kind === 'invitation' ? 'invited' : row.kind === 'reach_proposer' ? 'author' : 'colleague'
    return {
      kind: row.kind,
      to,
      who: to === 'invited' ? row.address : to === 'colleague' ? row.colleague || row.email : null,
      number: row.number,
      why: whyReturned(row.bounce ?? row.lastError ?? ''),
      at: (row.bouncedAt ?? row.failedAt)!,
    }
  })
}

/** Of invitations to these addresses, those whose newest mail did not arrive, with why. */
export async function invitationsReturned(
  db: Db,
  governmentId: string,
  addresses: string[],
): Promise<Map<string, WhyReturned>> {
  if (!addresses.length) return new Map()
  const rows = await db
    .select({
      address: outbox.address,
      lastError: outbox.lastError,
      bounce: outbox.bounce,
      failedAt: outbox.failedAt,
      bouncedAt: outbox.bouncedAt,
    })
    .from(outbox)
    .where(
      and(eq(outbox.governmentId, governmentId), eq(outbox.kind, 'invitation'), inArray(outbox.address, addresses)),
    )
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
  const newest = new Map<string, WhyReturned | null>()
  for (const row of rows) {
    if (newest.has(row.address)) continue
    newest.set(row.address, row.failedAt || row.bouncedAt ? whyReturned(row.bounce ?? row.lastError ?? '') : null)
  }
  return new Map([...newest].filter((entry): entry is [string, WhyReturned] => entry[1] !== null))
}
