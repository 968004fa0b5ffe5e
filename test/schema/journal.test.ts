// drizzle-kit takes the number of the last line of its journal, and one more. Files run in the order of their numbers.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

type Line = { idx: number; tag: string }

test.each(['sqlite', 'postgres'])(
  'the next migration of %s has a number above all others: it ran before some of them, over the memory of another',
  (engine) => {
    const { entries } = JSON.parse(readFileSync(`migrations/${engine}/meta/_journal.json`, 'utf8')) as {
      entries: Line[]
    }
    expect(entries.map(({ tag }) => Number(tag.slice(0, 4)))).toEqual(entries.map(({ idx }) => idx))
    const files = readdirSync(`migrations/${engine}`).filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    expect(entries.map(({ tag }) => tag)).toEqual(entries.map(({ tag }) => tag).sort())
    expect(`${entries.at(-1)!.tag}.sql`).toBe(files.sort().at(-1))
  },
)
