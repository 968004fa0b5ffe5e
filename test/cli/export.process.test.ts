// What commands write for others: whole data, a copy that needs no server, and the portal's checks. Real processes.
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { eq } from 'drizzle-orm'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { connect } from '../../src/platform/db/connect.ts'
import { migrate } from '../../src/platform/db/tools/migrate.ts'
import { write } from '../../src/platform/db/write.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { givenCase } from '../support/cases.ts'
import { makeCity } from '../support/city.ts'
import { run, servingOn } from '../support/command.ts'
import { testUrl } from '../support/database.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 }) // real processes, on a machine that may be busy

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

test('open-data check passes on what we export, and knows its governments', async () => {
  const serving = servingOn(url)
  const { code, out, err } = await run(['open-data', 'check'], serving)
  expect([code, err]).toEqual([0, ''])
  expect(out).toMatch(/^(\d+) of \1 checks passed\.\n$/)
  expect((await run(['open-data', 'check', '--government', 'nowhere'], serving)).code).toBe(2)
})
