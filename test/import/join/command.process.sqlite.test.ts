// The command as somebody types it: its progress, what it says of bad lines, and its exit code.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fuyiCommand, run, start } from '../../support/command.ts'
import { testUrl } from '../../support/database.ts'
import { aLine, anAnsweredLine, filesOf } from '../../support/join.ts'

const fixture = new URL('./fixtures/join.jsonl', import.meta.url).pathname
const args = (file: string) => ['import', 'join', file, '--government', 'haicheng']

async function aGovernment() {
  const settings = { DATABASE_URL: await testUrl() }
  const added = await run(['government', 'add', 'haicheng', '--name', '海澄市'], settings)
  expect(added.code, added.err).toBe(0)
  return settings
}

test('into a file or a pipe it tells plain lines; bad lines go to the errors, and the exit code is 3', async () => {
  const settings = await aGovernment()
  const first = await run(args(fixture), settings)
  expect(first.out).toMatch(/^6 of 6\n6 imported, 0 were here already, 5 lines refused\.\n/)
  expect(first.err.split('\n').slice(0, 2)).toEqual([
    'line 2: not JSON: each line should hold one whole case',
    'line 4: approved_at: is not a real date and time from 1900 to 2199',
  ])
  expect(first.code).toBe(3)
  const second = await run(args(fixture), settings)
  expect([second.code, second.out]).toEqual([
    3,
    expect.stringMatching(/^6 of 6\n0 imported, 6 were here already, 5 lines refused\.\n/),
  ])
})

test('a report for people: what was refused, what is doubtful, what was left out; a summary on the terminal', async () => {
  const settings = await aGovernment()
  const { lines, report = '' } = filesOf({
    lines: [aLine(1, { endorse_count: -3 }), 'not JSON', anAnsweredLine(2, { content_html: '<img src="map.png">' })],
    report: [],
  })
  const told = await run([...args(lines!), '--report', report, '--seen', '2018-09-11'], settings)
  expect(told).toMatchObject({ code: 3, err: 'line 2: not JSON: each line should hold one whole case\n' })
  expect(told.out.split('\n').slice(1)).toEqual([
    '2 imported, 0 were here already, 1 lines refused.',
    'Hard to believe, and taken over as it is written: 1',
    'Images and attachments that were left out: 1',
    `The whole report: ${report}`,
    '',
  ])
  const [head, ...text] = readFileSync(report, 'utf8').split('\n')
  expect(head).toMatch(/^lines into \/haicheng, \d{4}-\d\d-\d\dT/)
  for (const line of [
    'Refused lines (1)',
    '  line 2: not JSON: each line should hold one whole case',
    'Hard to believe, and taken over as it is written (1)',
    '  line 1: case 20170401-0001: endorse_count is -3, below zero: it is left out',
    'Images and attachments that were left out (1)',
    '  line 3: case 20170401-0002: image map.png',
  ])
    expect(text).toContain(line)
  const nowhere = await run([...args(lines!), '--report', '/nowhere/report.txt'], settings)
  expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringMatching(/^--report: \/nowhere\/report\.txt cannot be/)])
  const never = await run([...args(lines!), '--seen', 'last week'], settings)
  expect([never.code, never.err]).toEqual([2, '--seen: last week is not a day like 2018-09-11.\n'])
})

test('a file of other JSON than lines is refused, and it says how to make lines of it', async () => {
  const settings = await aGovernment()
  const { pretty, list } = filesOf({
    pretty: JSON.stringify(aLine(1), null, 1).split('\n'),
    list: [[aLine(1), aLine(2)]],
  })
  for (const file of [pretty!, list!]) {
    const told = await run(args(file), settings)
    expect([told.code, told.out]).toEqual([3, expect.stringContaining('One case is one line')])
    expect(told.err.split('\n').length).toBeLessThan(5)
  }
})

test('a file without a bad line ends with 0; one that is not there, or a government that is not, with 2 and a line', async () => {
  const settings = await aGovernment()
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-import-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'good.jsonl')
  writeFileSync(file, `${readFileSync(fixture, 'utf8').split('\n')[0]}\n`)
  expect(await run(args(file), settings)).toMatchObject({ code: 0, err: '' })
  expect(await run(args(join(folder, 'none.jsonl')), settings)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^There is no file .*none\.jsonl\.\n$/),
  })
  const inFolder = await run(args(folder), settings)
  expect([inFolder.code, inFolder.err]).toEqual([2, `${folder} is a folder: name the file in it.\n`])
  const nowhere = await run(['import', 'join', file, '--government', 'nowhere'], settings)
  expect([nowhere.code, nowhere.err.split('\n').length]).toEqual([2, 2])
  copyFileSync(file, join(folder, 'wrong.csv'))
  const wrong = await run([...args(file), '--counts', join(folder, 'wrong.csv')], settings)
  expect([wrong.code, wrong.err]).toEqual([2, 'wrong.csv has no column proposal_id.\n'])
})

test('on a terminal a bar redraws itself and is gone at the end', async () => {
  const settings = await aGovernment()
  const typed = [...fuyiCommand, ...args(fixture)].map((word) => `'${word}'`).join(' ')
  const { said, ended } = start([], settings, ['script', '--quiet', '--return', '--command', typed, '/dev/null'], [])
  expect(await ended).toBe(3)
  expect(said.out).toContain(`\r${'█'.repeat(30)} 6 / 6`)
  const afterBar = said.out.split('\r\u001b[K')[1]!
  expect(afterBar).toMatch(
    /^line 2: not JSON: each line should hold one whole case\r\n[^█]*\n6 imported, 0 were here already, 5 lines refused\.\r\n/,
  )
})
