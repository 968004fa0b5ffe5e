// Keys of the logs: made here, kept in the database sealed with SECRET, shown to everybody in their public half.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { and, asc, desc, eq, gt, isNull, or } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import { type KeyType, type SigningKey, signingKey, type VerifierKey, verifierKey } from '../../lib/signed-note.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { takeTurn } from '../../platform/db/leases.ts'
import { write } from '../../platform/db/write.ts'
import { logKeys } from '../../schema/log.ts'
import type { LogKeyUse } from '../../schema/values.ts'

export type KeyRow = typeof logKeys.$inferSelect
/** Of a government's log; or the witness and the mirror, which are the whole deployment's. */
type KeyOwner = { governmentId: string; use: 'log' } | { governmentId: null; use: 'witness' | 'mirror' }

/** For so long after a rotation the former key signs too: whoever knows only that one learns of the other meanwhile. */
export const overlapDays = 30

const types: { [use in LogKeyUse]: KeyType } = { log: 'note', witness: 'cosignature', mirror: 'cosignature' }
const sealingKey = (secret: string) => Buffer.from(hkdfSync('sha256', secret, 'fuyi log', 'sealed key', 32))

/** A new key as a row. The secret half leaves this function sealed only. */
export function newKey(secret: string, owner: KeyOwner, name: string, at: Date): KeyRow {
  const seed = randomBytes(32)
  const { publicKey } = signingKey(name, seed, types[owner.use])
  const id = newId()
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealingKey(secret), iv).setAAD(Buffer.from(id))
  const body = Buffer.concat([cipher.update(seed), cipher.final()])
  const sealed = Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
  return { id, ...owner, name, publicKey: publicKey.toString('base64'), sealed, madeAt: at, endedAt: null }
}

/** Throws where SECRET is not the one it was sealed with. */
export function openKey(secret: string, row: KeyRow): SigningKey {
  const bytes = Buffer.from(row.sealed, 'base64url')
  try {
    const decipher = createDecipheriv('aes-256-gcm', sealingKey(secret), bytes.subarray(0, 12))
    decipher.setAAD(Buffer.from(row.id)).setAuthTag(bytes.subarray(12, 28))
    const seed = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
    return signingKey(row.name, seed, types[row.use])
  } catch {
    throw new Error(
      `The key of ${row.name} was sealed with another SECRET. Set that one again, or make a new key: fuyi log rotate`,
    )
  }
}

/** What whoever checks a log needs of a key. */
export const publicHalf = (row: Pick<KeyRow, 'name' | 'publicKey' | 'use'>): VerifierKey =>
  verifierKey(row.name, Buffer.from(row.publicKey, 'base64'), types[row.use])

const ofOwner = ({ governmentId, use }: KeyOwner) =>
  and(
    eq(logKeys.use, use),
    governmentId === null ? isNull(logKeys.governmentId) : eq(logKeys.governmentId, governmentId),
  )

/** Every key there was, the newest first. */
export const keysOf = (db: Db, owner: KeyOwner): Promise<KeyRow[]> =>
  db.select().from(logKeys).where(ofOwner(owner)).orderBy(desc(logKeys.madeAt), desc(logKeys.id))

/** Those that sign at this time, the oldest first. */
export const signingRows = (db: Db, owner: KeyOwner, at: Date): Promise<KeyRow[]> =>
  db
    .select()
    .from(logKeys)
    .where(and(ofOwner(owner), or(isNull(logKeys.endedAt), gt(logKeys.endedAt, at))))
    .orderBy(asc(logKeys.madeAt), asc(logKeys.id))

/** Adds a key to the unit that begins a log. */
export const addKey = (tx: Db, row: KeyRow) => tx.insert(logKeys).values(row).returning({ id: logKeys.id })

/** Another key from now on; those that are there sign beside it for `overlapDays`. The new one. */
export async function rotateKey(
  db: Database,
  secret: string,
  owner: KeyOwner,
  name: string,
  at: Date,
): Promise<KeyRow> {
  const row = newKey(secret, owner, name, at)
  const until = new Date(at.getTime() + overlapDays * 86_400_000)
  await write(db, async (tx) => {
    await takeTurn(tx, 'log keys')
    await tx
      .update(logKeys)
      .set({ endedAt: until })
      .where(and(ofOwner(owner), isNull(logKeys.endedAt)))
    await addKey(tx, row)
  })
  return row
}
