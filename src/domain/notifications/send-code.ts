// A sign-in code: made, kept as an HMAC, and mailed, unless it was asked for too often.
import { randomInt } from 'node:crypto'
import { newId, sha256 } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import type { PendingAction } from '../../schema/values.ts'
import { friction, type Wait } from '../people/friction.ts'
import {
  day,
  hour,
  type Limit,
  mailboxBrake,
  signInLimits,
  triesCounter,
  triesReader,
} from '../people/sign-in-limits.ts'
import { addCode, dropCodesBeyond } from '../people/store.ts'
import { codeHash, codeLasts, longCode, shortCode, wrongTries } from '../people/try-code.ts'
import { enqueueMail } from './store.ts'

const liveAtOnce = 3

type CodeRequest = {
  email: string
  /** its mailbox */
  emailKey: string
  /** whoever has it holds a seat, or is about to take one */
  staff: boolean
  /** the secret of the browser that asks */
  browser: string
  /** this browser signed in to that mailbox before */
  known: boolean
  block: string
  /** what an earlier answer asked to bring along; empty as a rule */
  ticket: string
  next: string
  act: PendingAction | null
  language: string
  at: Date
}

/** `wait`: nothing was done yet, since the block is over its share. `over`: limits for which nothing was mailed. */
type CodeSent = { wait: Wait | null; over: ReadonlySet<string>; retryAfter: number }

/** `sender(request)` gives the unit that sends one code. */
export const codeSender = (secret: string) => {
  const countTries = triesCounter(secret)
  const triesAt = triesReader(secret)
  const slowDown = friction(secret)
  return (asked: CodeRequest): ((tx: Db) => Promise<CodeSent>) => {
    const { email, emailKey, block, browser, next, act, language, at } = asked
    const id = newId()
    const codes = { short: digits(shortCode), long: digits(longCode) }
    const share = { what: 'mail-block', who: block, most: signInLimits.mailsPerBlock, within: hour }
    return async (tx) => {
      // A block beyond its share leaves no rows for all the addresses and browsers that it makes up, until it has waited.
      const wait = await slowDown(tx, share, emailKey, asked.ticket, at)
      if (wait) return { wait, over: new Set(), retryAfter: wait.seconds }
      const tries = await countTries(tx, limitsOf(asked), at)
      if (tries.over.size) return { wait: null, ...tries }
      const most = signInLimits.shortCodesPerMailboxAndDay
      const today = await countTries(tx, [{ what: 'code-day', who: emailKey, most, within: day }], at)
      const guessed = (await triesAt(tx, wrongTries(emailKey), at)) >= signInLimits.wrongTriesUntilLongCodes
      const code = asked.staff || today.over.size || guessed ? codes.long : codes.short
      const browserHash = sha256(browser)
      const expiresAt = new Date(at.getTime() + codeLasts)
      const row = { id, email, emailKey, codeHash: codeHash(secret, id, code), browserHash, next, act }
      await addCode(tx, { ...row, createdAt: at, expiresAt })
      await dropCodesBeyond(tx, emailKey, browserHash, at, liveAtOnce)
      await enqueueMail(tx, { kind: 'sign_in_code', facts: { code }, address: email, language, at })
      return { wait: null, ...tries }
    }
  }
}

function limitsOf({ emailKey, block, browser, known }: CodeRequest): Limit[] {
  const own = { what: 'mail-browser', who: browser, most: signInLimits.codesPerBrowser, within: hour }
  if (known)
    return [own, { what: 'mail-known', who: emailKey, most: signInLimits.codesPerMailboxInKnownBrowsers, within: hour }]
  const here = {
    what: 'mail-here',
    who: `${emailKey} ${block}`,
    most: signInLimits.codesPerMailboxFromBlock,
    within: hour,
  }
  return [own, here, ...mailboxBrake(emailKey)]
}

const digits = (count: number) => String(randomInt(10 ** count)).padStart(count, '0')
