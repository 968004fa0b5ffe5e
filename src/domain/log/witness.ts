// This deployment as a witness of others' logs (https://c2sp.org/tlog-witness): it signs a checkpoint only where the log that it signed
// last stands in it unchanged. So whoever shows two histories gets one of them signed.
import { asc, eq, isNull } from 'drizzle-orm'
import { sha256 } from '../../lib/id.ts'
import { emptyRoot, isConsistent } from '../../lib/merkle.ts'
import {
  type Checkpoint,
  cosignLine,
  type Note,
  readCheckpoint,
  readNote,
  readVkey,
  signedBy,
} from '../../lib/signed-note.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { takeTurn } from '../../platform/db/leases.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { witnessedLogs } from '../../schema/witnesses.ts'
import { addKey, type KeyRow, newKey, openKey, rotateKey, signingRows } from './keys.ts'

type Given = Pick<Deps, 'db' | 'now' | 'config'>
type WitnessedLog = typeof witnessedLogs.$inferSelect

const owner = { governmentId: null, use: 'witness' } as const
const mostHashes = 63
const later = { invalidate: 'later' } as const

/** What this deployment is called as a witness. `origin`: the platform's own address. */
const witnessName = ({ origin }: Given['config']) => `${origin ? new URL(origin).host : 'localhost'}/witness`

/** The keys that sign for this deployment at this moment, the oldest first; one is made where there is none. */
export async function witnessKeys({ db, now, config }: Given): Promise<KeyRow[]> {
  const at = now()
  const known = await signingRows(db.reads, owner, at)
  if (known.length) return known
  const made = newKey(config.secret, owner, witnessName(config), at)
  return write(db, async (tx) => {
    await takeTurn(tx, 'log keys')
    const others = await signingRows(tx, owner, at)
    if (!others.length) await addKey(tx, made)
    return others.length ? others : [made]
  })
}

/** A new key from now on. The former signs beside it for as long as that of a log does, so that nobody misses a signature meanwhile. */
export async function rotateWitnessKey(given: Given): Promise<KeyRow> {
  const [known] = await witnessKeys(given)
  return rotateKey(given.db, given.config.secret, owner, known!.name, given.now())
}

/** Logs that are witnessed here, by their names. */
export const witnessed = (db: Db): Promise<WitnessedLog[]> =>
  db.select().from(witnessedLogs).where(isNull(witnessedLogs.endedAt)).orderBy(asc(witnessedLogs.origin))

/** Witnesses a log from now on, or with other keys. What was signed of it before still binds. */
export async function addWitnessed(db: Database, origin: string, vkeys: string[], at: Date): Promise<void> {
  const keys = vkeys.join('\n')
  await write(db, (tx) =>
    tx
      .insert(witnessedLogs)
      .values({ origin, originHash: sha256(origin), vkeys: keys, size: 0, addedAt: at })
      .onConflictDoUpdate({ target: witnessedLogs.origin, set: { vkeys: keys, endedAt: null } }),
  )
}

/** False where it was not witnessed. */
export async function endWitnessed(db: Database, origin: string, at: Date): Promise<boolean> {
  const ended = await write(db, (tx) =>
    tx.update(witnessedLogs).set({ endedAt: at }).where(eq(witnessedLogs.origin, origin)).returning(),
  )
  return ended.length > 0
}

type Asked = { old: number; proof: Buffer[]; text: string; note: Note; checkpoint: Checkpoint }

/** The body of add-checkpoint; null where it is none. */
function readAsked(body: string): Asked | null {
  const end = body.indexOf('\n\n')
  const [first = '', ...lines] = body.slice(0, Math.max(0, end)).split('\n')
  const old = /^old (0|[1-9]\d{0,15})$/.exec(first)?.[1]
  const proof = lines.map((line) => Buffer.from(line, 'base64'))
  const text = body.slice(end + 2)
  const note = end < 0 ? null : readNote(text)
  const checkpoint = note && readCheckpoint(note.text)
  const isWhole = proof.length <= mostHashes && proof.every((hash, i) => hash.toString('base64') === lines[i])
  if (old === undefined || !checkpoint || !isWhole || proof.some((hash) => hash.length !== 32)) return null
  return { old: Number(old), proof, text, note, checkpoint }
}

type WitnessAnswer =
  /** `line`: one for each key that signs now */
  { status: 200; line: string } | { status: 400 | 403 | 404 | 422 } | { status: 409; size: number }

/** What add-checkpoint answers; 200 only once what was signed is on disk. */
export async function addCheckpoint(given: Given, body: string): Promise<WitnessAnswer> {
  const { db, config } = given
  const asked = readAsked(body)
  if (!asked) return { status: 400 }
  const { checkpoint, note } = asked
  const [known] = await db.reads.select().from(witnessedLogs).where(eq(witnessedLogs.origin, checkpoint.origin))
  if (!known || known.endedAt) return { status: 404 }
  const signatures = known.vkeys.split('\n').flatMap((vkey) => {
    const key = readVkey(vkey)
    return key ? (signedBy(note, key) ?? []) : []
  })
  if (!signatures.length || signatures.some(({ good }) => !good)) return { status: 403 }
  if (asked.old > checkpoint.size) return { status: 400 }
  const keys = (await witnessKeys(given)).map((row) => openKey(config.secret, row))
  const at = given.now()
  const line = keys.map((key) => cosignLine(note.text, key, at)).join('')
  return write(
    db,
    async (tx): Promise<WitnessAnswer> => {
      await takeTurn(tx, 'witnessing') // what is compared and what is kept must be of one moment
      const [last] = await tx.select().from(witnessedLogs).where(eq(witnessedLogs.origin, checkpoint.origin))
      if (isContradicted(last!, checkpoint) && !last!.contradiction)
        await change(tx, last!, { contradiction: asked.text, contradictedAt: at })
      if (asked.old !== last!.size) return { status: 409, size: last!.size }
      if (!follows(last!, asked)) {
        // No proof of anything: its keys signed the checkpoint, but whoever brought it may have brought wrong hashes with it. So it is a note.
        if (checkpoint.size > last!.size) await change(tx, last!, { refused: asked.text, refusedAt: at })
        return { status: 422 }
      }
      const root = checkpoint.root.toString('base64')
      const now = { size: checkpoint.size, root, checkpoint: `${asked.text}${line}`, cosignedAt: at }
      await change(tx, last!, { ...now, ...afterRefusal(last!, checkpoint, at) })
      return { status: 200, line }
    },
    later,
  )
}

const change = (tx: Db, { origin }: WitnessedLog, set: Partial<WitnessedLog>) =>
  tx.update(witnessedLogs).set(set).where(eq(witnessedLogs.origin, origin)).returning({ size: witnessedLogs.size })

/** Its keys signed two trees of one size: that proves that it has two histories, to anybody. */
const isContradicted = (last: WitnessedLog, { size, root }: Checkpoint): boolean =>
  last.root !== null && size === last.size && root.toString('base64') !== last.root

/** Of the note of what was refused, once the log has come to there by a way that was proven: it goes, or it is a second history. */
function afterRefusal(last: WitnessedLog, { size, root }: Checkpoint, at: Date): Partial<WitnessedLog> {
  const refused = last.refused === null ? null : readCheckpoint(readNote(last.refused)!.text)
  if (!refused || size < refused.size) return {}
  const isOther = size === refused.size && !root.equals(refused.root) && last.contradiction === null
  return { refused: null, refusedAt: null, ...(isOther ? { contradiction: last.refused, contradictedAt: at } : {}) }
}

function follows(last: WitnessedLog, { proof, checkpoint }: Asked): boolean {
  if (checkpoint.size === 0 && !checkpoint.root.equals(emptyRoot)) return false
  if (last.size === 0) return proof.length === 0 // the empty tree begins every tree
  return isConsistent({ size: last.size, root: Buffer.from(last.root!, 'base64') }, checkpoint, proof)
}

/** The last checkpoint of a log that was signed here; null where there is none. `hash`: SHA-256 of its origin, hex. */
export async function witnessedCheckpoint(db: Db, hash: string): Promise<string | null> {
  const [row] = await db.select().from(witnessedLogs).where(eq(witnessedLogs.originHash, hash))
  return row?.checkpoint ?? null
}
