// What somebody does with their own data: taking it along, correcting, stopping, erasing. Each at once, with a receipt.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { notAsked, ownLater } from '../../../src/domain/moderation/looks.ts'
import { receiptToken } from '../../../src/domain/people/receipts.ts'
import { copyKey, isUnchanged, signCopy } from '../../../src/domain/people/sign-copy.ts'
import { endAgain, endedLine, endedList } from '../../../src/domain/retention/ended-list.ts'
import { eraseAgain, erasedList } from '../../../src/domain/retention/erased-list.ts'
import { write } from '../../../src/platform/db/write.ts'
import { privateMessages } from '../../../src/schema/moderation.ts'
import { follows, outbox } from '../../../src/schema/notifications.ts'
import { consents, staffLooks } from '../../../src/schema/own-data.ts'
import { people, residences } from '../../../src/schema/people.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { givenCase } from '../../support/cases.ts'
import { counted } from '../../support/counted.ts'
import { testConfig } from '../../support/deps.ts'
import { page } from '../../support/page.ts'
import { tablesHolding } from '../../support/tables-holding.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const gov = '/haicheng/proposals'
const at = `${gov}/2026-0001`

/** Mei has signed with a reason, follows, has a draft, and wrote the case that she signed. */
async function city(given: Parameters<typeof givenCase>[1] = {}) {
  const world = await testWorld({ rules: { threshold: 5000 } })
  const mei = await world.signedIn('mei@example.test')
  const id = await givenCase(world, {
    ...{
      number: '2026-0001',
      title: '海堤步道夜間照明',
      problem: '晚上看不到路，長輩常跌倒',
      asks: ['請增設三盞路燈'],
    },
    ...{ authorId: mei.personId, authorName: '潮間帶的小美' },
    ...given,
  })
  await mei.post(`${at}/cosignatures`, { district: 'gangdong', reason: '我每天走這裡', wants: '1' })
  return { world, mei, id }
}

const draftOf = async (who: Visitor, title: string) => {
  const draft = String((await who.post(`${gov}/drafts`)).headers.location).replace(/\/problem$/, '')
  await who.post(`${draft}/problem`, { title, problem: '草稿裡的問題描述很長', later: '1' })
  await who.post(`${draft}/asks`, { asks: ['請先調查再說明'], later: '1' })
  return draft
}

const mailsTo = async ({ db }: World, address: string) =>
  (await db.reads.select().from(outbox).where(eq(outbox.address, address))).filter(
    ({ facts }) => facts.act === 'receipt',
  )

test('erasing oneself without the name: nothing holds the address or the name, and counts, text and record stay', async () => {
  const { world, mei, id } = await city()
  const { db } = world
  await draftOf(mei, '還沒寫完的草稿')
  const letter = { proposalId: id, personId: mei.personId!, writtenAt: world.clock.now, agencyId: null }
  await write(db, (tx) =>
    tx.insert(privateMessages).values({ ...letter, id: 'letter', kind: 'from_proposer', body: '請打我的電話 0912' }),
  )
  const before = { counted: await counted(db, id), record: await db.reads.select().from(record) }
  const form = await mei.read('/me/data/erase')
  expect(form.text).toContain('1 draft is deleted.')
  const unsure = await mei.post('/me/data/erase', { cases: 'nameless', reasons: 'stay' })
  expect([unsure.statusCode, page(unsure).problems.sure]).toEqual([422, expect.stringContaining('cannot be undone')])

  const erased = await mei.post('/me/data/erase', { cases: 'nameless', reasons: 'stay', sure: '1' })
  expect(erased.statusCode).toBe(303)
  expect((await mei.get('/me')).statusCode, 'signed out').toBe(303)
  const receipt = await world.visitor().read(String(erased.headers.location))
  expect(receipt.heading).toBe('Your account was erased')
  expect(receipt.items).toEqual(expect.arrayContaining(['1 draft deleted', '1 proposal without your name']))
  expect(await mailsTo(world, 'mei@example.test')).toMatchObject([{ personId: null, kind: 'stage_changed' }])

  expect(await tablesHolding(world, 'mei@example.test'), 'the receipt waits to be sent').toEqual(['outbox'])
  for (const gone of ['潮間帶的小美', '還沒寫完的草稿', '請打我的電話'])
    expect([gone, await tablesHolding(world, gone)]).toEqual([gone, []])
  for (const table of [consents, staffLooks, follows, residences])
    expect(await db.reads.select().from(table)).toEqual([])
  expect(await counted(db, id)).toEqual(before.counted)
  expect(await db.reads.select().from(record)).toEqual(before.record)
  const public_ = await world.visitor().read(at)
  expect(public_.text).toContain('海堤步道夜間照明')
  expect(public_.text).toContain('我每天走這裡')
  expect((await world.visitor().get(`${at}.json`)).json().author).toEqual(null)
})

test('erasing oneself with the texts: the case answers 410, its numbers stay, and no word stands anywhere', async () => {
  const { world, mei, id } = await city({ stage: 'expired', endedAt: new Date('2026-06-01T00:00:00+08:00') })
  const before = await counted(world.db, id)
  const done = await mei.post('/me/data/erase', { cases: 'text', reasons: 'remove', sure: '1' })
  expect(done.statusCode).toBe(303)
  const gone = await world.visitor().get(at)
  expect([gone.statusCode, gone.body.includes('The proposer removed the text.')]).toEqual([410, true])
  const json = await world.visitor().get(`${at}.json`)
  expect([json.json().number, json.json().cosignatures.count]).toEqual(['2026-0001', before.count])
  expect(json.body).not.toMatch(/海堤|路燈|小美/)
  expect(await counted(world.db, id)).toEqual(before)
  for (const words of ['海堤步道', '長輩常跌倒', '三盞路燈', '我每天走這裡', '潮間帶的小美'])
    expect([words, await tablesHolding(world, words)]).toEqual([words, []])
  const moderator = await world.staff('moderator')
  const shown = await moderator.post(`${at}/decisions`, { decision: 'show', words: 'x' })
  expect(shown.statusCode, 'there is nothing to show again').toBe(409)
  expect((await world.visitor().get(at)).statusCode).toBe(410)
})

test('a case that gathers is withdrawn before its text goes; one under review stays without the name, since its answer is owed', async () => {
  const gathering = await city()
  await gathering.mei.post('/me/data/erase', { cases: 'text', reasons: 'stay', sure: '1' })
  const [row] = await gathering.world.db.reads.select().from(proposals)
  expect([row!.stage, row!.title, row!.textRemovedAt !== null]).toEqual(['withdrawn', '', true])

  const reviewed = await city({
    ...{ stage: 'review', thresholdMetAt: new Date('2026-06-10T00:00:00+08:00') },
    answerDueBefore: new Date('2026-08-11T00:00:00+08:00'),
  })
  const sent = await reviewed.mei.post('/me/data/erase', { cases: 'text', reasons: 'stay', sure: '1' })
  expect((await reviewed.mei.read(String(sent.headers.location))).text).toContain('1 proposal under review kept')
  const [kept] = await reviewed.world.db.reads.select().from(proposals)
  expect([kept!.stage, kept!.title, kept!.authorName]).toEqual(['review', '海堤步道夜間照明', null])
})

test('who holds a seat is not erased here; nobody is erased by a session that a link opened long ago', async () => {
  const world = await testWorld()
  const officer = await world.staff('officer', world.agencies.transport)
  expect((await officer.read('/me/data/erase')).text).toContain('You hold or held a seat')
  expect((await officer.post('/me/data/erase', { sure: '1' })).statusCode).toBe(422)
  const [row] = await world.db.reads.select().from(people).where(eq(people.id, officer.personId!))
  expect(row!.email).toBe(officer.email)
})

test('stopping news, district and name ends each at once and says so', async () => {
  const { world, mei } = await city()
  await mei.post('/haicheng/follows', { of: 'agency:epb', pace: 'weekly', kinds: ['end'] })
  expect((await mei.post('/me/data/object', {})).statusCode).toBe(422)
  const sent = await mei.post('/me/data/object', { stop: ['news', 'district', 'name'] })
  const receipt = await mei.read(String(sent.headers.location))
  expect(receipt.items).toEqual(
    expect.arrayContaining(['2 follows ended', '1 district deleted', 'Your name taken off 1 proposal']),
  )
  expect(await world.db.reads.select().from(residences)).toEqual([])
  expect((await world.db.reads.select().from(follows)).map(({ wanted }) => wanted)).toEqual([false])
  expect((await world.visitor().read(at)).text).not.toContain('潮間帶的小美')
  const open = (await world.db.reads.select().from(consents)).filter(({ withdrawnAt }) => withdrawnAt === null)
  expect(open.map(({ purpose }) => purpose).sort()).toEqual(['account', 'cosign', 'reason'])
  expect(await mailsTo(world, 'mei@example.test')).toHaveLength(1)
  // beside copies of the database it is a list of ids, and a second going through finds nothing to end
  const list = await endedList(world.db.reads)
  expect(list.map((line) => line.split(' ')[0])).toEqual(['consent', 'consent', 'consent', 'unnamed'])
  expect(list.filter((line) => !endedLine.test(line))).toEqual([])
  expect(await endAgain(world.db, list, world.clock.now)).toEqual({ done: 0, stayed: 0, moved: 0 })
  // news that are wanted again are not in it
  await mei.post('/haicheng/follows', { of: 'agency:epb', pace: 'weekly', kinds: ['end'] })
  expect(await endedList(world.db.reads)).toHaveLength(3)
})

test('the receipt never says that nothing was done where the name for the next proposal was deleted', async () => {
  const world = await testWorld()
  const mei = await world.signedIn('mei@example.test')
  await mei.post('/me/data/correct', { name: '小美' })
  const receiptOf = async () => {
    const sent = await mei.post('/me/data/object', { stop: ['name'] })
    return mei.read(String(sent.headers.location))
  }
  const first = await receiptOf()
  expect(first.items).toContain('Display name deleted: your next proposal does not begin with it')
  expect(first.text).not.toContain('There was nothing to do')
  expect((await receiptOf()).text).toContain('There was nothing to do')
})

test('a corrected name stands on the proposals too, and may not read like an office', async () => {
  const { world, mei } = await city()
  const office = await mei.post('/me/data/correct', { name: '海澄市政府', shown: '1' })
  expect([office.statusCode, page(office).problems.name]).toEqual([422, expect.stringContaining('office')])
  const sent = await mei.post('/me/data/correct', { name: '小美', shown: '1', 'district-haicheng': 'shibi' })
  expect((await mei.read(String(sent.headers.location))).items).toEqual(
    expect.arrayContaining(['Display name changed', 'New name shown on 1 proposal', '1 district changed']),
  )
  const seen = (await world.visitor().read(at)).text
  expect([seen.includes('小美'), seen.includes('潮間帶的小美')]).toEqual([true, false])
  expect((await world.db.reads.select().from(residences))[0]!.districtCode).toBe('shibi')
})

test('the copy is signed and holds no secret; a changed one is refused, and elsewhere it brings drafts, proposals and follows', async () => {
  const { world, mei } = await city()
  await draftOf(mei, '公園的飲水機')
  await mei.post('/haicheng/follows', { of: 'agency:epb', pace: 'weekly', kinds: ['end'] })
  expect((await mei.read('/me/data/copy.html')).text).toContain('我每天走這裡')
  const file = (await mei.get('/me/data/copy.json')).body
  const copy = JSON.parse(file)
  expect(isUnchanged(copy)).toBe(true)
  expect((await world.visitor().get('/me/data/key.json')).json().key).toBe(copy.signature.key)
  expect(Object.keys(copy.payload.held)).toEqual(expect.arrayContaining(['people', 'cosignatures', 'consents', 'asks']))
  expect(JSON.stringify(copy.payload.held)).not.toMatch(/token_hash|"hash"|code_hash|browser_hash|"salt"/)

  const elsewhere = await testWorld()
  await givenCase(elsewhere, { number: '2026-0001', title: '海堤步道夜間照明' })
  const me = await elsewhere.signedIn('mei@example.test')
  const hand = (text: string) =>
    me.hand('/me/data/bring', {}, { name: 'copy.json', type: 'application/json', bytes: Buffer.from(text) })
  expect(page(await hand(file.replace('我每天走這裡', '我從來不走'))).problems.copy).toContain(
    'changed after it was signed',
  )
  expect(page(await hand('{"payload":{}}')).problems.copy).toContain('not a copy')
  const looked = page(await hand(file))
  expect(looked.items).toEqual(
    expect.arrayContaining(['海堤步道夜間照明', '公園的飲水機', 'Haicheng City · Agency: Environment Bureau']),
  )
  expect(
    await elsewhere.db.reads.select().from(proposals).where(eq(proposals.stage, 'draft')),
    'looking changes nothing',
  ).toEqual([])
  const portable = looked.sends('portable')!
  const sent = await me.post('/me/data/bring', { portable })
  expect((await me.read(String(sent.headers.location))).items).toEqual(
    expect.arrayContaining(['2 drafts brought in', '2 follows brought in']),
  )
  const again = await me.post('/me/data/bring', { portable })
  expect((await me.read(String(again.headers.location))).text, 'once').toContain('There was nothing to do')
  const drafts = await elsewhere.db.reads.select().from(proposals).where(eq(proposals.stage, 'draft'))
  expect(drafts.map(({ title }) => title).sort()).toEqual(['公園的飲水機', '海堤步道夜間照明'].sort())
})

test('what was erased after a copy was made is erased again in the copy', async () => {
  const erased = await city({ stage: 'expired', endedAt: new Date('2026-06-01T00:00:00+08:00') })
  await erased.mei.post('/me/data/erase', { cases: 'text', reasons: 'stay', sure: '1' })
  const list = await erasedList(erased.world.db.reads)
  expect(list.map((line) => line.split(' ')[0]).sort()).toEqual(['person', 'text'])
  // the same city as it was before: the rows of the copy have the same ids
  const copy = await city({ stage: 'expired', endedAt: new Date('2026-06-01T00:00:00+08:00') })
  const lines = [`person ${copy.mei.personId}`, `text ${copy.id}`, 'person 00000000-0000-7000-8000-000000000000']
  expect(await eraseAgain(copy.world.db, lines, copy.world.clock.now)).toBe(2)
  for (const words of ['mei@example.test', '海堤步道', '三盞路燈', '潮間帶的小美'])
    expect([words, await tablesHolding(copy.world, words)]).toEqual([words, []])
  expect(await eraseAgain(copy.world.db, lines, copy.world.clock.now), 'once is enough').toBe(0)
})

test('a receipt that we did not write is none, and a signature is of one key alone', async () => {
  const world = await testWorld()
  const receipt = { act: 'erased', at: '2026-06-18T01:00:00.000Z', counts: { drafts: 2 } } as const
  const good = `/me/data/receipts/${receiptToken(testConfig.secret, receipt)}`
  expect((await world.visitor().read(good)).items).toContain('2 drafts deleted')
  const forged = `/me/data/receipts/${receiptToken(`${testConfig.secret}x`, receipt)}`
  expect((await world.visitor().get(forged)).statusCode).toBe(404)
  const signed = signCopy('one', { a: 1 })
  expect([isUnchanged(signed), signed.signature.key === copyKey('two')]).toEqual([true, false])
  expect(isUnchanged({ ...signed, payload: { a: 2 } })).toBe(false)
  expect(isUnchanged({ ...signed, signature: { ...signed.signature, key: copyKey('two') } })).toBe(false)
})

const waiting = { stage: 'checking', publishedAt: null, closesBefore: null } as const

test('whoever on the staff opens a case before it is public is written down, on whichever desk it lies, once a day', async () => {
  const { world, mei } = await city(waiting)
  const staff = await Promise.all([world.staff('officer', world.agencies.transport), world.staff('administrator')])
  for (const one of [...staff, ...staff, mei]) expect((await one.get(at)).statusCode).toBe(200)
  const looks = await world.db.reads.select().from(staffLooks)
  expect(looks.map(({ lookerId }) => lookerId).sort()).toEqual(staff.map(({ personId }) => personId).sort())
  expect((await world.visitor().get(at)).statusCode).toBe(404)
})

test('a case that comes to somebody’s desk on the day on which they looked at it from another one: its person reads both, and the copy says what the mark means', async () => {
  const { world, mei } = await city(waiting)
  const officer = await world.staff('officer', world.agencies.transport)
  const looks = async () => (await world.db.reads.select().from(staffLooks)).map(({ reason }) => reason)
  const shown = async () => (await mei.read('/me/data')).part('Who on the staff looked').text
  for (const _ of [1, 2]) await officer.get(at)
  expect(await looks()).toEqual([notAsked])
  expect(await shown()).toContain('not on their desk. They were not asked')
  const moderator = await world.staff('moderator', null, officer.email)
  for (const _ of [1, 2]) await moderator.get(at)
  expect(await looks()).toEqual([ownLater])
  expect(await shown()).toContain('They opened it again the same day, once it was on their own desk.')
  const { held } = (await mei.get('/me/data/copy.json')).json().payload
  const { properties } = (await world.visitor().get('/me/data/schema.json')).json().properties.payload.properties.held
  expect(properties.staff_looks.items.properties.reason.description).toContain(`"${held.staff_looks[0].reason}": `)
  await moderator.post('/haicheng/desk/2026-0001/looks', { reason: '提案人來電詢問' })
  expect(await looks(), 'a reason that is said stands there').toEqual(['提案人來電詢問'])
})

test('who erases the account is told before that a case that is not public yet goes with it', async () => {
  const { mei } = await city(waiting)
  const said = page(await mei.get('/me/data/erase')).text
  expect(said).toContain('1 proposal that is not public yet is withdrawn, and its text is removed.')
})

test('a display name that is taken back is taken off drafts too', async () => {
  const { world, mei } = await city()
  await draftOf(mei, '還沒寫完的草稿')
  await write(world.db, (tx) =>
    tx.update(proposals).set({ authorName: '潮間帶的小美' }).where(eq(proposals.stage, 'draft')).returning(),
  )
  await mei.post('/me/data/object', { stop: ['name'] })
  expect((await world.db.reads.select().from(proposals)).map(({ authorName }) => authorName)).toEqual([null, null])
})
