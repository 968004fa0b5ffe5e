// Reminders of an answer that is owed climb: to the officer who has the case, to the agency, to the administrators.
import { and, asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { remindAgencies } from '../../../src/domain/answers/jobs.ts'
import { remindOverdue, weeksLate } from '../../../src/domain/answers/remind-overdue.ts'
import { setApprover } from '../../../src/domain/governments/approvers.ts'
import { mailsOf } from '../../../src/domain/notifications/load-mail-data.ts'
import { takeUp } from '../../../src/domain/proposals/case-officers.ts'
import { write } from '../../../src/platform/db/write.ts'
import { staff } from '../../../src/schema/agencies.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { people } from '../../../src/schema/people.ts'
import type { MessageKind } from '../../../src/schema/values.ts'
import { givenCase, givenSupport } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

const taipei = 'Asia/Taipei'
const due = new Date('2026-07-18T00:00:00+08:00') // the last day is 17 July

async function scene(rules = {}) {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00', rules })
  const id = await givenCase(world, {
    ...{ number: '2026-0001', stage: 'review', answerDueBefore: due },
    thresholdMetAt: new Date('2026-05-17T10:00:00+08:00'),
  })
  const { environment } = world.agencies
  const lin = await world.staff('officer', environment, 'lin@haicheng.test')
  await world.staff('officer', environment, 'chen@haicheng.test')
  await world.staff('administrator')
  await write(world.db, (tx) => takeUp(tx, { proposalId: id, agencyId: environment }, lin.personId!, world.clock.now))
  const heard = async (kind: MessageKind) => {
    const rows = await world.db.reads
      .select({ to: people.email })
      .from(outbox)
      .innerJoin(people, eq(people.id, outbox.personId))
      .where(and(eq(outbox.kind, kind), eq(outbox.proposalId, id)))
      .orderBy(asc(people.email))
    return rows.map(({ to }) => to!.split('@')[0])
  }
  const at = async (day: string) => {
    world.clock.now = new Date(`${day}T09:00:00+08:00`)
    for (let again = 0; again < 2; again++) {
      await remindAgencies(world.deps, world.clock.now)
      await remindOverdue(world.deps, world.clock.now)
    }
  }
  return { world, lin, heard, at }
}

test('fourteen days before to the officer, seven days before to the agency, on the day to the administrators, and then each week', async () => {
  const { heard, at } = await scene()
  await at('2026-07-03')
  expect(await heard('due_14')).toEqual(['lin'])
  await at('2026-07-10')
  expect(await heard('due_7')).toEqual(['chen', 'lin'])
  await at('2026-07-17')
  expect(await heard('due_0')).toEqual(['administrator', 'chen', 'lin'])
  await at('2026-07-23')
  expect(await heard('overdue')).toEqual([])
  await at('2026-07-24')
  await at('2026-07-30')
  expect(await heard('overdue')).toEqual(['administrator', 'chen', 'lin'])
  await at('2026-07-31')
  expect(await heard('overdue')).toHaveLength(6)
})

test('where the agency has approvers, they hear of it seven days before, beside the officer, and nobody else yet', async () => {
  const { world, heard, at } = await scene()
  const { environment } = world.agencies
  const wang = await world.staff('officer', environment, 'wang@haicheng.test')
  await world.staff('officer', environment, 'third@haicheng.test')
  const seat = and(eq(staff.personId, wang.personId!), eq(staff.agencyId, environment))
  const [row] = await world.db.reads.select({ id: staff.id }).from(staff).where(seat)
  await write(world.db, (tx) => setApprover(tx, world.government.id, row!.id, true, world.clock.now))
  await at('2026-07-10')
  expect(await heard('due_7')).toEqual(['lin', 'wang'])
  await at('2026-07-17')
  expect(await heard('due_0')).toEqual(['administrator', 'chen', 'lin', 'third', 'wang'])
})

test('an officer who has left is not waited for: all of the agency hears of it', async () => {
  const { world, lin, heard, at } = await scene()
  await write(world.db, (tx) =>
    tx.update(staff).set({ endedAt: world.clock.now }).where(eq(staff.personId, lin.personId!)),
  )
  await at('2026-07-03')
  expect(await heard('due_14')).toEqual(['chen'])
})

test.each([
  ['2026-07-17', 0],
  ['2026-07-18', 0],
  ['2026-07-23', 0],
  ['2026-07-24', 1],
  ['2026-07-30', 1],
  ['2026-07-31', 2],
])('on %s it is late by %i whole weeks', (day, weeks) => {
  expect(weeksLate(new Date(`${day}T23:30:00+08:00`), due, taipei)).toBe(weeks)
})

test.each([
  [{ extensions: 3 }, 3],
  [{ extensions: 1 }, 1],
  [{ extensions: 0 }, undefined],
  [{ extensions: 2, extensionMonths: 0 }, undefined],
])('seven days before, the mail says how often the date can be extended by the rules: %o', async (rules, left) => {
  const { world, at } = await scene(rules)
  await at('2026-07-10')
  const [mail] = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'due_7'))
  expect(mail!.facts.left).toBe(left)
  const mails = await mailsOf(world.db.reads, [{ ...mail!, language: 'en' }], world.deps.config, 'http://localhost')
  const { text } = mails.get(mail!.id)!
  const says = left === undefined ? null : left === 1 ? 'extended once more' : `extended ${left} more times`
  if (says) expect(text).toContain(says)
  else expect(text).not.toContain('extended')
})

test('a supporting part has its own clock: it is told of before its day, and each week after it, however long before the answer that is', async () => {
  const world = await testWorld({ at: '2026-05-18T09:00:00+08:00' })
  const id = await givenCase(world, {
    ...{ number: '2026-0001', stage: 'review', answerDueBefore: due },
    thresholdMetAt: new Date('2026-05-17T10:00:00+08:00'),
  })
  const assignedAt = new Date('2026-05-17T10:00:00+08:00')
  await givenSupport(world, id, { daysBefore: 45, assignedAt, dueBefore: new Date('2026-06-03T00:00:00+08:00') })
  await world.staff('officer', world.agencies.transport, 'bus@haicheng.test')
  await world.staff('administrator')
  const told = async (day: string) => {
    world.clock.now = new Date(`${day}T09:00:00+08:00`)
    const before = (await world.db.reads.select().from(outbox)).map((mail) => mail.id)
    for (let again = 0; again < 2; again++) {
      await remindAgencies(world.deps, world.clock.now)
      await remindOverdue(world.deps, world.clock.now)
    }
    const rows = await world.db.reads
      .select({ id: outbox.id, kind: outbox.kind, to: people.email, facts: outbox.facts })
      .from(outbox)
      .innerJoin(people, eq(people.id, outbox.personId))
      .orderBy(asc(people.email))
    const fresh = rows.filter((one) => !before.includes(one.id) && one.facts.agency_en === 'Transport Bureau')
    return fresh
  }
  const heard = async (day: string) => (await told(day)).map(({ kind, to }) => `${kind} ${to!.split('@')[0]}`)
  expect(await heard('2026-05-19')).toEqual(['due_14 bus'])
  expect(await heard('2026-05-26')).toEqual(['due_7 bus'])
  expect(await heard('2026-06-02')).toEqual(['due_0 administrator', 'due_0 bus'])
  expect(await heard('2026-06-08')).toEqual([])
  const week = await told('2026-06-09')
  expect(week.map(({ kind, to }) => `${kind} ${to!.split('@')[0]}`)).toEqual(['overdue administrator', 'overdue bus'])
  const [mail] = await world.db.reads.select().from(outbox).where(eq(outbox.id, week[1]!.id))
  const mails = await mailsOf(world.db.reads, [{ ...mail!, language: 'en' }], world.deps.config, 'http://localhost')
  const { text } = mails.get(mail!.id)!
  for (const words of ['Your agency’s part is overdue', 'Your agency’s part was due on 2 Jun 2026', '7 days overdue'])
    expect(text).toContain(words)
  // administrators hear of it too: whose part it is
  expect(text).toContain('Agency\nTransport Bureau')
  expect(text).not.toContain('shown to everyone as overdue')
  expect(await heard('2026-06-15')).toEqual([])
  expect(await heard('2026-06-16')).toEqual(['overdue administrator', 'overdue bus'])
})
