// A case's entries are asked for by the index that leaves co-signatures out. Where a query does not say so, letter by letter, SQLite reads
// the record of everybody: a millisecond for eight thousand co-signatures. Read from the source itself.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../src/', import.meta.url))
const byCase = /\b(?:eq|inArray)\(record\.proposalId/g

/** The condition around a place: from its `.where(`, or its join, to where that ends. */
function conditionAt(text: string, at: number): string {
  const from = Math.max(text.lastIndexOf('.where(', at), text.lastIndexOf('Join(', at))
  let open = 0
  for (let to = text.indexOf('(', from); to < text.length; to++) {
    if (text[to] === '(') open++
    if (text[to] === ')' && --open === 0) return text.slice(from, to)
  }
  return text.slice(from)
}

/** Or it reads the end of the record alone, from a position on. */
const isShort = (condition: string) => condition.includes('isTold(record)') || condition.includes('gt(record.position,')

test('whoever asks the record for a case leaves co-signatures out', () => {
  const asking = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(root + file, 'utf8')
      return [...text.matchAll(byCase)].map(({ index }) => ({ file, condition: conditionAt(text, index) }))
    })
  expect(asking.length).toBeGreaterThan(8)
  expect(asking.filter(({ condition }) => !isShort(condition))).toEqual([])
})
