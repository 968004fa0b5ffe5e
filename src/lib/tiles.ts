// A Merkle tree cut into tiles of 256 hashes, and its entries into bundles of 256, as https://c2sp.org/tlog-tiles has them. Pure.
import { nodeHash, type ReadNode, rootOf } from './merkle.ts'

/** Hashes in a whole tile, and entries in a whole bundle. */
export const tileWidth = 256
const hashBytes = 32
/** Whole subtrees of 2^8 leaves stand one level of tiles higher. */
const levelsInTile = 8

/** A tile of hashes; `level` 'entries': a bundle of entries. */
export type TileName = { level: number | 'entries'; n: number; width: number }

/** `0/x001/234.p/17`, after `…/tile/`. */
export function tilePath({ level, n, width }: TileName): string {
  const digits = String(n).padStart(Math.ceil(Math.max(1, String(n).length) / 3) * 3, '0')
  const parts = digits.match(/\d{3}/g)!
  const path = parts.map((part, i) => (i < parts.length - 1 ? `x${part}` : part)).join('/')
  return `${level}/${path}${width === tileWidth ? '' : `.p/${width}`}`
}

/** Null for what is no name of a tile, or another way of writing one. */
export function readTilePath(path: string): TileName | null {
  const found = /^(entries|\d{1,2})\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path)
  if (!found) return null
  const level = found[1] === 'entries' ? ('entries' as const) : Number(found[1])
  const name = { level, n: Number(found[2]!.replace(/[x/]/g, '')), width: Number(found[3] ?? tileWidth) }
  const isTile = (level === 'entries' || level < 64) && name.width > 0 && name.width <= tileWidth
  return isTile && tilePath(name) === path ? name : null
}

/** How many hashes a tree of `size` has at a level of tiles. */
export const hashesAt = (level: number, size: number): number => Math.floor(size / tileWidth ** level)

/** The tiles of one level of a tree, in their order. */
export function tilesAt(level: number | 'entries', size: number): TileName[] {
  const hashes = hashesAt(level === 'entries' ? 0 : level, size)
  return Array.from({ length: Math.ceil(hashes / tileWidth) }, (_, n) => ({
    level,
    n,
    width: Math.min(tileWidth, hashes - n * tileWidth),
  }))
}

/** All tiles of hashes and bundles that a tree of `size` is served as. */
export function tilesOf(size: number): TileName[] {
  const all = tilesAt('entries', size)
  for (let level = 0; hashesAt(level, size) > 0; level++) all.push(...tilesAt(level, size))
  return all
}

/** The hashes of a tile, 32 bytes each; what is left over at the end is none. */
export const hashesIn = (tile: Buffer): Buffer[] =>
  Array.from({ length: Math.floor(tile.length / hashBytes) }, (_, i) =>
    tile.subarray(i * hashBytes, (i + 1) * hashBytes),
  )

/** What a tree must know of itself to grow: its size, and the hashes of the last tile of each level, where that is not whole. */
export type Edge = { size: number; tiles: Buffer[][] }
export type Tile = { level: number; n: number; hashes: Buffer[] }

/** The edge after some leaves more, and the tiles that are new or longer. */
export function grow(edge: Edge, leaves: readonly Buffer[]): { edge: Edge; changed: Tile[] } {
  const tiles = edge.tiles.map((hashes) => [...hashes])
  const changed = new Map<string, Tile>()
  const n: number[] = []
  const push = (level: number, hash: Buffer) => {
    tiles[level] ??= []
    n[level] ??= Math.floor(hashesAt(level, edge.size) / tileWidth)
    const hashes = tiles[level]!
    hashes.push(hash)
    changed.set(`${level} ${n[level]}`, { level, n: n[level]!, hashes })
    if (hashes.length < tileWidth) return
    tiles[level] = []
    n[level]!++
    push(level + 1, rootOf(hashes))
  }
  for (const leaf of leaves) push(0, leaf)
  return { edge: { size: edge.size + leaves.length, tiles }, changed: [...changed.values()] }
}

/** The root of a tree with this edge; null without a leaf. */
export function rootOfEdge({ tiles }: Edge): Buffer | null {
  let root: Buffer | null = null
  for (const hashes of tiles)
    for (const peak of peaksOf(hashes ?? []).reverse()) root = root ? nodeHash(peak, root) : peak
  return root
}

/** Roots of the largest whole subtrees, from the left. */
function peaksOf(hashes: Buffer[]): Buffer[] {
  const peaks: Buffer[] = []
  for (let [lo, left] = [0, hashes.length]; left > 0; ) {
    const size = 2 ** Math.floor(Math.log2(left))
    peaks.push(rootOf(hashes, lo, lo + size))
    lo += size
    left -= size
  }
  return peaks
}

/** Reads whole subtrees from tiles of a tree of `size`; each tile is asked for once. */
export function nodesFromTiles(size: number, read: (name: TileName) => Promise<Buffer>): ReadNode {
  const known = new Map<string, Promise<Buffer[]>>()
  return async (level, index) => {
    const tileLevel = Math.floor(level / levelsInTile)
    const span = 2 ** (level % levelsInTile) // hashes of the tile that the node stands over
    const first = index * span
    const n = Math.floor(first / tileWidth)
    const width = Math.min(tileWidth, hashesAt(tileLevel, size) - n * tileWidth)
    const key = `${tileLevel} ${n}`
    const tile = known.get(key) ?? read({ level: tileLevel, n, width }).then(hashesIn)
    known.set(key, tile)
    const from = first % tileWidth
    return rootOf(await tile, from, from + span)
  }
}

/** Entries as a bundle holds them, each after its length. An entry has at most 65,535 bytes. */
export function bundleOf(entries: readonly Buffer[]): Buffer {
  return Buffer.concat(
    entries.flatMap((entry) => {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(entry.length)
      return [length, entry]
    }),
  )
}

/** The entries of a bundle; null where it does not end with one. */
export function entriesIn(bundle: Buffer): Buffer[] | null {
  const entries: Buffer[] = []
  let at = 0
  while (at + 2 <= bundle.length) {
    const end = at + 2 + bundle.readUInt16BE(at)
    if (end > bundle.length) return null
    entries.push(bundle.subarray(at + 2, end))
    at = end
  }
  return at === bundle.length ? entries : null
}
