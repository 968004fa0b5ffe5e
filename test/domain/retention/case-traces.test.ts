// A case that is past knows of nobody any more, whoever of its people is here for another one: as the form of co-signing says.
import { and, eq, ne } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { checkReceipt } from '../../../src/domain/cosignatures/receipt.ts'
import { takeIn } from '../../../src/domain/log/take-in.ts'
import { lastNobody, nobody } from '../../../src/domain/people/nobody.ts'
import { findOrCreatePerson } from '../../../src/domain/people/store.ts'
import { numberEntries } from '../../../src/domain/record/jobs.ts'
import { countTraces, forgetTraces } from '../../../src/domain/retention/case-traces.ts'
import { endedList } from '../../../src/domain/retention/ended-list.ts'
import { erasedList } from '../../../src/domain/retention/erased-list.ts'
import { heldOf } from '../../../src/domain/retention/held.ts'
import { addMonths, localDate, startOfDay } from '../../../src/lib/calendar.ts'
import { newId } from '../../../src/lib/id.ts'
import { readVkey } from '../../../src/lib/signed-note.ts'
import { retentionNight } from '../../../src/operations/retention-night.ts'
import { changedCounts } from '../../../src/operations/signed-rows.ts'
import { write } from '../../../src/platform/db/write.ts'
import { commitments } from '../../../src/schema/commitments.ts'
import { cosignatures, reasonRemovals } from '../../../src/schema/cosignatures.ts'
import { listFollows } from '../../../src/schema/following.ts'
import { cosignatureBatches, cosignatureBatchRows } from '../../../src/schema/integrity.ts'
import { privateMessages } from '../../../src/schema/moderation.ts'
import { follows, outbox } from '../../../src/schema/notifications.ts'
import { consents, staffLooks } from '../../../src/schema/own-data.ts'
import { people } from '../../../src/schema/people.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { samples } from '../../../src/schema/samples.ts'
import { givenCase } from '../../support/cases.ts'
import { counted } from '../../support/counted.ts'
import { connectForTest, manyConnections, testDatabase, testUrl } from '../../support/database.ts'
import { tablesHolding } from '../../support/tables-holding.ts'
import { testWorld, type World } from '../../support/world.ts'

const day = 86_400_000
const pathOf = (number: string) => `/haicheng/proposals/${number}`
const [past, live] = ['2026-0001', '2026-0002']

const monthsLater = ({ clock }: World, months: number) =>
  new Date(startOfDay(addMonths(localDate(clock.now, 'UTC'), months), 'UTC').getTime() + day / 2)

async function city() {
  const world = await testWorld()
  const ids: { [number: string]: string } = {}
  for (const number of [past, live]) ids[number] = await givenCase(world, { number, title: `公園的樹 ${number}` })
  return { world, id: ids[past]!, liveId: ids[live]! }
}

type Signer = Awaited<ReturnType<World['signedIn']>>
const sign = async (one: Signer, number: string, more = {}) =>
  expect(
    (await one.post(`${pathOf(number)}/cosignatures`, { district: 'gangdong', consent: '1', ...more })).statusCode,
  ).toBe(303)

const end = (world: World, id: string) =>
  write(world.db, (tx) =>
    tx
      .update(proposals)
      .set({ stage: 'expired', outcome: 'expired', endedAt: world.clock.now })
      .where(eq(proposals.id, id)),
  )

test('seven months after its end a case knows of nobody; its count, record, page and the receipts are as they were, and so is the other case', async () => {
  const { world, id, liveId } = await city()
  const { db, clock } = world
  const officer = await world.staff('officer', world.agencies.transport)
  const mei = await world.signedIn('mei@example.test')
  for (const one of [mei, officer]) {
    await sign(one, past, { reason: `我每天走這裡，${one === mei ? '美' : '官'}`, wants: '1' })
    await sign(one, live, { reason: '這裡也走', wants: '1' })
  }
  await write(db, async (tx) => {
    await tx.update(proposals).set({ authorId: mei.personId, authorName: '小美' }).where(eq(proposals.id, id))
    const letter = { personId: mei.personId!, writtenAt: clock.now, body: '請來信' }
    for (const proposalId of [id, liveId])
      await tx.insert(privateMessages).values({ ...letter, id: newId(), proposalId, kind: 'from_proposer' })
    await tx
      .insert(privateMessages)
      .values({ ...letter, personId: officer.personId!, id: newId(), proposalId: id, kind: 'note' })
    const look = { personId: mei.personId!, lookerId: officer.personId!, governmentId: world.government.id }
    await tx
      .insert(staffLooks)
      .values({ ...look, id: newId(), proposalId: id, day: '2026-06-18', reason: null, lookedAt: clock.now })
    const mail = {
      kind: 'case_news',
      personId: mei.personId,
      address: mei.email!,
      language: 'en',
      facts: {},
      priority: 2,
    } as const
    for (const proposalId of [id, liveId])
      await tx.insert(outbox).values({
        ...mail,
        id: newId(),
        proposalId,
        createdAt: clock.now,
        nextTryAt: null,
        attempts: 1,
        sentAt: clock.now,
      })
  })
  await numberEntries(world.deps)
  await takeIn(world.deps)
  const { body: receipt } = await mei.get(`${pathOf(past)}/receipt.tlog-proof`)
  await end(world, id)

  const [early, late] = [monthsLater(world, 5), monthsLater(world, 7)]
  const personal = async () => [
    (await db.reads.select().from(cosignatures).where(eq(cosignatures.proposalId, id))).map((row) => row.personId),
    (await tablesHolding(world, id)).filter((name) => rowsOfPersons.includes(name)),
  ]
  const before = await personal()
  await retentionNight(world.deps, early)
  expect(await personal(), 'a month is left').toEqual(before)

  const shown = async () => ({
    page: (await world.visitor().get(pathOf(past))).body,
    json: (await world.visitor().get(`${pathOf(past)}.json`)).body,
    csv: (await world.visitor().get(`${pathOf(past)}/series.csv`)).body,
    record: await db.reads.select().from(record).orderBy(record.id),
    counted: await counted(db, id),
    live: await db.reads.select().from(cosignatures).where(eq(cosignatures.proposalId, liveId)),
  })
  clock.now = late
  const was = await shown()
  expect(was.page).toContain('我每天走這裡，官')
  const said = await countTraces(db.reads, late)
  expect(said).toEqual({ signers: 2, rows: expect.any(Number) })
  expect(await forgetTraces(world.deps, late), 'what was said').toEqual(said)
  expect(await shown()).toEqual(was)
  expect(was.counted).toMatchObject({ count: 2, rows: 2, sums: 2 })

  const rows = await db.reads.select().from(cosignatures).where(eq(cosignatures.proposalId, id))
  expect(rows.map((row) => [row.personId, row.salt]).sort()).toEqual([
    [nobody(1), null],
    [nobody(2), null],
  ])
  expect(
    rows.map((row) => row.signedAt.toISOString()),
    'no finer than the day',
  ).toEqual(rows.map(() => '2026-06-17T16:00:00.000Z'))
  const about = async (table: typeof follows | typeof outbox | typeof staffLooks) =>
    (await db.reads.select({ id: table.proposalId }).from(table)).map((row) => row.id)
  for (const table of [follows, outbox]) expect(new Set(await about(table))).toEqual(new Set([liveId]))
  expect(await about(staffLooks)).toEqual([])
  expect(
    (await db.reads.select().from(privateMessages)).map((one) => [one.proposalId === id, one.kind]).sort(),
  ).toEqual([
    [false, 'from_proposer'],
    [true, 'note'],
  ])
  const agreed = await db.reads.select().from(consents).where(eq(consents.subject, id))
  expect(agreed.map(({ purpose }) => purpose)).toEqual([])
  expect(
    await db.reads
      .select()
      .from(people)
      .where(and(eq(people.id, mei.personId!), ne(people.email, ''))),
  ).toHaveLength(1)

  const known = (await heldOf(db.reads, [mei.personId!])).flatMap(({ table, section, lines }) =>
    !['proposals', 'came'].includes(section) && lines.some(({ caseId }) => caseId === id) ? [table] : [],
  )
  expect(known, 'but for what she wrote in public, and how it came: that goes after 14 days').toEqual([])

  const me = await (await world.signedIn('mei@example.test')).read('/me?lang=en')
  expect(me.hrefs).toContain(`${pathOf(live)}/receipt`)
  expect(me.hrefs).not.toContain(`${pathOf(past)}/receipt`)
  expect(me.text).toContain('more than 6 months ago are not listed')
  const policy = (await world.visitor().get('/haicheng/log/policy')).body
  const keys = [readVkey(/^log (\S+)/.exec(policy)![1]!)!]
  expect(checkReceipt(receipt, () => keys)).toMatchObject({ fault: null, case: past })
  expect(await changedCounts(db.reads)).toEqual([])

  expect(await forgetTraces(world.deps, late), 'once').toEqual({ signers: 0, rows: 0 })
  const lists = [...(await erasedList(db.reads)), ...(await endedList(db.reads))].join('\n')
  expect(lists).not.toContain(lastNobody.slice(0, 8))
})
const rowsOfPersons = ['cosignatures', 'follows', 'consents', 'outbox', 'private_messages', 'staff_looks']

/** Somebody who signed earlier, without a press. */
async function signers({ db, clock }: World, proposalId: string, emails: string[]): Promise<string[]> {
  return write(db, async (tx) => {
    const ids: string[] = []
    for (const email of emails) {
      const { id: personId } = await findOrCreatePerson(tx, email, 'zh-Hant', clock.now)
      const row = {
        proposalId,
        personId,
        signedAt: clock.now,
        day: localDate(clock.now, 'Asia/Taipei'),
        districtCode: 'shibi',
      }
      await tx.insert(cosignatures).values({ ...row, assurance: 1, noticeVersion: '1', salt: newId() })
      ids.push(personId)
    }
    return ids
  })
}
const whose = async ({ db }: Pick<World, 'db'>, proposalId: string) =>
  (await db.reads.select().from(cosignatures).where(eq(cosignatures.proposalId, proposalId))).map((row) => row.personId)
const emails = (n: number) => Array.from({ length: n }, (_, i) => `person${i}@b.test`)

test('every case has the same nobodies, each in an order of its own: they are as many as the largest has signers', async () => {
  const { world, id, liveId } = await city()
  await signers(world, id, emails(450))
  await signers(world, liveId, emails(300))
  const first = await world.db.reads.select().from(cosignatures).where(eq(cosignatures.proposalId, id))
  const districts = ['gangdong', 'shibi']
  const of = new Map(first.map((row, i) => [row.personId, districts[i % 2]!]))
  await write(world.db, async (tx) => {
    for (const [personId, districtCode] of of)
      await tx.update(cosignatures).set({ districtCode }).where(eq(cosignatures.personId, personId))
  })
  for (const one of [id, liveId]) await end(world, one)
  expect(await forgetTraces(world.deps, monthsLater(world, 7))).toMatchObject({ signers: 750 })
  const nobodies = (await world.db.reads.select().from(people)).filter((one) => one.id <= lastNobody)
  expect(nobodies).toHaveLength(450)
  expect(new Set(await whose(world, id))).toEqual(new Set(nobodies.map((one) => one.id)))
  const inOrder = async (proposalId: string) =>
    (
      await world.db.reads
        .select()
        .from(cosignatures)
        .where(eq(cosignatures.proposalId, proposalId))
        .orderBy(cosignatures.personId)
    )
      .slice(0, 300)
      .map((row) => row.districtCode)
      .join()
  expect(await inOrder(id), 'the 300 who signed both are not in one order').not.toBe(await inOrder(liveId))
})

test('a promise that is under way keeps who signed; its end begins the months', async () => {
  const world = await testWorld({ at: '2026-01-10T12:00:00+08:00', rules: { keptMonths: 2 } })
  const id = await givenCase(world, {
    ...{
      number: past,
      title: '夜市停用一次性餐具',
      stage: 'resolved',
      answeredAt: world.clock.now,
      outcome: 'adopted',
    },
    ...{ decisions: ['adopted'], promise: { what: '全面停用', dueOn: '2027-03-31', state: 'open' } },
  })
  const [signer] = await signers(world, id, ['ping@b.test'])
  const gone = async (on: string) => {
    await forgetTraces(world, new Date(`${on}T12:00:00Z`))
    return !(await whose(world, id)).includes(signer!)
  }
  expect(await gone('2027-01-31')).toBe(false)
  await write(world.db, (tx) => tx.update(commitments).set({ doneAt: new Date('2027-02-28T15:00:00Z') }))
  expect(await gone('2027-04-28')).toBe(false)
  expect(await gone('2027-04-29')).toBe(true)
})

test('what somebody chooses and writes after the end stays as long from that day, and so does their account', async () => {
  const { world, id } = await city()
  await end(world, id)
  world.clock.now = monthsLater(world, 9)
  const late = await world.signedIn('late@example.test')
  const since = world.clock.now
  await write(world.db, async (tx) => {
    await tx.insert(follows).values({ proposalId: id, personId: late.personId!, wanted: true, since })
    const given = {
      personId: late.personId!,
      purpose: 'news',
      subject: id,
      noticeVersion: '1',
      givenAt: since,
    } as const
    await tx.insert(consents).values({ ...given, id: newId() })
  })
  const left = async () => {
    await retentionNight(world.deps, world.clock.now)
    const agreed = (await world.db.reads.select().from(consents)).filter(({ purpose }) => purpose === 'news')
    return [(await world.db.reads.select().from(follows)).length, agreed.length]
  }
  world.clock.now = monthsLater(world, 5)
  expect(await left()).toEqual([1, 1])
  world.clock.now = monthsLater(world, 2)
  expect(await left()).toEqual([0, 0])
})

test('while a sample is looked into, or a decision on them can be undone, it is known who signed', async () => {
  const { world, id } = await city()
  const { db, clock } = world
  const moderator = await world.staff('moderator')
  const [signer] = await signers(world, id, ['ping@b.test'])
  const asked = { proposalId: id, askedAt: clock.now, changedAt: clock.now, askedById: moderator.personId! }
  const batch = {
    ...asked,
    id: newId(),
    fromState: 'counted',
    toState: 'held',
    words: '查證',
    salt: 's',
    total: 1,
    state: 'done',
  } as const
  await write(db, async (tx) => {
    await tx.insert(cosignatureBatches).values(batch)
    await tx.insert(cosignatureBatchRows).values({ batchId: batch.id, personId: signer!, moved: true })
    await tx
      .insert(samples)
      .values({ proposalId: id, number: 1, size: 1, announcedById: moderator.personId!, announcedAt: clock.now })
  })
  await end(world, id)
  const known = async () => {
    await forgetTraces(world.deps, monthsLater(world, 7))
    return (await whose(world, id)).includes(signer!)
  }
  expect(await known()).toBe(true)
  await write(db, (tx) => tx.delete(samples))
  expect(await known()).toBe(true)
  await write(db, (tx) => tx.delete(cosignatureBatchRows))
  expect(await known()).toBe(false)
  const page = await moderator.read(`/haicheng/desk/${past}/sample?lang=en`)
  expect([page.text.includes('There is nobody to ask'), page.text.includes('Announce')]).toEqual([true, false])
  expect((await moderator.post(`/haicheng/desk/${past}/sample`, { step: 'announce' })).statusCode).toBe(422)
})

test('a reason that was taken off the page stays off it, also where its signer had signed before', async () => {
  const { world, id } = await city()
  const moderator = await world.staff('moderator')
  const mei = await world.signedIn('mei@example.test')
  await sign(mei, past, { reason: '罵人的話' })
  const [row] = await world.db.reads.select().from(cosignatures)
  const removal = {
    proposalId: id,
    personId: mei.personId!,
    words: '含人身攻擊',
    salt: 's',
    removedById: moderator.personId!,
  }
  await write(world.db, async (tx) => {
    for (const ago of [0, day])
      await tx.insert(reasonRemovals).values({
        ...removal,
        signedAt: new Date(row!.signedAt.getTime() - ago),
        removedAt: new Date(world.clock.now.getTime() + 1000),
      })
  })
  await end(world, id)
  const read = async () => (await world.visitor().read(pathOf(past))).text
  const before = await read()
  expect([before.includes('罵人的話'), before.includes('含人身攻擊')]).toEqual([false, true])
  await forgetTraces(world.deps, monthsLater(world, 7))
  expect(await whose(world, id)).toEqual([nobody(1)])
  expect(await read()).toBe(before)
  const removals = await world.db.reads.select().from(reasonRemovals)
  expect(removals.map((one) => one.personId)).toEqual([nobody(1), nobody(1)])
})

test('who takes a co-signature back leaves nothing either; who wants no mails about a case gets none while a list could tell of it', async () => {
  const { world, id } = await city()
  const [moderator, mei, lin] = [
    await world.staff('moderator'),
    await world.signedIn('mei@example.test'),
    await world.signedIn('lin@example.test'),
  ]
  await write(world.db, async (tx) => {
    const at = world.clock.now
    const removal = { proposalId: id, personId: mei.personId!, words: '含人身攻擊', salt: 's', signedAt: at }
    await tx.insert(reasonRemovals).values({ ...removal, removedById: moderator.personId!, removedAt: at })
    for (const { personId } of [mei, lin])
      await tx.insert(follows).values({ proposalId: id, personId: personId!, wanted: false, since: at })
    const list = { governmentId: world.government.id, kind: 'topic', target: 'environment' } as const
    await tx
      .insert(listFollows)
      .values({ ...list, id: newId(), personId: lin.personId!, wanted: true, since: at, pace: 'now' })
  })
  await end(world, id)
  await forgetTraces(world.deps, monthsLater(world, 7))
  expect(await world.db.reads.select().from(reasonRemovals)).toEqual([])
  const left = await world.db.reads.select().from(follows)
  expect(left.map(({ personId, wanted }) => [personId, wanted])).toEqual([[lin.personId, false]])
})

test('a night that is broken off is finished by the next one', async () => {
  const { world, id } = await city()
  await signers(world, id, emails(500))
  await end(world, id)
  let asked = 0
  const signal = {
    get aborted() {
      return ++asked > 2
    },
  } as AbortSignal
  const now = monthsLater(world, 7)
  const first = await forgetTraces(world.deps, now, { signal })
  expect([first.signers > 0, first.signers < 500]).toEqual([true, true])
  expect((await forgetTraces(world.deps, now)).signers).toBe(500 - first.signers)
  expect(new Set(await whose(world, id))).toEqual(new Set(Array.from({ length: 500 }, (_, i) => nobody(i + 1))))
})

test('two processes forget everybody once', async () => {
  const url = manyConnections ? await testUrl() : null
  const db = url ? await connectForTest(url, { busyFor: 20_000 }) : await testDatabase()
  const other = url ? await connectForTest(url, { busyFor: 20_000 }) : db
  const world = await testWorld({ db })
  const id = await givenCase(world, { number: past, title: '公園的樹' })
  await signers(world, id, emails(500))
  await end(world, id)
  const now = monthsLater(world, 7)
  const both = await Promise.all([forgetTraces({ db }, now), forgetTraces({ db: other }, now)])
  expect(both.reduce((sum, { signers: some }) => sum + some, 0)).toBe(500)
  expect(new Set(await whose(world, id))).toEqual(new Set(Array.from({ length: 500 }, (_, i) => nobody(i + 1))))
})
