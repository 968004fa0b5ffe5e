import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  consistencyRanges,
  emptyRoot,
  inclusionRanges,
  isConsistent,
  leafHash,
  nodeHash,
  rangeRoots,
  rootByInclusion,
  rootOf,
} from '../../src/lib/merkle.ts'
import {
  bundleOf,
  entriesIn,
  grow,
  nodesFromTiles,
  readTilePath,
  rootOfEdge,
  tilePath,
  tilesOf,
} from '../../src/lib/tiles.ts'

// The leaves and roots that implementations of Certificate Transparency are tried with.
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

test('roots of small trees are those that everybody has', () => {
  const hashes = leaves.map((leaf) => leafHash(Buffer.from(leaf, 'hex')))
  expect(roots.map((_, size) => rootOf(hashes.slice(0, size)).toString('hex'))).toEqual(roots)
  expect(emptyRoot.toString('hex')).toBe(roots[0])
})

const hashesOf = (size: number) => Array.from({ length: size }, (_, i) => leafHash(Buffer.from(`entry ${i}`)))

/** What a server of tiles has: each tile by its path. */
function tilesFrom(hashes: Buffer[], steps: number[]) {
  const tiles = new Map<string, Buffer[]>()
  let edge = { size: 0, tiles: [] as Buffer[][] }
  for (let at = 0, i = 0; at < hashes.length; i++) {
    const step = Math.max(1, steps[i % steps.length]!)
    const grown = grow(edge, hashes.slice(at, at + step))
    for (const { level, n, hashes: inTile } of grown.changed) tiles.set(`${level} ${n}`, [...inTile])
    edge = grown.edge
    at += step
  }
  return {
    edge,
    read: async ({ level, n, width }: { level: number | 'entries'; n: number; width: number }) =>
      Buffer.concat(tiles.get(`${level} ${n}`)!.slice(0, width)),
  }
}

test('a tree that grows by any steps has the same root and tiles, and its proofs hold, and no others', async () => {
  const [least, most] = [
    { min: 1, max: 1300 },
    { min: 1, max: 400 },
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.integer(least),
      fc.array(fc.integer(most), { minLength: 1, maxLength: 5 }),
      fc.nat(),
      fc.nat(),
      async (size, steps, some, other) => {
        const hashes = hashesOf(size)
        const { edge, read } = tilesFrom(hashes, steps)
        const root = rootOf(hashes)
        expect(rootOfEdge(edge)).toEqual(root)
        const node = nodesFromTiles(size, read)
        const index = some % size
        const proof = await rangeRoots(node, inclusionRanges(index, size))
        expect(rootByInclusion(hashes[index]!, index, size, proof)).toEqual(root)
        expect(rootByInclusion(leafHash(Buffer.from('another')), index, size, proof)).not.toEqual(root)
        const old = 1 + (other % size)
        const before = { size: old, root: rootOf(hashes, 0, old) }
        const steady = await rangeRoots(node, consistencyRanges(old, size))
        expect(isConsistent(before, { size, root }, steady)).toBe(true)
        const forged = { size: old, root: nodeHash(before.root, root) }
        expect(isConsistent(forged, { size, root }, steady)).toBe(false)
        if (steady.length) expect(isConsistent(before, { size, root }, steady.slice(1))).toBe(false)
      },
    ),
    { numRuns: 60 },
  )
})

test('tiles are named as C2SP says', () => {
  expect(tilePath({ level: 0, n: 1234067, width: 256 })).toBe('0/x001/x234/067')
  expect(tilePath({ level: 'entries', n: 5, width: 17 })).toBe('entries/005.p/17')
  const names = tilesOf(70_000).map(tilePath)
  expect(names.filter((name) => name.startsWith('0/'))).toHaveLength(274)
  expect(names.slice(-4)).toEqual(['0/273.p/112', '1/000', '1/001.p/17', '2/000.p/1'])
  expect(tilesOf(256).map(tilePath)).toEqual(['entries/000', '0/000', '1/000.p/1'])
  fc.assert(
    fc.property(fc.nat(10 ** 9), fc.nat(63), fc.integer({ min: 1, max: 256 }), (n, level, width) => {
      expect(readTilePath(tilePath({ level, n, width }))).toEqual({ level, n, width })
    }),
  )
  for (const wrong of [
    '0/1',
    '00/001',
    '64/000',
    '0/000.p/0',
    '0/000.p/256',
    '0/000.p/017',
    '0/x000/001',
    'data/000',
    '0/001/002',
  ])
    expect(readTilePath(wrong)).toBeNull()
})

test('a bundle gives its entries back, and half a one nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (entries) => {
      const bundle = bundleOf(entries.map((one) => Buffer.from(one)))
      expect(entriesIn(bundle)).toEqual(entries.map((one) => Buffer.from(one)))
      if (bundle.length) expect(entriesIn(bundle.subarray(0, -1))).toBeNull()
    }),
  )
})
