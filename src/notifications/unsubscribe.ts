// The secret in an unsubscribe link: case and person, sealed, so that a link ends exactly one follow and none can be made up. Pure.
import { createHmac, timingSafeEqual } from 'node:crypto'

/** 48 bytes as 64 URL characters: both ids and half an HMAC-SHA-256. The ids must be UUIDs. */
export function unsubscribeToken(secret: string, proposalId: string, personId: string): string {
  const ids = Buffer.from((proposalId + personId).replaceAll('-', ''), 'hex')
  return Buffer.concat([ids, seal(secret, ids)]).toString('base64url')
}

/** What a token speaks of; null when we did not make it. */
export function readUnsubscribeToken(secret: string, token: string): { proposalId: string; personId: string } | null {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 48) return null
  const ids = bytes.subarray(0, 32)
  if (!timingSafeEqual(bytes.subarray(32), seal(secret, ids))) return null
  return { proposalId: uuid(ids.subarray(0, 16)), personId: uuid(ids.subarray(16)) }
}

const seal = (secret: string, ids: Buffer) =>
  createHmac('sha256', secret).update('unsubscribe:').update(ids).digest().subarray(0, 16)
const uuid = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
