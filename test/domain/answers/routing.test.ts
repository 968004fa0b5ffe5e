// Which agencies have a case, while it is under way: the law, people who route at once, and every order of acts.
import { and, eq, isNull } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Router } from '../../../src/domain/answers/answer.ts'
import { extend, transfer } from '../../../src/domain/answers/assignment-changes.ts'
import { acceptHandOver, endHandOver, handElsewhere, handOverUnderWay } from '../../../src/domain/answers/hand-overs.ts'
import { contribute } from '../../../src/domain/answers/handling-store.ts'
import { datesForPart, outstandingOf, standingsOf } from '../../../src/domain/answers/routing.ts'
import { publish } from '../../../src/domain/answers/store.ts'
import { addPart, datePart, releasePart } from '../../../src/domain/answers/supporting-parts.ts'
import { agenciesOf } from '../../../src/domain/governments/store.ts'
import { findProposal } from '../../../src/domain/proposals/store.ts'
import { meetThreshold } from '../../../src/domain/proposals/transition.ts'
import { mayRoute, type RoutingAct, type RoutingStanding } from '../../../src/domain/proposals/workflow.ts'
import { addMonths, localDate, startOfDay } from '../../../src/lib/calendar.ts'
import { attempt, Refused } from '../../../src/platform/db/attempt.ts'
import { write } from '../../../src/platform/db/write.ts'
import { answers } from '../../../src/schema/answers.ts'
import { assignmentChanges, assignments } from '../../../src/schema/assignments.ts'
import { record } from '../../../src/schema/record.ts'
import type { Stage } from '../../../src/schema/values.ts'
import { givenCase } from '../../support/cases.ts'
import { makeElsewhere } from '../../support/city.ts'
import { inProcess } from '../../support/database.ts'
import { testWorld, type World } from '../../support/world.ts'

const zone = 'Asia/Taipei'

test.each<[string, RoutingAct, Stage, RoutingStanding[], boolean]>([
  ['a moderator changes the lead while signatures are gathered', 'transfer', 'gathering', ['moderator'], true],
  ['and in review', 'transfer', 'review', ['moderator'], true],
  ['the coordinating agency too', 'transfer', 'review', ['coordinating'], true],
  ['nobody once it is answered', 'transfer', 'resolved', ['moderator', 'administrator', 'lead'], false],
  ['nor before it is public', 'transfer', 'checking', ['moderator'], false],
  ['a lead agency asks others for their part', 'add_part', 'review', ['lead'], true],
  ['who stands in no way to it changes nothing', 'release_part', 'review', [], false],
  ['a lead agency hands nothing to another government', 'hand_over', 'review', ['lead'], false],
])('%s', (_, act, stage, as, may) => {
  expect(mayRoute(act, stage, as)).toBe(may)
})

test('somebody stands to a case as the nearest that their seats make them', () => {
  const officer = (agencyId: string) => ({ role: 'officer' as const, agencyId })
  const seat = (role: 'moderator' | 'administrator') => ({ role, agencyId: null })
  expect(standingsOf([seat('administrator'), officer('a')], 'a', 'c')).toEqual(['lead', 'administrator'])
  expect(standingsOf([officer('c'), seat('moderator')], 'a', 'c')).toEqual(['coordinating', 'moderator'])
  expect(standingsOf([officer('b')], 'a', 'c')).toEqual([])
})

test('a part can be due from today to the day before the answer', () => {
  const due = (day: string) => startOfDay(day, zone)
  const at = new Date('2026-06-18T23:00:00+08:00')
  expect(datesForPart(due('2026-07-02'), at, zone)).toEqual({ from: '2026-06-18', to: '2026-06-30' })
  expect(datesForPart(due('2027-01-01'), at, zone)).toEqual({ from: '2026-11-01', to: '2026-12-30' })
  expect([due('2026-06-19'), due('2026-06-01'), null].map((one) => datesForPart(one, at, zone))).toEqual([
    null,
    null,
    null,
  ])
})

test('outstanding is what supports and was not said, the first due first', () => {
  const at = new Date('2026-06-18T09:00:00+08:00')
  const part = (en: string, role: string, day: string, answered = false) => ({
    ...{ role, agency: { name: { en } }, dueBefore: startOfDay(day, zone), daysBefore: 0 },
    answeredAt: answered ? at : null,
  })
  const parts = [
    part('Lead', 'lead', '2026-07-02'),
    part('Later', 'supporting', '2026-06-26'),
    part('Late', 'supporting', '2026-06-16'),
    part('Done', 'supporting', '2026-06-16', true),
  ]
  const shown = outstandingOf(parts, { stage: 'review', seenOn: null }, at, zone).map(({ name, late, days }) => [
    name.en,
    late,
    days,
  ])
  expect(shown).toEqual([
    ['Late', 3, -3],
    ['Later', 0, 7],
  ])
  const names = (stage: 'gathering' | 'resolved', seenOn: string | null) =>
    outstandingOf(parts, { stage, seenOn }, at, zone).map(({ name }) => name.en)
  expect(names('gathering', null)).toEqual([])
  expect(names('resolved', null), 'after the answer too').toEqual(['Late', 'Later'])
  expect(names('resolved', '2026-06-01'), 'nobody knows who was silent before an import').toEqual([])
})

const number = '2026-0001'
const answer = {
  ...{ revision: 0, analysis: '已量測。', deliberation: '已開會。', note: '', unit: '', commitments: [] },
  asks: [{ askNumber: 1, decision: 'adopted' as const, reason: '列入工程。' }],
}

async function scene(stage: 'gathering' | 'review') {
  const world = await testWorld()
  const moderator = await world.staff('moderator')
  const inReview = {
    thresholdMetAt: new Date('2026-05-01T10:00:00+08:00'),
    answerDueBefore: startOfDay('2026-07-02', zone),
  }
  const id = await givenCase(world, { number, title: '海堤照明', stage, ...(stage === 'review' ? inReview : {}) })
  const agencies = await agenciesOf(world.db.reads, world.government.id)
  const router = (at = world.clock.now): Router => ({
    personId: moderator.personId!,
    agencyId: null,
    role: 'moderator',
    at,
  })
  const now = async () => (await findProposal(world.db.reads, world.government.id, number))!
  const open = () =>
    world.db.reads
      .select()
      .from(assignments)
      .where(and(eq(assignments.proposalId, id), isNull(assignments.endedAt)))
  const elsewhereId = await makeElsewhere(world.db)
  const [agency] = await agenciesOf(world.db.reads, elsewhereId)
  const elsewhere = { id: elsewhereId, agency: agency! }
  const byId = (agencyId: string) => [...agencies, agency!].find(({ id }) => id === agencyId)!
  return { world, id, moderator, agencies, router, now, open, byId, elsewhere }
}
type Scene = Awaited<ReturnType<typeof scene>>

test('of two who change the lead at once one does, and the other learns that it moved on', async () => {
  const { world, now, open, byId, router, agencies } = await scene('review')
  const proposal = await now()
  const from = byId(world.agencies.environment)
  const targets = agencies.filter((agency) => agency.id !== from.id)
  expect(targets.length).toBe(2)
  const moved = await Promise.all(
    targets.map((target) =>
      write(world.db, (tx) => transfer(tx, proposal, { from, target, words: '屬該機關。' }, router())),
    ),
  )
  expect(moved.filter(Boolean)).toHaveLength(1)
  expect((await open()).map((part) => part.agencyId)).toEqual([targets[moved.indexOf(true)]!.id])
  expect(await world.db.reads.select().from(assignmentChanges)).toHaveLength(1)
})

test('of two who add the same agency at once one does', async () => {
  const { world, now, open, byId, router } = await scene('review')
  const proposal = await now()
  const joining = { agency: byId(world.agencies.transport), daysBefore: 7, words: '需要號誌資料。', timeZone: zone }
  const added = await Promise.all([1, 2].map(() => write(world.db, (tx) => addPart(tx, proposal, joining, router()))))
  expect(added.filter(Boolean)).toHaveLength(1)
  expect((await open()).filter((part) => part.role === 'supporting')).toHaveLength(1)
})

// Which of two connections comes first is the server's to decide, whoever began: what matters is that only one of them does.
test.each(['the lead is changed', 'the answer is published'])(
  'a lead is changed while its answer is published, begun with %s: one is done, the other refused',
  async (begunWith) => {
    const { world, now, open, byId, router, id } = await scene('review')
    const officer = await world.staff('officer', world.agencies.environment)
    const proposal = await now()
    const at = world.clock.now
    const actor = { personId: officer.personId!, agencyId: world.agencies.environment, role: 'officer' as const, at }
    const to = { from: byId(world.agencies.environment), target: byId(world.agencies.transport), words: '屬交通局。' }
    const done: string[] = []
    const route = async () => {
      if (await write(world.db, (tx) => transfer(tx, proposal, to, router()))) done.push('transferred')
    }
    const answering = async () => {
      if ((await attempt(world.db, (tx) => publish(tx, proposal, answer, actor, at))).ok) done.push('answered')
    }
    const acts = begunWith === 'the lead is changed' ? [route, answering] : [answering, route]
    await Promise.all(acts.map((act) => act()))
    expect(done).toHaveLength(1)
    const said = (await world.db.reads.select().from(record).where(eq(record.proposalId, id))).map(({ kind }) => kind)
    expect(said.filter((kind) => kind === 'answered' || kind === 'transferred')).toEqual(done)
    const answered = done[0] === 'answered'
    expect((await now()).stage).toBe(answered ? 'resolved' : 'review')
    const lead = answered ? world.agencies.environment : world.agencies.transport
    const leads = (await open()).filter(({ role }) => role === 'lead')
    expect(leads.map(({ agencyId, answeredAt }) => [agencyId, answeredAt !== null])).toEqual([[lead, answered]])
    const drafts = await world.db.reads.select().from(answers).where(eq(answers.proposalId, id))
    expect(drafts.map(({ publishedAt }) => publishedAt !== null)).toEqual(answered ? [true] : [])
  },
)

test('a case that meets its threshold gives each supporting part its own date, before the answer', async () => {
  const { world, now, open, byId, router } = await scene('gathering')
  const joining = { agency: byId(world.agencies.transport), daysBefore: 10, words: '需要號誌資料。', timeZone: zone }
  const before = await now()
  expect(await write(world.db, (tx) => addPart(tx, before, joining, router()))).toBe(true)
  expect((await open()).map((part) => part.dueBefore)).toEqual([null, null])
  const proposal = await now()
  await write(world.db, (tx) => meetThreshold(tx, world.government, proposal, world.clock.now))
  const days = (await open()).map(({ role, dueBefore }) => [role, localDate(dueBefore!, zone)]).sort()
  expect(days).toEqual([
    ['lead', '2026-08-19'],
    ['supporting', '2026-08-09'],
  ])
})

type Act = { name: string; agency: number; days: number }
const act = fc.record({
  name: fc.constantFrom(
    ...['transfer', 'add', 'add', 'release', 'date', 'extend', 'meet', 'contribute', 'answer', 'wait'],
    ...['offer', 'outside', 'accept', 'end'],
  ),
  agency: fc.nat(2),
  days: fc.integer({ min: 0, max: 60 }),
})

test('whatever is done in whatever order: one lead while it is under way, and no part is due after it', async () => {
  const given = await scene('gathering')
  let cases = 1
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
      const walked = { ...given, number: `2026-${9000 + ++cases}`, at: given.world.clock.now }
      const id = await givenCase(given.world, { number: walked.number, title: '步道', stage: 'gathering' })
      for (const one of acts) {
        if (one.name === 'wait') walked.at = new Date(walked.at.getTime() + one.days * 86_400_000)
        else await take(walked, id, one)
        await holds(given.world, id)
      }
    }),
    { numRuns: inProcess ? 10 : 40 },
  )
})

async function take(
  given: Scene & { number: string; at: Date },
  id: string,
  { name, agency, days }: Act,
): Promise<void> {
  const { world, agencies, byId, at } = given
  const { db, government } = world
  const proposal = (await findProposal(db.reads, government.id, given.number))!
  const router = given.router(at)
  const target = agencies[agency]!
  const words = '因為這樣。'
  const open = await db.reads
    .select()
    .from(assignments)
    .where(and(eq(assignments.proposalId, id), isNull(assignments.endedAt)))
  const lead = open.find((part) => part.role === 'lead')!
  const actor = { personId: router.personId, agencyId: lead.agencyId, role: 'officer' as const, at }
  const joining = { agency: target, daysBefore: days, words, timeZone: zone }
  if (name === 'meet') await write(db, (tx) => meetThreshold(tx, government, proposal, at))
  if (name === 'add') await write(db, (tx) => addPart(tx, proposal, joining, router))
  if (name === 'date') await write(db, (tx) => datePart(tx, proposal, joining, router))
  if (name === 'release') await write(db, (tx) => releasePart(tx, proposal, { agency: target, words }, router))
  if (name === 'transfer' && target.id !== lead.agencyId)
    await write(db, (tx) => transfer(tx, proposal, { from: byId(lead.agencyId), target, words }, router))
  if (name === 'extend' && proposal.answerDueBefore) {
    const due = startOfDay(addMonths(localDate(proposal.answerDueBefore, zone), 1), zone)
    await write(db, (tx) =>
      extend(tx, proposal, { months: 1, due, words, timeZone: zone, extensions: { given: 0, most: 1 } }, actor),
    )
  }
  const part = open.find((one) => one.role === 'supporting')
  const said = { words: '已會勘。', today: localDate(at, zone) }
  if (name === 'contribute' && part)
    await write(db, (tx) => contribute(tx, proposal, part.id, said, { ...actor, agencyId: part.agencyId }))
  const underWay = await handOverUnderWay(db.reads, id)
  const today = localDate(at, zone)
  const receiver = { receiver: '中央機關', link: '', handedOn: today, dueOn: null, words }
  const here = { id: given.elsewhere.id, slug: 'elsewhere', name: { en: 'Elsewhere' } }
  if (name === 'offer') await write(db, (tx) => handElsewhere(tx, proposal, { ...receiver, here }, router))
  if (name === 'outside') await write(db, (tx) => handElsewhere(tx, proposal, { ...receiver, here: null }, router))
  if (name === 'accept' && underWay?.here) {
    const taken = { target: given.elsewhere.agency, endedOn: today, words }
    await attempt(db, async (tx) => {
      if (!(await acceptHandOver(tx, proposal, underWay, taken, router))) throw new Refused('moved_on')
    })
  }
  if (name === 'end' && underWay)
    await write(db, (tx) => endHandOver(tx, proposal, underWay, { how: 'called_back', endedOn: today, words }, router))
  if (name === 'answer') {
    const published = await attempt(db, (tx) => publish(tx, proposal, answer, actor, at))
    if (underWay) expect(published.ok).toBe(false)
  }
}

async function holds({ db }: World, id: string): Promise<void> {
  const open = await db.reads
    .select()
    .from(assignments)
    .where(and(eq(assignments.proposalId, id), isNull(assignments.endedAt)))
  const leads = open.filter((part) => part.role === 'lead')
  expect(leads).toHaveLength(1)
  const due = leads[0]!.dueBefore
  for (const part of open) {
    expect(part.dueBefore === null).toBe(due === null)
    if (due) expect(part.dueBefore!.getTime()).toBeLessThanOrEqual(due.getTime())
  }
}
