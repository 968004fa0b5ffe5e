// The checkpoint with which a day of a log ended goes to whoever follows the log. With it in a mailbox that is not ours, a log that is
// written anew later can be shown to be another.
import { and, asc, eq, gt, isNotNull } from 'drizzle-orm'
import { localDate } from '../../lib/calendar.ts'
import { keptCheckpoint } from '../../lib/signed-note.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { listFollows } from '../../schema/following.ts'
import { people } from '../../schema/people.ts'
import { listGovernments } from '../governments/store.ts'
import { type LogDay, markMailed, unmailedDays } from '../log/cosigned.ts'
import { enqueueMail } from './store.ts'

const batch = 100

/** Puts out a mail for each follower and day that is over. How many. Safe to repeat: nobody gets one day twice. */
export async function mailLogDays({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  let told = 0
  for (const government of await listGovernments(db.reads)) {
    const today = localDate(now, government.timeZone)
    for (const day of await unmailedDays(db.reads, government.id, today)) {
      for (let after: string | null = ''; after !== null; ) {
        if (signal?.aborted) return told
        const followers = await followersAfter(db.reads, government.id, after)
        const isLast = followers.length < batch
        await write(
          db,
          async (tx) => {
            for (const follower of followers) await enqueueMail(tx, mailTo(follower, government.slug, day, now))
            if (isLast) await markMailed(tx, government.id, day.day, now)
          },
          { invalidate: 'later' },
        )
        told += followers.length
        after = isLast ? null : followers.at(-1)!.listFollow
      }
    }
  }
  return told
}

type Follower = { listFollow: string; personId: string; address: string; language: string; mailbox: string }

async function followersAfter(db: Db, governmentId: string, after: string): Promise<Follower[]> {
  const rows = await db
    .select({
      listFollow: listFollows.id,
      personId: people.id,
      address: people.email,
      language: people.language,
      doubleOf: people.doubleOf,
    })
    .from(listFollows)
    .innerJoin(people, eq(people.id, listFollows.personId))
    .where(
      and(
        ...[eq(listFollows.governmentId, governmentId), eq(listFollows.kind, 'log'), eq(listFollows.wanted, true)],
        ...[isNotNull(people.email), gt(listFollows.id, after)],
      ),
    )
    .orderBy(asc(listFollows.id))
    .limit(batch)
  return rows.map(({ doubleOf, address, ...row }) => ({ ...row, address: address!, mailbox: doubleOf ?? row.personId }))
}

function mailTo({ listFollow, mailbox, ...to }: Follower, slug: string, of: LogDay, at: Date) {
  const { governmentId, day, size } = of
  return {
    ...{ ...to, kind: 'digest' as const, governmentId, at, once: `log-day:${governmentId}:${day}:${mailbox}` },
    facts: {
      ...{ log_day: day, lines: size, note: ownNote(of.checkpoint), list_follow: listFollow },
      path: `/${slug}/log/days/${day}`,
    },
  }
}

/** What the log itself signed, without the lines of witnesses: those are in the file. */
function ownNote(checkpoint: string): string {
  const { text, origin } = keptCheckpoint(checkpoint)
  const lines = checkpoint.slice(checkpoint.lastIndexOf('\n\n') + 2).split('\n')
  return `${text}\n${lines.filter((line) => line.startsWith(`\u2014 ${origin} `)).join('\n')}\n`
}
