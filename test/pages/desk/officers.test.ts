// Which colleague has a case: whoever acts first, whoever it is given to, and how somebody else comes by it.
import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { holdersAmong, takeUp } from '../../../src/domain/proposals/case-officers.ts'
import { write } from '../../../src/platform/db/write.ts'
import { staff } from '../../../src/schema/agencies.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { countingReads } from '../../support/asked.ts'
import { answeredOn, due, givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const soon = (world: World, ms = 2000) => {
  world.clock.now = new Date(world.clock.now.getTime() + ms)
}
const officer = (person: Visitor) => person.read('/haicheng/desk/2026-0001').then((shown) => shown.text)

/** What the mails about who has a case tell somebody. */
const mailsTo = async ({ db }: World, { personId }: Visitor) => {
  const told = and(eq(outbox.personId, personId!), eq(outbox.kind, 'routed'))
  return (await db.reads.select({ facts: outbox.facts }).from(outbox).where(told)).map(({ facts }) => facts.act)
}

async function twoOfficers() {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '海堤照明', ...due })
  const lin = await world.staff('officer', world.agencies.environment, 'lin@haicheng.test')
  const chen = await world.staff('officer', world.agencies.environment, 'chen@haicheng.test')
  return { world, lin, chen }
}

test('whoever acts first on a case has it; a colleague asks for it, and is given it', async () => {
  const { world, lin, chen } = await twoOfficers()
  expect(await officer(lin)).toContain('Nobody has this case yet')
  await lin.post(`${at}/schedules`, { words: '下個月完成評估。' })
  soon(world)
  expect(await officer(lin)).toContain('You have this case')
  expect((await chen.read('/haicheng/desk')).item('海堤照明').text).toContain('lin@haicheng.test')
  expect(await officer(chen)).toContain('lin@haicheng.test has this case')
  // nobody takes it without a word
  expect((await chen.post(`${at}/officers`, { officer: chen.personId! })).statusCode).toBe(409)
  expect((await chen.post(`${at}/officers`, { act: 'ask' })).statusCode).toBe(303)
  soon(world)
  expect(await officer(chen)).toContain('You asked to take it over')
  expect(await mailsTo(world, lin)).toEqual(['officer_asked'])
  const told = await lin.read('/haicheng/desk')
  expect(told.text).toContain('Colleagues ask to take over a case of yours: 2026-0001 chen@haicheng.test')
  expect((await lin.read('/haicheng/desk/2026-0001')).buttons).toContain('Give it to chen@haicheng.test')
  expect((await lin.post(`${at}/officers`, { officer: chen.personId! })).statusCode).toBe(303)
  expect(await mailsTo(world, chen)).toEqual(['officer_given'])
  soon(world)
  expect(await officer(chen)).toContain('You have this case')
  expect((await lin.read('/haicheng/desk?officer=me')).text).toContain('Nothing to do matches this search')
  expect((await chen.read('/haicheng/desk?officer=me')).link(/海堤照明/)).toContain('/desk/2026-0001')
})

test('who asked and hears nothing for a day takes the case; before that they cannot', async () => {
  const { world, lin, chen } = await twoOfficers()
  await lin.post(`${at}/officers`, { officer: lin.personId! })
  await chen.post(`${at}/officers`, { act: 'ask' })
  soon(world, 3_600_000)
  expect((await chen.post(`${at}/officers`, { act: 'take' })).statusCode).toBe(409)
  soon(world, 23 * 3_600_000)
  expect((await chen.read('/haicheng/desk/2026-0001')).buttons).toContain('Take it over')
  expect((await chen.post(`${at}/officers`, { act: 'take' })).statusCode).toBe(303)
  soon(world)
  expect(await officer(chen)).toContain('You have this case')
})

test('an officer of another agency, and a citizen, give nobody a case', async () => {
  const { world, lin } = await twoOfficers()
  const other = await world.staff('officer', world.agencies.transport, 'other@haicheng.test')
  expect((await other.post(`${at}/officers`, { officer: other.personId! })).statusCode).toBe(403)
  expect(
    (await (await world.signedIn('c@example.tw')).post(`${at}/officers`, { officer: lin.personId! })).statusCode,
  ).toBe(403)
  expect((await lin.post(`${at}/officers`, { officer: other.personId! })).statusCode).toBe(409)
})

test('whoever only checks commitments is no colleague of the desk: no case is given to them', async () => {
  const { world, lin } = await twoOfficers()
  const checker = await world.staff('checker', null, 'checker@haicheng.test')
  await givenCase(world, { number: '2026-0002', stage: 'checking', publishedAt: null })
  const [moderator, administrator] = [await world.staff('moderator'), await world.staff('administrator')]
  const given = await moderator.post('/haicheng/proposals/2026-0002/officers', { officer: checker.personId! })
  expect(given.statusCode).toBe(409)
  expect((await administrator.read('/haicheng/desk/workload')).text).not.toContain('checker@haicheng.test')
  const handed = { from: lin.personId!, to: checker.personId! }
  expect((await administrator.post('/haicheng/desk/workload/successors', handed)).statusCode).toBe(422)
})

test('the workload of each colleague is shown, and somebody who leaves hands all of theirs over', async () => {
  const { world, lin, chen } = await twoOfficers()
  await givenCase(world, {
    number: '2026-0002',
    title: '公車候車亭',
    ...due,
    answerDueBefore: new Date('2026-07-20T00:00:00+08:00'),
  })
  await givenCase(world, { number: '2026-0003', title: '夜市餐具', ...due })
  for (const number of ['2026-0001', '2026-0002'])
    await lin.post(`/haicheng/proposals/${number}/officers`, { officer: lin.personId! })
  soon(world)
  const table = async (person: Visitor) => (await person.read('/haicheng/desk/workload')).table('Workload')
  expect(await table(chen)).toEqual([
    ['Environment Bureau', '3', '2', '0', 'lin@haicheng.test 2 (1 overdue) Nobody yet 1 (1 overdue)'],
  ])
  expect((await chen.read('/haicheng/desk/workload?by=person')).table('Workload')).toEqual([
    ['lin@haicheng.test', '2', '1', '0', 'Environment Bureau 2 (1 overdue)'],
    ['Nobody yet', '1', '1', '0', 'Environment Bureau 1 (1 overdue)'],
    ['All', '3', '2', '0', ''],
  ])
  const give = (person: Visitor, from: Visitor, to: Visitor) =>
    person.post('/haicheng/desk/workload/successors', { from: from.personId!, to: to.personId! })
  expect((await give(chen, lin, chen)).statusCode).toBe(403)
  const nobody = await lin.post('/haicheng/desk/workload/successors', { from: lin.personId!, to: '' })
  expect(page(nobody).field('to').error).toContain('Choose another colleague')
  const given = await give(lin, lin, chen)
  expect(page(await lin.get(String(given.headers.location))).notice).toContain('2 cases were handed over')
  soon(world)
  expect((await table(lin))[0]).toContain('chen@haicheng.test 2 (1 overdue) Nobody yet 1 (1 overdue)')
  expect(await mailsTo(world, chen), 'one mail for all of them').toEqual(['officer_given_all'])
})

test('whoever has left is known by their name, and a colleague of the desk takes their case without asking them', async () => {
  const { world, lin, chen } = await twoOfficers()
  await lin.post(`${at}/officers`, { officer: lin.personId! })
  await write(world.db, (tx) =>
    tx.update(staff).set({ endedAt: world.clock.now }).where(eq(staff.personId, lin.personId!)),
  )
  soon(world)
  const [line] = (await chen.read('/haicheng/desk/workload?by=person')).table('Workload')
  expect(line!.slice(0, 4)).toEqual(['lin@haicheng.test (has left)', '1', '1', '0'])
  const opened = await chen.read('/haicheng/desk/2026-0001')
  expect(opened.text).toContain('lin@haicheng.test had this case, and no longer works on this desk')
  expect(opened.buttons).toContain('I take it')
  expect(opened.buttons).not.toContain('Ask to take it over')
  expect((await chen.post(`${at}/officers`, { officer: chen.personId! })).statusCode).toBe(303)
  soon(world)
  expect(await officer(chen)).toContain('You have this case')
})

test('an administrator chooses among those who have cases, and hears where a successor could take none of them', async () => {
  const { world, lin, chen } = await twoOfficers()
  const other = await world.staff('officer', world.agencies.transport, 'other@haicheng.test')
  const administrator = await world.staff('administrator')
  await lin.post(`${at}/officers`, { officer: lin.personId! })
  soon(world)
  const shown = (await administrator.read('/haicheng/desk/workload')).field('from')
  expect(Object.values(shown.options)).toEqual(['Please choose', 'lin@haicheng.test (1 to do)'])
  // it is seen who works where before one is chosen
  const takers = (await administrator.read('/haicheng/desk/workload')).field('to')
  expect(Object.values(takers.options)).toContain('other@haicheng.test: Transport Bureau')
  const give = (to: Visitor) =>
    administrator.post('/haicheng/desk/workload/successors', { from: lin.personId!, to: to.personId! })
  const none = await give(other)
  expect(none.statusCode).toBe(422)
  expect(page(none).field('to').error).toContain('None of these cases is on a desk where this colleague works')
  expect((await give(chen)).statusCode).toBe(303)
})

test('commitments are part of what waits on a desk, and what is counted at several desks is said to be', async () => {
  const { world } = await twoOfficers()
  const promise = { what: '汰換水銀燈泡', dueOn: '2026-06-30', state: 'open' as const }
  await givenCase(world, { number: '2026-0002', title: '公車候車亭', ...answeredOn('2026-04-20'), promise })
  world.clock.now = new Date('2026-07-10T09:00:00+08:00')
  const administrator = await world.staff('administrator')
  const by = async (way: string) =>
    (await administrator.read(`/haicheng/desk/workload?by=${way}&lang=zh-Hant`)).table('工作量')
  const desk = (await administrator.read('/haicheng/desk')).text
  expect(desk).toContain('2 to do')
  expect(await by('desk')).toEqual([['環境保護局', '2', '2', '0', '尚無承辦人 1（逾期 1） 承諾 1（逾期 1）']])
  expect(await by('person')).toEqual([
    ['尚無承辦人', '1', '1', '0', '環境保護局 1（逾期 1）'],
    ['承諾', '1', '1', '0', '環境保護局 1（逾期 1）'],
    ['合計', '2', '2', '0', ''],
  ])
  const shown = await administrator.read('/haicheng/desk/workload?by=person&lang=en')
  expect(shown.text).toContain('A case that several desks work on is counted at each of them.')
  const queue = await administrator.read(shown.link('Commitments')!.replace('&amp;', '&'))
  expect([queue.text.includes('汰換水銀燈泡'), queue.text.includes('海堤照明')]).toEqual([true, false])
})

test('who has cases with nothing to do now can hand them over too, and whoever gets them is told', async () => {
  const { world, lin, chen } = await twoOfficers()
  const proposalId = await givenCase(world, { number: '2026-0002', title: '公車候車亭' })
  const agencyId = world.agencies.environment
  await write(world.db, (tx) => takeUp(tx, { proposalId, agencyId }, lin.personId!, world.clock.now))
  soon(world)
  const administrator = await world.staff('administrator')
  const shown = (await administrator.read('/haicheng/desk/workload')).field('from')
  expect(Object.values(shown.options)).toEqual(['Please choose', 'lin@haicheng.test (nothing to do now)'])
  const given = await administrator.post('/haicheng/desk/workload/successors', {
    from: lin.personId!,
    to: chen.personId!,
  })
  expect(page(await administrator.get(String(given.headers.location))).notice).toContain('1 case was handed over')
  expect(await mailsTo(world, chen)).toEqual(['officer_given_all'])
})

test('of however many colleagues it is asked at once who has a case of this government', async () => {
  const { world, lin, chen } = await twoOfficers()
  await givenCase(world, { number: '2026-0002', title: '公車候車亭', ...due })
  for (const number of ['2026-0001', '2026-0002'])
    await lin.post(`/haicheng/proposals/${number}/officers`, { officer: lin.personId! })
  const reads = countingReads(world.db.reads)
  const { id } = world.government
  expect(await holdersAmong(reads.db, id, [lin.personId!, chen.personId!])).toEqual(new Set([lin.personId]))
  expect(reads.asked()).toBe(1)
  expect(await holdersAmong(reads.db, 'another', [lin.personId!])).toEqual(new Set())
})
