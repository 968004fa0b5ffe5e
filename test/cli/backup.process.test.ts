// A copy made while people sign, put back on an empty machine; and what the commands refuse.
import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { engine } from '../../src/config.ts'
import { addCosignature } from '../../src/domain/cosignatures/store.ts'
import { enqueueMail } from '../../src/domain/notifications/store.ts'
import { findOrCreatePerson } from '../../src/domain/people/store.ts'
import { eraseAccount } from '../../src/domain/retention/erase-account.ts'
import { newId } from '../../src/lib/id.ts'
import { getStatus, setStatus } from '../../src/operations/deployment-status.ts'
import { takeLease } from '../../src/platform/db/leases.ts'
import { write } from '../../src/platform/db/write.ts'
import { doneUntil, noteDone } from '../../src/platform/process/whole-runs.ts'
import { outbox } from '../../src/schema/notifications.ts'
import { people } from '../../src/schema/people.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { givenCase } from '../support/cases.ts'
import { makeCity } from '../support/city.ts'
import { run, servingOn } from '../support/command.ts'
import { counted } from '../support/counted.ts'
import { connectForTest, manyConnections, testUrl } from '../support/database.ts'
import { smtpServer } from '../support/smtp.ts'
import { tablesHolding } from '../support/tables-holding.ts'

const inADay = new Date(Date.now() + 86_400_000)
const leased = { now: new Date(), until: inADay, ahead: inADay }
const hasTools = engine === 'sqlite' || spawnSync('pg_dump', ['--version']).status === 0
const folder = () => mkdtempSync(join(inject('folder'), 'backup-'))
const copiesIn = (path: string) => readdirSync(path).filter((name) => /^fuyi-.*\.(db|dump)$/.test(name))

async function cityWithACase() {
  const url = await testUrl()
  const db = await connectForTest(url, { busyFor: 20_000 })
  const city = await makeCity(db, new Date(), { threshold: 100_000 })
  const days = (n: number) => new Date(Date.now() + n * 86_400_000)
  const id = await givenCase(city, {
    number: '2026-0001',
    title: '淨灘',
    threshold: 100_000,
    publishedAt: days(-1),
    closesBefore: days(30),
  })
  return { url, id, ...city }
}

/** People who sign, fifty at a time, until told to stop. */
function storm({ db, id, government }: Awaited<ReturnType<typeof cityWithACase>>) {
  let going = true
  let signed = 0
  const sign = () =>
    write(db, async (tx) => {
      const personId = newId()
      const nobody = { email: null, displayName: null, language: 'zh-Hant', createdAt: new Date() }
      await tx.insert(people).values({ id: personId, ...nobody })
      return addCosignature(
        tx,
        government,
        { id, number: null, earlyWarningAt: null, elsewhereCounts: true, levelToCount: 1, ageToCount: 0 },
        {
          personId,
          at: new Date(),
          districtCode: 'shibi',
          assurance: 1,
          reason: null,
          noticeVersion: '1',
          wantsAnswer: false,
        },
      )
    })
  const ended = (async () => {
    while (going) {
      await Promise.all(Array.from({ length: 50 }, sign))
      signed += 50
      await new Promise(setImmediate) // the outputs of the other process want to be read too
    }
  })()
  return {
    signed: () => signed,
    stop: async () => {
      going = false
      await ended
    },
  }
}

test.runIf(manyConnections && hasTools)(
  'a copy made in the middle of a storm is whole, and a restored one has every co-signature up to its moment',
  async () => {
    const city = await cityWithACase()
    const target = folder()
    const people = storm(city)
    while (people.signed() < 500) await new Promise((later) => setTimeout(later, 10))
    const before = people.signed()
    const made = await run(['backup', target], { DATABASE_URL: city.url })
    const after = people.signed()
    await people.stop()
    expect(made).toMatchObject({ code: 0, err: expect.stringContaining('fuyi-') })
    expect(after, 'nobody waited for the copy').toBeGreaterThan(before)

    const [name] = copiesIn(target)
    const copy = join(target, name!)
    expect(statSync(copy).mode & 0o077, 'for its owner alone').toBe(0)
    expect(spawnSync('sha256sum', ['--check', `${name}.sha256`], { cwd: target }).status).toBe(0)
    expect(await getStatus(city.db.reads, 'last_backup')).toContain(copy)
    // Signing went on: what is there now is more than what was copied
    expect((await counted(city.db, city.id)).count).toBe(people.signed())

    const elsewhere = engine === 'sqlite' ? `file:${join(folder(), 'new', 'fuyi.db')}` : city.url
    const force = engine === 'sqlite' ? [] : ['--force']
    const restored = await run(['restore', copy, ...force], { DATABASE_URL: elsewhere })
    expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('1 cases') })
    const back = await connectForTest(elsewhere)
    const now = await counted(back, city.id)
    expect(now).toEqual({ count: now.count, rows: now.count, sums: now.count, entries: now.count, thresholds: 0 })
    expect(now.count).toBeGreaterThanOrEqual(before)
    expect(now.count).toBeLessThan(people.signed())
  },
)

test.runIf(hasTools && manyConnections)('an old copy that is put back erases again who was erased since', async () => {
  const { url, db } = await cityWithACase()
  const at = new Date()
  const emails = ['mei@example.test', 'stays@example.test']
  const [mei] = await write(db, async (tx) => [
    await findOrCreatePerson(tx, emails[0]!, 'zh-Hant', at),
    await findOrCreatePerson(tx, emails[1]!, 'zh-Hant', at),
  ])
  const target = folder()
  expect((await run(['backup', target], { DATABASE_URL: url })).code).toBe(0)
  const copy = join(target, copiesIn(target)[0]!)
  const choice = { cases: 'nameless', reasons: 'stay' } as const
  await write(db, (tx) => eraseAccount(tx, [mei!.id], choice, { at, secret: 'of the test' }))
  const list = join(folder(), 'kept-apart.txt')
  const erased = await run(['erased'], { DATABASE_URL: url })
  expect(erased.out).toContain(`person ${mei!.id}`)
  expect(erased.out).not.toContain('example.test')
  writeFileSync(list, erased.out)

  // SQLite: on another machine, where the list is all there is. PostgreSQL: over the database that was there.
  const elsewhere = engine === 'sqlite' ? `file:${join(folder(), 'new', 'fuyi.db')}` : url
  const force = engine === 'sqlite' ? [] : ['--force']
  const restored = await run(['restore', copy, '--erased', list, ...force], { DATABASE_URL: elsewhere })
  expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('Erased again: 1 of 1') })
  const back = await connectForTest(elsewhere)
  const left = await back.reads.select({ id: people.id, email: people.email }).from(people)
  expect(left.filter(({ email }) => email !== null).map(({ email }) => email)).toEqual([emails[1]])
  expect(
    left.some(({ id }) => id === mei!.id),
    'her id stays, with nothing that says who it was',
  ).toBe(true)
  expect(await tablesHolding({ db: back }, emails[0]!)).toEqual([])
})

test.runIf(hasTools && manyConnections)(
  'what is put back is looked at anew: nothing in it was done, or is at work',
  async () => {
    const { url, db } = await cityWithACase()
    await write(db, (tx) => takeLease(tx, 'counts', 'failed here', leased))
    await noteDone(db, 'log-check', new Date())
    const target = folder()
    expect((await run(['backup', target], { DATABASE_URL: url })).code).toBe(0)
    const elsewhere = engine === 'sqlite' ? `file:${join(folder(), 'new', 'fuyi.db')}` : url
    const force = engine === 'sqlite' ? [] : ['--force']
    const restored = await run(['restore', join(target, copiesIn(target)[0]!), ...force], { DATABASE_URL: elsewhere })
    expect(restored).toMatchObject({ code: 0, err: '' })
    const back = await connectForTest(elsewhere)
    const day = 86_400_000
    expect(await doneUntil(back.reads, { name: 'log-check', every: day }, new Date())).toBe(0)
    expect(await write(back, (tx) => takeLease(tx, 'counts', 'another', leased))).toBe(true)
  },
)

test.runIf(manyConnections)(
  'a folder that takes no files is said to be one, at once and before anything is copied',
  async () => {
    const { url } = await cityWithACase()
    const file = join(folder(), 'letter')
    writeFileSync(file, '')
    for (const target of ['/proc', '/proc/copies/of/fuyi', join(file, 'copies')]) {
      const { code, err } = await run(['backup', target], { DATABASE_URL: url })
      expect([code, err]).toEqual([1, expect.stringContaining(`No copy can be written into ${target}: `)])
    }
  },
)

test.runIf(engine === 'sqlite')('copies beyond the number to keep go, and nothing else does', async () => {
  const { url } = await cityWithACase()
  const target = folder()
  for (const name of ['fuyi-20260101T000000Z.db', 'fuyi-20260102T000000Z.db', 'fuyi-20260102T000000Z.db.sha256'])
    writeFileSync(join(target, name), '')
  writeFileSync(join(target, 'fuyi.db'), 'mine')
  const { code } = await run(['backup', target, '--keep', '2'], { DATABASE_URL: url })
  expect(code).toBe(0)
  expect(copiesIn(target)).toEqual(['fuyi-20260102T000000Z.db', expect.stringMatching(/^fuyi-20\d{6}T\d{6}Z\.db$/)])
  expect(readFileSync(join(target, 'fuyi.db'), 'utf8')).toBe('mine')
  expect(existsSync(join(target, 'fuyi-20260102T000000Z.db.sha256'))).toBe(true)
})

test.runIf(engine === 'sqlite')(
  'a damaged copy is not restored, and what is there is not replaced unasked',
  async () => {
    const { url, db } = await cityWithACase()
    const target = folder()
    await run(['backup', target], { DATABASE_URL: url })
    const copy = join(target, copiesIn(target)[0]!)
    await db.close()

    const taken = await run(['restore', copy], { DATABASE_URL: url })
    expect(taken).toMatchObject({ code: 1, err: expect.stringContaining('--force') })
    const forced = await run(['restore', copy, '--force'], { DATABASE_URL: url })
    expect(forced).toMatchObject({ code: 0, out: expect.stringMatching(/kept in .*before-restore/) })

    const rotten = join(folder(), 'rotten.db')
    const pages = readFileSync(copy)
    writeFileSync(rotten, pages.fill(7, 4096 * 10, 4096 * 30))
    const damaged = await run(['restore', rotten, '--force'], { DATABASE_URL: url })
    expect(damaged).toMatchObject({ code: 1, err: expect.stringContaining(`${rotten} is damaged: `) })
    expect(damaged.err).toMatch(/ Nothing was changed\.\n$/)

    const empty = `file:${join(folder(), 'fuyi.db')}`
    appendFileSync(copy, 'x')
    const changed = await run(['restore', copy], { DATABASE_URL: empty })
    expect(changed).toMatchObject({ code: 1, err: expect.stringContaining('checksum differs') })
    writeFileSync(copy, 'a letter to the mayor')
    expect(await run(['restore', copy], { DATABASE_URL: empty })).toMatchObject({
      code: 1,
      err: expect.stringContaining('not a backup of Fuyi'),
    })
    expect(existsSync(empty.slice(5)), 'nothing is left where nothing was').toBe(false)
  },
)

test.runIf(engine === 'sqlite')('a file that is damaged beyond opening is replaced as well, and kept', async () => {
  const { url, db, id } = await cityWithACase()
  const target = folder()
  await run(['backup', target], { DATABASE_URL: url })
  await db.close()
  writeFileSync(url.slice('file:'.length), Buffer.alloc(8192, 7))
  const restored = await run(['restore', join(target, copiesIn(target)[0]!), '--force'], { DATABASE_URL: url })
  expect(restored).toMatchObject({ code: 0, err: '' })
  expect(readFileSync(/kept in (\S+)\./.exec(restored.out)![1]!)).toEqual(Buffer.alloc(8192, 7))
  const back = await connectForTest(url)
  expect((await back.reads.select().from(proposals)).map((p) => p.id)).toEqual([id])
})

test.runIf(engine === 'sqlite')('a restore under a program that runs is refused', async () => {
  const { url, db } = await cityWithACase()
  const target = folder()
  await run(['backup', target], { DATABASE_URL: url })
  const copy = join(target, copiesIn(target)[0]!)
  const { code, err } = await run(['restore', copy, '--force'], { DATABASE_URL: url })
  expect([code, err]).toEqual([1, expect.stringContaining('in use: stop Fuyi first')])
  expect(await db.reads.select().from(proposals)).toHaveLength(1)
})

test.runIf(engine === 'sqlite')(
  'an upgrade copies the file first and names the copy; one that fails changes nothing',
  async () => {
    // As an earlier version left it: migrated by us once, without today's tables
    const old = join(folder(), 'fuyi.db')
    const early = await connectForTest(`file:${old}`)
    await early.exclusively(async (exec) => {
      await exec('create table fuyi_migrations (name text primary key, applied_at text not null)')
      await exec('create table letters (words text)')
      await exec(`insert into letters values ('to the mayor')`)
    })
    await early.close()
    const upgraded = await run(['migrate'], { DATABASE_URL: `file:${old}` })
    expect(upgraded).toMatchObject({ code: 0, out: expect.stringContaining('To undo: stop Fuyi') })
    const copy = await connectForTest(`file:${/restore --force (\S+)/.exec(upgraded.out)![1]}`)
    const tables = (database: typeof copy) =>
      database.exclusively((exec) => exec(`select name from sqlite_master where type = 'table' order by name`))
    expect(await tables(copy)).toEqual([{ name: 'fuyi_migrations' }, { name: 'letters' }])

    const { url, db, id } = await cityWithACase()
    await db.exclusively((exec) => exec('delete from fuyi_migrations')) // so that everything is made a second time
    await db.close()
    const failed = await run(['migrate'], { DATABASE_URL: url })
    expect(failed).toMatchObject({
      code: 1,
      out: expect.stringContaining('Copied to'),
      err: expect.stringContaining('exists'),
    })
    const after = await connectForTest(url)
    expect((await after.reads.select().from(proposals)).map((p) => p.id)).toEqual([id])
  },
)

test.runIf(manyConnections)(
  'the doctor finds nothing wrong with a platform that is well, and names what is not',
  async () => {
    const { url, db } = await cityWithACase()
    const mail = await smtpServer()
    const settings = { ...servingOn(url), SMTP_URL: mail.url, PORT: '3000' } // as in ORIGIN: no proxy
    await setStatus(db, 'scheduler_beat', new Date().toISOString())
    await setStatus(db, 'last_backup', `${new Date().toISOString()} -`)
    const well = await run(['doctor'], settings)
    expect([well.code, well.out]).toEqual([0, expect.not.stringContaining('PROBLEM')])

    const refused = { kind: 'invitation', address: 'a@b.test', language: 'en', governmentId: null, facts: {} } as const
    await write(db, async (tx) => {
      await enqueueMail(tx, { ...refused, at: new Date() })
      await tx.update(outbox).set({ attempts: 1, lastError: 'EENVELOPE 550 Sender not allowed' })
    })
    const refusing = await run(['doctor'], settings)
    expect(refusing.out).toContain(
      '1 waiting, 0 given up, 0 came back; the last refusal: EENVELOPE 550 Sender not allowed',
    )

    await setStatus(db, 'scheduler_beat', '2026-01-01T00:00:00.000Z')
    await setStatus(db, 'last_backup', '2026-01-01T00:00:00.000Z -')
    await mail.close()
    const ill = await run(['doctor', '--json'], { ...settings, SECRET: '' })
    const found = JSON.parse(ill.out) as { check: string; ok: boolean | null; todo: string | null }[]
    expect(ill.code).toBe(1)
    expect(found.filter(({ ok }) => ok === false).map(({ check }) => check)).toEqual([
      'configuration',
      'scheduler',
      'backups',
    ])
    expect(found.every(({ ok, todo }) => ok !== false || todo)).toBe(true)
  },
)

test.runIf(engine === 'sqlite')(
  'the doctor tells a file that is not there from one that is damaged, and from a setting that is wrong',
  async () => {
    const none = await run(['doctor'], servingOn(`file:${join(folder(), 'var', 'none.db')}`))
    expect([none.code, none.out]).toEqual([1, expect.stringContaining('→ Run: fuyi migrate')])
    expect(none.out).toMatch(/^ok +disk .*\nok +paths /m)

    const file = join(folder(), 'rotten.db')
    writeFileSync(file, Buffer.alloc(8192, 7))
    const rotten = await run(['doctor'], { ...servingOn(`file:${file}`), SECRET: 'short' })
    expect(rotten.out).toMatch(/^PROBLEM +configuration +SECRET must be/m)
    expect(rotten.out).toMatch(
      /^PROBLEM +database +The database does not open: .*\n +→ .*the file is damaged.* restore/m,
    )
    const wrong = await run(['doctor'], servingOn('mysql://somewhere'))
    expect(wrong.out).toMatch(/^PROBLEM +configuration +DATABASE_URL must look like/m)
    expect(wrong.out).toMatch(/^skipped +database +needs the configuration/m)
  },
)
