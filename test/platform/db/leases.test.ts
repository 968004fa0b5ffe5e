import { expect, test } from 'vitest'
import { takeLease } from '../../../src/platform/db/leases.ts'
import { write } from '../../../src/platform/db/write.ts'
import { testDatabase } from '../../support/database.ts'

const at = (second: number) => new Date(Date.UTC(2026, 5, 1, 0, 0, second))
const times = (now: number, until: number) => ({ now: at(now), until: at(until), ahead: at(now + 15) })

test('one holder at a time, until its time is over', async () => {
  const db = await testDatabase()
  const take = (holder: string, now: number, until: number) =>
    write(db, (tx) => takeLease(tx, 'mail', holder, times(now, until)))

  // Which of two at once gets it is the engine's to say; that one does is ours.
  const atOnce = ['a', 'b'].map((holder) => write(db, (tx) => takeLease(tx, 'race', holder, times(0, 10))))
  expect((await Promise.all(atOnce)).sort()).toEqual([false, true])
  expect(await take('a', 0, 10)).toBe(true)
  expect(await take('b', 0, 10)).toBe(false)
  expect(await take('a', 5, 15)).toBe(true)
  expect(await take('b', 14, 24)).toBe(false)
  expect(await take('b', 15, 25)).toBe(true)

  expect(await take('a', 10, 20), 'it can last so long').toBe(false)
  expect(await take('a', 9, 19), 'longer than any lasts: a clock was put back').toBe(true)

  expect(await write(db, (tx) => takeLease(tx, 'dates', 'b', times(16, 26)))).toBe(true)
})
