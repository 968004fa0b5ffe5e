// The logs of others that this deployment keeps whole: a folder each, in MIRRORS_FOLDER, named by the SHA-256 of the log's own name, so that
// nothing that a log says of itself is a path here.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../lib/id.ts'
import { cosignLine } from '../../lib/signed-note.ts'
import { takeTurn } from '../../platform/db/leases.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { addKey, type KeyRow, newKey, openKey, signingRows } from './keys.ts'
import { type Mirroring, mirrorOnce, type Round } from './mirror.ts'
import { keepState, type MirrorState, stateIn } from './mirror-folder.ts'

type Given = Pick<Deps, 'db' | 'now' | 'config'>

const owner = { governmentId: null, use: 'mirror' } as const

/** A mirror signs under another name than a witness: it says more. */
const mirrorName = ({ origin }: Given['config']) => `${origin ? new URL(origin).host : 'localhost'}/mirror`

/** The keys that sign for this deployment as a mirror; one is made where there is none. */
export async function mirrorKeys({ db, now, config }: Given): Promise<KeyRow[]> {
  const at = now()
  const known = await signingRows(db.reads, owner, at)
  if (known.length) return known
  const made = newKey(config.secret, owner, mirrorName(config), at)
  return write(db, async (tx) => {
    await takeTurn(tx, 'log keys')
    const others = await signingRows(tx, owner, at)
    if (!others.length) await addKey(tx, made)
    return others.length ? others : [made]
  })
}

/** A log's folder among the mirrors. The name of a log may hold anything, so it goes by its digest. */
export const folderFor = (mirrors: string, origin: string): string => join(mirrors, sha256(origin))

export type Mirror = { folder: string; hash: string; state: MirrorState }

/** Those that lie in a folder, by the names of their logs. */
export function mirrorsIn(mirrors: string | null): Mirror[] {
  if (mirrors === null || !existsSync(mirrors)) return []
  return readdirSync(mirrors)
    .filter((name) => /^[0-9a-f]{64}$/.test(name))
    .flatMap((hash) => {
      const folder = join(mirrors, hash)
      const state = stateIn(folder)
      return state ? [{ folder, hash, state }] : []
    })
    .sort((a, b) => (a.state.origin < b.state.origin ? -1 : 1))
}

/** The folder of one, by the hash of its log's name; null where nothing is kept here. */
export const mirrorAt = (mirrors: string | null, hash: string): string | null =>
  mirrors === null ? null : join(mirrors, hash)

/** With our lines beside the log's own. */
export const mirroringFor = (given: Given, more: Partial<Mirroring> = {}): Mirroring => ({
  now: given.now,
  cosign: async (text) => {
    const at = given.now()
    return (await mirrorKeys(given)).map((row) => cosignLine(text, openKey(given.config.secret, row), at))
  },
  ...more,
})

/** One look at each that goes on, all at the same time: one that is slow keeps nobody waiting. */
export async function mirrorAll(given: Given, signal?: AbortSignal): Promise<Round[]> {
  const going = mirrorsIn(given.config.mirrorsFolder).filter(({ state }) => state.endedAt === null)
  return Promise.all(going.map(({ folder }) => mirrorOnce(folder, mirroringFor(given, signal ? { signal } : {}))))
}

/** It is not asked any more, and stays as it is. False where there is none of this name that goes on. */
export async function endMirror(mirrors: string, origin: string, at: Date): Promise<boolean> {
  const folder = folderFor(mirrors, origin)
  const state = stateIn(folder)
  if (!state || state.endedAt !== null) return false
  await keepState(folder, { ...state, endedAt: at.toISOString() })
  return true
}
