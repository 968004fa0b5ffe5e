// What a script may rely on while a case moves: what is null until it is known, and which outcome follows from which decisions.
import { expect, test } from 'vitest'
import { givenCase } from '../support/cases.ts'
import { testWorld, type World } from '../support/world.ts'

const number = '2026-0001'
const read = async (world: World) => (await world.visitor().get(`/api/v1/haicheng/proposals/${number}`)).json()
const underReview = {
  number,
  title: '海堤步道夜間照明',
  stage: 'review' as const,
  thresholdMetAt: new Date('2026-05-01T10:00:00+08:00'),
  answerDueBefore: new Date('2026-07-02T00:00:00+08:00'),
  asks: ['裝設路燈', '公開巡檢紀錄'],
}
const commitment = { what: '完成十二盞路燈', owner: '路燈管理科', due: '2026-12-31' }

const answer = async (world: World, decisions: string[]) => {
  const officer = await world.staff('officer', world.agencies.environment)
  const sent = await officer.post(`/haicheng/proposals/${number}/answers`, {
    action: 'publish',
    analysis: '現況照度不足，已實地量測三處。',
    deliberation: '與里長及居民開過兩次會。',
    ...Object.fromEntries(
      decisions.flatMap((decision, i) => [
        [`decision-${i + 1}`, decision],
        [`reason-${i + 1}`, '理由如下所述。'],
      ]),
    ),
    ...commitment,
  })
  expect(sent.statusCode).toBe(303)
}

test.each([
  [['adopted', 'adopted'], 'adopted'],
  [['not_adopted', 'not_adopted'], 'not_adopted'],
  [['under_study', 'under_study'], 'under_study'],
  [['partly', 'partly'], 'partly'],
  [['adopted', 'not_adopted'], 'partly'],
  [['under_study', 'not_adopted'], 'partly'],
])('decisions %j make the outcome %s', async (decisions, outcome) => {
  const world = await testWorld()
  await givenCase(world, underReview)
  await answer(world, decisions)
  const json = await read(world)
  expect([json.stage, json.outcome, json.answered_in_time]).toEqual(['resolved', outcome, true])
  expect(json.asks.map((a: { decision: string }) => a.decision)).toEqual(decisions)
})

test('what is not known yet is null: while it gathers, while it is reviewed', async () => {
  const world = await testWorld()
  await givenCase(world, { number, title: '夜市' })
  expect(await read(world)).toMatchObject({
    stage: 'gathering',
    outcome: null,
    benefit: null,
    topic: null,
    threshold_met_at: null,
    answer_due_at: null,
    answered_at: null,
    answered_in_time: null,
    rating: null,
    answers: [],
    commitments: [],
    asks: [{ decision: null, reason: null }],
    agencies: [{ role: 'lead', due_at: null, answered_at: null }],
    closes_at: '2026-07-31T23:59:59+08:00',
  })
  const later = await testWorld()
  await givenCase(later, underReview)
  expect(await read(later)).toMatchObject({
    outcome: null,
    threshold_met_at: '2026-05-01T00:00:00+08:00',
    answer_due_at: '2026-07-01T23:59:59+08:00',
    answered_at: null,
    answered_in_time: null,
    agencies: [{ due_at: '2026-07-01T23:59:59+08:00', answered_at: null }],
  })
})

test('an early answer to an expired case had no duty: neither in time nor late', async () => {
  const world = await testWorld()
  await givenCase(world, {
    number,
    title: '夜市',
    stage: 'expired',
    outcome: 'expired',
    closesBefore: new Date('2026-06-01T00:00:00+08:00'),
    endedAt: new Date('2026-06-01T00:00:00+08:00'),
  })
  expect((await read(world)).outcome).toBe('expired')
  await answer(world, ['adopted'])
  expect(await read(world)).toMatchObject({
    stage: 'resolved',
    outcome: 'adopted',
    threshold_met_at: null,
    answer_due_at: null,
    answered_in_time: null,
    answered_at: '2026-06-18T09:00:00+08:00',
  })
})

test('promises, days, districts and levels say what the pages say; what could point at a person is null', async () => {
  const world = await testWorld()
  await givenCase(world, { ...underReview, signed: { gangdong: 40, jiucheng: 3, shibi: 12 } })
  await answer(world, ['adopted', 'not_adopted'])
  const json = await read(world)
  expect(json.cosignatures).toMatchObject({
    count: 55,
    by_day: [{ date: '2026-06-02', count: 55 }],
    by_assurance: [{ level: 1, count: 55 }],
  })
  const shown = json.cosignatures.by_district as { code: string; count: number | null }[]
  expect(
    shown.filter((d) => d.count === null).map((d) => d.code),
    'never a single one',
  ).toEqual(['jiucheng', 'shibi'])
  expect(json.commitments).toMatchObject([
    {
      ask: null,
      what: commitment.what,
      owner: commitment.owner,
      due_on: '2026-12-31',
      state: 'open',
      closed_at: null,
    },
  ])
  expect(json.timeline.map((e: { kind: string }) => e.kind)).toEqual(['published', 'answered', 'promised'])
  expect(json.timeline.every((e: { occurred_at: string }) => /\+08:00$/.test(e.occurred_at))).toBe(true)
})

test('the address of a case is absolute and ours, whatever host was asked', async () => {
  const world = await testWorld()
  await givenCase(world, { number, title: '夜市' })
  const page = await world.visitor().get(`/haicheng/proposals/${number}.json`, { host: 'fuyi.example.gov' })
  expect(page.json().url).toBe(`http://localhost/haicheng/proposals/${number}`)
})
