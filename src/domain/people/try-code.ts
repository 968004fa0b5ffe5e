// A code that somebody typed: right, and used up; or wrong. A right one is never refused for what others tried.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Db } from '../../platform/db/database.ts'
import { countGuessedMailbox, countRightCode, type Guessing } from './guessing.ts'
import { counter, hour } from './sign-in-limits.ts'
import { type CodeRow, countWrongTry, findOrCreatePerson, liveCodes, rememberLanguage, useCode } from './store.ts'

/** Digits of a code: as a rule; and for staff, and where a mailbox was mailed many codes or many wrong ones were tried. */
export const [shortCode, longCode] = [6, 10]
/** Ten minutes, in ms. */
export const codeLasts = 10 * 60_000
const looked = 10 // live codes of one browser and mailbox: there are three

/** At rest lies an HMAC: a million codes are soon guessed from a plain hash. */
export const codeHash = (secret: string, id: string, code: string): string =>
  createHmac('sha256', secret).update(`${id}:${code}`).digest('hex')

/** Wrong codes that were tried at a mailbox, wherever. */
export const wrongTries = (emailKey: string) => ({ what: 'wrong-code', who: emailKey, within: hour })

type TypedCode = { emailKey: string; code: string; browserHash: string; language: string; at: Date }
type Right = Pick<CodeRow, 'next' | 'act'> & { personId: string; emailKey: string }
/** `guessing`: what this hour has seen, where a mailbox was added to it. */
export type Tried = { right: Right | null; guessing: Guessing | null }

/** `try(tx, typed)` uses the code that was meant up, and finds or makes its person. */
export const codeTrier = (secret: string) => {
  const count = counter(secret)
  return async (tx: Db, { emailKey, code, browserHash, language, at }: TypedCode): Promise<Tried> => {
    const codes = await liveCodes(tx, emailKey, browserHash, at, looked)
    const found = codes.find((row) => same(row.codeHash, codeHash(secret, row.id, code)))
    if (found && (await useCode(tx, found.id, at))) {
      const person = await findOrCreatePerson(tx, found.email, language, at)
      if (person.language !== language) await rememberLanguage(tx, person.id, language)
      await countRightCode(tx, at)
      return { right: { next: found.next, act: found.act, personId: person.id, emailKey }, guessing: null }
    }
    // Where no code lives nothing can be guessed, so nothing is counted.
    if (!codes.length) return { right: null, guessing: null }
    await countWrongTry(
      tx,
      codes.map((row) => row.id),
    )
    const isFirst = (await count(tx, wrongTries(emailKey), at)) === 1
    return { right: null, guessing: isFirst ? await countGuessedMailbox(tx, at) : null }
  }
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
