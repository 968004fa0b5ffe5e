// What the notice promises: an address is kept until six months after the case ends, and one that was never confirmed for 48 hours.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { invite } from '../../../src/domain/governments/commands.ts'
import { sealedToken } from '../../../src/domain/notifications/sealed-links.ts'
import { nobody } from '../../../src/domain/people/nobody.ts'
import { findOrCreatePerson } from '../../../src/domain/people/store.ts'
import { endForgotten, forgottenNow } from '../../../src/domain/retention/forgotten.ts'
import { countPast, erasePast } from '../../../src/domain/retention/retention.ts'
import { keepingOf } from '../../../src/domain/retention/retention-rules.ts'
import { allJobs } from '../../../src/jobs.ts'
import { addMonths, localDate, startOfDay } from '../../../src/lib/calendar.ts'
import { newId, sha256 } from '../../../src/lib/id.ts'
import type { Database } from '../../../src/platform/db/database.ts'
import { write } from '../../../src/platform/db/write.ts'
import { tick } from '../../../src/platform/process/scheduler.ts'
import { commitments } from '../../../src/schema/commitments.ts'
import { cosignatures } from '../../../src/schema/cosignatures.ts'
import { privateMessages } from '../../../src/schema/moderation.ts'
import { follows, outbox } from '../../../src/schema/notifications.ts'
import { people } from '../../../src/schema/people.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { sessions } from '../../../src/schema/sign-in.ts'
import { givenCase } from '../../support/cases.ts'
import { counted } from '../../support/counted.ts'
import { connectForTest, manyConnections, testDatabase, testUrl } from '../../support/database.ts'
import { testConfig } from '../../support/deps.ts'
import { page } from '../../support/page.ts'
import { tablesHolding } from '../../support/tables-holding.ts'
import { testWorld, type World } from '../../support/world.ts'

const hours = 3_600_000
const days = 24 * hours
const at = '/haicheng/proposals/2026-0001'

/** Sessions go by the machine's clock, so the city begins today. */
async function city(db?: Database) {
  const world = await testWorld({ at: new Date().toISOString(), db, rules: { threshold: 5000 } })
  const began = world.clock.now
  const id = await givenCase(world, {
    number: '2026-0001',
    title: '夜市停用一次性餐具',
    publishedAt: new Date(began.getTime() - days),
    closesBefore: new Date(began.getTime() + 10 * days),
  })
  const later = (ms: number) => {
    world.clock.now = new Date(world.clock.now.getTime() + ms)
  }
  return { world, id, later }
}

/** Moves the clock on, to that hour of the day. */
const monthsLater = ({ clock }: World, months: number) => {
  clock.now = new Date(startOfDay(addMonths(localDate(clock.now, 'UTC'), months), 'UTC').getTime() + 12 * hours)
}

/** Everything that happens by itself. */
// the daily looks compare every row with sums and the record, and these were put in without either
const jobs = allJobs(null).filter(({ name }) => name !== 'counts' && name !== 'log-check')
const jobsRun = ({ deps, clock }: World) => tick(deps, jobs, clock.now)

const linkOf = async ({ db }: World, email: string) => {
  const mails = await db.reads.select().from(outbox).where(eq(outbox.address, email)).orderBy(outbox.id)
  return `${at}/cosignatures/${mails.findLast((m) => m.kind === 'confirm_cosignature')!.facts.token}`
}

async function signs(world: World, email: string, more: { [field: string]: string } = {}) {
  const visitor = world.visitor()
  await visitor.post(`${at}/cosignatures`, { email, district: 'gangdong', consent: '1', ...more })
  expect((await visitor.post(await linkOf(world, email))).statusCode).toBe(303)
  const [person] = await world.db.reads.select().from(people).where(eq(people.email, email))
  return { visitor, personId: person!.id }
}

const addressOf = async ({ db }: World, personId: string) =>
  (await db.reads.select().from(people).where(eq(people.id, personId)))[0]?.email

test('seven months after their case ended nothing holds the address of a signer or the proposer; the case is as it was', async () => {
  const { world, id, later } = await city()
  const { visitor: mei } = await signs(world, 'mei@example.test', { reason: '我每天走這裡', wants: '1' })
  const proposer = await world.signedIn('proposer@example.test')
  await write(world.db, async (tx) => {
    await tx.update(proposals).set({ authorId: proposer.personId }).where(eq(proposals.id, id))
    const letter = { proposalId: id, personId: proposer.personId, writtenAt: world.clock.now }
    await tx
      .insert(privateMessages)
      .values({ ...letter, id: newId(), kind: 'from_proposer', body: 'proposer@example.test，請來信' })
    await tx.insert(privateMessages).values({ ...letter, id: newId(), kind: 'note', body: '已電話聯絡' })
  })
  expect((await mei.get('/me')).statusCode).toBe(200)
  expect(await tablesHolding(world, 'mei@example.test')).toEqual(['outbox', 'pending_cosignatures', 'people'])

  later(11 * days)
  await jobsRun(world)
  expect((await world.visitor().read(at)).text).toContain('Threshold not reached')
  monthsLater(world, 5)
  await jobsRun(world)
  expect(await tablesHolding(world, 'mei@example.test'), 'a month is left').toEqual(['outbox', 'people'])

  monthsLater(world, 2)
  const before = {
    page: (await world.visitor().get(at)).body,
    json: (await world.visitor().get(`${at}.json`)).body,
    record: await world.db.reads.select().from(record).orderBy(record.id),
    counted: await counted(world.db, id),
  }
  await jobsRun(world)
  expect(await tablesHolding(world, 'mei@example.test')).toEqual([])
  expect(await tablesHolding(world, 'proposer@example.test')).toEqual([])
  expect(await world.db.reads.select().from(follows)).toEqual([])
  expect((await world.db.reads.select().from(privateMessages)).map((n) => n.kind)).toEqual(['note'])
  expect((await mei.get('/me')).statusCode, 'signed out').toBe(303)
  expect({
    page: (await world.visitor().get(at)).body,
    json: (await world.visitor().get(`${at}.json`)).body,
    record: await world.db.reads.select().from(record).orderBy(record.id),
    counted: await counted(world.db, id),
  }).toEqual(before)
  expect(before.counted).toMatchObject({ count: 1, rows: 1, sums: 1, entries: 1 })
  expect(page({ body: before.page }).text).toContain('我每天走這裡')
})

test('whoever comes back with the same address begins anew', async () => {
  const { world, later } = await city()
  const { personId } = await signs(world, 'mei@example.test')
  later(11 * days)
  await jobsRun(world)
  monthsLater(world, 7)
  await jobsRun(world)
  const browser = world.visitor()
  await browser.post('/sign-in', { email: 'mei@example.test' })
  const [mail] = await world.db.reads.select().from(outbox).where(eq(outbox.address, 'mei@example.test'))
  expect((await browser.post('/sign-in/code', { code: String(mail!.facts.code) })).statusCode).toBe(303)
  const [person] = await world.db.reads.select().from(people).where(eq(people.email, 'mei@example.test'))
  expect(person!.id).not.toBe(personId)
  expect((await world.db.reads.select().from(cosignatures)).map((row) => row.personId)).toEqual([nobody(1)])
})

test('a promise that is under way keeps the signers, and for six months after its agency called it done', async () => {
  const world = await testWorld({ at: '2026-01-10T12:00:00+08:00' })
  const id = await givenCase(world, {
    number: '2026-0001',
    title: '夜市停用一次性餐具',
    stage: 'resolved',
    answeredAt: world.clock.now,
    outcome: 'adopted',
    decisions: ['adopted'],
    promise: { what: '全面停用', dueOn: '2027-03-31', state: 'open' },
  })
  const signer = await signerOf(world, id, 'ping@example.test')
  const erased = async (day: string) => {
    await erasePast(world, new Date(`${day}T12:00:00Z`))
    return (await addressOf(world, signer)) === null
  }
  expect(await erased('2027-01-31')).toBe(false)
  const doneAt = new Date('2027-02-28T15:00:00Z') // so its agency says; nobody checks it
  await write(world.db, (tx) => tx.update(commitments).set({ doneAt }))
  expect(await erased('2027-08-28'), 'the last day of the six months').toBe(false)
  expect(await erased('2027-08-29')).toBe(true)
})

/** Somebody who signed earlier and has no session any more. */
async function signerOf({ db, clock }: World, proposalId: string, email: string): Promise<string> {
  return write(db, async (tx) => {
    const { id: personId } = await findOrCreatePerson(tx, email, 'zh-Hant', clock.now)
    const row = { proposalId, personId, signedAt: clock.now, day: '2026-01-10', districtCode: 'shibi' }
    await tx.insert(cosignatures).values({ ...row, assurance: 1, noticeVersion: '1' })
    return personId
  })
}

test('who has a seat, an invitation, a draft, a session, or follows or signed a case that goes on, stays; who has nothing goes', async () => {
  const { world, id } = await city()
  const { db, clock, government } = world
  const officer = await world.staff('officer', world.agencies.transport)
  const old = await givenCase(world, {
    number: '2025-0009',
    title: '公園飲水機',
    stage: 'withdrawn',
    endedAt: new Date(clock.now.getTime() - 400 * days),
  })
  const names = [
    'signed-in',
    'invited',
    'drafting',
    'following',
    'unfollowed',
    'signed',
    'signed-old',
    'nothing',
  ] as const
  const ids = await write(db, async (tx) => {
    const made: Partial<{ [name in (typeof names)[number]]: string }> = {}
    for (const name of names) made[name] = (await findOrCreatePerson(tx, `${name}@b.test`, 'en', clock.now)).id
    return made as { [name in (typeof names)[number]]: string }
  })
  const drafting = await world.signedIn('drafting@b.test')
  await drafting.post('/haicheng/proposals/drafts')
  expect(await db.reads.select().from(proposals).where(eq(proposals.authorId, ids.drafting))).toHaveLength(1)
  await write(db, async (tx) => {
    await tx.delete(sessions)
    const row = { signedAt: clock.now, day: '2026-01-10', districtCode: 'shibi', assurance: 1, noticeVersion: '1' }
    await tx.insert(cosignatures).values({ ...row, proposalId: id, personId: ids.signed })
    await tx.insert(cosignatures).values({ ...row, proposalId: old, personId: ids['signed-old'] })
    const follow = { proposalId: id, since: clock.now }
    await tx.insert(follows).values({ ...follow, personId: ids.following, wanted: true })
    await tx.insert(follows).values({ ...follow, personId: ids.unfollowed, wanted: false })
  })
  monthsLater(world, 7)
  // the case went on: it is under review
  await write(db, (tx) =>
    tx
      .update(proposals)
      .set({ stage: 'review', thresholdMetAt: clock.now, answerDueBefore: new Date(clock.now.getTime() + days) })
      .where(eq(proposals.id, id)),
  )
  await write(db, (tx) =>
    invite(tx, {
      governmentId: government.id,
      email: 'invited@b.test',
      role: 'moderator',
      agencyId: null,
      at: clock.now,
    }),
  )
  await write(db, (tx) =>
    tx.insert(sessions).values({
      hash: sha256('x'),
      id: newId(),
      personId: ids['signed-in'],
      createdAt: clock.now,
      expiresAt: new Date(clock.now.getTime() + 5 * days),
      device: 'Test',
    }),
  )
  const young = await write(db, (tx) => findOrCreatePerson(tx, 'young@b.test', 'en', clock.now))
  await jobsRun(world)
  const left = async () =>
    (await db.reads.select().from(people))
      .map((p) => p.email)
      .filter(Boolean)
      .sort()
  const stay = ['drafting@b.test', 'following@b.test', 'officer@haicheng.test', 'signed@b.test']
  expect(await left()).toEqual([...stay, 'invited@b.test', 'signed-in@b.test', 'young@b.test'].sort())

  monthsLater(world, 7) // the invitation ran out more than half a year ago
  await jobsRun(world)
  expect(await left()).toEqual(stay)
  expect(await tablesHolding(world, 'invited@b.test')).toEqual([])
  expect([await addressOf(world, officer.personId!), await addressOf(world, young.id)]).toEqual([officer.email, null])
})

test('a newcomer who never confirms leaves no address after 48 hours and a bit, wherever the mail got to', async () => {
  const { world, later } = await city()
  await signs(world, 'mei@example.test')
  for (const email of ['never@example.test', 'mei@example.test'])
    await world.visitor().post(`${at}/cosignatures`, { email, district: 'shibi', consent: '1', reason: 'never@ me' })
  await world.visitor().post('/sign-in', { email: 'unknown@example.test' })
  await write(world.db, (tx) =>
    tx.update(outbox).set({ sentAt: world.clock.now, nextTryAt: null }).where(eq(outbox.kind, 'already_cosigned')),
  )
  await write(world.db, (tx) =>
    tx
      .update(outbox)
      .set({ lastError: 'EENVELOPE 550 no such user', failedAt: world.clock.now, nextTryAt: null })
      .where(eq(outbox.address, 'never@example.test')),
  )
  later(47 * hours)
  await jobsRun(world)
  expect(await tablesHolding(world, 'never@example.test')).toEqual(['outbox', 'pending_cosignatures'])

  later(65 * 60_000)
  await jobsRun(world)
  for (const text of ['never@', 'unknown@example.test'])
    expect([text, await tablesHolding(world, text)]).toEqual([text, []])
  expect(await tablesHolding(world, 'mei@example.test'), 'who confirmed stays').toEqual(['people'])
  const administrator = await world.staff('administrator')
  const failures = await administrator.read('/haicheng/desk/mail')
  expect(failures.table(failures.heading)).toEqual([
    [expect.any(String), '1', '0', '0', expect.stringContaining('550 no such user')],
  ])

  later(30 * days)
  await jobsRun(world)
  expect(await world.db.reads.select().from(outbox)).toEqual([])
})

test('a link in an old mail moves nothing for somebody who was erased: they may have signed the other case anew', async () => {
  const { world, id } = await city()
  const merged = await givenCase(world, {
    number: '2025-0007',
    title: '夜市減塑',
    stage: 'merged',
    mergedIntoId: id,
    endedAt: new Date(world.clock.now.getTime() - 400 * days),
    publishedAt: new Date(world.clock.now.getTime() - 500 * days),
    count: 1,
  })
  const personId = await signerOf(world, merged, 'mei@example.test')
  const link = `/haicheng/proposals/2025-0007/moves/${sealedToken(testConfig.secret, 'move', { proposalId: merged, personId })}`
  expect((await world.visitor().get(link)).statusCode).toBe(200)
  await write(world.db, (tx) => tx.update(people).set({ createdAt: new Date(world.clock.now.getTime() - 400 * days) }))
  expect(await erasePast(world, world.clock.now)).toBe(1)
  expect((await world.visitor().get(link)).statusCode).toBe(410)
  expect((await world.visitor().post(link)).statusCode).toBe(410)
  expect((await counted(world.db, id)).rows).toBe(0)
})

test('two processes erase everybody once; nobody is erased while they come back', async () => {
  const url = manyConnections ? await testUrl() : null
  const db = url ? await connectForTest(url, { busyFor: 20_000 }) : await testDatabase()
  const other = url ? await connectForTest(url, { busyFor: 20_000 }) : db
  const { world } = await city(db)
  const { now } = world.clock
  const longAgo = new Date(now.getTime() - 400 * days)
  const emails = Array.from({ length: 260 }, (_, i) => `person${i}@b.test`)
  await write(db, async (tx) => {
    for (const email of emails) await findOrCreatePerson(tx, email, 'en', longAgo)
  })
  const comeBack = async (email: string) =>
    write(other, async (tx) => {
      const { id } = await findOrCreatePerson(tx, email, 'en', now)
      const row = { hash: sha256(newId()), id: newId(), personId: id, createdAt: now, device: 'Test' }
      await tx.insert(sessions).values({ ...row, expiresAt: new Date(now.getTime() + days) })
    })
  const [one, two] = await Promise.all([
    erasePast({ db }, now),
    erasePast({ db: other }, now),
    ...emails.filter((_, i) => i % 13 === 0).map(comeBack),
  ])
  const all = await db.reads.select().from(people)
  const signedIn = new Set((await db.reads.select().from(sessions)).map((s) => s.personId))
  expect(signedIn.size).toBe(20)
  expect(all.filter((p) => signedIn.has(p.id)).map((p) => p.email)).not.toContain(null)
  expect(all.filter((p) => !signedIn.has(p.id) && p.email !== null)).toEqual([])
  expect((one as number) + (two as number)).toBe(all.filter((p) => p.email === null).length)
})

test('a government keeps people as long as its rules say; the dry run says the same number and erases nobody', async () => {
  const world = await testWorld({ at: '2026-01-10T12:00:00+08:00', rules: { keptMonths: 2 } })
  const ended = new Date('2026-01-10T00:00:00Z')
  const id = await givenCase(world, { number: '2025-0001', title: '公園飲水機', stage: 'expired', endedAt: ended })
  const signer = await signerOf(world, id, 'ping@example.test')
  const at = (day: string) => new Date(`${day}T12:00:00Z`)
  expect(await countPast(world, at('2026-03-09'))).toBe(0)
  expect(await countPast(world, at('2026-03-12'))).toBe(1)
  expect(await addressOf(world, signer)).toBe('ping@example.test')
  expect(await erasePast(world, at('2026-03-12'))).toBe(1)
})

test('a draft and a returned case that are left alone end thirty days after a mail; saving one keeps it', async () => {
  const world = await testWorld({ at: '2026-01-10T12:00:00+08:00', rules: { forgottenMonths: 3 } })
  const { db, clock } = world
  const author = await world.signedIn('author@example.test')
  const begin = async (title: string) => {
    const draft = String((await author.post('/haicheng/proposals/drafts')).headers.location).replace(/\/problem$/, '')
    await author.post(`${draft}/problem`, { title, problem: '問題的描述', later: '1' })
    return draft
  }
  await begin('忘記的草稿')
  const kept = await begin('留著的草稿')
  await givenCase(world, {
    ...{ number: '2026-0009', title: '退回的提案', stage: 'returned', publishedAt: null, closesBefore: null },
    ...{ authorId: author.personId, authorName: '小美', updatedAt: clock.now },
  })
  const left = async () =>
    (await db.reads.select().from(proposals).orderBy(proposals.createdAt)).map((p) => [p.title, p.stage]).sort()
  monthsLater(world, 4)
  const [keeping] = await keepingOf(db.reads, clock.now)
  expect(await forgottenNow(db.reads, keeping!, clock.now)).toEqual({ warned: 3, drafts: 0, returned: 0 })
  expect(await endForgotten(db, clock.now)).toEqual({ warned: 3, drafts: 0, returned: 0 })
  const mails = (await db.reads.select().from(outbox)).filter(({ facts }) => facts.act === 'forgotten')
  expect(mails).toHaveLength(3)
  expect(await endForgotten(db, clock.now), 'told once').toEqual({ warned: 0, drafts: 0, returned: 0 })

  clock.now = new Date(clock.now.getTime() + 10 * days)
  const again = await world.signedIn('author@example.test')
  await again.post(`${kept}/problem`, { title: '留著的草稿', problem: '問題的描述，補充', later: '1' })
  clock.now = new Date(clock.now.getTime() + 21 * days)
  expect(await endForgotten(db, clock.now)).toEqual({ warned: 0, drafts: 1, returned: 1 })
  expect(await left()).toEqual([
    ['', 'withdrawn'],
    ['留著的草稿', 'draft'],
  ])
  expect(await tablesHolding(world, '忘記的草稿'), 'but in the mail that told of it').toEqual(['outbox'])
})
