// What passkeys are asked to sign. A challenge carries its own end and a seal of ours, so that asking for one writes nothing:
// nobody can fill a table with them, and no limit on them can be turned against neighbours. Used ones are kept until their end.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { sha256 } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { passkeyChallenges } from '../../schema/sign-in.ts'

/** For which browser (the hash of its secret), and whose new passkey; null to sign in. */
type ChallengeFor = { browserHash: string; personId: string | null }

const nonceBytes = 16
const timeBytes = 6
const sealBytes = 16

/** base64url of 38 bytes. */
export function makeChallenge(secret: string, who: ChallengeFor, expiresAt: Date): string {
  const time = Buffer.alloc(timeBytes)
  time.writeUIntBE(expiresAt.getTime(), 0, timeBytes)
  const head = Buffer.concat([randomBytes(nonceBytes), time])
  return Buffer.concat([head, seal(secret, who, head)]).toString('base64url')
}

/** When a challenge ends that we made for this browser and purpose; null where we did not, or its end has come. */
export function readChallenge(secret: string, who: ChallengeFor, challenge: string, at: Date): Date | null {
  const bytes = Buffer.from(challenge, 'base64url')
  if (bytes.length !== nonceBytes + timeBytes + sealBytes) return null
  const head = bytes.subarray(0, nonceBytes + timeBytes)
  if (!timingSafeEqual(bytes.subarray(head.length), seal(secret, who, head))) return null
  const expiresAt = new Date(head.readUIntBE(nonceBytes, timeBytes))
  return expiresAt > at ? expiresAt : null
}

/** Uses one up. False where it was used before. */
export async function useChallenge(tx: Db, challenge: string, who: ChallengeFor, expiresAt: Date): Promise<boolean> {
  const used = await tx
    .insert(passkeyChallenges)
    .values({ hash: sha256(challenge), ...who, expiresAt })
    .onConflictDoNothing()
    .returning({ hash: passkeyChallenges.hash })
  return used.length > 0
}

const seal = (secret: string, { browserHash, personId }: ChallengeFor, head: Buffer): Buffer =>
  createHmac('sha256', secret)
    .update(`challenge:${browserHash}:${personId ?? ''}:`)
    .update(head)
    .digest()
    .subarray(0, sealBytes)
