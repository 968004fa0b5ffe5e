import { expect, test } from 'vitest'
import { waitAfter } from '../src/restarts.ts'

test('a process that died once is started again at once; one that keeps dying waits longer each time, then is given up', () => {
  const now = 1_000_000
  const died = (times: number) => Array.from({ length: times }, () => now)
  expect([1, 2, 3, 4, 5, 6, 7, 8].map((times) => waitAfter(died(times), now))).toEqual([
    50,
    100,
    200,
    400,
    800,
    1600,
    2000,
    null,
  ])
})

test('deaths of more than a minute ago are forgotten', () => {
  const deaths = Array.from({ length: 20 }, (_, i) => i * 1000)
  expect(waitAfter([...deaths, 100_000], 100_000)).toBe(50)
})
