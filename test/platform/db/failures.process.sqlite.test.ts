// The disk is full, the file read-only, locked or damaged: what people see, what the operator reads, and that it passes.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { eq } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../../../src/app.ts'
import type { Exec } from '../../../src/platform/db/database.ts'
import type { Trouble } from '../../../src/platform/db/events.ts'
import { write } from '../../../src/platform/db/write.ts'
import { sessions } from '../../../src/schema/sign-in.ts'
import { givenCase } from '../../support/cases.ts'
import { connectForTest, testUrl } from '../../support/database.ts'
import { testConfig } from '../../support/deps.ts'
import { page } from '../../support/page.ts'
import { testWorld, type Visitor, visitorOf } from '../../support/world.ts'

const path = '/haicheng/proposals/2026-0001'
const press = { district: 'gangdong' }

/** A city with a case, on a file of its own; what the operator is told; somebody whose session is due for renewal. */
async function town(url?: string) {
  const file = url ?? (await testUrl())
  const db = await connectForTest(file, { busyFor: 300 })
  const told: Trouble[] = []
  db.events.on('trouble', (trouble) => told.push(trouble))
  const world = await testWorld({ db })
  await givenCase(world, { number: '2026-0001', title: '夜市停用一次性餐具' })
  const signer = await world.signedIn('signer@b.test')
  await write(db, (tx) =>
    tx
      .update(sessions)
      .set({ expiresAt: new Date(Date.now() + 86_400_000) })
      .where(eq(sessions.personId, signer.personId!)),
  )
  return { ...world, url: file, signer, told, exec: (run: (exec: Exec) => Promise<unknown>) => db.exclusively(run) }
}
type Town = Awaited<ReturnType<typeof town>>

const newcomer = (email: string) => ({ email, district: 'shibi', consent: '1', reason: '理由'.repeat(50) })

async function untilRefused(visitor: Visitor): Promise<number> {
  for (let i = 0; i < 4000; i++)
    if ((await visitor.post(`${path}/cosignatures`, newcomer(`p${i}@b.test`))).statusCode !== 200) return i
  return Number.NaN
}

/** Writes say when to come again, in words; pages are there for everybody. */
async function readsAndRefuses({ signer, visitor }: Town, form: { [field: string]: string } = press) {
  const refused = await (form === press ? signer : visitor()).post(`${path}/cosignatures`, form)
  expect(refused.statusCode).toBe(503)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect(page(refused).heading).toBe('Busy just now')
  expect(refused.body).not.toMatch(/SQLITE|SqliteError|at .*\.ts/)
  for (const address of ['/haicheng/', path]) {
    expect((await signer.get(address)).statusCode).toBe(200)
    expect((await visitor().get(address)).statusCode).toBe(200)
  }
}

async function worksAgain({ signer, told }: Town, words: RegExp) {
  expect((await signer.post(`${path}/cosignatures`, press)).statusCode).toBe(303)
  // A smaller change may still have fitted in between.
  expect(told.map(({ words }) => words)).toContainEqual(expect.stringMatching(words))
  expect(told.at(-1)?.words).toBeNull()
  for (const [i, { words: now }] of told.entries()) expect(now).not.toBe(told[i - 1]?.words)
}

test('the file may not grow: people are asked to come again, pages are served, and it passes by itself', async () => {
  const here = await town()
  await here.exec((exec) => exec('pragma max_page_count = 1')) // SQLite takes the present size
  const taken = await untilRefused(here.visitor())
  await readsAndRefuses(here, newcomer(`p${taken}@b.test`)) // a single press may still fit between what is there
  await here.exec((exec) => exec('pragma max_page_count = 1000000'))
  await worksAgain(here, /SQLITE_FULL: the disk is full/)
})

const mounted = smallDisk()
test.runIf(mounted)('a disk that is really full: nothing half done, and it goes on once there is space', async () => {
  const disk = smallDisk()!
  onTestFinished(disk.gone)
  copyFileSync((await testUrl()).slice('file:'.length), join(disk.folder, 'fuyi.db'))
  const here = await town(`file:${join(disk.folder, 'fuyi.db')}`)
  const taken = await untilRefused(here.visitor())
  expect(taken).toBeGreaterThan(0)
  await readsAndRefuses(here)
  disk.grow()
  await worksAgain(here, /SQLITE_(FULL|IOERR)/)
})
mounted?.gone()

test('a read-only file: pages, no writes, a line for the operator, and it passes by itself', async () => {
  const here = await town()
  await here.exec((exec) => exec('pragma query_only = on'))
  await readsAndRefuses(here)
  await here.exec((exec) => exec('pragma query_only = off'))
  await worksAgain(here, /SQLITE_READONLY: the file or its disk is read-only/)
})

test('a file that another program keeps locked: pages at once, writes refused after their wait', async () => {
  const here = await town()
  const other = new Sqlite(here.url.slice('file:'.length))
  onTestFinished(() => void other.close())
  other.exec('begin immediate')
  await readsAndRefuses(here)
  other.exec('commit')
  await worksAgain(here, /Another process was writing/)
})

test('a damaged page: what does not need it is served, the rest says so, and a repaired file is used at once', async () => {
  const before = await town()
  const file = before.url.slice('file:'.length)
  const damage = pageOf(file, 'cosignatures')
  const here = await reopened(before)
  damage.write(Buffer.alloc(damage.size, 0xff))
  expect((await here.visitor().get('/haicheng/')).statusCode).toBe(200)
  const refused = await here.signer.post(`${path}/cosignatures`, press)
  expect(refused.statusCode).toBe(503)
  expect(refused.body).not.toContain('SQLITE')
  damage.write(damage.sound)
  await worksAgain(here, /SQLITE_CORRUPT: the file is damaged/)
})

test('a file that was replaced under the program: nothing is written into the one that nobody will open again', async () => {
  const here = await town()
  const file = here.url.slice('file:'.length)
  renameSync(file, `${file}.moved`)
  await readsAndRefuses(here) // gone
  copyFileSync(`${file}.moved`, file)
  await readsAndRefuses(here) // another one
  renameSync(`${file}.moved`, file)
  await worksAgain(here, /replaced or removed while it was open. Restart/)
})

/** The same town through connections that have read nothing yet. */
async function reopened(town: Town): Promise<Town> {
  const db = await connectForTest(town.url, { busyFor: 300 })
  const told: Trouble[] = []
  db.events.on('trouble', (trouble) => told.push(trouble))
  const app = await buildApp({ db, now: () => town.clock.now, config: testConfig })
  return {
    ...town,
    db,
    app,
    told,
    signer: visitorOf(app, `fuyi=${town.signer.cookie('fuyi')}`, town.signer.personId, town.signer.email),
    visitor: () => visitorOf(app, '', null, ''),
  }
}

/** The first page of a table, where it lies in the file. */
function pageOf(file: string, table: string) {
  const sqlite = new Sqlite(file)
  sqlite.pragma('wal_checkpoint(TRUNCATE)')
  const size = sqlite.pragma('page_size', { simple: true }) as number
  const { rootpage } = sqlite.prepare('select rootpage from sqlite_master where name = ?').get(table) as {
    rootpage: number
  }
  sqlite.close()
  const at = (rootpage - 1) * size
  const descriptor = openSync(file, 'r+')
  const sound = Buffer.alloc(size)
  readSync(descriptor, sound, 0, size, at)
  expect(statSync(file).size).toBeGreaterThan(at)
  return { size, sound, write: (bytes: Buffer) => writeSync(descriptor, bytes, 0, size, at) }
}

/** A file system of three megabytes, where this user may mount one. */
function smallDisk() {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-disk-'))
  const mount = (size: string, more: string) =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}${more}`, 'tmpfs', folder], { stdio: 'ignore' })
  try {
    mount('3m', '')
  } catch {
    rmSync(folder, { recursive: true })
    return null
  }
  return {
    folder,
    grow: () => mount('40m', ',remount'),
    gone: () => {
      execFileSync('umount', ['-l', folder], { stdio: 'ignore' })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
