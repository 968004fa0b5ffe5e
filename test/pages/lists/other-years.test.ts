// Around the turn of a year nobody has to guess of which year a date is; filters stand where they can find something.
import { expect, test } from 'vitest'
import { askForDates } from '../../../src/domain/proposals/recompute-deadlines.ts'
import { write } from '../../../src/platform/db/write.ts'
import { due, givenCase, givenPause } from '../../support/cases.ts'
import { sourceSaying } from '../../support/join.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

const day = (date: string) => new Date(`${date}T00:00:00+08:00`)

test('at the end of December, dates in January show their year: on the case, in lists, at the desk and on the front page', async () => {
  const world = await testWorld({ at: '2026-12-20T09:00:00+08:00' })
  await givenCase(world, {
    ...{ number: '2026-0001', title: '跨年附議', count: 3 },
    ...{ publishedAt: day('2026-12-01'), closesBefore: day('2027-01-31') },
  })
  await givenCase(world, {
    ...{ number: '2026-0002', title: '跨年研議', stage: 'review', publishedAt: day('2026-11-01') },
    ...{ thresholdMetAt: day('2026-11-20'), closesBefore: day('2026-12-31'), answerDueBefore: day('2027-01-21') },
  })
  const { visitor } = world
  expect((await visitor().read('/haicheng/proposals/2026-0001')).text).toContain('30 Jan 2027')
  const officer = await world.staff('officer', world.agencies.environment)
  expect((await officer.read('/haicheng/desk')).text).toContain('20 Jan 2027')
  await givenPause(world, '2026-12-20', '2027-01-04')
  await write(world.db, (tx) => askForDates(tx, world.government.id, 'closing', world.clock.now))
  for (const path of ['/haicheng/proposals', '/haicheng/proposals/2026-0001'])
    expect([path, (await visitor().read(path)).text]).toEqual([path, expect.stringContaining('5 Jan 2027')])
})

test('dates of this year stay short', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '海堤照明' })
  const { text } = await world.visitor().read('/haicheng/proposals/2026-0001')
  expect(text).toContain('31 Jul')
  expect(text).not.toContain('closes 31 Jul 2026')
})

test('“Overdue” can be chosen where a live case is overdue, and not where it would find nothing', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '準時' })
  const offers = async (list: string) => (await world.visitor().read(`/haicheng/${list}`)).fields.includes('answered')
  const choices = async (list: string) =>
    Object.keys((await world.visitor().read(`/haicheng/${list}`)).field('answered').options)
  expect(await offers('proposals')).toBe(false)
  await givenCase(world, { number: '2026-0002', title: '沒有回應', ...due })
  world.clock.now = new Date(world.clock.now.getTime() + 2000)
  expect(await choices('proposals')).toContain('overdue')
  expect(await choices('archive')).toEqual(['', 'in_time', 'late'])
})

test('an address that asks a list for what it cannot have is refused in words', async () => {
  const world = await testWorld()
  for (const address of ['/haicheng/archive?answered=overdue', '/haicheng/proposals?answered=late']) {
    const answer = await world.visitor().get(address)
    expect([address, answer.statusCode]).toEqual([address, 400])
    expect(page(answer).text).toContain('overdue is for live proposals')
  }
})

test('imported cases that were last seen open have a checkbox of their own in the archive', async () => {
  const world = await testWorld()
  await givenCase(world, {
    ...{ number: '2017-0001', title: '最後看到時還開放', stage: 'last_seen', seenOn: '2018-09-11' },
    ...{ source: sourceSaying('gathering'), closesBefore: day('2018-10-01') },
  })
  await givenCase(world, { number: '2026-0002', title: '沒達門檻', stage: 'expired' })
  const archive = await world.visitor().read('/haicheng/archive')
  expect(Object.keys(archive.field('stage').options)).toEqual(['last_seen'])
  const found = await world.visitor().read('/haicheng/archive?stage=last_seen')
  expect([found.text.includes('最後看到時還開放'), found.text.includes('沒達門檻')]).toEqual([true, false])
})

test('help says what happens when a check is late, and what “as seen on” means', async () => {
  const world = await testWorld()
  const chinese = (path: string) => world.visitor().read(`${path}?lang=zh-Hant`)
  expect((await world.visitor().read('/haicheng/help/staff')).text).toContain('once more when it is late')
  expect((await world.visitor().read('/haicheng/help/citizens')).text).toContain('reminded by email')
  expect((await world.visitor().read('/haicheng/help/journalists')).text).toContain('“as seen on”')
  expect((await chinese('/haicheng/help/staff')).text).toContain('逾期再寄一次')
  expect((await chinese('/haicheng/help/journalists')).text).toContain('資料截至')
})
