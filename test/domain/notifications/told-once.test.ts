// Whatever somebody follows, they get one mail for one thing: as author, signer, officer, follower of the case or of lists, with
// one account or two, at once or in a digest.
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markOverdue } from '../../../src/domain/answers/mark-overdue.ts'
import { sendDigests } from '../../../src/domain/notifications/digests.ts'
import { choose } from '../../../src/domain/notifications/follow-store.ts'
import { expandMailings } from '../../../src/domain/notifications/mailings.ts'
import { findsCase } from '../../../src/domain/search/finds-case.ts'
import { write } from '../../../src/platform/db/write.ts'
import { mailings, outbox } from '../../../src/schema/notifications.ts'
import { caseLists, newsGroups, type Pace, paces } from '../../../src/schema/values.ts'
import { givenCase, givenSupport } from '../../support/cases.ts'
import { giveSeat } from '../../support/city.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const answer = {
  ...{ action: 'publish', analysis: '現況照度不足，已實地量測三處。', deliberation: '與里長及居民開過兩次會。' },
  ...{ 'decision-1': 'adopted', 'reason-1': '列入明年度工程。' },
}

const choiceOf = fc.record({
  pace: fc.constantFrom<Pace | 'never'>(...paces, 'never'),
  kinds: fc.option(fc.subarray([...newsGroups], { minLength: 1 })),
})
/** What one person does with a case before something happens to it; null: not. */
const lifeOf = fc.record({
  signs: fc.constantFrom('no', 'quietly', 'ticked'),
  case: fc.option(choiceOf),
  agency: fc.option(choiceOf),
  topic: fc.option(choiceOf),
  district: fc.option(choiceOf),
  search: fc.option(choiceOf),
})
type Life = typeof lifeOf extends fc.Arbitrary<infer L> ? L : never
const targets = { agency: 'epb', topic: 'traffic', district: 'shibi', search: 'topic=traffic&year=2026' }

async function live(world: World, who: Visitor, proposalId: string, life: Life): Promise<void> {
  const person = { id: who.personId!, doubleOf: null }
  const governmentId = world.government.id
  if (life.signs !== 'no')
    await who.post(`${at}/cosignatures`, { district: 'shibi', ...(life.signs === 'ticked' ? { wants: '1' } : {}) })
  await write(world.db, async (tx) => {
    const chosen = (c: NonNullable<Life['case']>) => (c.pace === 'never' ? null : { pace: c.pace, kinds: c.kinds })
    if (life.case) await choose(tx, person, { kind: 'case', proposalId }, chosen(life.case), world.clock.now)
    for (const kind of caseLists) {
      const one = life[kind]
      if (one) await choose(tx, person, { kind, governmentId, target: targets[kind] }, chosen(one), world.clock.now)
    }
  })
}

/** All that was mailed, as who heard of what: at once, and each line of each digest. */
async function heard({ db }: World): Promise<string[]> {
  const rows = await db.reads.select().from(outbox).where(isNotNull(outbox.personId)).orderBy(asc(outbox.id))
  return rows.flatMap(({ kind, personId, once, facts }) => {
    if (kind === 'digest')
      return String(facts.events)
        .split(' ')
        .map((event) => `${personId} ${event}`)
    const event = facts.event ?? /^mailing:([^:]+):/.exec(once ?? '')?.[1]
    return event ? [`${personId} ${event}`] : []
  })
}

const happenings: readonly [string, (world: World, officer: Visitor) => Promise<unknown>][] = [
  ['an extension', (_, officer) => officer.post(`${at}/extensions`, { months: '1', words: '需要地質鑽探。' })],
  ['a transfer', (_, officer) => officer.post(`${at}/transfers`, { to: 'transport', words: '屬交通局權責。' })],
  ['an answer', (_, officer) => officer.post(`${at}/answers`, answer)],
]

test('property: no person gets two mails for one thing, whatever they follow', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(lifeOf, { minLength: 5, maxLength: 5 }),
      fc.constantFrom(...happenings),
      async (lives, [, happen]) => {
        const world = await testWorld({ rules: { threshold: 100 } })
        const people = await Promise.all(['author', 'one', 'other', 'x', 'y'].map((n) => world.signedIn(`${n}@p.test`)))
        const officer = await world.staff('officer', world.agencies.environment, 'officer@p.test')
        const proposalId = await givenCase(world, {
          ...{ number: '2026-0001', authorId: people[0]!.personId, stage: 'review', topicCode: 'traffic' },
          districtCode: 'shibi',
        })
        await givenSupport(world, proposalId)
        for (const [i, life] of lives.entries()) await live(world, people[i]!, proposalId, life)
        await live(world, officer, proposalId, lives[1]!)
        await world.oneMailbox(people[1]!, people[2]!)
        world.clock.now = new Date(world.clock.now.getTime() + 60_000)
        expect(((await happen(world, officer)) as { statusCode: number }).statusCode).toBe(303)
        world.clock.now = new Date(world.clock.now.getTime() + 8 * 86_400_000)
        for (let again = 0; again < 2; again++) {
          await expandMailings(world.deps, world.clock.now, undefined, findsCase)
          world.clock.now = new Date(world.clock.now.getTime() + 8 * 86_400_000)
          await sendDigests(world.deps, world.clock.now)
        }
        const all = (await heard(world)).map((line) => line.replace(people[2]!.personId!, people[1]!.personId!))
        expect(all.filter((line, i) => all.indexOf(line) !== i)).toEqual([])
        expect(all.filter((line) => line.startsWith(people[0]!.personId!)).length, 'its author is told').toBe(1)
        const open = await world.db.reads.select().from(mailings)
        expect(open.filter(({ doneAt }) => doneAt === null)).toEqual([])
      },
    ),
    { numRuns: 12 },
  )
})

test.each<[string, (world: World, officer: Visitor) => Promise<unknown>]>([
  ...happenings,
  ['that it is overdue', ({ deps, clock }) => markOverdue(deps, new Date(clock.now.getTime() + 300 * 86_400_000))],
])('who wrote the case, works for both its agencies, signed and follows has one mail about %s', async (_, happen) => {
  const world = await testWorld({ rules: { threshold: 100 } })
  const one = await world.staff('officer', world.agencies.environment, 'one@p.test')
  const seat = { personId: one.personId!, governmentId: world.government.id, role: 'officer' as const }
  await giveSeat(world.db, { ...seat, agencyId: world.agencies.transport, at: world.clock.now })
  const officer = await world.staff('officer', world.agencies.environment, 'officer@p.test')
  const proposalId = await givenCase(world, {
    ...{ number: '2026-0001', authorId: one.personId, stage: 'review', topicCode: 'traffic', districtCode: 'shibi' },
    answerDueBefore: new Date(world.clock.now.getTime() + 20 * 86_400_000),
  })
  await givenSupport(world, proposalId)
  const all = { pace: 'now' as const, kinds: null }
  await live(world, one, proposalId, {
    ...{ signs: 'ticked', case: all, agency: all, topic: all, district: all, search: null },
  })
  world.clock.now = new Date(world.clock.now.getTime() + 60_000)
  await happen(world, officer)
  world.clock.now = new Date(world.clock.now.getTime() + 86_400_000)
  await expandMailings(world.deps, world.clock.now, undefined, findsCase)
  const own = (await heard(world)).filter((line) => line.startsWith(one.personId!))
  expect(own.length).toBeGreaterThan(0)
  expect(own.filter((line, i) => own.indexOf(line) !== i)).toEqual([])
})

const part = { agency: 'transport', words: '需要號誌資料。' }
const dueOn = { due: '2026-07-05' }
test.each<[string, boolean, (world: World, officer: Visitor) => Promise<{ statusCode: number }>]>([
  ['added', false, (_, officer) => officer.post(`${at}/parts`, { ...part, ...dueOn })],
  ['dated', true, (_, officer) => officer.post(`${at}/part-changes`, { ...part, ...dueOn, act: 'date' })],
  ['released', true, (_, officer) => officer.post(`${at}/part-changes`, { ...part, act: 'release' })],
])(
  'who wrote the case and works for lead and supporting agency has one mail about a part that is %s',
  async (_, has, act) => {
    const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
    const one = await world.staff('officer', world.agencies.environment, 'one@p.test')
    const seat = { personId: one.personId!, governmentId: world.government.id, role: 'officer' as const }
    await giveSeat(world.db, { ...seat, agencyId: world.agencies.transport, at: world.clock.now })
    const proposalId = await givenCase(world, {
      ...{ number: '2026-0001', authorId: one.personId, stage: 'review' },
      answerDueBefore: new Date('2026-07-18T00:00:00+08:00'),
    })
    if (has) await givenSupport(world, proposalId, { dueBefore: new Date('2026-07-11T00:00:00+08:00'), daysBefore: 7 })
    const moderator = await world.staff('moderator')
    expect((await act(world, moderator)).statusCode).toBe(303)
    const mails = await world.db.reads
      .select({ kind: outbox.kind })
      .from(outbox)
      .where(and(eq(outbox.personId, one.personId!), eq(outbox.proposalId, proposalId)))
    expect(mails).toEqual([{ kind: has ? 'routed' : 'assigned' }])
  },
)

test('who follows the agency, the district and the case gets one mail, which says why', async () => {
  const world = await testWorld()
  const mei = await world.signedIn('mei@p.test')
  const officer = await world.staff('officer', world.agencies.environment)
  const proposalId = await givenCase(world, { number: '2026-0001', stage: 'review', districtCode: 'shibi' })
  for (const of of ['agency:epb', 'district:shibi', 'case:2026-0001'])
    expect((await mei.post('/haicheng/follows', { of })).statusCode).toBe(303)
  await officer.post(`${at}/extensions`, { months: '1', words: '需要地質鑽探。' })
  await expandMailings(world.deps, world.clock.now, undefined, findsCase)
  const mails = await world.db.reads
    .select()
    .from(outbox)
    .where(and(eq(outbox.personId, mei.personId!), eq(outbox.proposalId, proposalId)))
  expect(mails.map(({ kind, facts }) => [kind, facts.news, facts.list_follow])).toEqual([
    ['case_news', 'extended', undefined],
  ])
})
