// An upgrade over a database that the version before filled: what it knew is still there, in the form that the new one keeps it in.
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { asc, eq } from 'drizzle-orm'
import { expect, inject, onTestFinished, test } from 'vitest'
import { engine } from '../../../../src/config.ts'
import { reasonsOf } from '../../../../src/domain/cosignatures/reason-store.ts'
import { countDoubles, keepMailboxes } from '../../../../src/domain/people/mailboxes.ts'
import { findPerson } from '../../../../src/domain/people/store.ts'
import { numberEntries } from '../../../../src/domain/record/jobs.ts'
import { append } from '../../../../src/domain/record/store.ts'
import { connect } from '../../../../src/platform/db/connect.ts'
import type { Database, Exec } from '../../../../src/platform/db/database.ts'
import { migrate } from '../../../../src/platform/db/tools/migrate.ts'
import { write } from '../../../../src/platform/db/write.ts'
import { record, recordNumbers } from '../../../../src/schema/record.ts'
import { depsOf } from '../../../support/deps.ts'
import { openEmptyPglite } from '../../../support/pglite.ts'

/** The migrations of the version before `name`. */
function migrationsBefore(name: string): URL {
  const folder = mkdtempSync(join(inject('folder'), 'former-'))
  for (const each of ['sqlite', 'postgres']) {
    mkdirSync(join(folder, each))
    const files = readdirSync(`migrations/${each}`).filter((file) => file.endsWith('.sql'))
    for (const file of files.filter((each) => each < fileNamed(files, name)))
      symlinkSync(join(process.cwd(), 'migrations', each, file), join(folder, each, file))
  }
  return pathToFileURL(`${folder}/`)
}
const fileNamed = (files: string[], name: string) => files.find((file) => file.endsWith(`_${name}.sql`))!

async function emptyDatabase(): Promise<Database> {
  const db =
    engine === 'sqlite'
      ? await connect(`file:${join(mkdtempSync(join(inject('folder'), 'upgrade-')), 'fuyi.db')}`)
      : await openEmptyPglite()
  onTestFinished(() => db.close())
  return db
}

/** Moments as this engine keeps them. */
const moment = (iso: string) => (engine === 'sqlite' ? String(Date.parse(iso)) : `'${iso}'`)
const uuid7 = (iso: string, n: number) => {
  const hex = Date.parse(iso).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${String(n).padStart(12, '0')}`
}

const digestOf = (i: number) => String(i).repeat(64)

async function fill(exec: Exec): Promise<void> {
  const no = engine === 'sqlite' ? '0' : 'false'
  await exec(`insert into governments (id, slug, name, languages, time_zone, country, dates, staff_passkeys, created_at)
    values ('g', 'haicheng', '{"en":"Haicheng"}', '["en"]', 'Asia/Taipei', 'TW', 'gregorian', ${no}, ${moment('2026-01-01T00:00:00Z')})`)
  for (const [id, email] of [
    ['p1', 'w.ang@gmail.com'],
    ['p2', 'wang@gmail.com'],
    ['p3', 'mei@例子.tw'],
  ])
    await exec(`insert into people (id, email, language, created_at)
      values ('${id}', '${email}', 'zh-Hant', ${moment('2026-01-02T00:00:00Z')})`)
  await exec(
    `insert into people (id, email, language, created_at) values ('p4', null, 'en', ${moment('2026-01-02T00:00:00Z')})`,
  )
  await exec(`insert into sessions (hash, id, person_id, created_at, expires_at, device)
    values ('${'a'.repeat(64)}', 's', 'p1', ${moment('2026-06-01T00:00:00Z')}, ${moment('2036-06-15T00:00:00Z')}, 'Firefox')`)
  const signed = ['2026-06-17T23:30:00.123+08:00', '2026-06-18T00:30:00.456+08:00', '2026-06-18T20:00:00.789+08:00']
  for (const [i, at] of signed.entries()) {
    await exec(`insert into cosignatures (proposal_id, person_id, signed_at, day, district_code, assurance, reason, notice_version)
      values ('c', 'p${i + 1}', ${moment(at)}, '${at.slice(0, 10)}', 'd', 1, ${i ? `'理由 ${i}'` : 'null'}, '1')`)
    await exec(`insert into record (id, government_id, proposal_id, kind, role, occurred_at, recorded_at, facts, digest)
      values ('${uuid7(at, i)}', 'g', 'c', 'cosigned', 'citizen', ${moment(at)}, ${moment(at)}, '{}', '${digestOf(i)}')`)
  }
  const met = '2026-06-18T19:59:00.500+08:00'
  await exec(`insert into record (id, government_id, proposal_id, kind, role, occurred_at, recorded_at, facts)
    values ('${uuid7(met, 9)}', 'g', 'c', 'published', 'moderator', ${moment(met)}, ${moment(met)}, '{"a":1}')`)
  // The last co-signature has no number yet.
  const ids = [uuid7(signed[0]!, 0), uuid7(signed[1]!, 1), uuid7(met, 9)]
  for (const [i, id] of ids.entries())
    await exec(`insert into record_numbers (number, entry_id) values (${i + 1}, '${id}')`)
}

test('an upgrade loses nothing of people, reasons and the record, and leaves no moment of a co-signature in it', async () => {
  const db = await emptyDatabase()
  await migrate(db, migrationsBefore('mailboxes'))
  await db.exclusively(fill)
  await migrate(db)

  const entries = await db.reads
    .select()
    .from(record)
    .leftJoin(recordNumbers, eq(recordNumbers.position, record.position))
    .orderBy(asc(record.position))
  const told = entries.map(({ record: entry, record_numbers: numbered }) => [
    numbered?.number ?? null,
    entry.kind,
    entry.occurredAt.toISOString(),
    entry.recordedAt.toISOString(),
    entry.digest,
  ])
  const [before, day] = ['2026-06-16T16:00:00.000Z', '2026-06-17T16:00:00.000Z']
  const met = '2026-06-18T11:59:00.500Z'
  expect(told).toEqual([
    [1, 'cosigned', before, before, digestOf(0)],
    [2, 'cosigned', day, day, digestOf(1)],
    [3, 'published', met, met, null],
    [null, 'cosigned', day, day, digestOf(2)],
  ])
  for (const { record: entry } of entries.filter(({ record: { kind } }) => kind === 'cosigned'))
    expect(entry.id, 'random, where it held the millisecond').toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  expect(new Set(entries.map(({ record: { id } }) => id)).size).toBe(4)
  expect(entries[2]!.record).toMatchObject({ id: uuid7('2026-06-18T19:59:00.500+08:00', 9), facts: { a: 1 } })

  const at = new Date('2026-06-19T09:00:00+08:00')
  const next = { governmentId: 'g', proposalId: 'c', kind: 'answered', role: 'officer', occurredAt: at } as const
  await write(db, (tx) => append(tx, next))
  await numberEntries(depsOf(db, at), 20_000)
  const numbers = await db.reads.select().from(recordNumbers).orderBy(asc(recordNumbers.number))
  expect(numbers.map(({ number, position }) => [number, position])).toEqual([1, 2, 3, 4, 5].map((n) => [n, n]))
  await expect(write(db, (tx) => tx.delete(record))).rejects.toThrow()

  const reasons = await reasonsOf(db.reads, 'c', { limit: 10, offset: 0 })
  expect(reasons.map(({ text }) => text).sort()).toEqual(['理由 1', '理由 2'])
  expect(new Set(reasons.map(({ key }) => key)).size).toBe(2)
  for (const { key } of reasons) expect(key).toMatch(/^[0-9a-f]{32}$/)

  expect((await findPerson(db.reads, 'wang@gmail.com'))?.id, 'before addresses are put in their form').toBe('p2')
  await keepMailboxes(db, true)
  expect(await countDoubles(db.reads)).toBe(1)
  expect((await findPerson(db.reads, 'Mei@xn--fsqu00a.tw'))?.id).toBe('p3')
  const [session] = await db.exclusively((exec) => exec('select used_at as used from sessions'))
  const used = engine === 'sqlite' ? Number(session!.used) : new Date(String(session!.used)).getTime()
  expect(Math.abs(Date.now() - used), 'whoever works meanwhile goes on').toBeLessThan(60_000)
})
