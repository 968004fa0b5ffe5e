// Whether our mail arrives: by how many press the link in it, domain by domain.
import { expect, test } from 'vitest'
import { type Arrival, isFalling } from '../../../src/domain/notifications/arrival.ts'
import { arrivals, countArrivals } from '../../../src/domain/notifications/arrival-store.ts'
import { newId, sha256 } from '../../../src/lib/id.ts'
import { operationJobs } from '../../../src/operations/jobs.ts'
import { arrivalState } from '../../../src/operations/mail-arrival.ts'
import { write } from '../../../src/platform/db/write.ts'
import { startScheduler } from '../../../src/platform/process/scheduler.ts'
import { pendingCosignatures } from '../../../src/schema/cosignatures.ts'
import { mailDomainDays } from '../../../src/schema/notifications.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const of = (domain: string, lately: [number, number], usually: [number, number] = [0, 0]): Arrival => ({
  domain,
  lately: { asked: lately[0], pressed: lately[1] },
  usually: { asked: usually[0], pressed: usually[1] },
})
const gmail = of('gmail.com', [400, 300], [4000, 3000])

test.each<[string, Arrival, boolean]>([
  ['one in twenty where three of four are usual', of('big.tw', [200, 10], [2000, 1500]), true],
  ['none of twenty', of('big.tw', [20, 0], [2000, 1500]), true],
  ['none of nineteen: too few', of('big.tw', [19, 0], [2000, 1500]), false],
  ['a little fewer than usual', of('big.tw', [200, 120], [2000, 1500]), false],
  ['as few as ever', of('big.tw', [200, 10], [2000, 100]), false],
  ['new, and far below the others', of('new.tw', [40, 2]), true],
  ['new, and like the others', of('new.tw', [40, 29]), false],
  ['half of few, which may be chance', of('big.tw', [20, 9], [60, 40]), false],
])('%s', (_, one, falling) => {
  expect(isFalling(one, [one, gmail])).toBe(falling)
})

test('with nothing to compare, nothing is said', () => {
  const alone = of('big.tw', [400, 4])
  expect(isFalling(alone, [alone])).toBe(false)
})

/** Newcomers of a domain who asked at that moment, some of whom pressed. */
async function newcomers({ db }: World, proposalId: string, domain: string, asked: number, pressed: number, at: Date) {
  const rows = Array.from({ length: asked }, (_, i) => ({
    id: newId(),
    proposalId,
    email: `p${i}@${domain}`,
    districtCode: 'east',
    reason: null,
    wantsAnswer: false,
    noticeVersion: '1',
    language: 'en',
    tokenHash: sha256(newId()),
    createdAt: at,
    expiresAt: new Date(at.getTime() + 48 * 3_600_000),
    confirmedAt: i < pressed ? new Date(at.getTime() + 60_000) : null,
  }))
  await write(db, (tx) => tx.insert(pendingCosignatures).values(rows).returning({ id: pendingCosignatures.id }))
}

async function swallowed() {
  const world = await testWorld()
  const id = await givenCase(world, {})
  const ago = (hours: number) => new Date(world.clock.now.getTime() - hours * 3_600_000)
  await newcomers(world, id, 'gmail.com', 60, 45, ago(3))
  await newcomers(world, id, 'Big.TW', 40, 1, ago(3))
  await newcomers(world, id, 'big.tw', 30, 0, ago(0.5))
  for (const [i, domain] of ['a.tw', 'b.tw', 'c.tw'].entries()) await newcomers(world, id, domain, 2, i, ago(3))
  return world
}

test('domains are summed up without addresses, small ones together, and who asked just now is not counted yet', async () => {
  const world = await swallowed()
  for (let times = 0; times < 2; times++) await countArrivals(world.deps, world.clock.now)
  const rows = (await world.db.reads.select().from(mailDomainDays)).map(({ day: _, ...row }) => row)
  expect(rows.sort((a, b) => b.asked - a.asked)).toEqual([
    { domain: 'gmail.com', asked: 60, pressed: 45 },
    { domain: 'big.tw', asked: 40, pressed: 1 },
    { domain: '*', asked: 6, pressed: 3 },
  ])
  expect((await arrivals(world.db.reads, world.clock.now))[0]).toMatchObject({ domain: 'big.tw', falling: true })
})

test('a provider that swallows our mail raises an alarm: once in the log, in the doctor, in the numbers and before administrators', async () => {
  const world = await swallowed()
  const warned: object[] = []
  const log = { error: () => {}, warn: (facts: object) => warned.push(facts) }
  const jobs = operationJobs.filter(({ name }) => name === 'mail-arrival')
  for (let times = 0; times < 2; times++) {
    const scheduler = startScheduler({ ...world.deps, now: () => world.clock.now }, jobs, log)
    await scheduler.tick(world.clock.now)
    await scheduler.stop()
  }
  expect(warned).toEqual([{ event: 'mail_falling', domain: 'big.tw', asked: 40, pressed: 1 }])

  const said = await arrivalState(world.db, world.clock.now)
  expect(said).toMatchObject({ ok: false, says: expect.stringContaining('big.tw may not arrive: 3 % of 40 newcomers') })
  const numbers = (await world.app.inject({ url: '/metrics' })).body
  expect(numbers).toContain('fuyi_mail_domains_falling 1')
  expect(numbers).toContain('fuyi_mail_domain_asked{domain="big.tw"} 40')

  const administrator = await world.staff('administrator')
  const shown = page(await administrator.get('/haicheng/desk/mail'))
  expect(shown.text).toContain('Emails to big.tw may not arrive.')
  expect(shown.table('Whether emails arrive')[0]).toEqual(['big.tw', '40', '3%', '73%', 'Far too low'])
  expect(shown.text).not.toContain('a.tw')
  expect((await administrator.read('/haicheng/desk')).text).toContain('Emails to big.tw may not arrive.')
  expect((await (await world.staff('moderator')).read('/haicheng/desk')).text).not.toContain('big.tw')
})

test('the doctor never says that all pressed where one did not, nor that none did where one did', async () => {
  const world = await testWorld()
  const day = (back: number) => new Date(world.clock.now.getTime() - back * 86_400_000).toISOString().slice(0, 10)
  const rows = [
    { day: day(0), domain: 'big.tw', asked: 400, pressed: 1 },
    { day: day(9), domain: 'big.tw', asked: 5000, pressed: 4998 },
  ]
  await write(world.db, (tx) => tx.insert(mailDomainDays).values(rows).returning({ day: mailDomainDays.day }))
  const { says } = await arrivalState(world.db, world.clock.now)
  expect(says).toContain('1 % of 400 newcomers pressed the link, where 99 % is usual')
})

test('what is older than two months is forgotten', async () => {
  const world = await testWorld()
  await write(world.db, (tx) =>
    tx
      .insert(mailDomainDays)
      .values({ day: '2026-01-01', domain: 'a.tw', asked: 9, pressed: 9 })
      .returning({ day: mailDomainDays.day }),
  )
  await countArrivals(world.deps, world.clock.now)
  expect(await world.db.reads.select().from(mailDomainDays)).toEqual([])
})
