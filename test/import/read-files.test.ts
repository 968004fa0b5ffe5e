// Files as they come: in any encoding, with any ends of lines, and with mistakes. One wrong line never changes another.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { readCsv } from '../../src/import/read-csv.ts'
import { readLines } from '../../src/import/read-lines.ts'

function fileOf(content: string | Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-lines-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'some.csv')
  writeFileSync(path, content)
  return path
}

async function linesOf(content: string | Buffer) {
  const lines: (string | undefined)[] = []
  for await (const line of readLines(fileOf(content))) {
    expect(line.number).toBe(lines.length + 1)
    lines.push(line.refused ? `! ${line.refused}` : line.text)
  }
  return lines
}

async function rowsOf(content: string | Buffer, columns = ['a', 'b']) {
  const told: string[] = []
  for await (const [line, row] of readCsv(fileOf(content), columns, (line, reason) => told.push(`${line}! ${reason}`)))
    told.push(`${line}: ${columns.map((name) => row[name]).join('|')}`)
  return told
}

const big5 = Buffer.from([0xbb, 0x4f, 0xa5, 0x5f, 0xa5, 0xab]) // 臺北市
const lines = (...parts: (string | Buffer)[]) =>
  Buffer.concat(parts.flatMap((part) => [Buffer.from(part), Buffer.from('\n')]))

test.each([
  ['LF', 'a\nb\n\nc', ['a', 'b', '', 'c']],
  ['CRLF', 'a\r\nb\r\n\r\nc\r\n', ['a', 'b', '', 'c']],
  ['CR alone', 'a\rb\r\rc', ['a', 'b', '', 'c']],
  ['a byte order mark', '\ufeffa\nb', ['a', 'b']],
  ['two files put together, each with its mark', '\ufeffa\n\ufeffb\n', ['a', 'b']],
  ['nothing', '', []],
])('%s', async (_, content, wanted) => {
  expect(await linesOf(content)).toEqual(wanted)
})

test('a line in Big5, one with NUL and one without an end are refused, each by itself', async () => {
  const file = lines('{"a":1}', big5, 'b\0c', 'x'.repeat(17 * 1024 * 1024), 'last')
  expect(await linesOf(file)).toEqual([
    '{"a":1}',
    '! is not UTF-8: perhaps it is Big5',
    '! holds NUL characters: perhaps the file is UTF-16, not UTF-8',
    '! is longer than 16 MB',
    'last',
  ])
})

test('whatever bytes one line has, the others stay as they are', async () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n\0]/g, ' '))
  const bytes = fc
    .uint8Array({ maxLength: 40 })
    .map((some) => Buffer.from(some.filter((byte) => byte !== 10 && byte !== 13)))
  await fc.assert(
    fc.asyncProperty(
      fc.array(line),
      bytes,
      fc.array(line),
      fc.constantFrom('\n', '\r\n'),
      async (before, wrong, after, end) => {
        const around = (some: string[]) => some.flatMap((text) => [Buffer.from(text), Buffer.from(end)])
        const found = await linesOf(
          Buffer.concat([...around(['first', ...before]), wrong, Buffer.from(end), ...around(after)]),
        )
        expect(found.slice(0, before.length + 1)).toEqual([
          'first',
          ...before.map((text) => text.replace(/^\ufeff/, '')),
        ])
        expect(found.slice(before.length + 2)).toEqual(after.map((text) => text.replace(/^\ufeff/, '')))
      },
    ),
    { numRuns: 60 },
  )
})

test.each([
  ['plain', 'a,b\n1,2\n\n3,4\n', ['2: 1|2', '4: 3|4']],
  ['from Excel', '\ufeff"a","b"\r\n"1","2"\r\n', ['2: 1|2']],
  ['cells over several lines', 'a,b\n1,"2\n\n3"\n4,5\n', ['2: 1|2\n\n3', '5: 4|5']],
  [
    'a cell that begins with a quotation',
    'a,b\n1,"""x"" he said,\nand went"\n2,3\n',
    ['2: 1|"x" he said,\nand went', '4: 2|3'],
  ],
  ['empty cells in marks', 'a,b\n"",""\n"1",\n', ['2: |', '3: 1|']],
  ['a mark within a word', 'a,b\n1,5" wide\n2,3\n', ['2: 1|5" wide', '3: 2|3']],
  ['more cells than columns', 'a,b\n1,2,3\n', ['2: 1|2']],
  ['fewer', 'a,b\n1\n', ['2: 1|']],
  ['columns in another order', 'b,c,a\n2,x,1\n', ['2: 1|2']],
])('a CSV file: %s', async (_, content, wanted) => {
  expect(await rowsOf(content)).toEqual(wanted)
})

test('a mark that is never closed takes its own line with it, and none of those below', async () => {
  const torn = '2! has a quotation mark that is not closed, or words after one that is'
  expect(await rowsOf('a,b\n1,"2\n3,4\n5,6\n')).toEqual([torn, '3: 3|4', '4: 5|6'])
  expect(await rowsOf('a,b\n1,"2\n3,4\n5,"6"\n7,8\n')).toEqual([torn, '3: 3|4', '4: 5|6', '5: 7|8'])
  expect(await rowsOf('a,b,c\n1,"2,x\n3,4,y\n5,"6",z\n7,8,w\n', ['a', 'b', 'c'])).toEqual([
    torn,
    '3: 3|4|y',
    '4: 5|6|z',
    '5: 7|8|w',
  ])
  expect(await rowsOf('a,b\n1,"2\n3,"4\n5"\n7,8\n')).toEqual([torn, '3: 3|4\n5', '5: 7|8'])
  expect(await rowsOf('a,b\n"1"x,2\n3,4\n')).toEqual([torn, '3: 3|4'])
})

test('whatever is torn, rows without marks below it are read as they stand', async () => {
  const cell = fc.stringMatching(/^[a-z0-9 ]{1,6}$/)
  const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 })
  const wrong = fc.constantFrom('"', '1,"2', '"1"x,2', '1,"2"", 3', '"",""","', '1,2"')
  await fc.assert(
    fc.asyncProperty(rows, wrong, rows, async (before, torn, after) => {
      const written = (some: [string, string][]) => some.map((row) => row.join(','))
      const told = await rowsOf(['a,b', ...written(before), torn, ...written(after), ''].join('\n'))
      const wanted = (some: [string, string][], from: number) => some.map((row, i) => `${from + i}: ${row.join('|')}`)
      expect(told).toEqual(expect.arrayContaining([...wanted(before, 2), ...wanted(after, before.length + 3)]))
    }),
    { numRuns: 100 },
  )
})

test('a row in Big5 is refused by its line; another file is refused whole', async () => {
  expect(await rowsOf(lines('a,b', Buffer.concat([Buffer.from('1,'), big5]), '2,3'))).toEqual([
    '2! is not UTF-8: perhaps it is Big5',
    '3: 2|3',
  ])
  await expect(rowsOf('a;b\n1;2\n')).rejects.toThrow('some.csv has no column a.')
  await expect(rowsOf('')).rejects.toThrow('some.csv has no column a.')
  await expect(rowsOf(Buffer.from('a,b\n1,2\n', 'utf16le'))).rejects.toThrow('some.csv has no column a.')
})
