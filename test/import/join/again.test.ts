// A second import: what the source mended is mended here, once; what nobody changed stays; what was done here is not undone.
import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { write } from '../../../src/platform/db/write.ts'
import { answers } from '../../../src/schema/answers.ts'
import { assignments } from '../../../src/schema/assignments.ts'
import { mailings } from '../../../src/schema/notifications.ts'
import { proposals, proposalUpdates } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { aLine, anAnsweredLine, aReply, caseNow, countsOf, entriesOf, importLines, moment } from '../../support/join.ts'
import { testWorld, type World } from '../../support/world.ts'

const { id } = aLine(1)
const timelineOf = async (world: World, n: number) =>
  (await world.visitor().get(`/haicheng/proposals/${(await caseNow(world, n)).number}.json`))
    .json()
    .timeline.map((entry: { kind: string; occurred_at: string }) => `${entry.kind} ${entry.occurred_at.slice(0, 10)}`)
const everything = async ({ db }: World) => [
  await db.reads.select().from(proposals).orderBy(asc(proposals.id)),
  await db.reads.select().from(record).orderBy(asc(record.id)),
  await db.reads.select().from(answers).orderBy(asc(answers.id)),
  await db.reads.select().from(proposalUpdates).orderBy(asc(proposalUpdates.id)),
  await db.reads.select().from(assignments).orderBy(asc(assignments.id)),
]

test('the same files again change nothing, however often', async () => {
  const world = await testWorld()
  const lines = [
    aLine(1),
    anAnsweredLine(2),
    aLine(3, { status_raw: 'Revoked' }),
    aLine(4, { status_raw: 'SecondFailed' }),
  ]
  const given = {
    counts: [`${id},2017-05-20,2`, `${id},2017-05-21,9`],
    districts: [`${lines[1]!.id},2017-05-01,臺北市,7`],
  }
  await importLines(world, lines, given)
  const before = await everything(world)
  for (const again of [given, given, {}, { counts: given.counts }]) {
    world.clock.now = new Date(world.clock.now.getTime() + 86_400_000)
    const { result } = await importLines(world, lines, again)
    expect(result).toMatchObject({ imported: 0, corrected: 0, already: 4, refused: 0 })
    expect(await everything(world)).toEqual(before)
  }
})

test('a mended title, date and count stand; the record keeps both and says what was corrected', async () => {
  const world = await testWorld()
  await importLines(world, [
    aLine(1, { title: '人行到加寬', endorse_count: 1e15, endorse_due_at: '2017-06-09T00:00:00+08:00' }),
  ])
  const first = await caseNow(world, 1)
  const { result } = await importLines(world, [aLine(1, { title: '人行道加寬', endorse_count: 4 })])
  expect(result).toMatchObject({ imported: 0, corrected: 1, already: 0 })
  const now = await caseNow(world, 1)
  expect([now.id, now.number]).toEqual([first.id, first.number])
  expect(now).toMatchObject({
    title: '人行道加寬',
    count: 4,
    closesBefore: moment('2017-06-03 00:00:00'),
    endedAt: now.closesBefore,
  })
  expect(await countsOf(world, now.id)).toEqual([{ day: '', district: '', count: 4 }])

  const entries = await entriesOf(world, now.id)
  const correction = entries.at(-1)!
  expect(correction).toMatchObject({
    kind: 'source_corrected',
    role: 'import',
    facts: { changed: ['title', 'dates', 'counts'] },
  })
  const revoked = entries.filter((entry) => (correction.facts.revoked as string[]).includes(entry.id))
  expect(revoked.map((entry) => entry.kind).sort()).toEqual(['lost_sight', 'published', 'submitted'])
  expect(await timelineOf(world, 1)).toEqual([
    'submitted 2017-04-01',
    'published 2017-04-03',
    'lost_sight 2017-06-02',
    'imported 2026-06-18',
    'source_corrected 2026-06-18',
  ])
  const timeline = (await world.visitor().read(`/haicheng/proposals/${now.number}`)).part('Timeline').text
  expect(timeline).toContain('Corrected after its source')
  expect(timeline).toContain('title, dates, co-signatures')
  for (const [q, found] of [
    ['人行道', true],
    ['人行到', false],
  ] as const)
    expect(
      (await world.visitor().get(`/api/v1/haicheng/proposals?q=${encodeURIComponent(q)}`)).json().meta.total > 0,
    ).toBe(found)
})

test('a case that was answered meanwhile is answered here, and whoever co-signed it here is told', async () => {
  const world = await testWorld({ at: '2017-05-01T09:00:00+08:00' })
  await importLines(world, [aLine(1)])
  const { number } = await caseNow(world, 1)
  const citizen = await world.signedIn('citizen@haicheng.test')
  const pressed = await citizen.post(`/haicheng/proposals/${number}/cosignatures`, { district: 'gangdong' })
  expect([pressed.statusCode, (await caseNow(world, 1)).count]).toEqual([303, 4])
  world.clock.now = moment('2017-06-12 09:00:00')
  await importLines(world, [anAnsweredLine(1)])
  const now = await caseNow(world, 1)
  expect(now).toMatchObject({
    stage: 'resolved',
    outcome: 'answered',
    count: 8,
    answeredAt: moment('2017-06-01 09:00:00'),
  })
  expect(await timelineOf(world, 1)).toEqual([
    'submitted 2017-04-01',
    'published 2017-04-03',
    'threshold_met 2017-04-10',
    'imported 2017-05-01',
    'early_warning 2017-05-01',
    'answered 2017-06-01',
    'source_corrected 2017-06-12',
  ])
  expect(await world.db.reads.select().from(mailings)).toMatchObject([{ kind: 'answer_published', proposalId: now.id }])
})

test('of several entries only the mended one is told anew', async () => {
  const world = await testWorld()
  const early = aReply('2017-05-01', { analysis_html: '<p>評估中。</p>' })
  const answer = aReply('2017-06-01', { adoption_html: '<p>同意。</p>' })
  const later = aReply('2017-07-01', { adoption_html: '<p>以完工。</p>' })
  await importLines(world, [anAnsweredLine(1, { responses: [early, answer, later] })])
  const { id: caseId } = await caseNow(world, 1)
  const before = await everything(world)
  await importLines(world, [
    anAnsweredLine(1, { responses: [early, answer, { ...later, adoption_html: '<p>已完工。</p>' }] }),
  ])
  const [, entries, said, progress, assigned] = await everything(world)
  expect([progress, assigned]).toEqual([before[3], before[4]])
  expect(said!.map((a) => (a as { adoption: string }).adoption)).toEqual(['同意。', '已完工。'])
  expect(said![0]).toEqual(before[2]![0])
  expect(entries).toHaveLength(before[1]!.length + 2)
  expect(await timelineOf(world, 1)).toEqual([
    'submitted 2017-04-01',
    'published 2017-04-03',
    'threshold_met 2017-04-10',
    'updated 2017-05-01',
    'answered 2017-06-01',
    'supplemented 2017-07-01',
    'imported 2026-06-18',
    'source_corrected 2026-06-18',
  ])
  expect((await entriesOf(world, caseId)).filter((entry) => entry.kind === 'supplemented')).toHaveLength(2)
})

test('newer counts are counted, and no line of the timeline; a run without the days keeps them', async () => {
  const world = await testWorld({ at: '2017-05-22T09:00:00+08:00' })
  await importLines(world, [aLine(1, { endorse_goal: 50 })], { counts: [`${id},2017-05-20,2`, `${id},2017-05-21,3`] })
  const before = await timelineOf(world, 1)
  world.clock.now = moment('2017-05-24 09:00:00')
  await importLines(world, [aLine(1, { endorse_goal: 50, endorse_count: 8 })], {
    counts: [`${id},2017-05-20,2`, `${id},2017-05-21,3`, `${id},2017-05-23,8`],
  })
  const grown = [
    { day: '', district: '', count: 2 },
    { day: '2017-05-21', district: '', count: 1 },
    { day: '2017-05-23', district: '', count: 5 },
  ]
  const c = await caseNow(world, 1)
  expect([c.count, c.seenOn, await countsOf(world, c.id)]).toEqual([8, '2017-05-23', grown])
  expect(await timelineOf(world, 1)).toEqual(before)
  await importLines(world, [aLine(1, { endorse_goal: 50, endorse_count: 10 })])
  expect([(await caseNow(world, 1)).count, await countsOf(world, c.id)]).toEqual([
    10,
    [{ ...grown[0], count: 4 }, ...grown.slice(1)],
  ])
})

test('what was worked on here stays, and the report says so', async () => {
  const world = await testWorld({ at: '2017-05-01T09:00:00+08:00' })
  await importLines(world, [aLine(1), aLine(2)])
  const moderator = await world.staff('moderator')
  const { number } = await caseNow(world, 1)
  const hidden = await moderator.post(`/haicheng/proposals/${number}/decisions`, {
    decision: 'hide',
    words: '標題含個人資料，先隱藏。',
  })
  expect(hidden.statusCode).toBe(303)
  const { result, warned } = await importLines(world, [
    aLine(1, { title: '新的標題' }),
    aLine(2, { title: '新的標題' }),
  ])
  expect(result).toMatchObject({ corrected: 1, already: 1 })
  expect(warned).toEqual([`line 1: case ${number}: it was worked on here since, so that it stays as it is`])
  expect([(await caseNow(world, 1)).title, (await caseNow(world, 2)).title]).toEqual(['虛構案件 1', '新的標題'])
})

test('a pause here goes on moving the date that the source gave, after a correction of something else too', async () => {
  const world = await testWorld({ at: '2017-05-01T09:00:00+08:00' })
  await importLines(world, [aLine(1)])
  const { id: caseId } = await caseNow(world, 1)
  const moved = moment('2017-06-13 00:00:00')
  await write(world.db, (tx) => tx.update(proposals).set({ closesBefore: moved }).where(eq(proposals.id, caseId)))
  await importLines(world, [aLine(1, { title: '新的標題' })])
  expect(await caseNow(world, 1)).toMatchObject({ title: '新的標題', closesBefore: moved })
  await importLines(world, [aLine(1, { title: '新的標題', endorse_due_at: '2017-06-20T00:00:00+08:00' })])
  expect((await caseNow(world, 1)).closesBefore).toEqual(moment('2017-06-20 00:00:00'))
})
