import { expect, test } from 'vitest'
import { z } from 'zod'
import { addAnnouncement } from '../../src/domain/governments/announcements.ts'
import { addBlackout } from '../../src/domain/governments/changes.ts'
import { addDays, localDate } from '../../src/lib/calendar.ts'
import { write } from '../../src/platform/db/write.ts'
import { perMinute } from '../../src/platform/http/block-limits.ts'
import { answeredOn, due, givenCase } from '../support/cases.ts'
import { inProcess } from '../support/database.ts'
import { testWorld, type World } from '../support/world.ts'

const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/)
const endOfDay = z.string().regex(/T23:59:59\+08:00$/)
const date = z.string().regex(/^\d{4}-\d\d-\d\d$/)
const named = z.strictObject({
  code: z.string(),
  name: z.strictObject({ 'zh-Hant': z.string().nullable(), en: z.string().nullable() }),
})
const decision = z.enum(['adopted', 'partly', 'under_study', 'not_adopted']).nullable()

/** The contract of product.md and details.md; anything more or less fails. */
const caseSchema = z.strictObject({
  number: z.string().regex(/^\d{4}-\d{4,}$/),
  url: z.url(),
  government: named,
  title: z.string().nullable(),
  author: z.strictObject({ display_name: z.string() }).nullable(),
  problem: z.string().nullable(),
  asks: z.array(
    z.strictObject({
      number: z.int(),
      text: z.string(),
      drawn_up_by_staff: z.boolean(),
      decision,
      reason: z.string().nullable(),
    }),
  ),
  benefit: z.string().nullable(),
  evidence: z.array(z.strictObject({ url: z.url(), label: z.string() })),
  place: z.string().nullable(),
  district: named.nullable(),
  topic: named.nullable(),
  agencies: z.array(
    named.extend({
      government: named,
      role: z.enum(['lead', 'supporting']),
      due_at: endOfDay.nullable(),
      as_seen_on: date.nullable(),
      answered_at: time.nullable(),
      contribution: z.string().nullable(),
    }),
  ),
  stage: z.enum(['gathering', 'review', 'resolved', 'refused', 'expired', 'merged', 'withdrawn', 'last_seen']),
  outcome: z.string().nullable(),
  source: z
    .strictObject({
      name: z.string(),
      number: z.string().nullable(),
      url: z.url().nullable(),
      status: z.string(),
      not_taken_over: z.strictObject({ images: z.int(), attachments: z.array(z.string()) }),
    })
    .nullable(),
  as_seen_on: date.nullable(),
  rules: z.strictObject({
    version: z.int(),
    threshold: z.int(),
    cosigning_days: z.int().nullable(),
    checking_working_days: z.int().nullable(),
    schedule_working_days: z.int().nullable(),
    contact_days: z.int().nullable(),
    answer_months: z.int().nullable(),
    extension_months: z.int().nullable(),
    extensions_at_most: z.int().nullable(),
    elsewhere_counts: z.boolean().nullable(),
    early_warning_share: z.number().nullable(),
    cooldown_months: z.int().nullable(),
    take_back_minutes: z.number().nullable(),
    correction_share: z.number().nullable(),
    level_to_propose: z.int().nullable(),
    level_to_count: z.int().nullable(),
    age_to_propose: z.int().nullable(),
    age_to_count: z.int().nullable(),
  }),
  cosignatures: z.strictObject({
    count: z.int(),
    by_day: z.array(z.strictObject({ date, count: z.int() })),
    undated: z.int(),
    by_district: z.array(named.extend({ count: z.int().nullable() })),
    districts_through: z.string().nullable(),
    by_assurance: z.array(z.strictObject({ level: z.int(), count: z.int() })),
    assurance: z
      .strictObject({
        levels: z.array(z.strictObject({ level: z.int(), count: z.int() })),
        unverified: z.int().nullable(),
        at_least_age: z.int().nullable(),
        ...{ since: time.nullable(), refused_doubles: z.int(), held: z.int(), released: z.int(), invalidated: z.int() },
        ...{ last_held_at: time.nullable(), last_released_at: time.nullable() },
        last_invalidated_at: time.nullable(),
        refused_forms: z.int().nullable(),
        undecided: z.int(),
        ...{ paper_taken_back: z.int(), maybe_twice: z.int().nullable() },
        sample: z.null(), // one that was told: pages/desk/sample.test.ts
      })
      .nullable(),
    under_review: z.int().nullable(),
    decided_before: endOfDay.nullable(),
  }),
  submitted_at: time.nullable(),
  published_at: time.nullable(),
  closes_at: endOfDay.nullable(),
  paused_until: time.nullable(),
  ended_at: time.nullable(),
  threshold_met_at: time.nullable(),
  answer_due_at: endOfDay.nullable(),
  extended_at: time.nullable(),
  answered_at: time.nullable(),
  answered_in_time: z.boolean().nullable(),
  days_late: z.int().nullable(),
  answers: z.array(
    z.strictObject({
      version: z.int(),
      agency: named,
      published_at: time,
      analysis: z.string().nullable(),
      deliberation: z.string().nullable(),
      adoption: z.string().nullable(),
      follow_up: z.string().nullable(),
      note: z.string().nullable(),
      unit: z
        .strictObject({ written: z.string(), name: named.shape.name, contact: named.shape.name.nullable() })
        .nullable(),
      decisions: z.array(z.strictObject({ ask: z.int(), decision, reason: z.string().nullable() })),
      attachments: z.array(
        z.strictObject({
          title: z.string(),
          description: z.string().nullable(),
          media_type: z.string(),
          bytes: z.int(),
          sha256: z.string().length(64),
          url: z.url(),
          pages: z.int().nullable(),
          ...{ width: z.int().nullable(), height: z.int().nullable(), pages_without_text: z.int().nullable() },
          text_layer: z.enum(['whole', 'partly', 'none']).nullable(),
          attached_at: time,
        }),
      ),
    }),
  ),
  commitments: z.array(
    z.strictObject({
      id: z.string(),
      url: z.url(),
      ask: z.int().nullable(),
      answer_version: z.int(),
      what: z.string(),
      measure: z.string().nullable(),
      agency: named,
      promised_by: named,
      handed_over_at: time.nullable(),
      owner: z.string(),
      owner_name: named.shape.name,
      due_on: date,
      state: z.enum(['open', 'kept', 'changed', 'dropped']),
      agency_says: z.enum(['under_way', 'done', 'dropped', 'changed']),
      done_at: time.nullable(),
      checked: z.enum(['no_evidence', 'not_started', 'limited', 'substantial', 'complete']).nullable(),
      checked_at: time.nullable(),
      reported_at: time,
      date_changes: z.int(),
      closed_at: time.nullable(),
      updates: z.array(z.unknown()),
    }),
  ),
  refusal: z.strictObject({ reason: named.nullable(), words: z.string().nullable(), decided_at: time }).nullable(),
  merged_into: z
    .strictObject({ number: z.string(), url: z.url(), words: z.string().nullable(), decided_at: time })
    .nullable(),
  transfers: z
    .array(
      z.strictObject({ from: named.nullable(), to: named.nullable(), reason: z.string().nullable(), decided_at: time }),
    )
    .nullable(),
  hand_overs: z.array(
    z.strictObject({
      ...{ to: named.nullable(), receiver: z.string().nullable(), link: z.url().nullable(), reason: z.string() },
      ...{ handed_on: date, due_on: date.nullable(), ended_on: date.nullable(), result: z.string().nullable() },
      state: z.enum(['offered', 'accepted', 'sent_back', 'open', 'returned', 'called_back']),
    }),
  ),
  extensions: z
    .array(z.strictObject({ due_at: endOfDay.nullable(), reason: z.string().nullable(), decided_at: time }))
    .nullable(),
  updates: z.array(z.strictObject({ kind: z.string(), agency: named.nullable(), body: z.string(), written_at: time })),
  cited_in: z.array(
    z.strictObject({
      kind: z.string(),
      url: z.string(),
      title: z.string().nullable(),
      publisher: z.string().nullable(),
      published_on: z.string().nullable(),
    }),
  ),
  linked_cases: z.array(
    z.strictObject({ relation: z.string(), number: z.string(), url: z.string(), title: z.string().nullable() }),
  ),
  versions: z.array(
    z.strictObject({
      ...{ version: z.int(), from: time.nullable(), until: time.nullable(), title: z.string(), problem: z.string() },
      ...{ asks: z.array(z.string()), benefit: z.string().nullable() },
    }),
  ),
  corrections: z.array(
    z.strictObject({ field: z.string(), before: z.string(), after: z.string(), corrected_at: time }),
  ),
  rating: z.null(),
  timeline: z.array(
    z.strictObject({
      kind: z.string(),
      role: z.string(),
      agency: named.nullable(),
      commitment: z.string().nullable(),
      occurred_at: time,
      recorded_at: time,
      facts: z.record(z.string(), z.unknown()),
      reason: z.string().nullable(),
    }),
  ),
  license: z.literal('OGDL-Taiwan-1.0'),
})

const listSchema = z.strictObject({
  data: z.array(caseSchema),
  close: z.array(caseSchema),
  meta: z.strictObject({ total: z.int(), page: z.int(), per_page: z.int() }),
  links: z.strictObject({
    self: z.url(),
    next: z.url().nullable(),
    prev: z.url().nullable(),
    first: z.url(),
    last: z.url(),
  }),
  license: z.string(),
})

const fetched = async (world: World, url: string) => {
  const response = await world.visitor().get(url)
  return { status: response.statusCode, headers: response.headers, json: response.json() }
}

test('a researcher reads a whole case, at its own address and in the interface alike', async () => {
  const world = await testWorld()
  await givenCase(world, {
    number: '2025-0004',
    title: '公園飲水臺',
    ...answeredOn('2026-04-13', 'partly'),
    topicCode: 'education',
    asks: ['四季開放', '公布水質'],
    decisions: ['adopted', 'not_adopted'],
    signed: { gangdong: 40, jiucheng: 12, shibi: 3 },
    promise: { what: '加裝', dueOn: '2026-09-30', state: 'open' },
  })
  const { status, headers, json } = await fetched(world, '/api/v1/haicheng/proposals/2025-0004')
  expect(status).toBe(200)
  expect(headers['access-control-allow-origin']).toBe('*')
  expect(headers['content-type']).toContain('application/json')
  const found = caseSchema.parse(json)
  expect(found).toMatchObject({
    url: 'http://localhost/haicheng/proposals/2025-0004',
    author: { display_name: '潮間帶居民' },
    answered_in_time: false,
    days_late: 12,
    closes_at: '2026-03-11T23:59:59+08:00',
    answer_due_at: '2026-04-01T23:59:59+08:00',
    answered_at: '2026-04-13T10:00:00+08:00',
    asks: [{ decision: 'adopted' }, { decision: 'not_adopted' }],
    topic: { code: 'education' },
  })
  expect(found.cosignatures.count).toBe(55)
  const byDistrict = new Map(found.cosignatures.by_district.map((d) => [d.code, d.count]))
  expect([byDistrict.get('gangdong'), byDistrict.get('jiucheng'), byDistrict.get('shibi')]).toEqual([40, null, null])
  expect((await fetched(world, '/haicheng/proposals/2025-0004.json')).json).toEqual(json)
})

test('a list is filtered, cut into pages and linked', async () => {
  const world = await testWorld()
  for (let i = 1; i <= 5; i++)
    await givenCase(world, { number: `2026-000${i}`, title: `夜市 ${i}`, publishedAt: new Date(Date.UTC(2026, 4, i)) })
  await givenCase(world, { number: '2026-0006', title: '公車', ...due })
  const { json } = await fetched(world, `/api/v1/haicheng/proposals?q=${encodeURIComponent('夜市')}&per_page=2&page=2`)
  const list = listSchema.parse(json)
  expect(list.data.map((c) => c.number)).toEqual(['2026-0003', '2026-0002'])
  expect(list.meta).toEqual({ total: 5, page: 2, per_page: 2 })
  expect(new URL(list.links.next!).searchParams.get('page')).toBe('3')
  expect(new URL(list.links.next!).searchParams.get('q')).toBe('夜市')
  expect((await fetched(world, '/api/v1/haicheng/proposals?stage=review&stage=resolved')).json.meta.total).toBe(1)
  expect((await fetched(world, '/api/v1/haicheng/proposals?page=9')).status).toBe(404)
})

test('errors are JSON in words', async () => {
  const world = await testWorld()
  for (const [url, status] of [
    ['/api/v1/haicheng/proposals?sort=sideways', 400],
    ['/api/v1/haicheng/proposals/2026-9999', 404],
    ['/api/v1/nowhere/proposals', 404],
    ['/api/v1/nothing', 404],
    ['/haicheng/proposals/2026-9999.json', 404],
  ] as const) {
    const { json, headers } = await fetched(world, url)
    expect({ url, status: json.error.status }).toEqual({ url, status })
    expect(json.error.message.length).toBeGreaterThan(10)
    expect(headers['access-control-allow-origin']).toBe('*')
  }
})

test.skipIf(inProcess)('an address block gets its share of data, however the address is spelled', async () => {
  const world = await testWorld()
  const asked = (url: string, remoteAddress: string) => world.app.inject({ url, remoteAddress })
  for (let i = 0; i < perMinute.data; i++)
    expect((await asked('/api/v1/governments', `203.0.113.${i % 250}`)).statusCode).toBe(200)
  for (const url of ['/api/v1/governments', '/%61pi/v1/governments', 'http://localhost/api/v1/governments']) {
    const { statusCode, headers } = await asked(url, '203.0.113.7')
    expect([url, statusCode, headers['access-control-allow-origin']]).toEqual([url, 429, '*'])
  }
  expect((await asked('/api/v1/governments', '198.51.100.7')).statusCode).toBe(200)
})

test('a hidden case answers 410 with its reason; one that was never public is not there', async () => {
  const world = await testWorld()
  await givenCase(world, {
    number: '2026-0001',
    title: '一',
    hiddenAt: world.clock.now,
    hiddenReason: '含有他人的住址。',
  })
  await givenCase(world, { number: '2026-0002', title: '二', stage: 'checking', publishedAt: null })
  const hidden = await fetched(world, '/api/v1/haicheng/proposals/2026-0001')
  expect(hidden.json).toMatchObject({ error: { status: 410, message: '含有他人的住址。' } })
  expect((await fetched(world, '/api/v1/haicheng/proposals/2026-0002')).status).toBe(404)
})

test('a case that was withdrawn after publication answers 410, as its page does, and still shows itself', async () => {
  const world = await testWorld()
  const endedAt = world.clock.now
  await givenCase(world, { number: '2026-0001', title: '一', stage: 'withdrawn', outcome: 'withdrawn', endedAt })
  const { status, json } = await fetched(world, '/api/v1/haicheng/proposals/2026-0001')
  expect(status).toBe(410)
  expect(caseSchema.parse(json)).toMatchObject({ number: '2026-0001', stage: 'withdrawn' })
})

test('a refusal whose reason hides the text shows the refusal, not the text', async () => {
  const world = await testWorld()
  await givenCase(world, {
    number: '2026-0001',
    title: '某人是騙子',
    stage: 'refused',
    outcome: 'refused',
    reasonCode: 'personal_attack',
    publishedAt: null,
  })
  const { json } = await fetched(world, '/api/v1/haicheng/proposals/2026-0001')
  expect(caseSchema.parse(json)).toMatchObject({ title: null, problem: null, asks: [], stage: 'refused' })
  expect((await world.visitor().get('/haicheng/archive')).body).not.toContain('某人是騙子')
})

test('governments are listed with their numbers', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '夜市' })
  const { json } = await fetched(world, '/api/v1/governments')
  expect(json.data).toMatchObject([{ code: 'haicheng', name: { en: 'Haicheng City' }, counts: { gathering: 1 } }])
})

test('a government’s pauses and the notices of today are data too', async () => {
  const world = await testWorld()
  const { db, government, clock } = world
  const reason = { 'zh-Hant': '選舉', en: 'Election' }
  const pause = { governmentId: government.id, reason, stopsSubmitting: true, at: clock.now }
  const words = { 'zh-Hant': '今晚維護', en: 'Works tonight' }
  const today = localDate(clock.now, government.timeZone)
  await write(db, async (tx) => {
    await addBlackout(tx, { ...pause, firstDay: addDays(today, -9), lastDay: addDays(today, -1) })
    await addBlackout(tx, { ...pause, firstDay: today, lastDay: addDays(today, 2) })
    await addAnnouncement(tx, government.id, { firstDay: today, lastDay: today, words }, clock.now)
    await addAnnouncement(
      tx,
      government.id,
      { firstDay: addDays(today, 1), lastDay: addDays(today, 1), words },
      clock.now,
    )
  })
  const { json } = await fetched(world, '/api/v1/governments')
  expect(json.data).toMatchObject([
    {
      pauses: [{ first_day: today, last_day: addDays(today, 2), reason, stops_submitting: true }],
      notices: [{ first_day: today, last_day: today, text: words }],
    },
  ])
})

test('no address of a person is in any public answer', async () => {
  const world = await testWorld()
  const author = await world.signedIn('mei.secret@example.test')
  await givenCase(world, {
    number: '2026-0001',
    title: '夜市',
    authorId: author.personId,
    ...answeredOn('2026-03-30'),
    signed: { gangdong: 9 },
  })
  for (const url of [
    '/',
    '/haicheng',
    '/haicheng/proposals',
    '/haicheng/archive',
    '/haicheng/agencies/epb',
    '/api/v1/governments',
    '/api/v1/haicheng/proposals',
    '/api/v1/haicheng/proposals/2026-0001',
    '/haicheng/proposals/2026-0001.json',
  ]) {
    const { body } = await world.visitor().get(url)
    expect({ url, found: /mei\.secret|example\.test/.test(body) || body.includes(author.personId!) }).toEqual({
      url,
      found: false,
    })
  }
})
