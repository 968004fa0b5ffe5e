// A pause is looked at before it is saved, can end early, and may stop the sending of proposals. Closing dates follow to the day.
import { and, asc, eq } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closingDate } from '../../../src/domain/governments/deadline.ts'
import { computePendingDates } from '../../../src/domain/proposals/recompute-deadlines.ts'
import { addDays } from '../../../src/lib/calendar.ts'
import { blackouts } from '../../../src/schema/calendar.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { forAll } from '../../support/at-end.ts'
import { givenCase, givenPause } from '../../support/cases.ts'
import { sourceSaying } from '../../support/join.ts'
import { page } from '../../support/page.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const pauses = '/haicheng/desk/settings/blackouts'
const day = (date: string, time = '00:00:00') => new Date(`${date}T${time}+08:00`)
const pause = (firstDay: string, lastDay: string, more: { [field: string]: string } = {}) => ({
  firstDay,
  lastDay,
  'reason-zh-Hant': '選舉',
  'reason-en': 'Election',
  ...more,
})
const closes = async ({ db }: World, id: string) =>
  (await db.reads.select().from(proposals).where(eq(proposals.id, id)))[0]!.closesBefore
const theOnly = async ({ db }: World) => (await db.reads.select().from(blackouts))[0]!
const movesOf = async ({ db }: World, id: string) =>
  (
    await db.reads
      .select()
      .from(record)
      .where(and(eq(record.proposalId, id), eq(record.kind, 'closing_moved')))
      .orderBy(asc(record.id))
  ).map(({ facts }) => [facts.closes_before_was, facts.closes_before])

/** Presses the button of a page that shows what would change. */
const confirm = (visitor: Visitor, address: string, shown: ReturnType<typeof page>, fields: string[]) =>
  visitor.post(address, {
    ...Object.fromEntries(fields.map((name) => [name, shown.form(address).sends(name)!])),
    action: 'save',
  })

test('before a pause is saved its administrator reads how many cases move and until when, without scripts', async () => {
  const world = await testWorld()
  const id = await givenCase(world, { number: '2026-0001', title: '海堤照明' })
  await givenCase(world, { number: '2026-0002', title: '晚一點的', closesBefore: day('2026-08-01') })
  await givenCase(world, { number: '2026-0003', title: '研議中', stage: 'review', thresholdMetAt: day('2026-06-10') })
  const administrator = await world.staff('administrator')
  const typed = pause('2026-07-01', '2026-07-10')
  expect((await administrator.read(pauses)).form(pauses).sends('action')).toBe('preview')
  const shown = page(await administrator.post(pauses, { ...typed, action: 'preview' }))
  expect(shown.text).toContain('This pause is not saved yet.')
  expect(shown.text).toContain('2 cases that are gathering close on another day.')
  expect(shown.text).toContain('The last of them closes on 10 Aug 2026.')
  expect(shown.table('Closing dates that move')[0]).toEqual(['2026-0001 海堤照明', '31 Jul 2026', '10 Aug 2026'])
  expect(await closes(world, id)).toEqual(day('2026-08-01'))
  expect(await world.db.reads.select().from(blackouts)).toEqual([])

  const back = await administrator.read(shown.link('Go back and change it')!)
  expect(back.field('firstDay').value).toBe('2026-07-01')

  expect((await confirm(administrator, pauses, shown, Object.keys(typed))).statusCode).toBe(303)
  expect(await closes(world, id)).toEqual(day('2026-08-11'))
})

test('a pause that moves nothing says so', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const shown = page(await administrator.post(pauses, { ...pause('2026-07-01', '2026-07-10'), action: 'preview' }))
  expect(shown.text).toContain('No case closes on another day.')
})

test('an election called off: the pause ends tonight, and every case gets back exactly the days that are left of it', async () => {
  const world = await testWorld()
  const id = await givenCase(world, { number: '2026-0001', title: '海堤照明' }) // until 31 July
  const imported = await givenCase(world, {
    ...{ number: '2026-0002', title: '匯入的', closesBefore: day('2026-09-21') },
    ...{ source: sourceSaying('gathering'), seenOn: '2026-06-18' },
  })
  const expired = await givenCase(world, {
    ...{ number: '2026-0003', title: '暫停前到期' },
    ...{ publishedAt: day('2026-05-01', '10:00:00'), closesBefore: day('2026-07-01') },
  })
  const administrator = await world.staff('administrator')
  world.clock.now = day('2026-06-19', '09:00:00')
  // over the festival of 19 June, weekends and a make-up day: closing dates count days, whatever the offices do
  await administrator.post(pauses, pause('2026-07-01', '2026-07-20'))
  expect([await closes(world, id), await closes(world, imported)]).toEqual([day('2026-08-21'), day('2026-10-11')])
  await world.db.exclusively((exec) =>
    exec(
      `update proposals set stage = 'expired', outcome = 'expired', ended_at = closes_before where number = '2026-0003'`,
    ),
  )

  world.clock.now = day('2026-07-04', '15:00:00')
  expect((await world.visitor().get('/api/v1/haicheng/proposals/2026-0001')).json().paused_until).toBe(
    '2026-07-21T00:00:00+08:00',
  )
  const { id: pauseId } = await theOnly(world)
  const self = `${pauses}/${pauseId}`
  expect((await administrator.read(pauses)).link(/^End early/)).toBe(self)
  expect((await administrator.read(self)).text).toContain('From 4 Jul 2026 to 20 Jul 2026')
  const shown = page(await administrator.post(self, { lastDay: '2026-07-04', action: 'preview' }))
  expect(shown.text).toContain('It ends on 4 Jul 2026, not on 20 Jul 2026.')
  expect(shown.text).toContain('2 cases that are gathering close on another day.')
  expect(shown.table('Closing dates that move')).toEqual([
    ['2026-0001 海堤照明', '20 Aug 2026', '4 Aug 2026'],
    ['2026-0002 匯入的', '10 Oct 2026', '24 Sep 2026'],
  ])
  expect(await closes(world, id)).toEqual(day('2026-08-21'))
  expect((await confirm(administrator, self, shown, ['lastDay'])).statusCode).toBe(303)

  expect([await closes(world, id), await closes(world, imported)]).toEqual([day('2026-08-05'), day('2026-09-25')])
  expect(await closes(world, expired)).toEqual(day('2026-07-01'))
  expect(await movesOf(world, id)).toEqual([
    [day('2026-08-01').toISOString(), day('2026-08-21').toISOString()],
    [day('2026-08-21').toISOString(), day('2026-08-05').toISOString()],
  ])
  expect(await movesOf(world, expired)).toEqual([])
  expect(await computePendingDates(world, world.clock.now)).toBe(0)

  const paused = async () =>
    (await world.visitor().get('/api/v1/haicheng/proposals/2026-0001')).json().paused_until as string | null
  expect(await paused()).toBe('2026-07-05T00:00:00+08:00')
  world.clock.now = day('2026-07-05')
  expect(await paused()).toBeNull()
  const changes = await world.visitor().read('/haicheng/help/changes')
  expect(changes.text).toContain('Pauses changed 1 Jul 2026 – 4 Jul 2026')
  const told = await world.db.reads
    .select()
    .from(record)
    .where(eq(record.kind, 'settings_changed'))
    .orderBy(asc(record.position))
  expect(told.at(-1)!.facts).toMatchObject({ act: 'changed', last_day: '2026-07-04', last_day_was: '2026-07-20' })
})

test('a case that was published in the pause, or met its threshold or was withdrawn meanwhile, is where it should be', async () => {
  const world = await testWorld()
  await givenPause(world, '2026-06-10', '2026-07-20')
  const within = await givenCase(world, {
    ...{ number: '2026-0001', title: '暫停時公開' },
    ...{ publishedAt: day('2026-06-15', '10:00:00'), closesBefore: day('2026-09-19') },
  })
  const gone = await givenCase(world, {
    ...{ number: '2026-0002', title: '撤了', stage: 'withdrawn', closesBefore: day('2026-09-19') },
  })
  const administrator = await world.staff('administrator')
  const { id } = await theOnly(world)
  expect((await administrator.post(`${pauses}/${id}`, { lastDay: '2026-06-18' })).statusCode).toBe(303)
  // sixty days from 19 June on
  expect(await closes(world, within)).toEqual(day('2026-08-18'))
  expect(await closes(world, gone)).toEqual(day('2026-09-19'))
})

test('however pauses lie, shortening one gives the dates that the shorter one would have given at once', async () => {
  const offset = fc.integer({ min: 0, max: 90 })
  const anyPause = fc
    .tuple(offset, fc.integer({ min: 0, max: 40 }))
    .map(([from, days]) => ({ firstDay: addDays('2026-05-01', from), lastDay: addDays('2026-05-01', from + days) }))
  const published = day('2026-05-10', '12:00:00')
  const closing = (all: { firstDay: string; lastDay: string }[], days: number) =>
    closingDate(published, days, all, 'Asia/Taipei').getTime()
  fc.assert(
    fc.property(
      fc.array(anyPause, { maxLength: 3 }),
      anyPause,
      offset,
      fc.integer({ min: 1, max: 60 }),
      (others, it, cut, days) => {
        const today = [it.firstDay, addDays(it.firstDay, cut)].sort().at(-1)!
        fc.pre(today <= it.lastDay)
        const before = closing([...others, it], days)
        const after = closing([...others, { ...it, lastDay: today }], days)
        expect(after).toBeLessThanOrEqual(before)
        // what is open today stays open: nobody's case has closed by it in the past
        if (before > day(today).getTime()) expect(after).toBeGreaterThan(day(today).getTime())
      },
    ),
  )
})

describe('a last day that cannot be meant', () => {
  const shared = forAll(async () => {
    const world = await testWorld()
    await givenPause(world, '2026-06-10', '2026-07-10')
    return { administrator: await world.staff('administrator'), self: `${pauses}/${(await theOnly(world)).id}` }
  })
  test.each([
    ['2026-06-17', 'today at the earliest'],
    ['2026-07-11', 'can only end earlier'],
    ['2026-07-10', 'Choose an earlier last day'],
    ['soon', 'Enter a date'],
  ])('a pause that runs does not end on %s, and the field says why', async (lastDay, words) => {
    const { administrator, self } = shared()
    const sent = await administrator.post(self, { lastDay, action: 'preview' })
    expect(sent.statusCode).toBe(422)
    expect(page(sent).field('lastDay').error).toContain(words)
  })
})

test('a pause that is over stays what it was, and so does one that a colleague has changed', async () => {
  const world = await testWorld()
  await givenPause(world, '2026-06-10', '2026-06-17')
  const administrator = await world.staff('administrator')
  const self = `${pauses}/${(await theOnly(world)).id}`
  expect((await administrator.get(self)).statusCode).toBe(404)
  expect((await administrator.post(self, { lastDay: '2026-06-18' })).statusCode).toBe(404)
  expect((await administrator.read(pauses)).link(/^End early/)).toBeNull()
})

test('a pause to come is looked at before it is removed', async () => {
  const world = await testWorld()
  const id = await givenCase(world, { number: '2026-0001', title: '海堤照明' })
  const administrator = await world.staff('administrator')
  await administrator.post(pauses, pause('2026-07-01', '2026-07-10'))
  const removals = `${pauses}/${(await theOnly(world)).id}/removals`
  const shown = page(await administrator.post(removals, { action: 'preview' }))
  expect(shown.text).toContain('1 case that is gathering closes on another day.')
  expect(await closes(world, id)).toEqual(day('2026-08-11'))
  expect((await confirm(administrator, removals, shown, [])).statusCode).toBe(303)
  expect(await closes(world, id)).toEqual(day('2026-08-01'))
})

const readyDraft = async (author: Visitor) => {
  const draft = String((await author.post('/haicheng/proposals/drafts')).headers.location).replace(/\/problem$/, '')
  await author.post(`${draft}/problem`, { title: '公園的樹', problem: '一夜之間被剪光，沒有人知道為什麼。' })
  await author.post(`${draft}/place`, { topic: 'sea', district: '', place: '' })
  await author.post(`${draft}/asks`, { asks: ['請公布修剪的理由與時間'] })
  await author.post(`${draft}/benefit`, { benefit: '樹和人都好，只要一張公告。' })
  await author.post(`${draft}/agencies`, { name: '潮間帶居民' })
  return draft
}

test('while sending is paused a proposer writes on, is told when it goes on, and sends the same draft then', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  await administrator.post(pauses, pause('2026-06-20', '2026-06-30', { stopsSubmitting: '1' }))
  const author = await world.signedIn('author@example.test')
  const ahead = '20 Jun 2026 – 30 Jun 2026: proposals cannot be sent (Election). Drafts are kept.'
  expect((await author.read('/haicheng/proposals/new')).text).toContain(ahead)

  world.clock.now = day('2026-06-20')
  const now = 'Proposals cannot be sent before 1 Jul 2026: Election. You can write yours now; the draft is kept.'
  expect((await author.read('/haicheng/proposals/new')).text).toContain(now)
  const draft = await readyDraft(author)
  expect((await author.read(`${draft}/check`)).text).toContain(now)
  const sent = await author.post(`${draft}/submissions`)
  expect(sent.statusCode).toBe(422)
  expect(page(sent).problems.form).toContain('Your draft is kept')
  expect(page(sent).text).toContain('1 Jul 2026')
  expect((await world.visitor().read('/haicheng/help/deadlines')).text).toContain('proposals cannot be sent either')

  world.clock.now = day('2026-07-01')
  expect((await author.read('/haicheng/proposals/new')).text).not.toContain('cannot be sent')
  expect((await author.post(`${draft}/submissions`)).statusCode).toBe(303)
})

test('a pause of co-signing alone lets proposals be sent; sending can be opened again while co-signing stays paused', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  await administrator.post(pauses, pause('2026-06-18', '2026-06-30', { stopsSubmitting: '1' }))
  const author = await world.signedIn('author@example.test')
  const draft = await readyDraft(author)
  expect((await author.post(`${draft}/submissions`)).statusCode).toBe(422)
  const self = `${pauses}/${(await theOnly(world)).id}`
  expect((await administrator.read(self)).field('stopsSubmitting').values).toEqual(['1'])
  expect((await administrator.post(self, { lastDay: '2026-06-30' })).statusCode).toBe(303)
  expect((await author.post(`${draft}/submissions`)).statusCode).toBe(303)
})
