// After a merger: every signer is asked by mail, and whoever says yes moves over. Both cases stay exact to the last row.
import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openCase } from '../../../src/domain/cosignatures/after-counting.ts'
import { moveCosignature } from '../../../src/domain/cosignatures/merge-consent-store.ts'
import { mailsOf } from '../../../src/domain/notifications/load-mail-data.ts'
import { expandMailings } from '../../../src/domain/notifications/mailings.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatureCounts, cosignatures } from '../../../src/schema/cosignatures.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { givenCase } from '../../support/cases.ts'
import { testConfig } from '../../support/deps.ts'
import { page } from '../../support/page.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const first = '/haicheng/proposals/2026-0001'
const target = '/haicheng/proposals/2026-0002'

async function twoCases() {
  const world = await testWorld({ rules: { threshold: 100 } })
  const from = await givenCase(world, { number: '2026-0001', title: '海堤步道加路燈' })
  const to = await givenCase(world, { number: '2026-0002', title: '海堤步道夜間照明', threshold: 100 })
  return { world, from, to }
}

async function merge(world: World): Promise<void> {
  world.clock.now = new Date('2026-06-20T10:00:00+08:00')
  const moderator = await world.staff('moderator')
  await moderator.post(`${first}/decisions`, { decision: 'merge', target: '2026-0002', words: '訴求相同。' })
}

/** Two cases that ask for the same; three people sign the first, one of them the second too; then the first is merged. */
async function merged(threshold = 100) {
  const world = await testWorld({ rules: { threshold: 100 } })
  const from = await givenCase(world, { number: '2026-0001', title: '海堤步道加路燈' })
  const to = await givenCase(world, { number: '2026-0002', title: '海堤步道夜間照明', threshold })
  const mei = await world.signedIn('mei@example.test')
  const ping = await world.signedIn('ping@example.test')
  const both = await world.signedIn('both@example.test')
  await mei.post(`${first}/cosignatures`, { district: 'gangdong', reason: '我每天走這裡' })
  await ping.post(`${first}/cosignatures`, { district: 'shibi', wants: '1' })
  await both.post(`${first}/cosignatures`, { district: 'shibi' })
  await both.post(`${target}/cosignatures`)
  await merge(world)
  return { world, from, to, mei, ping, both }
}

const caseNow = async ({ db }: World, id: string) =>
  (await db.reads.select().from(proposals).where(eq(proposals.id, id)))[0]!

/** The count of a case, its rows of persons, and its sums by day and district: all three say the same. */
async function exact(world: World, id: string): Promise<number> {
  const { count } = await caseNow(world, id)
  const people = await world.db.reads.select().from(cosignatures).where(eq(cosignatures.proposalId, id))
  const sums = await world.db.reads.select().from(cosignatureCounts).where(eq(cosignatureCounts.proposalId, id))
  expect(people).toHaveLength(count)
  expect(sums.reduce((sum, row) => sum + row.count, 0)).toBe(count)
  for (const { day, districtCode, count: sum } of sums)
    expect(people.filter((p) => p.day === day && p.districtCode === districtCode)).toHaveLength(sum)
  return count
}

/** The address that the mail to somebody leads to. */
async function linkTo(world: World, email: string): Promise<string> {
  await expandMailings(world.deps, world.clock.now)
  const rows = await world.db.reads
    .select()
    .from(outbox)
    .where(and(eq(outbox.kind, 'merge_question'), eq(outbox.address, email)))
  expect(rows, `one question to ${email}`).toHaveLength(1)
  const mails = await mailsOf(world.db.reads, rows, testConfig, 'http://localhost')
  return mails.get(rows[0]!.id)!.link!.url.replace('http://localhost', '')
}

test('by the mail’s link, signed out: the page asks, the button moves, both cases stay exact', async () => {
  const { world, from, to } = await merged()
  const somebody = world.visitor()
  const link = await linkTo(world, 'mei@example.test')
  const asked = await somebody.get(link)
  expect(asked.statusCode).toBe(200)
  for (const title of ['海堤步道加路燈', '海堤步道夜間照明']) expect(page(asked).text).toContain(title)
  expect(page(asked).actions).toContain(link)
  expect([await exact(world, from), await exact(world, to)], 'opening the link changes nothing').toEqual([3, 1])

  const yes = await somebody.post(link)
  expect(yes.statusCode).toBe(303)
  expect((await somebody.read(String(yes.headers.location))).text).toContain('Your co-signature has moved')
  expect([await exact(world, from), await exact(world, to)]).toEqual([2, 2])
  const entries = await world.db.reads.select().from(record).where(eq(record.kind, 'cosignature_moved'))
  expect(entries.map((e) => e.facts)).toEqual([{ into: '2026-0002' }])
  const [moved] = await world.db.reads
    .select()
    .from(cosignatures)
    .where(and(eq(cosignatures.proposalId, to), eq(cosignatures.reason, '我每天走這裡')))
  expect(moved).toMatchObject({ districtCode: 'gangdong', day: '2026-06-20' })
})

test('pressing twice, at once or later, moves one and says that it has', async () => {
  const { world, from, to, ping } = await merged()
  const link = await linkTo(world, 'ping@example.test')
  const answers = await Promise.all([ping.post(link), ping.post(`${first}/moves`)])
  expect(answers.map((a) => a.statusCode)).toEqual([303, 303])
  expect([await exact(world, from), await exact(world, to)]).toEqual([2, 2])
  expect((await ping.read(link)).text).toContain('You have co-signed the joined proposal already')
  await ping.post(link)
  expect([await exact(world, from), await exact(world, to)]).toEqual([2, 2])
})

test('whoever signed both keeps one in each; the page says there is nothing to do', async () => {
  const { world, from, to, both } = await merged()
  expect((await both.read(`${first}/moves`)).text).toContain('One person counts once')
  await both.post(`${first}/moves`)
  expect([await exact(world, from), await exact(world, to)]).toEqual([3, 1])
})

test('after the other case has closed it is too late, and the co-signature stays where it is', async () => {
  const { world, from, to, mei } = await merged()
  const link = await linkTo(world, 'mei@example.test')
  world.clock.now = new Date('2026-08-01T00:00:00+08:00')
  expect((await mei.read(link)).text).toContain('too late')
  const late = await mei.post(link)
  expect(late.statusCode).toBe(422)
  expect(page(late).text).toContain('too late')
  expect([await exact(world, from), await exact(world, to)]).toEqual([3, 1])
})

test('the merged case leads a signer to the question, everybody else to the other case', async () => {
  const { world, mei } = await merged()
  expect((await mei.read(first)).hrefs).toContain(`${first}/moves`)
  const { hrefs, actions } = await world.visitor().read(first)
  expect([...hrefs, ...actions]).not.toContain(`${first}/moves`)
  expect(hrefs).toContain(target)
})

test('a link that is not ours, or for another case, moves nothing', async () => {
  const { world, from, to } = await merged()
  const link = await linkTo(world, 'mei@example.test')
  const forged = `${link.slice(0, -4)}AAAA`
  expect((await world.visitor().get(forged)).statusCode).toBe(410)
  expect((await world.visitor().post(forged)).statusCode).toBe(410)
  expect((await world.visitor().post(link.replace('2026-0001', '2026-0002'))).statusCode).toBe(404)
  const stranger: Visitor = await world.signedIn('stranger@example.test')
  expect((await stranger.read(`${first}/moves`)).text).toContain('nothing to move')
  expect((await stranger.post(`${first}/moves`)).statusCode).toBe(303)
  expect((await world.visitor().post(`${first}/moves`)).headers.location).toMatch(/^\/sign-in/)
  expect([await exact(world, from), await exact(world, to)]).toEqual([3, 1])
})

test('the yes that reaches the threshold starts the clock of the other case', async () => {
  const { world, to, mei } = await merged(2)
  await mei.post(`${first}/moves`)
  expect((await caseNow(world, to)).stage).toBe('review')
})

test('a reason that a moderator removed does not come back on the other case', async () => {
  const { world, to, mei } = await merged()
  const moderator = await world.staff('moderator')
  const [removal] = (await moderator.read(`${first}/reasons`)).actions.filter((path) => path.endsWith('/removals'))
  await moderator.post(removal!, { words: '含有他人的電話' })
  expect((await mei.post(`${first}/moves`)).statusCode).toBe(303)
  expect(await exact(world, to)).toBe(2)
  for (const path of [target, `${target}/reasons`])
    expect((await world.visitor().get(path)).body).not.toContain('我每天走這裡')
})

test('once the merger is taken back nobody is asked any more, and whoever comes by an earlier mail is told', async () => {
  const { world, from, to, mei } = await merged()
  const link = await linkTo(world, 'mei@example.test')
  const administrator = await world.staff('administrator')
  expect((await administrator.post(`${first}/decisions`, { decision: 'undo', words: '' })).statusCode).toBe(303)

  const questions = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'merge_question'))
  expect(questions.length).toBeGreaterThan(0)
  expect(questions.filter((mail) => mail.nextTryAt !== null)).toEqual([])
  for (const [visitor, address] of [
    [world.visitor(), link],
    [mei, `${first}/moves`],
  ] as const) {
    const answer = await visitor.get(address)
    expect(answer.statusCode).toBe(200)
    expect(page(answer).text).toContain('The merger was taken back')
    expect((await visitor.post(address)).statusCode).toBe(422)
  }
  expect([await exact(world, from), await exact(world, to)]).toEqual([3, 1])
})

test('a merger taken back before its mails went out asks nobody', async () => {
  const { world } = await merged()
  const administrator = await world.staff('administrator')
  await administrator.post(`${first}/decisions`, { decision: 'undo', words: '' })
  expect(await expandMailings(world.deps, world.clock.now)).toBe(0)
})

test('a yes in the moment the merger is taken back moves only while the case is merged', async () => {
  const { world, from, to, mei } = await merged()
  const administrator = await world.staff('administrator')
  await Promise.all([
    administrator.post(`${first}/decisions`, { decision: 'undo', words: '' }),
    mei.post(`${first}/moves`),
  ])
  const kinds = (await world.db.reads.select().from(record).where(eq(record.proposalId, from)).orderBy(record.id)).map(
    (entry) => entry.kind,
  )
  const moves = kinds.filter((kind) => kind === 'cosignature_moved').length
  expect(kinds.slice(kinds.indexOf('undone'))).not.toContain('cosignature_moved')
  expect([await exact(world, from), await exact(world, to)]).toEqual([3 - moves, 1 + moves])
})

test('the title of a case that was hidden is not told by one that was merged into it', async () => {
  const { world, mei } = await merged()
  const moderator = await world.staff('moderator')
  expect((await world.visitor().read(first)).text).toContain('海堤步道夜間照明')
  expect((await mei.read(`${first}/moves`)).text).toContain('海堤步道夜間照明')
  await moderator.post(`${target}/decisions`, { decision: 'hide', words: '內含個人資料。' })
  for (const answer of [await world.visitor().get(first), await mei.get(first), await mei.get(`${first}/moves`)]) {
    expect(answer.body).not.toContain('海堤步道夜間照明')
    expect(page(answer).text).toContain('2026-0002')
  }
})

test('a mailbox counts once in the case it moves to, also where an account of it that was erased or left has signed there', async () => {
  const { world, from, to } = await twoCases()
  const before = await world.signedIn('mei@example.test')
  await before.post(`${target}/cosignatures`, { district: 'gangdong' })
  await before.post('/me/data/erase', { sure: '1' })
  const mei = await world.signedIn('mei@example.test')
  await mei.post(`${first}/cosignatures`, { district: 'gangdong' })
  await merge(world)
  await mei.post(`${first}/moves`)
  expect([await exact(world, from), await exact(world, to)]).toEqual([1, 1])
  expect((await caseNow(world, to)).count).toBe(1)
})

test('whoever is erased while the yes is on its way does not move', async () => {
  const { world, from, to, mei } = await merged()
  const at = world.clock.now
  const [one, other] = [await caseNow(world, from), await caseNow(world, to)]
  const open = await openCase(world.db.reads, other)
  await mei.post('/me/data/erase', { sure: '1' })
  const { secret } = testConfig
  const moved = await write(world.db, (tx) =>
    moveCosignature(tx, world.government, one, { ...other, ...open }, mei.personId!, at, secret),
  )
  expect([moved, await exact(world, from), await exact(world, to)]).toEqual(['not_signed', 3, 1])
})
