// What the public record says of a co-signature: a commitment to the case, the day and the signer, that a random salt opens. Pure but
// for the salt. Whoever has the salt can show that the entry is theirs; nobody can find the signer without it.
import { createHash, randomBytes } from 'node:crypto'
import { canonicalJson } from '../../lib/canonical-json.ts'

/** 32 random bytes, base64url. It lies in the row of the co-signature. */
export const newCosignatureSalt = (): string => randomBytes(32).toString('base64url')

/** What the commitment is to. `signer` says who it is only beside the row of the person, and another one in each case. */
export type Opening = { case: string | null; day: string; signer: string }

const hashOf = (salt: string, text: string): string =>
  createHash('sha256').update(Buffer.from(salt, 'base64url')).update(text).digest('hex')

export const openingOf = (one: { case: string | null; day: string; personId: string; salt: string }): Opening => ({
  case: one.case,
  day: one.day,
  signer: hashOf(one.salt, one.personId),
})

/** SHA-256 of the salt's bytes and the opening as canonical JSON, hex. */
export const commitmentTo = (opening: Opening, salt: string): string => hashOf(salt, canonicalJson(opening))

export const commitmentOf = (one: Parameters<typeof openingOf>[0]): string => commitmentTo(openingOf(one), one.salt)
