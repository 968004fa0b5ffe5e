// The secret in a link of a mail to many: case and person, sealed for one purpose, so that a link does that one thing for that
// one person and none can be made up. It says nothing to anybody else: an id holds the moment of its making, and whoever sees a
// link must not learn when its person first signed, nor that two links are of one person. Pure.
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Ending what a person hears about a case, or by a list (`unfollow`: its list_follows), or the digests of a government; or
 * answering whether their co-signature may move.
 */
type Purpose = 'unsubscribe' | 'move' | 'unfollow' | 'daily' | 'weekly'
type Sealed = { proposalId: string; personId: string }

/** What a link of one click ends. */
export type Leaving = { purpose: Exclude<Purpose, 'move'>; id: string; personId: string }
const leavings: readonly Leaving['purpose'][] = ['unsubscribe', 'unfollow', 'daily', 'weekly']

/** The secret of such a link. */
export const leavingToken = (secret: string, { purpose, id, personId }: Leaving): string =>
  sealedToken(secret, purpose, { proposalId: id, personId })

/** What it ends; null when we did not make it. */
export function readLeavingToken(secret: string, token: string): Leaving | null {
  for (const purpose of leavings) {
    const sealed = readSealedToken(secret, purpose, token)
    if (sealed) return { purpose, id: sealed.proposalId, personId: sealed.personId }
  }
  return null
}

const tagBytes = 16
const idBytes = 32

/**
 * 48 bytes as 64 URL characters: half an HMAC-SHA-256 over both ids, and the ids, enciphered with it as the initial value (a
 * synthetic one, RFC 5297's idea). The same link each time, so that a mail that goes twice is the same. The ids must be UUIDs.
 */
export function sealedToken(secret: string, purpose: Purpose, { proposalId, personId }: Sealed): string {
  const ids = Buffer.from((proposalId + personId).replaceAll('-', ''), 'hex')
  const tag = tagOf(secret, purpose, ids)
  const cipher = createCipheriv('aes-256-ctr', cipherKey(secret), tag)
  return Buffer.concat([tag, cipher.update(ids), cipher.final()]).toString('base64url')
}

/** What a token speaks of; null when we did not make it for this purpose. */
export function readSealedToken(secret: string, purpose: Purpose, token: string): Sealed | null {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== tagBytes + idBytes) return null
  const tag = bytes.subarray(0, tagBytes)
  const decipher = createDecipheriv('aes-256-ctr', cipherKey(secret), tag)
  const ids = Buffer.concat([decipher.update(bytes.subarray(tagBytes)), decipher.final()])
  if (timingSafeEqual(tag, tagOf(secret, purpose, ids))) return idsIn(ids)
  return readOpenToken(secret, purpose, bytes)
}

/** Until 2026-11 the ids stood in links as they are, before their seal. Such mails lie in mailboxes: their links go on working. */
function readOpenToken(secret: string, purpose: Purpose, bytes: Buffer): Sealed | null {
  const ids = bytes.subarray(0, idBytes)
  const seal = createHmac('sha256', secret).update(`${purpose}:`).update(ids).digest().subarray(0, tagBytes)
  return timingSafeEqual(bytes.subarray(idBytes), seal) ? idsIn(ids) : null
}

/** Ends mail about one case for one person. */
export const unsubscribeToken = (secret: string, proposalId: string, personId: string): string =>
  sealedToken(secret, 'unsubscribe', { proposalId, personId })
/** Null where it was not made here, or for something else. */
export const readUnsubscribeToken = (secret: string, token: string): Sealed | null =>
  readSealedToken(secret, 'unsubscribe', token)

const tagOf = (secret: string, purpose: Purpose, ids: Buffer) =>
  createHmac('sha256', secret).update(`link ${purpose}:`).update(ids).digest().subarray(0, tagBytes)
const cipherKey = (secret: string) => createHmac('sha256', secret).update('link cipher').digest()
const idsIn = (ids: Buffer): Sealed => ({ proposalId: uuid(ids.subarray(0, 16)), personId: uuid(ids.subarray(16)) })
const uuid = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
