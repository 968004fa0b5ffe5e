// A person's calendars at secret addresses: what one follows, and what is one's own work at a desk.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { erasePeople } from '../../../src/domain/people/erase-people.ts'
import { write } from '../../../src/platform/db/write.ts'
import { staff } from '../../../src/schema/agencies.ts'
import { calendarLinks } from '../../../src/schema/calendar-links.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { due, givenCase, givenSupport } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

/** Presses for an address, which is shown once. The path of it. */
async function makeOne(who: Visitor, of = ''): Promise<string> {
  const shown = page(await who.post('/me/calendars', { of }))
  const found = shown.field('address').value
  return new URL(String(found)).pathname
}
/** As a calendar program fetches it: no cookie, no language. */
const fetched = (world: World, path: string, headers: { [name: string]: string } = {}) =>
  world.visitor().get(path, headers)
const linesOf = (body: string) => body.replaceAll('\r\n ', '').split('\r\n')
const summaries = (body: string) =>
  linesOf(body)
    .filter((line) => line.startsWith('SUMMARY:'))
    .map((line) => line.slice('SUMMARY:'.length))
    .sort()

test('whoever follows cases has their dates in a calendar, without signing in, and nothing of a hidden case', async () => {
  const world = await testWorld()
  const mei = await world.signedIn('mei@example.tw')
  await givenCase(world, {
    number: '2026-0001',
    title: '海堤照明',
    closesBefore: new Date('2026-07-20T00:00:00+08:00'),
  })
  await givenCase(world, {
    ...{ ...due, number: '2026-0002', title: '公車候車亭' },
    answerDueBefore: new Date('2026-07-18T00:00:00+08:00'),
  })
  await givenCase(world, { number: '2026-0003', title: '沒有人追蹤' })
  await givenCase(world, { number: '2026-0004', title: '自己的提案', authorId: mei.personId })
  await givenCase(world, {
    number: '2026-0005',
    title: '還在檢核',
    authorId: mei.personId,
    stage: 'checking',
    publishedAt: null,
  })
  for (const number of ['2026-0001', '2026-0002'])
    expect((await mei.post('/haicheng/follows', { of: `case:${number}`, from: 'page' })).statusCode).toBeLessThan(400)
  expect((await mei.read('/me')).link('Due dates in my calendar')).toBe('/me/calendars')
  const path = await makeOne(mei)
  const answer = await fetched(world, path)
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8'])
  expect([answer.headers['cache-control'], answer.headers['x-robots-tag']]).toEqual(['private, no-cache', 'noindex'])
  expect(answer.headers['set-cookie']).toBeUndefined()
  expect(summaries(answer.body)).toEqual([
    'Answer due: 公車候車亭',
    'Co-signing closes: 海堤照明',
    'Co-signing closes: 自己的提案',
  ])
  expect(linesOf(answer.body)).toEqual(
    expect.arrayContaining(['DTSTART;VALUE=DATE:20260717', 'DTSTART;VALUE=DATE:20260719']),
  )
  // nothing new: nothing is sent
  world.clock.now = new Date(world.clock.now.getTime() + 60_000)
  const tag = String(answer.headers.etag)
  expect((await fetched(world, path, { 'if-none-match': tag })).statusCode).toBe(304)
  await write(world.db, (tx) =>
    tx
      .update(proposals)
      .set({ hiddenAt: world.clock.now, hiddenReason: '個資' })
      .where(eq(proposals.number, '2026-0001')),
  )
  const later = await fetched(world, path, { 'if-none-match': tag })
  expect([later.statusCode, summaries(later.body).join()]).toEqual([200, expect.not.stringContaining('海堤')])
})

test('the address is shown once, a new one takes its place, and an ended one leads nowhere', async () => {
  const world = await testWorld()
  const mei = await world.signedIn('mei@example.tw')
  const first = await makeOne(mei)
  expect((await mei.get('/me/calendars')).body).not.toContain(first)
  const kept = await world.db.reads.select().from(calendarLinks)
  expect(JSON.stringify(kept)).not.toContain(first.split('/')[3])
  const second = await makeOne(mei)
  expect((await fetched(world, first)).statusCode).toBe(404)
  expect((await fetched(world, second)).statusCode).toBe(200)
  expect((await mei.post('/me/calendars/removals', { of: '' })).headers.location).toBe('/me/calendars?done=ended')
  expect((await fetched(world, second)).statusCode).toBe(404)
  expect((await fetched(world, '/me/calendars/anything/due-dates.ics')).statusCode).toBe(404)
  const third = await makeOne(mei)
  await write(world.db, (tx) => erasePeople(tx, [mei.personId!]))
  expect((await fetched(world, third)).statusCode).toBe(404)
})

test('staff have what is theirs, by name only where it is public, as long as they have the desk', async () => {
  const world = await testWorld()
  const { environment, transport } = world.agencies
  const dates = { ...due, answerDueBefore: new Date('2026-07-18T00:00:00+08:00'), scheduledAt: world.clock.now }
  const officer = await world.staff('officer', environment)
  const colleague = await world.staff('officer', environment, 'colleague@haicheng.test')
  const id = await givenCase(world, { ...dates, number: '2026-0001', title: '海堤照明' })
  await givenSupport(world, id, { agencyId: transport, dueBefore: new Date('2026-07-11T00:00:00+08:00') })
  await givenCase(world, { ...dates, number: '2026-0002', title: '同事的案件' })
  await givenCase(world, { ...dates, number: '2026-0003', title: '有個資的案子', hiddenAt: world.clock.now })
  await givenCase(world, {
    ...{ number: '2026-0004', title: '還沒公開的提案', stage: 'checking', publishedAt: null },
    checkDueBefore: new Date('2026-06-20T00:00:00+08:00'),
  })
  expect(
    (await colleague.post('/haicheng/proposals/2026-0002/officers', { act: 'give', officer: colleague.personId! }))
      .statusCode,
  ).toBe(303)
  const path = await makeOne(officer, 'haicheng')
  const answer = await fetched(world, path)
  expect(summaries(answer.body)).toEqual(['Answer: 海堤照明'])
  expect(linesOf(answer.body)).toContain('DTSTART;VALUE=DATE:20260717')
  const moderator = await world.staff('moderator')
  expect(summaries((await fetched(world, await makeOne(moderator, 'haicheng'))).body)).toEqual(['Check: 2026-0004'])
  // not at another's desk, and not after leaving one's own
  const citizen = await world.signedIn('mei@example.tw')
  for (const of of ['haicheng', 'nowhere']) expect((await citizen.post('/me/calendars', { of })).statusCode).toBe(404)
  await write(world.db, (tx) =>
    tx.update(staff).set({ endedAt: world.clock.now }).where(eq(staff.personId, officer.personId!)),
  )
  expect((await fetched(world, path)).statusCode).toBe(404)
})
