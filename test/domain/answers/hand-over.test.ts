// An agency ends: nothing it owes is left without anybody.
import { and, asc, eq, isNull } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { handOverEnded } from '../../../src/domain/answers/hand-over.ts'
import { digestOf } from '../../../src/domain/record/entry.ts'
import { newId } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { assignments } from '../../../src/schema/assignments.ts'
import { commitments } from '../../../src/schema/commitments.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { answeredOn, due, givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
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
      agencyId: assignments.agencyId,
      role: assignments.role,
      dueBefore: assignments.dueBefore,
      contribution: assignments.contribution,
    })
    .from(assignments)
    .where(and(eq(assignments.proposalId, id), isNull(assignments.endedAt)))
const told = async ({ db }: World) =>
  (await db.reads.select().from(outbox).orderBy(asc(outbox.kind))).map((m) => [m.kind, m.address])

test('an agency that owes something does not end without a successor', async () => {
  const { administrator } = await scene()
  const sent = await administrator.post(settings, ending('2026-06-30', ''))
  expect([sent.statusCode, page(sent).text.includes('still has open cases')]).toEqual([422, true])
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
  const shown = page(await world.visitor().get('/haicheng/proposals/2026-0001'))
  expect(shown.text).toContain('The agency has ended; its successor takes over.')
  expect(page(await next.get('/haicheng/desk')).text).toContain('海堤照明')
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
    tx.insert(assignments).values({
      ...{ id: newId(), proposalId: id, agencyId: world.agencies.transport, role: 'supporting' as const },
      ...{ assignedAt: world.clock.now, answeredAt: world.clock.now, contribution: '已會勘。', salt: 'salt' },
    }),
  )
  await administrator.post(settings, ending('2026-06-18', 'transport'))
  expect(await open(world, id)).toMatchObject([{ role: 'lead', contribution: '已會勘。' }])
})

/** An answered case, whose agency promised to light the dike. */
async function promised() {
  const world = await testWorld()
  const id = await givenCase(world, {
    ...{ number: '2026-0001', title: '海堤照明', ...answeredOn('2026-03-20') },
    promise: { what: '裝十盞路燈', dueOn: '2026-12-31', state: 'open' },
  })
  const administrator = await world.staff('administrator')
  const next = await world.staff('officer', world.agencies.transport, 'next@haicheng.test')
  const [commitment] = await world.db.reads.select().from(commitments)
  const at = `/haicheng/commitments/${commitment!.id}`
  return { world, id, administrator, next, at, commitment: commitment! }
}

test('an agency that has promised something does not end without a successor either', async () => {
  const { administrator } = await promised()
  const shown = page(await administrator.get(settings))
  expect(shown.text).toContain('0 open cases 1 open commitment')
  const sent = await administrator.post(settings, ending('2026-06-30', ''))
  expect([sent.statusCode, page(sent).text.includes('still has open cases or commitments')]).toEqual([422, true])
})

test('what it promised goes to the successor, who reports on it; everybody sees who promised and who has it since when', async () => {
  const { world, administrator, next, at, commitment } = await promised()
  const visitor = world.visitor()
  expect((await next.post(`${at}/updates`, { kind: 'progress', words: '已經發包施工。' })).statusCode).toBe(403)
  expect((await administrator.post(settings, ending('2026-06-18', 'transport'))).statusCode).toBe(303)
  const said = 'Made by 環境保護局; since 18 Jun 2026 with Transport Bureau'
  for (const path of ['/haicheng/commitments/2026-0001-1', '/haicheng/commitments', '/haicheng/proposals/2026-0001'])
    expect(page(await visitor.get(`${path}?lang=en`)).text, path).toContain(said)
  const timeline = page(await visitor.get('/haicheng/proposals/2026-0001')).text
  expect(timeline).toMatch(/Commitment taken over by Transport/)
  const [entry] = await world.db.reads.select().from(record).where(eq(record.kind, 'promise_handed_over'))
  expect(entry).toMatchObject({
    ...{
      role: 'system',
      agencyId: world.agencies.transport,
      facts: { commitment: 1, reason: 'agency_ended', from: 'epb' },
    },
    digest: digestOf(`${commitment.what}\n${commitment.measure}`, commitment.salt),
  })
  expect((await next.post(`${at}/updates`, { kind: 'progress', words: '已經發包施工。' })).statusCode).toBe(303)
})

test('the successor is mailed once for a case, and its scorecard counts what it took over', async () => {
  const { world, administrator, next } = await promised()
  await administrator.post(settings, ending('2026-06-18', 'transport'))
  world.clock.now = new Date('2026-06-19T00:00:00+08:00')
  expect(await handOverEnded(world, world.clock.now), 'done already').toBe(0)
  expect(await told(world)).toEqual([['assigned', next.email]])
  const figure = async (code: string) => page(await world.visitor().get(`/haicheng/agencies/${code}`)).text
  world.clock.now = new Date('2027-01-02T12:00:00+08:00')
  expect(await figure('transport')).toContain('裝十盞路燈')
  expect(await figure('epb')).not.toContain('裝十盞路燈')
  expect(await figure('transport')).toContain('counts for the agency that has it now')
})

test('a part and the commitments of one case are told in one mail', async () => {
  const { world, id, administrator, next } = await promised()
  await write(world.db, async (tx) => {
    await tx.update(assignments).set({ answeredAt: null }).where(eq(assignments.proposalId, id))
    await tx
      .update(proposals)
      .set({ stage: 'review', answeredAt: null, outcome: null, endedAt: null })
      .where(eq(proposals.id, id))
  })
  await administrator.post(settings, ending('2026-06-18', 'transport'))
  expect((await told(world)).filter(([, address]) => address === next.email)).toEqual([['assigned', next.email]])
  const [mail] = await world.db.reads.select().from(outbox).where(eq(outbox.address, next.email))
  expect(mail?.facts).toMatchObject({ role: 'lead', commitments: 1, from_en: expect.any(String) })
})

test('scripts read both agencies', async () => {
  const { world, administrator } = await promised()
  await administrator.post(settings, ending('2026-06-18', 'transport'))
  const read = await world.visitor().get('/api/v1/haicheng/proposals/2026-0001')
  expect(JSON.parse(read.body).commitments).toMatchObject([
    {
      agency: { code: 'transport' },
      promised_by: { code: 'epb' },
      handed_over_at: expect.stringMatching(/^2026-06-18T/),
    },
  ])
})

test('a part that is owed after the answer is owed: its agency names a successor too, which has it from then on', async () => {
  const { world, administrator } = await scene()
  const answered = await givenCase(world, { number: '2026-0002', ...answeredOn('2026-06-10') })
  const part = { id: newId(), proposalId: answered, agencyId: world.agencies.transport, role: 'supporting' as const }
  await write(world.db, (tx) =>
    tx.insert(assignments).values({ ...part, assignedAt: world.clock.now, dueBefore: answerDueBefore, daysBefore: 5 }),
  )
  const transport = '/haicheng/desk/settings/agencies/transport'
  const end = (validTo: string, successor: string) => ({ 'name-zh-Hant': '交通局', validTo, successor })
  expect((await administrator.read(transport)).text).toContain('1 open case')
  expect((await administrator.post(transport, end('2026-06-30', ''))).statusCode).toBe(422)
  expect((await administrator.post(transport, end('2026-06-17', 'epb'))).statusCode).toBe(303)
  expect(await open(world, answered)).toEqual([
    expect.objectContaining({ agencyId: world.agencies.environment, role: 'lead' }),
  ])
})

test('an agency that owes something has begun: its first day cannot lie ahead, for it would be given nothing and keep all', async () => {
  const { world, id, administrator } = await scene()
  const sent = await administrator.post(settings, { 'name-zh-Hant': '環境保護局', validFrom: '2026-06-19' })
  expect([sent.statusCode, page(sent).field('validFrom').error]).toEqual([
    422,
    expect.stringContaining('its first day cannot lie ahead'),
  ])
  expect(page(sent).field('validFrom').value).toBe('2026-06-19')
  expect((await open(world, id)).map((part) => part.agencyId)).toEqual([world.agencies.environment])
  expect(
    (await administrator.post(settings, { 'name-zh-Hant': '環境保護局', validFrom: '2026-06-18' })).statusCode,
  ).toBe(303)
  const idle = '/haicheng/desk/settings/agencies/transport'
  expect((await administrator.post(idle, { 'name-zh-Hant': '交通局', validFrom: '2027-01-01' })).statusCode).toBe(303)
})

test('one agency ends and the next begins on the day after: nothing goes to a third in between', async () => {
  const { world, id, administrator } = await scene()
  const next = '/haicheng/desk/settings/agencies/transport'
  const begins = (validFrom: string) => administrator.post(next, { 'name-zh-Hant': '交通局', validFrom })
  expect((await begins('2026-06-20')).statusCode).toBe(303)
  const early = await administrator.post(settings, ending('2026-06-18', 'transport'))
  expect([early.statusCode, page(early).field('successor').error]).toEqual([
    422,
    expect.stringContaining('takes no cases on the day after'),
  ])
  expect((await begins('2026-06-19')).statusCode).toBe(303)
  expect((await administrator.post(settings, ending('2026-06-18', 'transport'))).statusCode).toBe(303)
  expect(
    (await open(world, id)).map((part) => part.agencyId),
    'until its last day is over',
  ).toEqual([world.agencies.environment])
  const late = await begins('2026-06-21')
  expect([late.statusCode, page(late).field('validFrom').error]).toEqual([
    422,
    expect.stringContaining('It takes over what another agency still owes'),
  ])
  world.clock.now = new Date('2026-06-19T00:10:00+08:00')
  expect(await handOverEnded(world, world.clock.now)).toBe(1)
  expect((await open(world, id)).map((part) => part.agencyId)).toEqual([world.agencies.transport])
})
