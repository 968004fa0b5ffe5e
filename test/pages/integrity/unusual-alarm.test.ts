// When somebody has to look at co-signatures: the list on the desk, one mail to moderators, a line in the log, a number for Prometheus.
import { readFileSync } from 'node:fs'
import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { holdInCase } from '../../../src/domain/cosignatures/hold-unusual.ts'
import { unusualWatch } from '../../../src/domain/cosignatures/unusual-alarm.ts'
import { deploymentMetrics } from '../../../src/operations/metrics.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { givenCase } from '../../support/cases.ts'
import { signAs } from '../../support/signs.ts'
import { testWorld, type World } from '../../support/world.ts'

const list = '/haicheng/desk/unusual'
const day = 86_400_000
const never = new AbortController().signal

async function gathering(rules = {}) {
  const world = await testWorld({ rules: { threshold: 5000, ...rules } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const moderator = await world.staff('moderator')
  const watch = unusualWatch()
  const log: unknown[] = []
  const line = (facts: object) => void log.push(facts)
  return { world, id, moderator, log, look: () => watch(world, world.clock.now, never, { warn: line, error: line }) }
}
const mails = async ({ db }: World) =>
  (await db.reads.select().from(outbox).where(eq(outbox.kind, 'stage_changed')))
    .filter(({ facts }) => facts.act === 'unusual')
    .map(({ facts }) => facts.look)
const metric = async (world: World, why: string) =>
  (await deploymentMetrics({ db: world.db, now: () => world.clock.now })()).includes(
    `fuyi_cases_unusual{government="haicheng",why="${why}"} 1`,
  )

test('some that are held stand on the list, and nobody is mailed; many within the hour are an alarm, once a day', async () => {
  const { world, moderator, log, look } = await gathering({ massFrom: 5 })
  for (const name of ['a', 'b', 'c', 'd']) await signAs(world, `${name}${name}@0-mail.com`)
  expect([await look(), await mails(world)]).toEqual([0, []])
  expect((await moderator.read(`${list}?lang=en`)).text).toContain('Held apart: 4')
  expect((await moderator.read('/haicheng/desk?lang=en')).hrefs).toContain(list)
  await signAs(world, 'ee@0-mail.com')
  expect([await look(), await look(), await mails(world)]).toEqual([1, 0, ['many']])
  expect(log).toMatchObject([{ event: 'unusual_cosignatures', case: '2026-0001', why: 'many', held: 5 }])
  expect(await metric(world, 'many')).toBe(true)
  expect((await moderator.read(`${list}?lang=zh-Hant`)).text).toContain('最近一小時有 5 份列入查證')
})

test('a threshold that was met with some that are found unusual later is an alarm', async () => {
  const { world, id, moderator, look } = await gathering({ threshold: 8 })
  for (let i = 0; i < 10; i++) await signAs(world, `a${i}@made-up.example.org`)
  expect((await world.db.reads.select().from(proposals).where(eq(proposals.id, id)))[0]!.stage).toBe('review')
  expect(await look(), 'nobody has looked').toBe(0)
  await holdInCase(world, id, world.clock.now)
  expect([await look(), await look(), await mails(world)]).toEqual([1, 0, ['met']])
  expect((await moderator.read(`${list}?lang=en`)).text).toContain('10 of those that are counted were found unusual')
  expect(await metric(world, 'met')).toBe(true)
})

test('a case that has closed and waits is told of again every three days, by whatever process', async () => {
  const { world, id, moderator, look } = await gathering({ threshold: 2 })
  await signAs(world, 'mei@hinet.net')
  await signAs(world, 'aa@0-mail.com')
  const [row] = await world.db.reads.select().from(proposals).where(eq(proposals.id, id))
  const closesBefore = row!.closesBefore!
  const tellings: number[] = []
  for (const days of [0, 1, 2, 3, 4]) {
    world.clock.now = new Date(closesBefore.getTime() + days * day + 1000)
    await unusualWatch()(world, world.clock.now, never, { warn: () => {}, error: () => {} })
    tellings.push((await mails(world)).filter((why) => why === 'closed').length)
  }
  expect(tellings).toEqual([1, 1, 1, 2, 2])
  expect(await look()).toBeGreaterThan(0)
  expect((await mails(world)).filter((why) => why === 'closed')).toHaveLength(2)
  expect((await moderator.read(`${list}?lang=en`)).text).toContain('what nobody has decided then is counted')
})

test('how held ones came is soon deleted: told before', async () => {
  const { world, look } = await gathering()
  await signAs(world, 'aa@0-mail.com')
  world.clock.now = new Date(world.clock.now.getTime() + 10.5 * day)
  expect([await look(), await mails(world)]).toEqual([1, ['forgotten']])
})

test('only who checks may read the list, and the mail leads to the console', async () => {
  const { world, look } = await gathering({ massFrom: 5 })
  for (const name of ['a', 'b', 'c', 'd', 'e']) await signAs(world, `${name}${name}@0-mail.com`)
  await look()
  const sent = and(
    eq(outbox.kind, 'stage_changed'),
    eq(outbox.proposalId, (await world.db.reads.select().from(proposals))[0]!.id),
  )
  const [mail] = await world.db.reads.select().from(outbox).where(sent)
  expect(mail!.facts.path).toBe('/haicheng/desk/2026-0001/integrity')
  expect((await (await world.staff('officer', world.agencies.environment)).get(list)).statusCode).toBe(403)
  expect((await world.visitor().get(list)).statusCode).not.toBe(200)
})

test('the guide for operators names the alert, its metrics and what sets them off', () => {
  const guide = readFileSync('deploy/README.md', 'utf8')
  const alerts = readFileSync('deploy/watching/alerts.yaml', 'utf8')
  const metrics = readFileSync('src/operations/metrics.ts', 'utf8')
  for (const name of ['fuyi_cases_unusual', 'fuyi_cosignatures_held'])
    expect([guide.includes(`\`${name}{`), metrics.includes(`'${name}'`)]).toEqual([true, true])
  const [, why] = /fuyi_cases_unusual\{why=~"([a-z|]+)"\}/.exec(alerts)!
  for (const word of why!.split('|')) expect([word, guide.includes(`\`${word}\``)]).toEqual([word, true])
  for (const word of ['FuyiUnusualCosignatures', '"event":"unusual_cosignatures"']) expect(guide).toContain(word)
})
