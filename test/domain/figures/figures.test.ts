// Figures: what the database adds up is what anybody counts by hand, and what the scorecards of agencies say.
import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agencyFigures } from '../../../src/domain/figures/agency-figures.ts'
import { daysOf, type Facts, figuresOf, linesOf, listNames, sharesOf } from '../../../src/domain/figures/figures.ts'
import { cohortAt, loadFacts } from '../../../src/domain/figures/load-figures.ts'
import { scorecard } from '../../../src/domain/figures/scorecard.ts'
import { commitmentCountsOf, dutiesOf } from '../../../src/domain/figures/scorecard-store.ts'
import { giveSteps } from '../../../src/domain/record/changes.ts'
import { addMonths, daysBetween, localDate } from '../../../src/lib/calendar.ts'
import { likelyRange } from '../../../src/lib/likely-range.ts'
import { localDaysBetween } from '../../../src/platform/db/local-day.ts'
import { write } from '../../../src/platform/db/write.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { answeredOn, due, type GivenCase, givenCase, givenCases } from '../../support/cases.ts'
import { queriesOf } from '../../support/database.ts'
import { testWorld, type World } from '../../support/world.ts'

const all = { agencyId: null, topic: null, year: null }
const day = (date: string) => new Date(`${date}T10:00:00+08:00`)

/** One of each kind, of two agencies, topics and years. */
async function someCases() {
  const world = await testWorld()
  const { transport } = world.agencies
  const nature = { topicCode: 'nature' }
  await givenCases(world, [
    {
      number: '2025-0001',
      ...answeredOn('2026-03-30'),
      ...nature,
      decisions: ['adopted', 'partly'],
      asks: ['一', '二'],
    },
    {
      ...{ number: '2025-0002', ...answeredOn('2026-04-20', 'not_adopted'), ...nature, decisions: ['not_adopted'] },
      promise: { what: '加裝', dueOn: '2026-05-01', state: 'open' },
    },
    { number: '2026-0001', ...due, topicCode: 'education' },
    { number: '2026-0002', ...due, lead: transport, answerDueBefore: day('2026-08-01'), extendedAt: day('2026-03-20') },
    { number: '2026-0003', stage: 'gathering', ...nature },
    { number: '2026-0004', stage: 'expired', count: 3, threshold: 100 },
    { number: '2026-0005', stage: 'expired', count: 60, threshold: 100, lead: transport },
    { number: '2026-0006', stage: 'refused', publishedAt: null },
    { number: '2026-0007', stage: 'checking', publishedAt: null, closesBefore: null },
    { number: '2026-0008', stage: 'resolved', answeredAt: day('2026-06-10'), thresholdMetAt: null, threshold: 100 },
    { number: '2026-0009', ...answeredOn('2026-02-21'), hiddenAt: day('2026-05-01') },
  ] satisfies GivenCase[])
  return world
}

test('every case is counted once, by what became of it', async () => {
  const world = await someCases()
  const facts = await loadFacts(world.db.reads, world.government, world.clock.now)
  const figures = figuresOf(facts, all)
  expect(figures).toMatchObject({
    ...{ submitted: 11, checking: 1, refused: 1, gathering: 1, review: 2, resolved: 4, expired: 2, published: 9 },
    ...{ thresholdMet: 5, duties: 5, answered: 3, inTime: 2, overdue: 1, extended: 1 },
    ...{ missed: 3, missedExpired: 2, missedAnswered: 1, missedFrom10: 1, missedFrom50: 1 },
    ...{ commitments: 1, due: 1, kept: 0, late: 1 },
    asks: { adopted: 1, partly: 1, under_study: 0, not_adopted: 1 },
    ...{ decided: 3, answer: { cases: 3, median: 57, p90: 78 } },
  })
  expect(figures.check.cases).toBe(10)
  const { submitted, checking, refused, gathering, review, resolved, expired, merged, withdrawn, lastSeen } = figures
  expect(checking + refused + gathering + review + resolved + expired + merged + withdrawn + lastSeen).toBe(submitted)
})

test('whether cases of another platform were extended is told only where it is known: nobody knows of none', async () => {
  const world = await testWorld()
  const { environment, transport } = world.agencies
  const join = {
    ...{ name: 'JOIN', number: null, url: null, status: 'Completed', stage: 'resolved' as const, digest: null },
    ...{ series: null, images: 0, attachments: [] },
  }
  for (const [i, lead] of [environment, environment, transport].entries())
    await givenCase(world, { number: `2017-000${i + 1}`, ...answeredOn('2026-04-20'), lead })
  await write(world.db, (tx) =>
    tx
      .update(proposals)
      .set({ seenOn: '2026-05-01', sourceId: sql`${proposals.id}`, source: join, outcome: 'answered' }),
  )
  await givenCase(world, { number: '2025-0001', ...answeredOn('2026-04-20'), lead: transport })
  const asData = async (table: string) => (await world.visitor().get(`/api/v1/haicheng/${table}`)).json().data
  const cards: { agency: string; duties: number; extended: number | null }[] = await asData('agencies')
  expect(Object.fromEntries(cards.map((one) => [one.agency, [one.duties, one.extended]]))).toMatchObject({
    ...{ epb: [2, null], transport: [2, 0] },
  })
  const lines: { agency: string | null; extended: number | null; extended_percent: number | null }[] =
    await asData('figures.json?scope=agency')
  expect(lines.map(({ agency, extended }) => [agency, extended])).toEqual(
    expect.arrayContaining([
      ['epb', null],
      ['transport', 0],
    ]),
  )
  const facts = await loadFacts(world.db.reads, world.government, world.clock.now)
  expect(sharesOf(figuresOf(facts, all)).extended).toEqual({ part: 0, all: 1, percent: null })
})

test('parts are narrowed by agency, topic and year, and come to the whole', async () => {
  const world = await someCases()
  const facts = await loadFacts(world.db.reads, world.government, world.clock.now)
  const ids = Object.values(world.agencies)
  const lines = linesOf(facts, all, ids)
  const sum = (scope: string) =>
    lines.filter((line) => line.scope === scope).reduce((n, line) => n + line.figures.submitted, 0)
  expect([sum('all'), sum('year')]).toEqual([11, 11])
  expect(sum('agency'), 'what was never published is led by nobody').toBe(9)
  expect(sum('agency_year')).toBe(9)
  expect(sum('topic')).toBe(sum('topic_year'))
  const nature = linesOf(facts, { ...all, topic: 'nature' }, ids)
  expect(nature[0]!.figures).toMatchObject({ submitted: 3, answered: 2, inTime: 1 })
  expect(nature.map(({ scope }) => scope)).not.toContain('topic')
})

test('an agency’s line is what its scorecard says', async () => {
  const world = await someCases()
  await givenCase(world, { number: '2024-0001', ...answeredOn('2026-04-02'), lead: world.agencies.transport })
  const { db, government, clock } = world
  for (const { agency, card, commitments, cases } of await agencyFigures(db.reads, government, clock.now)) {
    const own = scorecard(await dutiesOf(db.reads, agency.id), clock.now, government.timeZone)
    expect(own).toMatchObject(card)
    expect(commitments).toEqual(await commitmentCountsOf(db.reads, agency.id, localDate(clock.now, 'Asia/Taipei')))
    const { json } = await world.visitor().get(`/api/v1/haicheng/proposals?agency=${agency.code}`)
    expect([agency.code, cases]).toEqual([agency.code, json().meta.total])
  }
})

test('facts are read again when a case changes, and when days come', async () => {
  const world = await someCases()
  const { db, government, clock } = world
  const first = await loadFacts(db.reads, government, clock.now)
  expect(await loadFacts(db.reads, government, clock.now)).toBe(first)
  await givenCase(world, { number: '2026-0100', ...due })
  const second = await loadFacts(db.reads, government, clock.now)
  expect(figuresOf(second, all).overdue).toBe(2)
  expect(await loadFacts(db.reads, government, new Date('2026-08-05T09:00:00+08:00'))).not.toBe(second)
})

const steps = async ({ db, clock }: World) => {
  for (const _ of [1, 2]) await giveSteps({ db }, clock.now) // a change waits for one run
}

test('only the parts of which a case changed are read again, and what they come to is what a new reading says', async () => {
  const world = await someCases()
  const { db, government, clock } = world
  const read = (now = clock.now) => loadFacts(db.reads, government, now, 1)
  const anew = (now = clock.now) => loadFacts(Object.create(db.reads), government, now, 1)
  const countsIn = async (load: () => Promise<unknown>) =>
    (await queriesOf(load)).filter(({ statement }) => statement.includes('"threshold_met_at"')).length
  const sorted = (facts: Facts) =>
    listNames.map((name) => facts[name].map((fact) => JSON.stringify(fact, Object.keys(fact).sort())).sort())
  await steps(world)
  const whole = await countsIn(read)
  const soon = new Date(clock.now.getTime() + 20 * 60_000)
  const changes: [string, Partial<typeof proposals.$inferInsert>][] = [
    ['2026-0003', { topicCode: 'education' }],
    ['2026-0002', { answeredAt: day('2026-06-12'), stage: 'resolved', outcome: 'partly' }],
    ['2025-0002', { extendedAt: day('2026-04-01') }],
    ['2026-0001', { answerDueBefore: soon }],
  ]
  for (const [number, change] of changes) {
    const which = eq(proposals.number, number)
    await write(db, async (tx) => void (await tx.update(proposals).set(change).where(which)))
    const some = await countsIn(read)
    expect([number, some < whole / 2]).toEqual([number, true])
    expect(sorted(await read())).toEqual(sorted(await anew()))
    await steps(world)
  }
  const before = figuresOf(await read(), all).overdue
  const later = new Date(clock.now.getTime() + 30 * 60_000)
  expect(figuresOf(await read(later), all).overdue, 'a due moment has come').toBe(before + 1)
  expect(sorted(await read(later))).toEqual(sorted(await anew(later)))
})

test('the cohort is of cases that all had their full time', () => {
  const { from, before } = cohortAt(new Date('2026-06-18T09:00:00+08:00'), 'Asia/Taipei', 6)
  expect([localDate(from, 'Asia/Taipei'), localDate(before, 'Asia/Taipei')]).toEqual(['2024-12-01', '2025-12-01'])
})

test.each([
  [{}, 6],
  [{ answerMonths: 6, extensionMonths: 3, extensions: 2 }, 14],
])('the cohort is as far behind as the longest rules ask: %j', async (rules, behind) => {
  const world = await testWorld({ rules })
  const met = (months: number) => addMonths('2026-06-02', -months)
  await givenCases(
    world,
    [behind - 2, behind + 1, behind + 11, behind + 13].map((months, i) => ({
      ...{ number: `2025-000${i + 1}`, stage: 'review' as const, publishedAt: day('2023-01-02') },
      ...{ thresholdMetAt: day(met(months)), answerDueBefore: day('2026-08-01') },
    })),
  )
  const facts = await loadFacts(world.db.reads, world.government, world.clock.now)
  expect(facts.behind).toBe(behind)
  expect(figuresOf(facts, all).cohort).toBe(2)
})

test('local days are counted in the database as everywhere else, where clocks change too', async () => {
  for (const timeZone of ['Asia/Taipei', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia']) {
    const world = await testWorld()
    const given = fc.sample(
      fc.tuple(fc.integer({ min: 0, max: 600 * 1440 }), fc.integer({ min: 0, max: 200 * 1440 })),
      { numRuns: 40, seed: 7 },
    )
    const ids = await givenCases(
      world,
      given.map(([begin, length], i) => {
        const from = new Date(Date.UTC(2024, 0, 1) + begin * 60_000)
        const at = new Date(from.getTime() + length * 60_000)
        return {
          ...{ number: `2024-${1000 + i}`, stage: 'resolved' as const, publishedAt: from, submittedAt: from },
          ...{ thresholdMetAt: from, answeredAt: at, answerDueBefore: at, createdAt: from, updatedAt: at },
        }
      }),
    )
    const rows = await world.db.reads
      .select({
        ...{ id: proposals.id, from: proposals.thresholdMetAt, to: proposals.answeredAt },
        days: localDaysBetween(proposals.thresholdMetAt, proposals.answeredAt, timeZone),
      })
      .from(proposals)
    expect(rows).toHaveLength(ids.length)
    for (const { from, to, days } of rows)
      expect(days).toBe(daysBetween(localDate(from!, timeZone), localDate(to!, timeZone)))
  }
})

test('the middle and the ninth of ten are those of the sorted days', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 60 }), (days) => {
      const sorted = days.toSorted((a, b) => a - b)
      const found = daysOf(days.map((one) => ({ days: one, cases: 1 })))
      const half = sorted.length / 2
      const middle = sorted.length % 2 ? sorted[Math.floor(half)]! : Math.round((sorted[half - 1]! + sorted[half]!) / 2)
      expect(found).toEqual({ cases: days.length, median: middle, p90: sorted[Math.ceil(sorted.length * 0.9) - 1] })
    }),
  )
  expect(daysOf([])).toEqual({ cases: 0, median: null, p90: null })
})

test.each([
  [8, 10, { low: 49, high: 95 }],
  [0, 10, { low: 0, high: 28 }],
  [10, 10, { low: 72, high: 100 }],
  [0, 0, null],
])('of %i of %i the true share lies in Wilson’s interval', (part, of, range) => {
  expect(likelyRange(part, of)).toEqual(range)
})
