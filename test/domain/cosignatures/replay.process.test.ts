// A case that happened: the ban on disposable tableware, proposed on JOIN on 2017-05-07. Its 5,253 co-signatures are pressed one by
// one, by people who are signed in, at their real times. Runs where the real file lies beside the repository, on SQLite and on a
// PostgreSQL server; the PostgreSQL inside the test's own process takes minutes for it. On PostgreSQL those in the middle are counted
// without a form: what a form does the first and last hundreds show, and 4,500 more took half a minute of both processors.
import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { markOverdue } from '../../../src/domain/answers/mark-overdue.ts'
import { openCase } from '../../../src/domain/cosignatures/after-counting.ts'
import { expireDue } from '../../../src/domain/cosignatures/expire-proposals.ts'
import { addCosignature } from '../../../src/domain/cosignatures/store.ts'
import { readLine } from '../../../src/import/join/line.ts'
import { htmlText } from '../../../src/lib/html-text.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatureCounts, cosignatures } from '../../../src/schema/cosignatures.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { manySessions } from '../../support/city.ts'
import { inProcess } from '../../support/database.ts'
import { testWorld, type Visitor } from '../../support/world.ts'

const folder = new URL('../../../../shared/data/join/', import.meta.url).pathname
const source = 'baa8dc6e-4dea-4c05-bdc4-a19c97edc62c'
const list = `${folder}endorsements/${source}.csv`
const moment = (local: string) => new Date(`${local.replace(' ', 'T')}+08:00`)
const path = '/haicheng/proposals/2017-0001'

test.runIf(existsSync(list) && !inProcess)(
  'the flagship case again: 5,253 people, the 5,000th on 13 June 2017 at 11:27:21, answered 15 days late',
  async () => {
    const rows: { endorsed_at: string; reason: string }[] = parse(readFileSync(list), { columns: true, bom: true })
    const world = await testWorld({ at: '2017-05-07T18:23:22+08:00', rules: { threshold: 5000, holdsUnusual: false } }) // their addresses are made up
    const { db, clock, app } = world
    const now = async () => (await db.reads.select().from(proposals))[0]!
    const lastRecord = async () =>
      (await db.reads.select().from(record).orderBy(asc(record.occurredAt), asc(record.id)))
        .map((entry) => entry.kind)
        .filter((kind) => kind !== 'cosigned')

    // 7 and 8 May: a citizen proposes, a moderator passes it.
    await propose(await world.signedIn('proposer@example.test'))
    clock.now = moment('2017-05-08 10:13:59')
    const moderator = await world.staff('moderator')
    const approved = await moderator.post(`${path}/decisions`, { decision: 'approve', lead: 'epb' })
    expect(approved.statusCode).toBe(303)
    expect(await now()).toMatchObject({
      stage: 'gathering',
      publishedAt: clock.now,
      closesBefore: moment('2017-07-08 00:00:00'),
    })

    // Each presses once, at the real second.
    const signers = await manySessions(world.db, rows.length, clock.now)
    const press = async (i: number) => {
      clock.now = moment(rows[i]!.endorsed_at)
      const answer = await app.inject({
        method: 'POST',
        url: `${path}/cosignatures`,
        headers: {
          cookie: signers[i]!.cookie,
          'sec-fetch-site': 'same-origin',
          host: 'localhost',
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: new URLSearchParams({ district: 'gangdong', reason: rows[i]!.reason.slice(0, 500) }).toString(),
      })
      expect([i + 1, answer.statusCode]).toEqual([i + 1, 303])
    }
    const addMany = async (from: number, to: number) => {
      const proposal = await openCase(db.reads, await now())
      await write(db, async (tx) => {
        for (let i = from; i < to; i++) {
          const at = moment(rows[i]!.endorsed_at)
          const reason = rows[i]!.reason.slice(0, 500) || null
          const signature = { personId: signers[i]!.personId, at, districtCode: 'gangdong', assurance: 1, reason }
          await addCosignature(tx, world.government, proposal, { ...signature, noticeVersion: '1', wantsAnswer: false })
        }
      })
    }
    const [firstOfMany, lastOfMany] = engine === 'postgres' ? [200, 4800] : [4999, 4999]
    for (let i = 0; i < firstOfMany; i++) await press(i)
    for (let i = firstOfMany; i < lastOfMany; i += 100) await addMany(i, i + 100)
    for (let i = lastOfMany; i < 4999; i++) await press(i)
    expect(await now()).toMatchObject({ count: 4999, stage: 'gathering', thresholdMetAt: null })
    await press(4999)
    expect(await now()).toMatchObject({
      count: 5000,
      stage: 'review',
      thresholdMetAt: moment('2017-06-13 11:27:21'),
      answerDueBefore: moment('2017-08-14 00:00:00'), // the end of 13 August
    })
    for (let i = 5000; i < rows.length; i++) await press(i)
    expect((await now()).count, 'the rest still count until the closing date').toBe(5253)
    expect(clock.now < moment('2017-07-08 00:00:00')).toBe(true)

    const kept = await db.reads.select().from(cosignatures)
    const counted = await db.reads.select().from(cosignatureCounts)
    expect([kept.length, counted.reduce((sum, row) => sum + row.count, 0)]).toEqual([5253, 5253])
    const days = [...new Set(rows.map((row) => row.endorsed_at.slice(0, 10)))]
    expect(counted.map((row) => row.day).sort()).toEqual(days.sort())
    const entries = await db.reads.select().from(record).where(eq(record.kind, 'cosigned'))
    expect(entries).toHaveLength(5253)

    // Closed on 8 July: one more press does not count, and the case does not expire.
    clock.now = moment('2017-07-08 00:00:00')
    const late = await (await world.signedIn('late@example.test')).post(`${path}/cosignatures`, { district: 'shibi' })
    expect(late.statusCode).toBe(422)
    await expireDue({ db }, clock.now)
    expect(await now()).toMatchObject({ count: 5253, stage: 'review' })

    // 14 August: overdue, for everyone to see. 28 August: the answer, by the officer's form.
    const reader = world.visitor()
    clock.now = moment('2017-08-13 23:59:59')
    const officer = await world.staff('officer', world.agencies.environment)
    expect(await markOverdue({ db }, clock.now)).toBe(0)
    clock.now = moment('2017-08-14 00:00:00')
    expect(await markOverdue({ db }, clock.now)).toBe(1)
    clock.now = moment('2017-08-28 17:37:22')
    const answered = await officer.post(`${path}/answers`, {
      action: 'publish',
      analysis: '已盤點現行限制使用規定。',
      deliberation: '已與提案人及有關機關討論。',
      'decision-1': 'partly',
      'reason-1': '逐步擴大管制對象。',
    })
    expect([answered.statusCode, answered.headers.location]).toEqual([
      303,
      `/haicheng/desk?done=answered&of=${path.split('/').at(-1)}`,
    ])
    expect(await now()).toMatchObject({ stage: 'resolved', answeredAt: clock.now, outcome: 'partly' })

    // Everybody reads so, in both languages; the archive finds it by two characters, and by one.
    const words = async (language: string) => (await reader.read(path, { 'accept-language': language })).text
    expect(await words('en')).toContain('15 days late')
    expect(await words('zh-TW')).toMatch(/逾期 15 天|晚 15 天/)
    for (const q of ['餐具', '餐']) {
      const archive = await reader.read(`/haicheng/archive?q=${encodeURIComponent(q)}&answered=late`)
      expect(archive.link(/全國漸進式禁止使用免洗餐具/)).toBe(path)
    }
    // Nobody wrote of tables: the page says so first, and offers the case only as something close.
    const close = (await reader.read(`/haicheng/archive?q=${encodeURIComponent('餐桌')}`)).text
    expect(close).toMatch(/No cases found.*Close matches.*全國漸進式禁止使用免洗餐具/s)
    const nothing = await reader.read(`/haicheng/archive?q=${encodeURIComponent('恐龍')}`)
    expect(nothing.hrefs).not.toContain(path)
    expect((await reader.get(`/api/v1${path}`)).json()).toMatchObject({
      stage: 'resolved',
      threshold_met_at: '2017-06-13T00:00:00+08:00',
      answer_due_at: '2017-08-13T23:59:59+08:00',
      answered_at: '2017-08-28T17:37:22+08:00',
      answered_in_time: false,
      cosignatures: { count: 5253 },
    })
    expect(await lastRecord()).toEqual([
      'submitted',
      'published',
      'early_warning',
      'threshold_met',
      'assigned',
      'overdue',
      'answered',
    ])
  },
)

/** The text as it was proposed, step by step through the form. */
async function propose(author: Visitor): Promise<void> {
  const json = readFileSync(`${folder}proposals.jsonl`, 'utf8')
    .split('\n')
    .find((text) => text.includes(`"id": "${source}"`))!
  const read = readLine(json)
  if (!read.ok) throw new Error(read.reason)
  const begun = await author.post('/haicheng/proposals/drafts')
  const draft = String(begun.headers.location).replace(/\/problem$/, '')
  const steps: [string, { [field: string]: string | string[] }][] = [
    ['problem', { title: read.line.title, problem: read.line.content_html }],
    ['place', { topic: 'environment' }],
    ['asks', { asks: ['全國漸進式停止使用免洗餐具。'] }],
    ['benefit', { benefit: read.line.impact_html }],
    ['agencies', { agencies: ['epb'], name: '愛海的人' }],
  ]
  for (const [step, form] of steps)
    expect([step, (await author.post(`${draft}/${step}`, form)).statusCode]).toEqual([step, 303])
  const sent = await author.post(`${draft}/submissions`)
  expect(String(sent.headers.location)).toBe(`${path}?done=submitted`)
  expect((await author.read(path)).text).toContain(htmlText(read.line.content_html).split('\n')[0])
}
