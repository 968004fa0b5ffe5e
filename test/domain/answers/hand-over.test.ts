// An agency ends: nothing it owes is left without anybody.
import { and, asc, eq, isNull } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { handOverEnded } from '../../../src/domain/answers/hand-over.ts'
import { newId } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { parts } from '../../../src/schema/assignments.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { record } from '../../../src/schema/record.ts'
import { due, givenCase } from '../../support/cases.ts'
import { testWorld, type World } from '../../support/world.ts'

const settings = '/haicheng/desk/settings/agencies/epb'
const ending = (validTo: string, successor: string) => ({ 'name-zh-Hant': '環境保護局', validTo, successor })
const answerDueBefore = new Date('2026-07-30T00:00:00+08:00')

async function scene() {
  const world = await testWorld()
  const author = await world.signedIn('author@example.tw')
  const id = await givenCase(world, {
    ...{ number: '2026-0001', title: '海堤照明', authorId: author.personId },
    ...{ ...due, answerDueBefore },
  })
  const administrator = await world.staff('administrator')
  const next = await world.staff('officer', world.agencies.transport, 'next@haicheng.test')
  return { world, author, id, administrator, next }
}
const open = ({ db }: World, id: string) =>
  db.reads
    .select({
      agencyId: parts.agencyId,
      role: parts.role,
      dueBefore: parts.dueBefore,
      contribution: parts.contribution,
    })
    .from(parts)
    .where(and(eq(parts.proposalId, id), isNull(parts.endedAt)))
const told = async ({ db }: World) =>
  (await db.reads.select().from(outbox).orderBy(asc(outbox.kind))).map((m) => [m.kind, m.address])

test('an agency that owes something does not end without a successor', async () => {
  const { administrator } = await scene()
  const sent = await administrator.post(settings, ending('2026-06-30', ''))
  expect([sent.statusCode, sent.body.includes('still has open cases')]).toEqual([422, true])
})

test('where its last day is today, what it owes goes to the successor at once, with the same date', async () => {
  const { world, id, administrator, author, next } = await scene()
  expect((await administrator.post(settings, ending('2026-06-18', 'transport'))).statusCode).toBe(303)
  expect(await open(world, id)).toMatchObject([
    { agencyId: world.agencies.transport, role: 'lead', dueBefore: answerDueBefore },
  ])
  expect(await told(world)).toEqual([
    ['assigned', next.email],
    ['transferred', author.email],
  ])
  const [entry] = await world.db.reads.select().from(record).where(eq(record.kind, 'transferred'))
  expect(entry).toMatchObject({ role: 'system', facts: { reason: 'agency_ended', from: 'epb', role: 'lead' } })
  const { body } = await world.visitor().get('/haicheng/proposals/2026-0001')
  expect(body).toContain('The agency has ended; its successor takes over.')
  expect((await next.get('/haicheng/desk')).body).toContain('海堤照明')
})

test('a later last day waits until it has passed; the job does it once', async () => {
  const { world, id, administrator } = await scene()
  await administrator.post(settings, ending('2026-06-20', 'transport'))
  for (const now of ['2026-06-20T23:59:00+08:00', '2026-06-20T12:00:00Z'])
    expect(await handOverEnded(world, new Date(now))).toBe(0)
  world.clock.now = new Date('2026-06-21T00:00:00+08:00')
  expect(await handOverEnded(world, world.clock.now)).toBe(1)
  expect(await handOverEnded(world, world.clock.now)).toBe(0)
  expect((await open(world, id)).map((part) => part.agencyId)).toEqual([world.agencies.transport])
})

test('a successor that supports the case leads it now, and keeps what it said', async () => {
  const { world, id, administrator } = await scene()
  await write(world.db, (tx) =>
    tx.insert(parts).values({
      ...{ id: newId(), proposalId: id, agencyId: world.agencies.transport, role: 'supporting' as const },
      ...{ assignedAt: world.clock.now, answeredAt: world.clock.now, contribution: '已會勘。', salt: 'salt' },
    }),
  )
  await administrator.post(settings, ending('2026-06-18', 'transport'))
  expect(await open(world, id)).toMatchObject([{ role: 'lead', contribution: '已會勘。' }])
})
