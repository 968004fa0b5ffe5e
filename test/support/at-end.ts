// When what a test opened is closed: at its end; of what was made for several tests, after the last of them.
import { afterAll, beforeAll, onTestFinished } from 'vitest'

type Close = () => unknown

// With isolate: false several copies of this module may be about, see database.ts.
const kept = globalThis as { fuyiShared?: Close[] | null }

/** Closes it at the end of the test, of the tests that share it, or of the file when called outside both. The last one opened goes first. */
export function atEnd(close: Close): void {
  if (kept.fuyiShared) {
    kept.fuyiShared.push(close)
    return
  }
  try {
    onTestFinished(async () => void (await close()))
  } catch {
    afterAll(async () => void (await close()))
  }
}

/**
 * One of it for all tests of a `describe`, which only look at it: building an application takes longer than most pages. Nothing else of
 * that describe may ask for a database: on PostgreSQL there is one, and who asks empties it.
 */
export function forAll<T>(make: () => Promise<T>): () => T {
  let made: { it: T } | null = null
  beforeAll(async () => {
    const closes: Close[] = []
    kept.fuyiShared = closes
    try {
      made = { it: await make() }
    } finally {
      kept.fuyiShared = null
    }
    return async () => {
      made = null
      for (const close of closes.reverse()) await close()
    }
  })
  return () => {
    if (!made) throw new Error('It is made before the first test of its describe')
    return made.it
  }
}
