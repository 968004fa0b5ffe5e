// The secret in a link of a mail to many: case and person, sealed for one purpose, so that a link does that one thing for that
// one person and none can be made up. Pure.
import { createHmac, timingSafeEqual } from 'node:crypto'

/** Ending what a person hears about a case, or answering whether their co-signature may move. */
export type Purpose = 'unsubscribe' | 'move'
type Sealed = { proposalId: string; personId: string }

/** 48 bytes as 64 URL characters: both ids and half an HMAC-SHA-256. The ids must be UUIDs. */
export function sealedToken(secret: string, purpose: Purpose, { proposalId, personId }: Sealed): string {
  const ids = Buffer.from((proposalId + personId).replaceAll('-', ''), 'hex')
  return Buffer.concat([ids, seal(secret, purpose, ids)]).toString('base64url')
}

/** What a token speaks of; null when we did not make it for this purpose. */
export function readSealedToken(secret: string, purpose: Purpose, token: string): Sealed | null {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 48) return null
  const ids = bytes.subarray(0, 32)
  if (!timingSafeEqual(bytes.subarray(32), seal(secret, purpose, ids))) return null
  return { proposalId: uuid(ids.subarray(0, 16)), personId: uuid(ids.subarray(16)) }
}

export const unsubscribeToken = (secret: string, proposalId: string, personId: string): string =>
  sealedToken(secret, 'unsubscribe', { proposalId, personId })
export const readUnsubscribeToken = (secret: string, token: string): Sealed | null =>
  readSealedToken(secret, 'unsubscribe', token)

const seal = (secret: string, purpose: Purpose, ids: Buffer) =>
  createHmac('sha256', secret).update(`${purpose}:`).update(ids).digest().subarray(0, 16)
const uuid = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
