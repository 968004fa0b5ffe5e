// Erased is gone: not a byte of an address is left in the file, in the log beside it, or in a copy made afterwards.
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { erasePast } from '../../src/domain/retention/retention.ts'
import { newId } from '../../src/lib/id.ts'
import { eraseTraces, eraseTracesNightly } from '../../src/operations/erase-traces.ts'
import { verifiedCopy } from '../../src/operations/verified-backup.ts'
import { indexDocument, removeDocument } from '../../src/platform/db/search.ts'
import { coded } from '../../src/platform/db/tokens.ts'
import { write } from '../../src/platform/db/write.ts'
import { privateMessages } from '../../src/schema/moderation.ts'
import { outbox } from '../../src/schema/notifications.ts'
import { people } from '../../src/schema/people.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { givenCase } from '../support/cases.ts'
import { connectForTest, testUrl } from '../support/database.ts'
import { everyJob } from '../support/every-job.ts'
import { testWorld } from '../support/world.ts'

const days = 86_400_000
const at = '/haicheng/proposals/2026-0001'

/** Which of these stand in a file or beside it, in whatever coding SQLite or we keep text in. */
function standingIn(file: string, words: string[]): string[] {
  const bytes = ['', '-wal', '-journal']
    .filter((ending) => existsSync(file + ending))
    .map((ending) => readFileSync(file + ending).toString('latin1'))
    .join('\n')
  return words.filter((word) => bytes.includes(Buffer.from(word).toString('latin1')) || bytes.includes(coded(word)))
}

async function cityOnFile() {
  const url = await testUrl()
  const world = await testWorld({
    at: new Date().toISOString(),
    db: await connectForTest(url),
    rules: { threshold: 5000 },
  })
  const id = await givenCase(world, {
    number: '2026-0001',
    publishedAt: new Date(world.clock.now.getTime() - days),
    closesBefore: new Date(world.clock.now.getTime() + 10 * days),
  })
  const later = (ms: number) => {
    world.clock.now = new Date(world.clock.now.getTime() + ms)
  }
  const night = async () => {
    // Jobs of one tick run side by side. What one leaves to another (news to a mail, a mail to the server) waits for the next tick.
    for (let times = 0; times < 4; times++) await everyJob(world)
    await erasePast(world.deps, world.clock.now)
    await eraseTraces(world.db)
  }
  return { world, id, url, file: url.slice('file:'.length), later, night }
}

async function copyOf(url: string): Promise<string> {
  const copy = join(mkdtempSync(join(tmpdir(), 'fuyi-')), 'copy.db')
  await verifiedCopy(url, copy)
  return copy
}

test('whoever wrote, signed, signed in, left a form and was mailed is nowhere in the file once they are erased', async () => {
  const { world, id, url, file, later, night } = await cityOnFile()
  const { db, clock } = world
  const [author, signer, stranger] = ['qxauthor@example.test', 'qxsigner@example.test', 'qxstranger@example.test']
  const marks = [author, signer, stranger, 'qxauthor', 'qxsigner', 'qxstranger', 'Qxname']

  const mei = world.visitor()
  await mei.post(`${at}/cosignatures`, { email: signer!, district: 'gangdong', consent: '1', wants: '1' })
  const [mail] = await db.reads.select().from(outbox).where(eq(outbox.address, signer!))
  expect((await mei.post(`${at}/cosignatures/${mail!.facts.token}`)).statusCode).toBe(303)
  await world.visitor().post(`${at}/cosignatures`, { email: stranger!, district: 'shibi', consent: '1' })
  await world.visitor().post('/sign-in', { email: stranger! })
  await world.visitor().post('/sign-in', { email: 'Qxname no address qxstranger' })
  const proposer = await world.signedIn(author!)
  await proposer.post('/haicheng/proposals/drafts')
  await write(db, async (tx) => {
    await tx.update(people).set({ displayName: 'Qxname' }).where(eq(people.email, author!))
    await tx.update(proposals).set({ authorId: proposer.personId }).where(eq(proposals.id, id))
    await tx.insert(privateMessages).values({
      ...{ id: newId(), proposalId: id, personId: proposer.personId, kind: 'from_proposer', writtenAt: clock.now },
      body: `${author} Qxname`,
    })
    await indexDocument(tx, 'qx', { title: `qxauthor`, body: `${signer} qxstranger` })
    await removeDocument(tx, 'qx')
  })
  for (const draft of await db.reads.select().from(proposals).where(eq(proposals.stage, 'draft')))
    await proposer.post(`/haicheng/proposals/drafts/${draft.id}/deletions`)
  expect(standingIn(file, marks), 'the search finds what is there').toEqual(marks)

  later(11 * days)
  await night()
  later(220 * days)
  await night()
  expect(standingIn(file, marks)).toEqual([])
  expect(standingIn(await copyOf(url), marks)).toEqual([])
})

test('of whoever erases their account nothing is left after the next night, nor of the mail that told them so', async () => {
  const { world, url, file, later, night } = await cityOnFile()
  const marks = ['qxgone@example.test', 'qxgone', '晚上太暗了看不到路']
  const gone = await world.signedIn(marks[0]!)
  await gone.post(`${at}/cosignatures`, { district: 'gangdong', reason: `${marks[2]}。`, wants: '1' })
  expect(standingIn(file, marks), 'the search finds what is there').toEqual(marks)
  expect((await gone.post('/me/data/erase', { reasons: 'remove', sure: '1' })).statusCode).toBe(303)
  const receipt = await world.db.reads.select().from(outbox).where(eq(outbox.address, marks[0]!))
  expect(receipt).toMatchObject([{ kind: 'stage_changed', personId: null }])
  await write(world.db, (tx) => tx.update(outbox).set({ sentAt: world.clock.now, nextTryAt: null }).returning())
  later(days / 2)
  await night()
  expect(standingIn(file, marks)).toEqual([])
  expect(standingIn(await copyOf(url), marks)).toEqual([])
})

test('of hundreds who come and go, whose rows were moved from page to page, none leaves a byte', async () => {
  const { world, file, later, night } = await cityOnFile()
  const { db, clock } = world
  const addresses = Array.from({ length: 600 }, (_, i) => `q${(i * 7919) % 600}z${i}@example.test`)
  for (let from = 0; from < addresses.length; from += 100)
    await write(db, async (tx) => {
      for (const email of addresses.slice(from, from + 100)) {
        const personId = newId()
        await tx.insert(people).values({ id: personId, email, emailKey: email, language: 'en', createdAt: clock.now })
        await tx.insert(outbox).values({
          ...{ id: newId(), kind: 'answer_published', personId, address: email, language: 'en' },
          ...{
            facts: { title: 'x'.repeat((from * 31) % 300) },
            priority: 2,
            createdAt: clock.now,
            attempts: 1,
            sentAt: clock.now,
          },
        })
      }
    })
  later(230 * days)
  await night()
  const left = ['', '-wal'].filter((ending) => existsSync(file + ending)).map((ending) => readFileSync(file + ending))
  expect(
    Buffer.concat(left)
      .toString('latin1')
      .match(/q\d+z\d+@/g),
  ).toBeNull()
})

test('the file is written anew once a night, and at once where a small one never was', async () => {
  const { world } = await cityOnFile()
  const done = (time: string) => eraseTracesNightly(world.deps, new Date(`2026-07-${time}:00+08:00`))
  expect(await done('01T15:00'), 'for the first time').toBe(true)
  expect(await done('02T03:00'), 'twelve hours later').toBe(false)
  expect(await done('02T15:00'), 'by day').toBe(false)
  expect(await done('03T02:30'), 'at night').toBe(true)
  expect(await done('03T03:30')).toBe(false)
  expect(await done('05T12:00'), 'two nights were missed').toBe(true)
})

test('pages are read while the file is written anew', async () => {
  const { world } = await cityOnFile()
  const reader = world.visitor()
  let written = false
  const writing = eraseTraces(world.db).then(() => {
    written = true
  })
  const page = await reader.get(at)
  expect([page.statusCode, written]).toEqual([200, false])
  await writing
  expect((await reader.get(at)).statusCode).toBe(200)
})
