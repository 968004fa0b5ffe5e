// A log as whoever checks it reads it: from tiles alone.
import { expect } from 'vitest'
import { keysOf, publicHalf } from '../../src/domain/log/keys.ts'
import type { Leaf } from '../../src/domain/log/leaf.ts'
import { headOf, tileOf } from '../../src/domain/log/store.ts'
import { leafHash, rootOf } from '../../src/lib/merkle.ts'
import { readCheckpoint, readNote, signedBy } from '../../src/lib/signed-note.ts'
import { entriesIn, hashesIn, tilesAt, tilesOf } from '../../src/lib/tiles.ts'
import type { Database } from '../../src/platform/db/database.ts'

/** The leaves of a log whose bundles, tiles, root and signature agree. */
export async function leavesOf(db: Pick<Database, 'reads'>, governmentId: string): Promise<Leaf[]> {
  const head = (await headOf(db.reads, governmentId))!
  expect(head.signedSize).toBe(head.size)
  const note = readNote(head.checkpoint!)!
  const checkpoint = readCheckpoint(note.text)!
  const [key] = await keysOf(db.reads, { governmentId, use: 'log' })
  expect(signedBy(note, publicHalf(key!))).toEqual({ good: true, at: null })
  expect([checkpoint.origin, checkpoint.size]).toEqual([head.origin, head.size])
  const tile = async (name: Parameters<typeof tileOf>[2]) => (await tileOf(db.reads, governmentId, name))!
  const entries: Buffer[] = []
  for (const name of tilesAt('entries', head.size)) entries.push(...entriesIn(await tile(name))!)
  const hashes = entries.map(leafHash)
  expect(rootOf(hashes)).toEqual(checkpoint.root)
  for (const name of tilesOf(head.size).filter(({ level }) => level !== 'entries')) {
    const span = 256 ** (name.level as number)
    const from = name.n * 256 * span
    expect(hashesIn(await tile(name))).toEqual(
      Array.from({ length: name.width }, (_, i) => rootOf(hashes, from + i * span, from + (i + 1) * span)),
    )
  }
  return entries.map((entry) => JSON.parse(entry.toString()) as Leaf)
}
