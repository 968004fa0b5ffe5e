// What a rule says of tonight is what the night does; and whatever has a day on which it ends is gone after it.
import { expect, test } from 'vitest'
import { lastNights } from '../../../src/domain/retention/night-report.ts'
import { tonight } from '../../../src/domain/retention/tonight.ts'
import { allJobs } from '../../../src/jobs.ts'
import { newId, sha256 } from '../../../src/lib/id.ts'
import { retentionNight } from '../../../src/operations/retention-night.ts'
import { write } from '../../../src/platform/db/write.ts'
import { tick } from '../../../src/platform/process/scheduler.ts'
import { keptForms } from '../../../src/schema/kept-forms.ts'
import { passkeyAllowances, sessions } from '../../../src/schema/sign-in.ts'
import { givenCase } from '../../support/cases.ts'
import { makeElsewhere } from '../../support/city.ts'
import { addRowsSince } from '../../support/rows-since.ts'
import { allTables } from '../../support/tables.ts'
import { wholeLife } from '../../support/whole-life.ts'
import { testWorld } from '../../support/world.ts'

const day = 86_400_000

test('by each of two clocks the dry run says what the night does', async () => {
  const world = await testWorld({ at: '2026-01-10T12:00:00+08:00', rules: { keptMonths: 2, forgottenMonths: 3 } })
  const { db, clock, government } = world
  const author = await world.signedIn('author@example.test')
  const draft = String((await author.post('/haicheng/proposals/drafts')).headers.location).replace(/\/problem$/, '')
  await author.post(`${draft}/problem`, { title: '忘記的草稿', problem: '問題的描述', later: '1' })
  const other = await world.signedIn('other@example.test')
  const returned = {
    number: '2026-0009',
    title: '退回的提案',
    stage: 'returned',
    publishedAt: null,
    closesBefore: null,
  } as const
  await givenCase(world, {
    ...returned,
    authorId: other.personId,
    authorName: '小美',
    updatedAt: clock.now,
    createdAt: clock.now,
    submittedAt: clock.now,
  })
  const past = await world.signedIn('past@example.test')
  await givenCase(world, {
    ...{ number: '2026-0001', title: '公園飲水機', stage: 'expired', endedAt: clock.now, authorId: past.personId },
  })
  await write(db, (tx) => tx.delete(sessions)) // they go by the machine's clock
  const nights: unknown[] = []
  for (const days of [30, 40, 80, 100, 101, 132, 133, 200, 201]) {
    const at = new Date(clock.now.getTime() + days * day)
    const { people, past: cases, forgotten } = await tonight(db.reads, government.id, at)
    await retentionNight({ db }, at)
    const [night] = await lastNights(db.reads)
    expect(night).toEqual({ at: at.toISOString(), people: people.count, ...cases, ...forgotten })
    nights.push([people.count, cases.rows, forgotten.warned, forgotten.drafts, forgotten.returned])
  }
  const sums = nights.reduce<number[]>((all, one) => (one as number[]).map((n, i) => n + (all[i] ?? 0)), [])
  expect(sums, 'all three, and each act, were met').toEqual([3, 0, 2, 1, 1])
})

/** Kept as long as what they belong to: what was agreed to; an invitation that was taken up; that staff asked an office, in numbers. */
const stay = ['consents', 'invitations', 'register_batches']

test('whatever says when it ends is gone some days after that, in every table', async () => {
  const world = await testWorld()
  await makeElsewhere(world.db)
  await wholeLife(world, (field, most) => `a ${field} in words enough`.slice(0, most))
  await addRowsSince(world.db)
  const at = world.clock.now
  const [personId, until] = [(await world.signedIn('mei@example.test')).personId!, new Date(at.getTime() + 1000)]
  await write(world.db, async (tx) => {
    await tx.insert(passkeyAllowances).values({ personId, governmentId: world.government.id, expiresAt: until })
    const form = { path: '/x', page: '/x', status: 0, sealed: 'sealed', savedAt: at, expiresAt: until }
    await tx.insert(keptForms).values({ id: newId(), browserHash: sha256('browser'), ...form })
  })
  const ending = (await allTables()).filter(({ columns }) => columns.some(({ name }) => name === 'expires_at'))
  const left = () =>
    world.db.exclusively(async (exec) => {
      const rows: string[] = []
      for (const { name } of ending)
        if (!stay.includes(name) && (await exec(`select 1 as one from "${name}" limit 1`)).length) rows.push(name)
      return rows
    })
  expect((await left()).length).toBeGreaterThan(8)
  world.clock.now = new Date('2027-12-01T00:00:00Z')
  const jobs = allJobs(null).filter(({ name }) => !['counts', 'webhooks', 'log-check'].includes(name)) // rows were put in without sums and secrets
  await tick(world.deps, jobs, world.clock.now)
  expect(await left()).toEqual([])
})
