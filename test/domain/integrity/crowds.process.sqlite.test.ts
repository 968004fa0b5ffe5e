// Invented crowds sign a case: of the false ones nearly all are held, of the honest ones nearly none. More of them: npm run bench:integrity.
import { expect, test } from 'vitest'
import { crowds, seeded } from '../../../bench/crowds.ts'
import { simulate } from '../../../bench/simulate.ts'
import { testDatabase } from '../../support/database.ts'

test.each(crowds.filter(({ aim }) => aim !== 'unseen'))('$name', async ({ aim, make }) => {
  const random = seeded(7)
  const all = make(random)
  const every = Math.ceil(all.length / 1200)
  const some = every === 1 ? all : all.filter((_, i) => i % every === 0)
  const { fake, fakeHeld, honest, honestHeld } = await simulate(await testDatabase(), some)
  if (aim === 'held') expect(fakeHeld).toBeGreaterThanOrEqual(0.95 * fake)
  expect(honestHeld).toBeLessThanOrEqual(0.01 * honest)
})
