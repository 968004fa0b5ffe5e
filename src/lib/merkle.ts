// Merkle trees over SHA-256 as RFC 6962, section 2.1, has them, and proofs in them. Pure. Sizes and indexes are whole numbers up to
// 2^53, so there are no bit operations on them.
import { createHash } from 'node:crypto'

const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const [leafPrefix, nodePrefix] = [Buffer.of(0), Buffer.of(1)]

/** The root of a tree without leaves. */
export const emptyRoot: Buffer = sha256()
/** 32 bytes: the hash of an entry as a leaf. No leaf can be taken for a node, since each begins with a byte of its own. */
export const leafHash = (entry: Uint8Array): Buffer => sha256(leafPrefix, entry)
/** 32 bytes: the hash of two subtrees. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(nodePrefix, left, right)

/** The largest power of two below n; n is 2 or more. */
function splitOf(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** The root over hashes of leaves, or of equal whole subtrees. */
export function rootOf(hashes: readonly Buffer[], lo = 0, hi = hashes.length): Buffer {
  if (hi === lo) return emptyRoot
  if (hi - lo === 1) return hashes[lo]!
  const middle = lo + splitOf(hi - lo)
  return nodeHash(rootOf(hashes, lo, middle), rootOf(hashes, middle, hi))
}

/** Leaves from `lo` up to, not including, `hi`: a subtree. */
export type Range = readonly [lo: number, hi: number]

/** The subtrees whose roots are the proof that leaf `index` is in a tree of `size`, from the leaf up. */
export function inclusionRanges(index: number, size: number, lo = 0): Range[] {
  if (size === 1) return []
  const k = splitOf(size)
  return index - lo < k
    ? [...inclusionRanges(index, k, lo), [lo + k, lo + size]]
    : [...inclusionRanges(index, size - k, lo + k), [lo, lo + k]]
}

/** The subtrees whose roots are the proof that a tree of `size` begins with the one of `old`, which is 1 or more. */
export const consistencyRanges = (old: number, size: number): Range[] => subproof(old, 0, size, true)

function subproof(old: number, lo: number, size: number, whole: boolean): Range[] {
  if (old === size) return whole ? [] : [[lo, lo + size]]
  const k = splitOf(size)
  return old <= k
    ? [...subproof(old, lo, k, whole), [lo + k, lo + size]]
    : [...subproof(old - k, lo + k, size - k, false), [lo, lo + k]]
}

/** The hash of the whole subtree of 2^`level` leaves that is number `index` from the left. */
export type ReadNode = (level: number, index: number) => Promise<Buffer>

/** The root over a range, from whole subtrees. */
export async function rangeRoot(read: ReadNode, [lo, hi]: Range): Promise<Buffer> {
  const size = hi - lo
  if (size === 0) return emptyRoot
  const level = Math.round(Math.log2(size))
  if (2 ** level === size && lo % size === 0) return read(level, lo / size)
  const middle = lo + splitOf(size)
  return nodeHash(await rangeRoot(read, [lo, middle]), await rangeRoot(read, [middle, hi]))
}

/** The roots of several ranges, one after the other. */
export async function rangeRoots(read: ReadNode, ranges: readonly Range[]): Promise<Buffer[]> {
  const roots: Buffer[] = []
  for (const range of ranges) roots.push(await rangeRoot(read, range))
  return roots
}

/** The root that a proof leads to from a leaf (RFC 9162, section 2.1.3.2); null where it has the wrong length. */
export function rootByInclusion(leaf: Buffer, index: number, size: number, proof: readonly Buffer[]): Buffer | null {
  if (index < 0 || index >= size) return null
  const ranges = inclusionRanges(index, size)
  if (ranges.length !== proof.length) return null
  return ranges.reduce((hash, [lo], i) => (lo > index ? nodeHash(hash, proof[i]!) : nodeHash(proof[i]!, hash)), leaf)
}

/** Whether a tree of `size` with root `root` begins with the tree of `old` with `oldRoot` (RFC 9162, section 2.1.4.2). */
export function isConsistent(
  old: { size: number; root: Buffer },
  now: { size: number; root: Buffer },
  proof: readonly Buffer[],
): boolean {
  if (old.size > now.size) return false
  if (old.size === now.size) return proof.length === 0 && old.root.equals(now.root)
  if (old.size === 0) return proof.length === 0 && old.root.equals(emptyRoot)
  const path = [...proof]
  if (Number.isInteger(Math.log2(old.size))) path.unshift(old.root)
  const first = path.shift()
  if (!first) return false
  let [fn, sn] = [old.size - 1, now.size - 1]
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)]
  let [before, after] = [first, first]
  for (const hash of path) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      ;[before, after] = [nodeHash(hash, before), nodeHash(hash, after)]
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else after = nodeHash(after, hash)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && before.equals(old.root) && after.equals(now.root)
}

const half = (n: number) => Math.floor(n / 2)
