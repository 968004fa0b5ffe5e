// Pauses and office days as an administrator enters them, and the dates of cases that move with them.
import { and, asc, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { mailsOf } from '../../../src/domain/notifications/load-mail-data.ts'
import { askForDates, computePendingDates } from '../../../src/domain/proposals/recompute-deadlines.ts'
import { append } from '../../../src/domain/record/store.ts'
import { newId } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { blackouts, deadlineRecomputations, holidays, holidayYears } from '../../../src/schema/calendar.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { forAll } from '../../support/at-end.ts'
import { givenCase } from '../../support/cases.ts'
import { testConfig } from '../../support/deps.ts'
import { sourceSaying } from '../../support/join.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const settings = '/haicheng/desk/settings'
const day = (date: string, time = '00:00:00') => new Date(`${date}T${time}+08:00`)
const caseNow = async ({ db }: World, id: string) =>
  (await db.reads.select().from(proposals).where(eq(proposals.id, id)))[0]!
const entries = ({ db }: World, id: string, kind: 'closing_moved' | 'due_recomputed') =>
  db.reads
    .select()
    .from(record)
    .where(and(eq(record.proposalId, id), eq(record.kind, kind)))
    .orderBy(asc(record.id))
const pause = (firstDay: string, lastDay: string) => ({
  firstDay,
  lastDay,
  'reason-zh-Hant': '選舉',
  'reason-en': 'Election',
})

test('a pause of ten days in the middle moves the closing of a gathering case by ten, and its timeline says so', async () => {
  const world = await testWorld()
  const id = await givenCase(world, { number: '2026-0001', title: '海堤照明' })
  const administrator = await world.staff('administrator')
  const sent = await administrator.post(`${settings}/blackouts`, pause('2026-07-01', '2026-07-10'))
  expect(sent.statusCode).toBe(303)
  expect((await caseNow(world, id)).closesBefore).toEqual(day('2026-08-11')) // the end of 10 August, not of 31 July
  const [entry, ...others] = await entries(world, id, 'closing_moved')
  expect(others).toEqual([])
  expect(entry).toMatchObject({
    role: 'system',
    facts: {
      closes_before_was: day('2026-08-01').toISOString(),
      closes_before: day('2026-08-11').toISOString(),
    },
  })
  const shown = await world.visitor().read('/haicheng/proposals/2026-0001')
  expect(shown.part('Timeline').text).toContain('Closing date moved')
  const { text } = await world.visitor().read('/haicheng/help/deadlines')
  expect(text).toContain('Election')
  expect(text).toContain('27 Aug 2026') // the example: sixty days from 18 June, and the ten
  expect(text).toContain('skipping 10 days on which co-signing is paused')
})

test('dates move once, also where another process than the one that carries it out was told of the pause', async () => {
  const world = await testWorld()
  const { db, government, clock } = world
  const id = await givenCase(world, { number: '2026-0001', title: '海堤照明' })
  await world.visitor().get('/haicheng/help/deadlines') // this process remembers that there is no pause
  await write(
    db,
    async (tx) => {
      const reason = { 'zh-Hant': '選舉', en: 'Election' }
      const days = { firstDay: '2026-07-01', lastDay: '2026-07-10' }
      await tx
        .insert(blackouts)
        .values({ id: newId(), governmentId: government.id, ...days, reason, createdAt: clock.now })
      await askForDates(tx, government.id, 'closing', clock.now)
    },
    { invalidate: 'later' }, // as what another process writes: nothing that is remembered here is let go
  )
  expect(await computePendingDates(world, clock.now)).toBe(1)
  expect((await caseNow(world, id)).closesBefore).toEqual(day('2026-08-11'))
  expect(await computePendingDates(world, clock.now)).toBe(0)
})

test('the author is told of the new closing date, once for each time it moves, in their own language', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.tw')
  const id = await givenCase(world, { number: '2026-0001', title: '海堤照明', authorId: author.personId })
  const administrator = await world.staff('administrator')
  await administrator.post(`${settings}/blackouts`, pause('2026-07-01', '2026-07-10'))
  await computePendingDates(world, world.clock.now)
  const told = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'closing_moved'))
  expect(told).toMatchObject([{ personId: author.personId, proposalId: id, language: 'zh-Hant' }])
  const mails = await mailsOf(world.db.reads, told, testConfig, 'http://localhost')
  const mail = mails.get(told[0]!.id)!
  expect(mail.subject).toBe('附議期限改為 2026 年 8 月 10 日：海堤照明')
  expect(mail.text).toContain('原來的附議期限\n2026 年 7 月 31 日 23:59')
  const [entered] = await world.db.reads.select().from(blackouts)
  await administrator.post(`${settings}/blackouts/${entered!.id}/removals`)
  expect(await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'closing_moved'))).toHaveLength(2)
})

test('pauses stand newest first, however often the page is opened', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  await administrator.post(`${settings}/blackouts`, pause('2026-07-01', '2026-07-10'))
  await administrator.post(`${settings}/blackouts`, pause('2026-09-01', '2026-09-10'))
  for (let times = 0; times < 2; times++) {
    const pauses = (await administrator.read(`${settings}/blackouts`)).items.filter((line) => line.includes('Election'))
    expect(pauses.map((line) => line.slice(0, 26))).toEqual([
      '1 Sep 2026 – 10 Sep 2026 E',
      '1 Jul 2026 – 10 Jul 2026 E',
    ])
  }
})

test('an election across the end of a month: 60 days from 1 October end on 9 December, not on 30 November', async () => {
  const world = await testWorld({ at: '2026-10-20T09:00:00+08:00' })
  const id = await givenCase(world, {
    number: '2026-0001',
    title: '海堤照明',
    publishedAt: day('2026-10-01', '10:00:00'),
    closesBefore: day('2026-12-01'),
  })
  const administrator = await world.staff('administrator')
  await administrator.post(`${settings}/blackouts`, pause('2026-11-26', '2026-12-04'))
  expect((await caseNow(world, id)).closesBefore).toEqual(day('2026-12-10'))
})

test('only cases that gather are moved: not one that closed, was answered or is under review', async () => {
  const world = await testWorld()
  const gathering = await givenCase(world, { number: '2026-0001', title: '附議中' })
  const others = [
    await givenCase(world, {
      number: '2026-0002',
      title: '研議中',
      stage: 'review',
      thresholdMetAt: day('2026-06-10'),
    }),
    await givenCase(world, { number: '2026-0003', title: '已到期', closesBefore: day('2026-06-18') }),
    await givenCase(world, { number: '2026-0004', title: '未達門檻', stage: 'expired' }),
  ]
  const before = await Promise.all(others.map((id) => caseNow(world, id)))
  const administrator = await world.staff('administrator')
  await administrator.post(`${settings}/blackouts`, pause('2026-06-20', '2026-06-21'))
  expect((await caseNow(world, gathering)).closesBefore).toEqual(day('2026-08-03'))
  for (const was of before) expect((await caseNow(world, was.id)).closesBefore).toEqual(was.closesBefore)
})

test('pauses that overlap count each day once, and a future one that is removed gives its days back', async () => {
  const world = await testWorld()
  const id = await givenCase(world, { number: '2026-0001', title: '海堤照明' })
  const administrator = await world.staff('administrator')
  await administrator.post(`${settings}/blackouts`, pause('2026-07-01', '2026-07-10'))
  await administrator.post(`${settings}/blackouts`, pause('2026-07-08', '2026-07-12'))
  expect((await caseNow(world, id)).closesBefore).toEqual(day('2026-08-13'))
  const [first] = await world.db.reads.select().from(blackouts).orderBy(blackouts.firstDay)
  expect((await administrator.post(`${settings}/blackouts/${first!.id}/removals`)).statusCode).toBe(303)
  expect((await caseNow(world, id)).closesBefore).toEqual(day('2026-08-06'))
  expect(await entries(world, id, 'closing_moved')).toHaveLength(3)
})

test('a pause that has begun has stopped clocks, and stays', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  await administrator.post(`${settings}/blackouts`, pause('2026-06-18', '2026-06-20'))
  const [begun] = await world.db.reads.select().from(blackouts)
  const sent = await administrator.post(`${settings}/blackouts/${begun!.id}/removals`)
  expect(sent.statusCode).toBe(409)
  expect(page(sent).text).toContain('A pause that has begun')
  expect(await world.db.reads.select().from(blackouts)).toHaveLength(1)
})

test('an imported case keeps the closing date its source gave it, and a later pause moves that', async () => {
  const world = await testWorld()
  const id = await givenCase(world, {
    number: '2026-0001',
    title: '海堤照明',
    closesBefore: day('2026-09-21'), // not by our rules
    source: sourceSaying('gathering'),
    seenOn: '2026-06-18',
  })
  const administrator = await world.staff('administrator')
  world.clock.now = day('2026-06-19', '09:00:00')
  await administrator.post(`${settings}/blackouts`, pause('2026-07-01', '2026-07-10'))
  expect((await caseNow(world, id)).closesBefore).toEqual(day('2026-10-01'))
})

test('running it again moves nothing twice, and it rests once no case can have been missed', async () => {
  const world = await testWorld()
  const ids: string[] = []
  for (let n = 1; n <= 7; n++) ids.push(await givenCase(world, { number: `2026-000${n}`, title: `案件 ${n}` }))
  const administrator = await world.staff('administrator')
  await administrator.post(`${settings}/blackouts`, pause('2026-07-01', '2026-07-10'))
  expect(await computePendingDates(world, world.clock.now)).toBe(0)
  // one more, published while the pause was being entered, under the old calendar
  const missed = await givenCase(world, { number: '2026-0008', title: '同時公開' })
  world.clock.now = new Date(world.clock.now.getTime() + 61_000)
  expect(await computePendingDates(world, world.clock.now)).toBe(1)
  for (const id of [...ids, missed]) {
    expect((await caseNow(world, id)).closesBefore).toEqual(day('2026-08-11'))
    expect(await entries(world, id, 'closing_moved')).toHaveLength(1)
  }
  expect((await world.db.reads.select().from(deadlineRecomputations)).every((p) => p.doneAt !== null)).toBe(true)
})

describe('a pause that cannot be', () => {
  const shared = forAll(async () => {
    const world = await testWorld()
    return { world, administrator: await world.staff('administrator') }
  })
  test.each([
    [{ ...pause('2026-06-17', '2026-06-20') }, 'firstDay', 'today at the earliest'],
    [{ ...pause('2026-07-10', '2026-07-01') }, 'lastDay', 'must not lie before'],
    [{ ...pause('2026-02-30', '2026-07-01') }, 'firstDay', 'Enter a date'],
    [{ ...pause('2026-07-01', '2027-07-02') }, 'lastDay', 'at most a year'],
    [{ ...pause('2026-07-01', '2026-07-02'), 'reason-zh-Hant': '' }, 'reason-zh-Hant', 'Enter a name'],
  ])('a pause like %o is refused beside its field', async (form, field, words) => {
    const { world, administrator } = shared()
    const sent = await administrator.post(`${settings}/blackouts`, form)
    expect(sent.statusCode).toBe(422)
    expect(Object.keys(page(sent).problems)).toEqual([field])
    expect(page(sent).field(field).error).toContain(words)
    expect(await world.db.reads.select().from(blackouts)).toEqual([])
  })
})

/** Sent for checking on 17 June: three working days skip the festival of 19 June and end on Monday the 22nd. */
async function beingChecked(world: World, sentAt: Date, due: Date) {
  const id = await givenCase(world, {
    number: '2026-0001',
    title: '海堤照明',
    stage: 'checking',
    publishedAt: null,
    closesBefore: null,
    checkDueBefore: due,
  })
  await write(world.db, (tx) =>
    append(tx, {
      governmentId: world.government.id,
      proposalId: id,
      kind: 'submitted',
      role: 'author',
      occurredAt: sentAt,
    }),
  )
  return id
}

test('a refusal taken back leaves the check its date, and the page still says how it came about', async () => {
  const world = await testWorld()
  const id = await beingChecked(world, day('2026-06-17', '10:00:00'), day('2026-06-24'))
  const administrator = await world.staff('administrator')
  const explained = async () =>
    (await administrator.read('/haicheng/proposals/2026-0001')).parts.includes('How this date was worked out')
  expect(await explained()).toBe(true)
  const decisions = '/haicheng/proposals/2026-0001/decisions'
  await administrator.post(decisions, { decision: 'refuse', reason: 'not_ours', words: '屬中央權責。' })
  expect((await administrator.post(decisions, { decision: 'undo', words: '' })).statusCode).toBe(303)
  expect((await caseNow(world, id)).checkDueBefore).toEqual(day('2026-06-24'))
  expect(await explained()).toBe(true)
})

test('a day off that is announced moves the check that is due through it; taken back, it moves back', async () => {
  const world = await testWorld()
  const id = await beingChecked(world, day('2026-06-17', '10:00:00'), day('2026-06-24'))
  const administrator = await world.staff('administrator')
  const form = { date: '2026-06-22', works: 'no', 'name-zh-Hant': '颱風停班', 'name-en': 'Typhoon' }
  expect((await administrator.post(`${settings}/holidays`, form)).statusCode).toBe(303)
  expect((await caseNow(world, id)).checkDueBefore).toEqual(day('2026-06-25'))
  const [entry] = await entries(world, id, 'due_recomputed')
  expect(entry!.facts).toMatchObject({
    what: 'checking',
    due_before_was: day('2026-06-24').toISOString(),
    due_before: day('2026-06-25').toISOString(),
  })
  expect((await administrator.read(`${settings}/holidays?year=2026`)).item('Typhoon').text).toContain('22 Jun 2026')

  // the festival itself turns out to be a working day
  await administrator.post(`${settings}/holidays/2026-06-19`, { works: 'yes', 'name-zh-Hant': '補班' })
  expect((await caseNow(world, id)).checkDueBefore).toEqual(day('2026-06-24'))
  expect((await administrator.post(`${settings}/holidays/2026-06-22/removals`)).statusCode).toBe(303)
  expect((await caseNow(world, id)).checkDueBefore).toEqual(day('2026-06-23'))
  expect(await entries(world, id, 'due_recomputed')).toHaveLength(3)
})

test('before a day is saved, removed or loaded a page lists the due dates that it moves', async () => {
  const world = await testWorld()
  const id = await beingChecked(world, day('2026-06-17', '10:00:00'), day('2026-06-24'))
  const administrator = await world.staff('administrator')
  const form = { date: '2026-06-22', works: 'no', 'name-zh-Hant': '颱風', 'name-en': 'Typhoon' }
  const preview = async (path: string, sent: { [field: string]: string }) =>
    page(await administrator.post(`${settings}/${path}`, { ...sent, action: 'preview' }))
  const saving = await preview('holidays', form)
  expect(saving.text).toContain('This day is not saved yet.')
  expect(saving.text).toContain('1 due date moves.')
  expect(saving.text.replace(/\s+/g, ' ')).toMatch(/2026-0001 .* Check 23 Jun 2026 24 Jun 2026/)
  expect((await caseNow(world, id)).checkDueBefore, 'nothing is saved').toEqual(day('2026-06-24'))
  expect((await preview('holidays', { ...form, date: '2026-08-03' })).text).toContain('No due date moves.')
  const festival = { works: 'yes', 'name-zh-Hant': '補班' }
  expect((await preview('holidays/2026-06-19', festival)).text.replace(/\s+/g, ' ')).toMatch(
    /Check 23 Jun 2026 22 Jun 2026/,
  )
  expect((await preview('holidays/2026-06-19/removals', {})).text).toContain('This day is not removed yet.')
  const loading = await preview('holiday-years', { year: '2028', empty: '1' })
  expect(loading.text).toMatch(/This year is not loaded yet\.|There is|first/)
  // the button of the page saves what it showed
  expect((await administrator.post(`${settings}/holidays`, { ...form, action: 'save' })).statusCode).toBe(303)
  expect((await caseNow(world, id)).checkDueBefore).toEqual(day('2026-06-25'))
})

test('a day that no date runs through changes nothing and says nothing', async () => {
  const world = await testWorld()
  const id = await beingChecked(world, day('2026-06-17', '10:00:00'), day('2026-06-24'))
  const administrator = await world.staff('administrator')
  await administrator.post(`${settings}/holidays`, { date: '2026-08-03', works: 'no', 'name-zh-Hant': '停班' })
  expect((await caseNow(world, id)).checkDueBefore).toEqual(day('2026-06-24'))
  expect(await entries(world, id, 'due_recomputed')).toEqual([])
})

test('a check due past the last loaded year says so, and is computed again when the year is loaded', async () => {
  const world = await testWorld({ at: '2026-12-30T09:00:00+08:00' })
  // as if 2027 had not been published yet
  await world.db.exclusively(async (exec) => {
    await exec(`delete from holidays where date >= '2027-01-01'`)
    await exec(`delete from holiday_years where year >= 2027`)
  })
  // Wednesday 30 December: Thursday, Friday (the new year, not known yet), Monday
  const id = await beingChecked(world, day('2026-12-30', '08:00:00'), day('2027-01-05'))
  await write(world.db, (tx) => tx.update(proposals).set({ updatedAt: day('2026-12-30', '08:00:00') }))
  const moderator = await world.staff('moderator')
  const unknown = 'holidays are known to the end of 2026'
  expect((await moderator.read('/haicheng/desk/2026-0001')).text).toContain(unknown)

  const administrator = await world.staff('administrator')
  expect((await administrator.read(`${settings}/holidays`)).text).toContain('complete to the end of 2026')
  const loaded = await administrator.post(`${settings}/holiday-years`, { year: '2027' })
  expect(loaded.statusCode).toBe(303)
  expect((await caseNow(world, id)).checkDueBefore).toEqual(day('2027-01-06'))
  expect(await entries(world, id, 'due_recomputed')).toHaveLength(1)
  expect(await world.db.reads.select().from(holidayYears).where(eq(holidayYears.year, 2027))).toHaveLength(1)
  expect((await moderator.read('/haicheng/desk/2026-0001')).text).not.toContain('holidays are known to the end')
})

test('a handling schedule that is still owed moves too; one that was published does not', async () => {
  const world = await testWorld()
  const review = {
    stage: 'review' as const,
    thresholdMetAt: day('2026-06-10', '11:00:00'), // seven working days, over the festival: 22 June
    scheduleDueBefore: day('2026-06-23'),
    answerDueBefore: day('2026-08-11'),
  }
  const owed = await givenCase(world, { number: '2026-0001', title: '還沒公布', ...review })
  const kept = await givenCase(world, {
    number: '2026-0002',
    title: '公布了',
    ...review,
    scheduledAt: day('2026-06-15'),
  })
  const administrator = await world.staff('administrator')
  await administrator.post(`${settings}/holidays`, { date: '2026-06-22', works: 'no', 'name-zh-Hant': '颱風停班' })
  expect((await caseNow(world, owed)).scheduleDueBefore).toEqual(day('2026-06-24'))
  expect((await caseNow(world, owed)).answerDueBefore).toEqual(review.answerDueBefore)
  expect((await caseNow(world, kept)).scheduleDueBefore).toEqual(review.scheduleDueBefore)
})

test('years are loaded in order, once, from what is known; an unknown one is begun empty and filled by hand', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const year = async (form: { [field: string]: string }) => {
    const sent = await administrator.post(`${settings}/holiday-years`, form)
    return sent.statusCode === 303 ? 'loaded' : page(sent).field('year').error
  }
  expect(await year({ year: '2027' })).toBe('This year is loaded already')
  expect(await year({ year: '2029' })).toBe('Load 2028 first, so that no year is missing in between')
  expect(await year({ year: '2028' })).toMatch(/^The days of 2028 are not known here/)
  const tooEarly = { date: '2028-01-03', works: 'no', 'name-zh-Hant': '補假' }
  const added = async () => page(await administrator.post(`${settings}/holidays`, tooEarly)).field('date').error
  expect(await added()).toContain('Load the year of this date first')
  expect(await year({ year: '2028', empty: '1' })).toBe('loaded')
  expect((await administrator.post(`${settings}/holidays`, tooEarly)).statusCode).toBe(303)
  expect(await added()).toContain('This day is in the list already')
  expect(await world.db.reads.select().from(holidays).where(eq(holidays.date, '2028-01-03'))).toHaveLength(1)
})
