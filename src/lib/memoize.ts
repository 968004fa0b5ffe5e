// Answers that are kept: only for functions whose answer depends on nothing but the key, so all applications may share them.
import { LRUCache } from 'lru-cache'

/**
 * `make`, which is asked the same things again and again and always answers the same: the `most` answers that were asked for
 * last are kept. Keys longer than `longest` characters are not.
 */
export function memoize<T>(make: (key: string) => T, most: number, longest = Number.POSITIVE_INFINITY) {
  let answers: LRUCache<string, { answer: T }> | null = null // takes room for all of them at once, so not before it is asked
  return (key: string): T => {
    answers ??= new LRUCache({ max: most })
    const kept = answers.get(key)
    if (kept) return kept.answer
    const answer = make(key)
    if (key.length <= longest) answers.set(key, { answer })
    return answer
  }
}
