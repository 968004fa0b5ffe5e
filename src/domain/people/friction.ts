// A block of addresses that is over its share is not refused: whoever comes from there waits some seconds, once for each mailbox,
// and is let through. A neighbour waits no longer for what somebody else sends from there.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Db } from '../../platform/db/database.ts'
import { counter, hour, type Limit, minute, secondsLeft } from './sign-in-limits.ts'

/** How long somebody waits, in seconds. */
const waits = 15
/** For how long a form may lie about after that, in ms. */
const ticketLasts = hour
/**
 * Where a block sends many times its share, no school sits there: then only so many pass in a minute, and the others try again.
 * Without an end somebody could have the platform write to all the world.
 */
const farOver = 10

/** `seconds` to wait, and what to bring along in the form then. */
export type Wait = { seconds: number; ticket: string }

/**
 * `(tx, share, who, ticket, at)`: counts one more from a block, and says how long to wait before it is taken; null: not at all.
 * `share`: of the block, in an hour. `who`: the mailbox that is written to. `ticket`: what an earlier answer asked to bring along.
 */
export const friction = (secret: string) => {
  const count = counter(secret)
  return async (tx: Db, share: Limit, who: string, ticket: string, at: Date): Promise<Wait | null> => {
    const sent = await count(tx, share, at)
    if (sent <= share.most) return null
    const subject = `${share.what} ${share.who} ${who}`
    const since = issued(secret, ticket, subject)
    const age = since === null ? -1 : at.getTime() - since
    if (since === null || age < 0 || age > ticketLasts) return { seconds: waits, ticket: issue(secret, subject, at) }
    if (age < waits * 1000) return { seconds: Math.ceil(waits - age / 1000), ticket }
    if (sent <= farOver * share.most) return null
    const passing = { what: `${share.what}-minute`, who: share.who, within: minute }
    const most = Math.ceil((farOver * share.most) / 60)
    return (await count(tx, passing, at)) <= most ? null : { seconds: secondsLeft(passing, at), ticket }
  }
}

/** When it was issued and a seal, base64url. */
function issue(secret: string, subject: string, at: Date): string {
  const time = at.getTime().toString(36)
  return `${time}.${seal(secret, subject, time).toString('base64url')}`
}

/** The moment it was issued at, in ms; null where it is not ours or for somebody else. */
function issued(secret: string, ticket: string, subject: string): number | null {
  const [time = '', sealed = ''] = ticket.split('.')
  const [given, ours] = [Buffer.from(sealed, 'base64url'), seal(secret, subject, time)]
  return given.length === ours.length && timingSafeEqual(given, ours) ? Number.parseInt(time, 36) : null
}

const seal = (secret: string, subject: string, time: string): Buffer =>
  createHmac('sha256', secret).update(`wait:${subject}:${time}`).digest().subarray(0, 16)
