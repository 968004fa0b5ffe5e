// Files of other platforms that arrive damaged: whatever a line has become, the cases beside it are read as they were.
import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { consul } from '../../src/import/formats/consul.ts'
import { decidim } from '../../src/import/formats/decidim.ts'
import type { Format } from '../../src/import/formats/format.ts'
import { open311 } from '../../src/import/formats/open311.ts'
import { ukPetitions } from '../../src/import/formats/uk-petitions.ts'
import { consulCsv, decidimCsv, fileOf, petitions, requests } from '../support/foreign-files.ts'
import { testWorld } from '../support/world.ts'

const rules = { threshold: 5, days: 60 }

const garbage = [
  '',
  'xx',
  '{',
  '}',
  '[',
  ']',
  '"',
  '},',
  '{"id":',
  ';;;"',
  '\\',
  Buffer.from([0xff, 0xfe, 0xa4, 0xe9]),
  Buffer.from([0]),
]
const shapes: [name: string, format: Format, lines: string[][], head: string[], tail: string[]][] = [
  [
    'uk-petitions',
    ukPetitions,
    many(petitions, 'id').map((one) => indented(one, 4)),
    ['{', '  "data": ['],
    ['  ]', '}'],
  ],
  ['open311', open311, many(requests, 'service_request_id').map((one) => indented(one, 2)), ['['], [']']],
  [
    'open311, a line each',
    open311,
    many(requests, 'service_request_id').map((one) => [`${JSON.stringify(one)},`]),
    ['['],
    [']'],
  ],
  [
    'decidim',
    decidim,
    decidimCsv
      .split('\n')
      .slice(4, 6)
      .map((line) => [line]),
    [decidimCsv.split('\n')[0]!],
    [],
  ],
  [
    'consul',
    consul,
    consulCsv
      .split('\r\n')
      .slice(1, 4)
      .map((line) => [line]),
    [consulCsv.split('\r\n')[0]!],
    [],
  ],
]

/** A dozen of them, each with an id of its own. */
function many(some: object[], key: string): object[] {
  return Array.from({ length: 12 }, (_, i) => ({ ...some[i % 3], [key]: 1000 + i }))
}

function indented(one: object, by: number): string[] {
  const lines = JSON.stringify(one, null, 2).split('\n')
  return lines.map((line, i) => `${' '.repeat(by)}${line}${i === lines.length - 1 ? ',' : ''}`)
}

test.each(shapes)('broken lines of %s never spoil what stands beside them', async (_, format, cases, head, tail) => {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const around = { government: world.government, rules, seenOn: '2026-06-18', at: world.clock.now }
  const path = fileOf('')
  const readAll = async (lines: (string | Buffer)[]) => {
    writeFileSync(path, Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')])))
    const found = new Map<string, string>()
    const refused: number[] = []
    for await (const { c } of format.read(path, around, (line) => refused.push(line)))
      found.set(c.sourceId, JSON.stringify(c))
    return { found, refused }
  }
  const whole = await readAll([...head, ...cases.flat(), ...tail])
  const ids = [...whole.found.keys()]
  expect([ids.length, whole.refused]).toEqual([cases.length, []])
  const wrongs = fc.array(fc.record({ at: fc.nat(), line: fc.nat(), by: fc.constantFrom(...garbage) }), {
    minLength: 1,
    maxLength: 3,
  })
  await fc.assert(
    fc.asyncProperty(wrongs, async (wrong) => {
      const broken = cases.map((lines) => [...lines] as (string | Buffer)[])
      const touched = new Set<number>()
      for (const { at, line, by } of wrong) {
        const one = broken[at % broken.length]!
        touched.add(at % broken.length)
        one[line % one.length] = by
      }
      const { found } = await readAll([...head, ...broken.flat(), ...tail])
      for (const [i, id] of ids.entries()) if (!touched.has(i)) expect(found.get(id)).toBe(whole.found.get(id))
      expect(readFileSync(path).length).toBeGreaterThan(0)
    }),
    { numRuns: 300 },
  )
})
