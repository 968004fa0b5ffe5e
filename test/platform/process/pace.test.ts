// How long the work of the night rests, by a clock that the test moves on.
import { afterEach, expect, test, vi } from 'vitest'
import { beginPiece, inPieces, letOthersIn, type Pace } from '../../../src/platform/process/pace.ts'

afterEach(() => void vi.restoreAllMocks())

function slowly(rest: number) {
  const clock = { now: 1000 }
  const rests: number[] = []
  vi.spyOn(performance, 'now').mockImplementation(() => clock.now)
  const sleep = async (ms: number) => {
    rests.push(ms)
    clock.now += ms
  }
  const pace: Pace = { rest, sleep }
  const work = (ms: number) => {
    clock.now += ms
  }
  return { pace, rests, work }
}

test('pieces inside of a piece rest for themselves: all together it rests so many times as long as it worked, not the square of that', async () => {
  const { pace, rests, work } = slowly(49)
  for (let i = 0; i < 2; i++) {
    const piece = beginPiece(pace)
    work(10)
    for (let j = 0; j < 2; j++) {
      const inside = beginPiece(pace)
      work(2)
      await letOthersIn(inside)
    }
    work(3)
    await letOthersIn(piece)
  }
  expect(rests).toEqual([2, 2, 13, 2, 2, 13].map((worked) => 49 * worked))
})

test('what rows are used for is work too; after the last piece nothing rests', async () => {
  const { pace, rests, work } = slowly(9)
  const all = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }))
  const read = async (after: string) => {
    work(1)
    return all.filter(({ id }) => id > after).slice(0, 2)
  }
  const seen: string[] = []
  for await (const { id } of inPieces(read, 2, pace)) {
    work(4)
    seen.push(id)
  }
  expect([seen.join(''), rests]).toEqual(['abcde', [81, 81]])
})
