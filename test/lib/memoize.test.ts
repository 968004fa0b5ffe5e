import { expect, test } from 'vitest'
import { memoize } from '../../src/lib/memoize.ts'

/** What was really made, in order. */
function making(most: number, longest?: number) {
  const made: string[] = []
  const get = memoize(
    (key: string) => {
      made.push(key)
      return key === 'nothing' ? undefined : key.length
    },
    most,
    longest,
  )
  return { made, get }
}

test('the same is made once, also where nothing comes of it', () => {
  const { made, get } = making(10)
  expect([get('a'), get('bb'), get('a'), get('nothing'), get('nothing')]).toEqual([1, 2, 1, undefined, undefined])
  expect(made).toEqual(['a', 'bb', 'nothing'])
})

test('when it is full, what was not asked for longest is let go', () => {
  const { made, get } = making(2)
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) get(key)
  expect(made).toEqual(['a', 'b', 'c', 'b'])
})

test('what is asked for with long words is not kept', () => {
  const { made, get } = making(10, 3)
  for (const key of ['abc', 'abc', 'abcd', 'abcd']) get(key)
  expect(made).toEqual(['abc', 'abcd', 'abcd'])
})
