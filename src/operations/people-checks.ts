// What the doctor looks at of people: mailboxes with several accounts, and whether somebody guesses codes.
import { fuyi } from '../config.ts'
import { guessingSince, isAlarming } from '../domain/people/guessing.ts'
import { countDoubles } from '../domain/people/mailboxes.ts'
import type { Database } from '../platform/db/database.ts'
import { ok, problem, type Said } from './finding.ts'

const day = 24 * 3_600_000

/** Doubles are no fault of anybody's: they are told until somebody has asked the people whose they are. */
export async function mailboxes(database: Database): Promise<Said> {
  const doubles = await countDoubles(database.reads)
  if (!doubles) return ok('every mailbox has one account')
  const says = `${doubles} with more than one account, from before their addresses were known to be one`
  return { ok: true, says, todo: `See them: ${fuyi} mailbox doubles` }
}

/** Over all mailboxes: each is guarded by itself, and this is what only somebody here can end. */
export async function guessing(database: Database, now: Date): Promise<Said> {
  const hours = await guessingSince(database.reads, new Date(now.getTime() - day), now)
  const worst = hours.filter(isAlarming).sort((a, b) => b.mailboxes - a.mailboxes)[0]
  if (!worst)
    return ok(
      `wrong codes at ${hours.reduce((sum, each) => sum + each.mailboxes, 0)} mailboxes in a day, as people mistype`,
    )
  return problem(
    `Somebody guesses codes: wrong ones at ${worst.mailboxes} mailboxes in the hour of ${worst.hour.toISOString()}, ${worst.signedIn} right.`,
    'Look for "codes_guessed" and "sign_in_failed" in the log, and keep those networks out at the proxy.',
  )
}
