// What a text is compared by is chosen without counting each of its units to the end: at 100,000 cases that took 0.4 s for one page.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chosenUnits } from '../../../src/domain/search/closest.ts'

type Times = { times: number; single: boolean; main: boolean; across: boolean }

const unitsWith = (all: Times[]) =>
  all.map(({ single, main, across }, i) => ({ tokens: [[`t${i}`]], gap: false, single, main, across }))

async function chosen(all: Times[], documents: number, stops: boolean) {
  const [looked, timesOf] = [{ rows: 0 }, new Map(all.map(({ times }, i) => [`t${i}`, times]))]
  const { read } = await chosenUnits(unitsWith(all), documents, async (some, most) =>
    some.map(({ tokens }) => {
      const times = timesOf.get(tokens[0]![0]!)!
      const told = stops && most !== null ? Math.min(times, most + 1) : times
      looked.rows += told
      return told
    }),
  )
  return { units: read.map(({ tokens, weight, times }) => [tokens[0]![0], weight, times]), rows: looked.rows }
}

const documents = 100_000
const times = fc.oneof(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: documents }))
const unit = fc.record({ times, single: fc.boolean(), main: fc.boolean(), across: fc.boolean() })

test('what is chosen is the same as if every unit were counted to its end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(unit, { maxLength: 150 }), async (all) => {
      expect((await chosen(all, documents, true)).units).toEqual((await chosen(all, documents, false)).units)
    }),
  )
})

test('a text as long as a case looks through a fifth of the rows at most', async () => {
  // twenty pairs of a title, a hundred pairs and characters of a text, most of them common
  const title = Array.from({ length: 20 }, (_, i) => ({
    times: 200 + i * 900,
    single: false,
    main: true,
    across: false,
  }))
  const text = Array.from({ length: 100 }, (_, i) => ({
    ...{ times: 1000 + i * 800, main: false, across: false },
    single: i % 2 === 0,
  }))
  const [stopped, whole] = [
    await chosen([...title, ...text], documents, true),
    await chosen([...title, ...text], documents, false),
  ]
  expect(stopped.units).toEqual(whole.units)
  expect(stopped.rows).toBeLessThan(whole.rows / 5)
})
