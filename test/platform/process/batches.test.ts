import { expect, test } from 'vitest'
import { inBatches } from '../../../src/platform/process/batches.ts'

/** Work of which so much comes at a time; how often it was asked for. */
const work = (...batches: number[]) => {
  let asked = 0
  return { next: async () => batches[asked++] ?? 0, asked: () => asked }
}

test.each([
  ['nothing to do', [], 0, 1],
  ['less than a batch', [4], 4, 1],
  ['whole batches, then the rest', [10, 10, 3], 23, 3],
  ['exactly some batches', [10, 10], 20, 3],
])('%s', async (_, batches, done, times) => {
  const { next, asked } = work(...batches)
  expect([await inBatches(10, undefined, next), asked()]).toEqual([done, times])
})

test('a process that leaves does the batch it is at and no more', async () => {
  const leaving = new AbortController()
  const { next, asked } = work(10, 10, 10)
  const last = () => {
    leaving.abort()
    return next()
  }
  expect(await inBatches(10, leaving.signal, last)).toBe(10)
  expect(asked()).toBe(1)
  expect(await inBatches(10, leaving.signal, next)).toBe(0)
})
