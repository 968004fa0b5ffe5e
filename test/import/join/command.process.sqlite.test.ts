// The command as somebody types it: its progress, what it says of bad lines, and its exit code.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fuyiCommand, run, start } from '../../support/command.ts'
import { testUrl } from '../../support/database.ts'

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
  expect(first.out).toBe('6 of 6\n6 imported, 0 were here already, 5 lines refused.\n')
  expect(first.err.split('\n').slice(0, 2)).toEqual([
    'line 2: not JSON',
    'line 4: approved_at: is not a date and time that exists',
  ])
  expect(first.code).toBe(3)
  const second = await run(args(fixture), settings)
  expect([second.code, second.out]).toEqual([3, '0 imported, 6 were here already, 5 lines refused.\n'])
}, 120_000)

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
}, 120_000)

test('on a terminal a bar redraws itself and is gone at the end', async () => {
  const settings = await aGovernment()
  const typed = [...fuyiCommand, ...args(fixture)].map((word) => `'${word}'`).join(' ')
  const { said, ended } = start([], settings, ['script', '--quiet', '--return', '--command', typed, '/dev/null'], [])
  expect(await ended).toBe(3)
  expect(said.out).toContain(`\r${'█'.repeat(30)} 6 / 6`)
  expect(said.out.endsWith('\r\u001b[K6 imported, 0 were here already, 5 lines refused.\r\n')).toBe(true)
}, 120_000)
