// The tree of somebody else's log, read tile by tile, each compared with what its checkpoint signs.
import { leafHash, type ReadNode, rootOf } from '../../lib/merkle.ts'
import type { Checkpoint } from '../../lib/signed-note.ts'
import { bundleOf, entriesIn, hashesAt, rootOfEdge, type TileName, tilePath, tileWidth } from '../../lib/tiles.ts'
import { RefusedLog, type RemoteLog } from './remote-log.ts'

export type SignedTree = {
  size: number
  node: ReadNode
  /** the hashes of a tile, which are those that were signed */
  tile: (level: number, n: number) => Promise<Buffer[]>
  /** a bundle as it is served; `there`: what lies here of it, which is taken where it fits */
  bundle: (n: number, there: Buffer | null) => Promise<Buffer>
}

/** Throws a RefusedLog where its edge does not come to the root. */
export async function signedTree(remote: RemoteLog, { size, root }: Checkpoint): Promise<SignedTree> {
  const edge: Buffer[][] = []
  for (let level = 0; hashesAt(level, size) > 0; level++) {
    const width = hashesAt(level, size) % tileWidth
    edge.push(width ? await remote.hashes({ level, n: Math.floor(hashesAt(level, size) / tileWidth), width }) : [])
  }
  if (!rootOfEdge({ size, tiles: edge })?.equals(root))
    throw new RefusedLog(`Its tiles do not come to the root that its checkpoint of ${size} lines names.`)
  const known = new Map<string, Promise<Buffer[]>>()

  const tile = (level: number, n: number): Promise<Buffer[]> => {
    const isLast = n === Math.floor(hashesAt(level, size) / tileWidth)
    if (isLast) return Promise.resolve(edge[level]!)
    const key = `${level} ${n}`
    const found = known.get(key) ?? wholeTile(level, n)
    known.set(key, found)
    return found
  }
  const above = async (level: number, n: number) => (await tile(level + 1, Math.floor(n / tileWidth)))[n % tileWidth]!
  const wholeTile = async (level: number, n: number) => {
    const name: TileName = { level, n, width: tileWidth }
    const hashes = await remote.hashes(name)
    if (!rootOf(hashes).equals(await above(level, n)))
      throw new RefusedLog(`tile/${tilePath(name)} is not the one that was signed.`)
    return hashes
  }
  return {
    size,
    tile,
    node: async (level, index) => {
      const span = 2 ** (level % 8)
      const first = index * span
      const hashes = await tile(Math.floor(level / 8), Math.floor(first / tileWidth))
      return rootOf(hashes, first % tileWidth, (first % tileWidth) + span)
    },
    bundle: async (n, there) => {
      const width = Math.min(tileWidth, size - n * tileWidth)
      const name: TileName = { level: 'entries', n, width }
      const fits = async (entries: Buffer[]) => {
        const hashes = entries.map(leafHash)
        return width === tileWidth ? rootOf(hashes).equals(await above(0, n)) : rootOf(hashes).equals(rootOf(edge[0]!))
      }
      const here = there && entriesIn(there)
      if (here?.length === width && (await fits(here))) return there!
      const entries = await remote.entries(name)
      if (!(await fits(entries)))
        throw new RefusedLog(`tile/${tilePath(name)} does not hold the lines that were signed.`)
      return bundleOf(entries)
    },
  }
}
