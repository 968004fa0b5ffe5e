// A mirrored log as it lies in a folder: as it is served, so that any web server can hand it out. Each file is written beside its place and
// put there whole, and the checkpoint last: whoever reads, and whoever dies while writing, never sees half of one.
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ReadNode } from '../../lib/merkle.ts'
import { hashesIn, nodesFromTiles, type TileName, tilePath, tilesOf, tileWidth } from '../../lib/tiles.ts'

/** What is known of a mirror beside its files. Moments are ISO. */
export type MirrorState = {
  address: string
  origin: string
  /** keys that may sign its checkpoints */
  vkeys: string[]
  addedAt: string
  /** it is not asked any more */
  endedAt: string | null
  /** when it last showed a checkpoint that could be followed */
  checkedAt: string | null
  grewAt: string | null
  /** when our own line was made */
  cosignedAt: string | null
  /** a checkpoint that is being fetched: what comes later must begin with it as well */
  pending: string | null
  /** lines of the checkpoint before this one: its last files stay for whoever reads it now */
  sizeBefore: number
  /** why it could not be followed the last time; `isRefused`: because of what it said, and not because it said nothing */
  trouble: { words: string; at: string; isRefused: boolean } | null
  /** a checkpoint signed by its keys that does not go on from what it showed before: stays as proof */
  fork: { words: string; at: string; checkpoint: string } | null
}

const stateFile = 'mirror.json'

/** How far a mirror has come; null before it began. */
export function stateIn(folder: string): MirrorState | null {
  const path = join(folder, stateFile)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as MirrorState) : null
}

/** Written beside and put in place, so that half of it is never read. */
export const keepState = (folder: string, state: MirrorState): Promise<void> =>
  putFile(folder, stateFile, `${JSON.stringify(state, null, 2)}\n`)

/** Null where there is none yet. */
export const checkpointIn = async (folder: string): Promise<string | null> =>
  (await fileIn(folder, 'checkpoint'))?.toString() ?? null

/** Null where there is none of this name. */
export const fileIn = (folder: string, name: 'checkpoint' | 'policy'): Promise<Buffer | null> =>
  contentOf(join(folder, name))

async function contentOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (/^(?:ENOENT|ENOTDIR)$/.test((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}

/** Where a tile lies. */
export const pathOf = (folder: string, name: TileName): string => join(folder, 'tile', tilePath(name))

/** Null where it is not here. */
export const tileIn = (folder: string, name: TileName): Promise<Buffer | null> => contentOf(pathOf(folder, name))

/** Nodes of the tree that lies here. */
export const nodesIn = (folder: string, size: number): ReadNode =>
  nodesFromTiles(size, async (name) => {
    const tile = await tileIn(folder, name)
    if (!tile || hashesIn(tile).length !== name.width)
      throw new Error(`${pathOf(folder, name)} is missing or cut short.`)
    return tile
  })

/** On disk before it returns, and whole at every moment. */
export async function putFile(folder: string, path: string, content: string | Buffer): Promise<void> {
  const to = join(folder, path)
  await mkdir(dirname(to), { recursive: true })
  const part = `${to}.${process.pid}.part`
  const file = await open(part, 'w')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(part, to)
  const within = await open(dirname(to), 'r')
  try {
    await within.sync()
  } finally {
    await within.close()
  }
}

const forgotten = 3_600_000 // ms

/** Removes what was being written when somebody was killed, long ago. */
export async function dropParts(folder: string): Promise<void> {
  const parts = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.part'))
  for (const path of parts) {
    const { mtimeMs } = await stat(join(folder, path))
    if (Date.now() - mtimeMs > forgotten) await rm(join(folder, path), { force: true })
  }
}

/** Removes what only a tree of `before` lines needed: not the last one, and not the one that `now` follows. */
export async function dropPartial(folder: string, before: number, last: number, now: number): Promise<void> {
  const partial = (size: number) => tilesOf(size).filter(({ width }) => width < tileWidth)
  const needed = new Set([...partial(last), ...partial(now)].map(tilePath))
  for (const name of partial(before)) {
    if (needed.has(tilePath(name))) continue
    const path = pathOf(folder, name)
    await rm(path, { force: true })
    await rmdir(dirname(path)).catch(() => {}) // another one lies there
  }
}
