// Whether our mail arrives, watched every ten minutes: an alarm in the log when people of a mail domain stop pressing the link in
// it, a line of the doctor, and numbers for Prometheus. A large provider once swallowed most of a petition site's mail unnoticed.
import { type JudgedArrival, shareOf } from '../domain/notifications/arrival.ts'
import { arrivals, countArrivals, fallingKey } from '../domain/notifications/arrival-store.ts'
import { wholePercent } from '../lib/share.ts'
import type { Database } from '../platform/db/database.ts'
import type { Deps } from '../platform/http/deps.ts'
import type { Log } from '../platform/process/scheduler.ts'
import { getStatus, setStatus } from './deployment-status.ts'
import { ok, problem, type Said } from './finding.ts'

const todo =
  'Ask the provider’s postmaster whether our mail is refused or filed as spam; look at the lines spf, dkim and dmarc, and at the mail server’s log.'

/** Sums up, and says each domain once when it begins to fall. */
export async function watchArrivals(deps: Deps, now: Date, _signal: AbortSignal, log: Log): Promise<void> {
  await countArrivals(deps, now)
  const falling = (await arrivals(deps.db.reads, now)).filter((one) => one.falling)
  const before = new Set((await getStatus(deps.db.reads, fallingKey))?.split(' ').filter(Boolean))
  for (const one of falling)
    if (!before.has(one.domain)) log.warn({ event: 'mail_falling', domain: one.domain, ...one.lately }, inWords(one))
  const names = falling.map(({ domain }) => domain).sort()
  if (names.join(' ') !== [...before].join(' ')) await setStatus(deps.db, fallingKey, names.join(' '))
}

/** The doctor's line. */
export async function arrivalState({ reads }: Database, now: Date): Promise<Said> {
  const seen = await arrivals(reads, now)
  const falling = seen.filter((one) => one.falling)
  if (falling.length) return problem(falling.map(inWords).join(' '), todo)
  const asked = seen.reduce((sum, { lately }) => sum + lately.asked, 0)
  const pressed = seen.reduce((sum, { lately }) => sum + lately.pressed, 0)
  return ok(
    asked ? `${pressed} of ${asked} newcomers of two days pressed the link in their mail` : 'no newcomers in two days',
  )
}

const percent = (share: number | null) => (share === null ? 'unknown' : `${wholePercent(share)} %`)

const inWords = ({ domain, lately, expected }: JudgedArrival) =>
  `Mail to ${domain === '*' ? 'small domains' : domain} may not arrive: ${percent(shareOf(lately))} of ${lately.asked} newcomers pressed the link, where ${percent(expected)} is usual.`
