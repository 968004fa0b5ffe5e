// What the public record says of a co-signature: a commitment to the case, the day and the signer, that a random salt opens. Pure but
// for the salt. Whoever has the salt can show that the entry is theirs; nobody can find the signer without it.
import { createHash } from 'node:crypto'
import { randomWord } from '../../lib/random.ts'

/** 32 random bytes, base64url. It lies in the row of the co-signature. */
export const newCosignatureSalt = (): string => randomWord(32, 'base64url')

/** What the commitment is to. `signer` says who it is only beside the row of the person, and another one in each case. */
export type Opening = { case: string | null; day: string; signer: string }

const hashOf = (salt: string, text: string): string =>
  createHash('sha256').update(Buffer.from(salt, 'base64url')).update(text).digest('hex')

/** What a receipt shows of a co-signature, so that anybody can make its commitment again. */
export const openingOf = (one: { case: string | null; day: string; personId: string; salt: string }): Opening => ({
  case: one.case,
  day: one.day,
  signer: hashOf(one.salt, one.personId),
})

/** SHA-256 of the salt's bytes and the opening as canonical JSON, hex: members in the order of their names are all that RFC 8785 asks of it. */
export const commitmentTo = ({ case: number, day, signer }: Opening, salt: string): string =>
  hashOf(salt, JSON.stringify({ case: number, day, signer }))

/** SHA-256, hex: stands in the log in place of the signer. */
export const commitmentOf = (one: Parameters<typeof openingOf>[0]): string => commitmentTo(openingOf(one), one.salt)
