// What commands write for others: whole data, a copy that needs no server, and the portal's checks. Real processes.
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { eq } from 'drizzle-orm'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/platform/db/connect.ts'
import { migrate } from '../../src/platform/db/tools/migrate.ts'
import { write } from '../../src/platform/db/write.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { answeredOn, givenCase } from '../support/cases.ts'
import { makeCity } from '../support/city.ts'
import { run, servingOn } from '../support/command.ts'
import { testUrl } from '../support/database.ts'

let url: string
beforeAll(async () => {
  url = await testUrl()
  const db = await connect(url)
  await migrate(db)
  const city = await makeCity(db, new Date())
  await givenCase(city, { number: '2026-0001', title: '夜市停用一次性餐具', signed: { gangdong: 6 } })
  await givenCase(city, { number: '2026-0002', title: '藏起來的標題' })
  const hidden = { hiddenAt: new Date(), hiddenReason: '誹謗' }
  await write(db, (tx) => tx.update(proposals).set(hidden).where(eq(proposals.number, '2026-0002')).returning())
  await db.close()
})

function someFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-export-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()
const settings = () => ({ DATABASE_URL: url, ORIGIN: 'https://fuyi.example' })

test('export data writes every file that its index names, with sums that hold; a second time nothing is new', async () => {
  const folder = someFolder()
  const { code, out, err } = await run(['export', 'data', folder], settings())
  expect([code, err]).toEqual([0, ''])
  expect(out).toContain('/haicheng: ')
  const read = () => JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'))
  const list = JSON.parse(readFileSync(join(folder, read().dumps[0].name), 'utf8'))
  for (const { name, sha256 } of list.files)
    expect([
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]).toEqual([name, sha256])
  const cases = list.files.find((file: { table: string }) => file.table === 'cases')
  const lines = gunzipSync(readFileSync(join(folder, cases.name)))
    .toString()
    .trim()
    .split('\n')
  expect(lines.map((line) => JSON.parse(line)).map((one) => [one.number, one.url])).toEqual([
    ['2026-0001', 'https://fuyi.example/haicheng/proposals/2026-0001'],
  ])
  expect((await run(['export', 'data', folder], settings())).code).toBe(0)
  const again = JSON.parse(readFileSync(join(folder, read().dumps[0].name), 'utf8'))
  expect(again.files).toEqual(list.files)
  expect((await run(['export', 'data', folder, '--government', 'nowhere'], settings())).code).toBe(2)
})

test('export site writes a copy that begins at index.html, again without drawing, and never into a folder of something else', async () => {
  const folder = someFolder()
  const first = await run(['export', 'site', folder], settings())
  expect([first.code, first.err]).toEqual([0, ''])
  expect(first.out).toContain('/haicheng: 1 cases, 1 drawn anew')
  const page = readFileSync(join(folder, 'zh-Hant/haicheng/proposals/2026-0001.html'), 'utf8')
  expect(page).toContain('夜市停用一次性餐具')
  expect(page).toContain('href="https://fuyi.example/haicheng/proposals/2026-0001"')
  expect(existsSync(join(folder, 'zh-Hant/haicheng/proposals/2026-0002.html'))).toBe(false)
  const second = await run(['export', 'site', folder, '--government', 'haicheng'], settings())
  expect([second.code, second.err]).toEqual([0, ''])
  expect(second.out).toContain('/haicheng: 1 cases, ')
  expect((await run(['export', 'site', 'test'], settings())).code).toBe(1)
  expect((await run(['export', 'site', folder], { DATABASE_URL: 'file:/nowhere/x.db' })).code).toBe(2)
})

test('two processes write the copy that one writes, and draw nothing again', async () => {
  const url = await testUrl()
  const db = await connect(url)
  await migrate(db)
  const city = await makeCity(db, new Date())
  const asked = ['增設路燈', '公布結果']
  for (
    let i = 1;
    i <= 70;
    i++ // some are left to the process that hands them out
  )
    await givenCase(city, {
      ...{ number: `2026-${String(i).padStart(4, '0')}`, title: `第${i}盞路燈`, asks: asked },
      ...answeredOn('2026-03-01'),
      decisions: ['adopted', 'not_adopted'],
      promise: { what: '增設', dueOn: '2026-12-01', state: 'kept' },
    })
  await db.close()
  const settings = { DATABASE_URL: url, ORIGIN: 'https://fuyi.example' }
  const [alone, shared] = [someFolder(), someFolder()]
  const day = () => new Date().toISOString().slice(0, 10) + new Date(Date.now() + 8 * 3_600_000).toISOString()[9]
  const began = day()
  for (const [folder, processes] of [
    [alone, '1'],
    [shared, '2'],
  ] as const) {
    const { code, err, out } = await run(['export', 'site', folder, '--processes', processes], settings)
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('/haicheng: 70 cases, 70 drawn anew')
    expect(/, (\d+)( \+ \d+)? MB of memory/.exec(out)?.[2] !== undefined).toBe(processes === '2')
  }
  const files = filesIn(alone)
  expect(filesIn(shared)).toEqual(files)
  const bytes = (folder: string, file: string) => readFileSync(join(folder, file))
  const differing = files.filter((file) => !file.endsWith('.ics') && !bytes(alone, file).equals(bytes(shared, file)))
  if (day() === began) expect(differing).toEqual([]) // calendars say when they were written
  const again = await run(['export', 'site', shared, '--processes', '2'], settings)
  expect(again.out).toContain('/haicheng: 70 cases, 0 drawn anew')
  expect((await run(['export', 'site', shared, '--processes', 'many'], settings)).code).toBe(2)
})

test('open-data check passes on what we export, and knows its governments', async () => {
  const serving = servingOn(url)
  const { code, out, err } = await run(['open-data', 'check'], serving)
  expect([code, err]).toEqual([0, ''])
  expect(out).toMatch(/^(\d+) of \1 checks passed\.\n$/)
  expect((await run(['open-data', 'check', '--government', 'nowhere'], serving)).code).toBe(2)
})
