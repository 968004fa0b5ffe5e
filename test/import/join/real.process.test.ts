// The whole file of JOIN, held against what it says itself, clause by clause. Runs where it lies beside the repository, on
// SQLite and on a PostgreSQL server (the one inside the test's own process is too slow for it).
import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { asc, eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '../../../src/app.ts'
import { markOverdue } from '../../../src/domain/answers/mark-overdue.ts'
import { expireDue, loseSight } from '../../../src/domain/cosignatures/expire-proposals.ts'
import type { Government } from '../../../src/domain/governments/government.ts'
import { importJoin } from '../../../src/import/join/import-join.ts'
import type { Report } from '../../../src/import/report.ts'
import { addDays, addMonths, lastDay, localDate } from '../../../src/lib/calendar.ts'
import type { Database } from '../../../src/platform/db/database.ts'
import { agencies } from '../../../src/schema/agencies.ts'
import { answers, askDecisions } from '../../../src/schema/answers.ts'
import { assignments } from '../../../src/schema/assignments.ts'
import { commitments } from '../../../src/schema/commitments.ts'
import { cosignatureCounts, cosignatures } from '../../../src/schema/cosignatures.ts'
import { ruleVersions } from '../../../src/schema/governments.ts'
import { asks, proposals, proposalTexts, proposalUpdates } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { makeCity } from '../../support/city.ts'
import { inProcess, testDatabase } from '../../support/database.ts'
import { testConfig } from '../../support/deps.ts'
import { type Visitor, visitorOf } from '../../support/world.ts'

const folder = new URL('../../../../shared/data/join/', import.meta.url).pathname
const here = existsSync(`${folder}proposals.jsonl`) && !inProcess
const zone = 'Asia/Taipei'
const importedAt = new Date('2018-10-01T12:00:00+08:00') // some were still open then
const flagshipId = 'baa8dc6e-4dea-4c05-bdc4-a19c97edc62c'

type Reply = { agency: string; responded_at: string } & {
  [field in 'analysis_html' | 'deliberation_html' | 'adoption_html' | 'follow_up_html']: string | null
}
type Agency = { oid_code: string | null; name: string }
type Line = {
  [time in 'submitted_at' | 'approved_at' | 'endorse_due_at']: string
} & {
  id: string
  case_number: string | null
  title: string
  content_html: string
  impact_html: string
  status_raw: string
  endorse_count: number
  endorse_goal: number
  endorse_period_days: number
  threshold_met_at: string | null
  response_due_at: string | null
  source_url: string
  lead_agencies: Agency[]
  support_agencies: Agency[]
  responses: Reply[]
}
type Case = typeof proposals.$inferSelect

describe.runIf(here)('every case of the file', () => {
  let db: Database
  let government: Government
  let app: FastifyInstance
  let reader: Visitor
  let lines: Line[]
  let cases: Map<string, Case>
  let result: Awaited<ReturnType<typeof importJoin>>['result']
  let report: Report
  const steps: [number, number][] = []
  const clock = { now: importedAt }

  const files = {
    file: `${folder}proposals.jsonl`,
    counts: `${folder}endorse_counts_daily.csv`,
    districts: `${folder}endorsements_by_day_county.csv`,
    endorsements: `${folder}endorsements`,
  }
  const importNow = () => importJoin(db, government, files, clock.now, (done, total) => steps.push([done, total]))
  const read = async () => new Map((await db.reads.select().from(proposals)).map((c) => [c.sourceId!, c]))
  const each = () => lines.map((line) => ({ line, c: cases.get(line.id)! }))
  /** Rows of a table by the case they belong to. */
  const byCase = <R extends { proposalId: string }>(rows: R[]) => {
    const map = new Map<string, R[]>()
    for (const row of rows) map.set(row.proposalId, [...(map.get(row.proposalId) ?? []), row])
    return (c: Case) => map.get(c.id) ?? []
  }
  const csv = (path: string) =>
    parse(readFileSync(path), { columns: true, bom: true }) as { [column: string]: string }[]

  beforeAll(async () => {
    lines = readFileSync(files.file, 'utf8')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as Line)
    db = await testDatabase()
    government = (await makeCity(db, importedAt)).government
    app = await buildApp({
      db: { ...db, close: async () => {} },
      now: () => clock.now,
      config: testConfig,
      sharedFor: 0,
    })
    reader = visitorOf(app, '', null, '')
    ;({ result, report } = await importNow())
    cases = await read()
  })
  afterAll(() => app?.close())

  test('loads: none refused, the source’s own id as the key', () => {
    expect(report.refused).toEqual([])
    expect(result).toMatchObject({ imported: lines.length, corrected: 0, already: 0, refused: 0 })
    expect([...cases.keys()].sort()).toEqual(lines.map((line) => line.id).sort())
    expect(steps.at(-1)).toEqual([lines.length, lines.length])
  })

  test('has the stage its status means; what was gathering was last seen so, once its date has passed, and never expires', async () => {
    const stages: { [status: string]: string } = {
      SecondFailed: 'expired',
      Revoked: 'withdrawn',
      Advice: 'review',
      Completed: 'resolved',
    }
    const isOpen = (c: Case) => c.closesBefore! > importedAt
    const wanted = (line: Line, c: Case) => stages[line.status_raw] ?? (isOpen(c) ? 'gathering' : 'last_seen')
    expect(each().map(({ line, c }) => [c.number, c.stage, wanted(line, c)])).toEqual(
      each().map(({ line, c }) => [c.number, wanted(line, c), wanted(line, c)]),
    )
    const gathering = [...cases.values()].filter((c) => c.stage === 'gathering')
    expect(gathering.length).toBeGreaterThan(0)
    expect(gathering.every((c) => c.outcome === null && c.endedAt === null)).toBe(true)

    clock.now = new Date('2026-06-18T09:00:00+08:00')
    expect([await expireDue({ db }, clock.now), await markOverdue({ db }, clock.now)]).toEqual([0, 0])
    expect(await loseSight({ db }, clock.now)).toBe(gathering.length)
    const before = cases
    cases = await read()
    const lost = byCase(
      (await db.reads.select().from(record).where(eq(record.kind, 'lost_sight'))).map((e) => ({
        ...e,
        proposalId: e.proposalId!,
      })),
    )
    for (const { line, c } of each().filter(({ line }) => line.status_raw === 'FirstSigned')) {
      expect(c).toMatchObject({ stage: 'last_seen', outcome: null, endedAt: c.closesBefore })
      const wasOpen = before.get(line.id)!.stage === 'gathering'
      expect(lost(c)).toMatchObject([
        {
          role: wasOpen ? 'system' : 'import',
          occurredAt: c.closesBefore,
          recordedAt: wasOpen ? clock.now : importedAt,
        },
      ])
    }
  })

  test('says when it was last seen: no later than the files, no earlier than what they tell of it', async () => {
    for (const { line, c } of each()) {
      expect(c.seenOn! <= '2018-09-11').toBe(true)
      for (const told of [line.approved_at, line.threshold_met_at, ...line.responses.map((r) => r.responded_at)])
        if (told) expect([line.id, c.seenOn! >= localDate(new Date(told), zone)]).toEqual([line.id, true])
    }
    const [lost] = [...cases.values()].filter((c) => c.stage === 'last_seen')
    const { text } = await reader.read(`/haicheng/proposals/${lost!.number}`)
    expect(text).toContain('Last seen gathering co-signatures')
    expect(text).toContain('Imported from JOIN, as seen on')
    expect(text).not.toMatch(/Threshold not reached|Closed without meeting|No extension/)
    const overdue = await reader.get('/api/v1/haicheng/proposals?answered=overdue')
    expect(overdue.json().meta.total).toBe(0)
  })

  test('withdrawn ones carry no date and nobody’s name: the source has none', async () => {
    const [withdrawn] = each().filter(({ line }) => line.status_raw === 'Revoked')
    const { c } = withdrawn!
    expect([c.stage, c.endedAt]).toEqual(['withdrawn', null])
    const { text } = await reader.read(`/haicheng/proposals/${c.number}`)
    expect(text).toContain('It does not say when, or by whom.')
    expect(text).not.toContain('Withdrawn by its author')
  })

  test('keeps its goal and its period, the five with a period of 0 too, in a version of the rules of its own', async () => {
    const versions = new Map((await db.reads.select().from(ruleVersions)).map((v) => [v.id, v]))
    for (const { line, c } of each()) {
      const version = versions.get(c.ruleVersionId!)!
      expect([c.threshold, version.rules.threshold]).toEqual([line.endorse_goal, line.endorse_goal])
      expect(version.rules.cosigningDays).toBe(line.endorse_period_days)
      expect(version.validFrom, 'never in force for new cases').toBeNull()
    }
    const unsaid = each().filter(({ line }) => line.endorse_goal === 5000 && line.endorse_period_days === 0)
    expect(unsaid).toHaveLength(5)
    const json = (await reader.get(`/api/v1/haicheng/proposals/${unsaid[0]!.c.number}`)).json()
    expect(json.rules).toMatchObject({ threshold: 5000, cosigning_days: null })
  })

  test('closes at the end of a day: for 1,306 and a few more, the sixtieth after approval', () => {
    let sixtieth = 0
    for (const { line, c } of each()) {
      expect(c.publishedAt).toEqual(new Date(line.approved_at))
      const last = lastDay(c.closesBefore!, zone)
      const written = localDate(new Date(line.endorse_due_at), zone)
      expect(last).toBe(/T0[0-5]:/.test(line.endorse_due_at) ? addDays(written, -1) : written)
      if (last === addDays(localDate(c.publishedAt!, zone), 60)) sixtieth++
    }
    expect(sixtieth).toBeGreaterThanOrEqual(1306)
  })

  test('has the threshold and due date of the source, weekends included', () => {
    const due = each().filter(({ line }) => line.response_due_at)
    expect(due).toHaveLength(95)
    for (const { line, c } of due) {
      const met = new Date(line.threshold_met_at!)
      expect(localDate(c.thresholdMetAt!, zone)).toBe(localDate(met, zone))
      const written = line.response_due_at!.slice(0, 10)
      const last = lastDay(c.answerDueBefore!, zone)
      expect(last, 'at midnight, the day that is named').toBe(written)
    }
    const inTwoMonths = ({ c }: { c: Case }) =>
      lastDay(c.answerDueBefore!, zone) === addMonths(localDate(c.thresholdMetAt!, zone), 2)
    expect(due.filter(inTwoMonths)).toHaveLength(82)
    expect(each().filter(({ line, c }) => !line.response_due_at && (c.answerDueBefore || c.thresholdMetAt))).toEqual([])
  })

  test('takes the first entry that adopts something as the answer, or else the last; earlier ones update, later ones supplement', async () => {
    const answersOf = byCase(await db.reads.select().from(answers).orderBy(asc(answers.version)))
    const updatesOf = byCase(await db.reads.select().from(proposalUpdates).orderBy(asc(proposalUpdates.writtenAt)))
    const times = (replies: Reply[]) => replies.map((reply) => new Date(reply.responded_at).getTime())
    let withoutAdoption = 0
    for (const { line, c } of each()) {
      const entries = [...line.responses].sort((a, b) => Date.parse(a.responded_at) - Date.parse(b.responded_at))
      const decided = entries.findIndex((reply) => says(reply.adoption_html))
      if (entries.length && decided < 0) withoutAdoption++
      const first = decided < 0 ? Math.max(0, entries.length - 1) : decided
      const given = answersOf(c)
      expect(given.map((a) => a.publishedAt!.getTime())).toEqual(times(entries.slice(first)))
      expect(given.map((a) => a.version)).toEqual(given.map((_, i) => i + 1))
      expect(c.answeredAt?.getTime()).toEqual(times(entries.slice(first))[0])
      const progress = entries.slice(0, first).filter((r) => words(r.analysis_html) || words(r.deliberation_html))
      const written = updatesOf(c).map((u) => u.writtenAt.getTime())
      expect(written).toEqual(expect.arrayContaining(times(progress)))
      expect(times(entries.slice(0, first))).toEqual(expect.arrayContaining(written))
    }
    expect(withoutAdoption).toBeGreaterThan(0)
  })

  test('shows what was adopted as it was written; filler never, and no decision is guessed', async () => {
    const all = await db.reads.select().from(answers)
    const written = new Map(
      lines.flatMap(({ id, responses }) =>
        responses.map((reply) => [`${id} ${new Date(reply.responded_at).getTime()}`, reply] as const),
      ),
    )
    const sourceOf = new Map([...cases.values()].map((c) => [c.id, c.sourceId]))
    let adopted = 0
    for (const a of all) {
      const reply = written.get(`${sourceOf.get(a.proposalId)} ${a.publishedAt!.getTime()}`)!
      if (says(reply.adoption_html)) adopted++
      else expect(a.adoption).toBe('')
      for (const [kept, html] of [
        [a.analysis, reply.analysis_html],
        [a.deliberation, reply.deliberation_html],
        [a.adoption, reply.adoption_html],
        [a.followUp, reply.follow_up_html],
      ] as const)
        if (says(html)) expect(missingFrom(kept, html)).toBe('')
    }
    expect(adopted).toBeGreaterThan(95)
    expect(all.filter((a) => /正式回應時?說明|編輯中/.test(a.adoption) && a.adoption.length < 60)).toEqual([])
    expect(await db.reads.select().from(askDecisions)).toEqual([])
    expect(await db.reads.select().from(asks)).toEqual([])
    expect(await db.reads.select().from(commitments)).toEqual([])
    expect(new Set([...cases.values()].filter((c) => c.stage === 'resolved').map((c) => c.outcome))).toEqual(
      new Set(['answered']),
    )
  })

  test('keeps every word of what people wrote, and nothing of the markup', async () => {
    const textOf = byCase(await db.reads.select().from(proposalTexts))
    const markup =
      /<\/?(?:p|div|span|br|table|td|font|o:p|style|script|img|a)\b|&(?:nbsp|amp|lt|gt|quot);|mso-|style="/i
    for (const { line, c } of each()) {
      const [text] = textOf(c)
      expect([c.number, missingFrom(c.title, line.title)]).toEqual([c.number, ''])
      expect([c.number, missingFrom(text!.problem, line.content_html)]).toEqual([c.number, ''])
      expect([c.number, missingFrom(text!.benefit, line.impact_html)]).toEqual([c.number, ''])
    }
    const shown = [
      ...(await db.reads.select().from(proposalTexts)).flatMap((t) => [t.problem, t.benefit]),
      ...(await db.reads.select().from(answers)).flatMap((a) => [a.analysis, a.deliberation, a.adoption, a.followUp]),
      ...(await db.reads.select().from(proposalUpdates)).map((u) => u.body),
      ...[...cases.values()].map((c) => c.title),
    ]
    expect(shown.filter((text) => markup.test(text)).map((text) => markup.exec(text)![0])).toEqual([])
    const control = /[^\P{Cc}\n]|[\u200b\u202a-\u202e\u2066-\u2069\ufeff]| {3}$/u
    expect(shown.filter((text) => control.test(text))).toEqual([])
  })

  test('is led by the first lead named, the others support; by the coordinating agency where none is', async () => {
    const known = new Map((await db.reads.select().from(agencies)).map((a) => [a.id, a]))
    const partsOf = byCase(await db.reads.select().from(assignments))
    const nameOf = (id: string) => Object.values(known.get(id)!.name)[0]!
    let none = 0
    for (const { line, c } of each()) {
      const own = partsOf(c)
      const [lead, ...more] = line.lead_agencies
      const leads = own.filter((p) => p.role === 'lead')
      expect(leads).toHaveLength(1)
      if (lead) expect(nameOf(leads[0]!.agencyId)).toBe(lead.name)
      else {
        none++
        expect(known.get(leads[0]!.agencyId)!.coordinating).toBe(true)
      }
      const supporting = new Set([...more, ...line.support_agencies].map((a) => a.name))
      if (lead) supporting.delete(lead.name)
      expect(new Set(own.filter((p) => p.role === 'supporting').map((p) => nameOf(p.agencyId)))).toEqual(supporting)
    }
    expect(none).toBe(764)
  })

  test('is numbered in the order of submission, each year from 1; its number there is shown on its page', async () => {
    const inOrder = each().sort((a, b) => Date.parse(a.line.submitted_at) - Date.parse(b.line.submitted_at))
    const last = new Map<string, number>()
    for (const { line, c } of inOrder) {
      const [year, n] = c.number!.split('-')
      expect(year).toBe(localDate(new Date(line.submitted_at), zone).slice(0, 4))
      expect(Number(n)).toBe((last.get(year!) ?? 0) + 1)
      last.set(year!, Number(n))
    }
    const numbered = inOrder.filter(({ line }) => line.case_number)
    expect(inOrder.length - numbered.length).toBe(70)
    for (const { line, c } of [numbered[0]!, numbered.at(-1)!]) {
      const shown = await reader.read(`/haicheng/proposals/${c.number}`)
      expect(shown.text).toContain(line.case_number)
      expect(shown.hrefs).toContain(line.source_url)
    }
    const unnumbered = inOrder.find(({ line }) => !line.case_number)!
    expect((await reader.get(`/haicheng/proposals/${unnumbered.c.number}`)).statusCode).toBe(200)
  })

  test('counts what the best source of it counts: lists, days by county, days; rows and count are equal', async () => {
    const rows = await db.reads.select().from(cosignatureCounts)
    const rowsOf = byCase(rows)
    const sum = (list: { count: number }[]) => list.reduce((total, row) => total + row.count, 0)
    for (const c of cases.values()) expect([c.number, sum(rowsOf(c))]).toEqual([c.number, c.count])
    expect(new Set(rows.map((row) => row.assurance))).toEqual(new Set([0]))
    expect(await db.reads.select().from(cosignatures)).toEqual([])

    const lastSums = new Map<string, { date: string; sum: number }>()
    for (const { proposal_id, date, endorse_count } of csv(files.counts))
      if ((lastSums.get(proposal_id!)?.date ?? '') <= date!)
        lastSums.set(proposal_id!, { date: date!, sum: Number(endorse_count) })
    const byCounty = new Map<string, number>()
    for (const { proposal_id, count } of csv(files.districts))
      byCounty.set(proposal_id!, (byCounty.get(proposal_id!) ?? 0) + Number(count))
    const lists = new Map(
      [flagshipId, ...['06661595-83c3-4a2a-b26f-535bc70c9a76', '9404b408-88c7-4673-b889-6eddd949827e']].map((id) => [
        id,
        csv(`${files.endorsements}/${id}.csv`).length,
      ]),
    )
    let unlisted = 0
    for (const { line, c } of each()) {
      if (!lastSums.has(line.id)) unlisted++
      const sums = [byCounty.get(line.id) ?? 0, lastSums.get(line.id)?.sum ?? 0]
      const best = Math.max(line.endorse_count, ...(lists.has(line.id) ? [lists.get(line.id)!] : sums))
      expect([line.id, c.count]).toEqual([line.id, best])
    }
    expect([unlisted, lists.get(flagshipId)]).toEqual([37, 5253])
    // of a sum that was there at the first look nobody knows the days
    const first = csv(files.counts).find(({ proposal_id }) => proposal_id === lines[0]!.id)!
    const grown = rowsOf(cases.get(lines[0]!.id)!)
    expect(grown.find((row) => row.day === first.date)).toBeUndefined()
    expect(grown.find((row) => row.day === '')!.count).toBeGreaterThanOrEqual(Number(first.endorse_count))
    const flagship = rowsOf(cases.get(flagshipId)!)
    const perDay = new Map<string, number>()
    for (const { endorsed_at } of csv(`${files.endorsements}/${flagshipId}.csv`))
      perDay.set(endorsed_at!.slice(0, 10), (perDay.get(endorsed_at!.slice(0, 10)) ?? 0) + 1)
    for (const [day, count] of perDay) expect(sum(flagship.filter((row) => row.day === day))).toBe(count)
  })

  test('can be read: page, data and search, the flagship 15 days late', async () => {
    const flagship = cases.get(flagshipId)!
    expect(flagship).toMatchObject({
      thresholdMetAt: new Date('2017-06-13T11:27:21+08:00'), // the 5,000th of the list: JOIN itself says only the day
      closesBefore: new Date('2017-07-08T00:00:00+08:00'),
      answerDueBefore: new Date('2017-08-14T00:00:00+08:00'),
      answeredAt: new Date('2017-08-28T17:37:22+08:00'),
    })
    expect((await reader.read(`/haicheng/proposals/${flagship.number}`)).text).toContain('15 days late')
    const json = (await reader.get(`/haicheng/proposals/${flagship.number}.json`)).json()
    expect(json).toMatchObject({
      outcome: 'answered',
      asks: [],
      answered_in_time: false,
      cosignatures: { count: 5253 },
    })
    expect(json.answers.every((a: { decisions: unknown[] }) => a.decisions.length === 0)).toBe(true)
    for (const q of ['餐具', '餐'])
      expect((await reader.read(`/haicheng/archive?q=${encodeURIComponent(q)}&answered=late`)).items).toContain(
        flagship.number,
      )
  })

  test('is left alone by a second run', async () => {
    const all = async () => [
      await db.reads.select().from(proposals).orderBy(asc(proposals.id)),
      await db.reads.select().from(record).orderBy(asc(record.id)),
      await db.reads.select().from(agencies).orderBy(asc(agencies.id)),
      await db.reads.select().from(ruleVersions).orderBy(asc(ruleVersions.id)),
      await db.reads
        .select()
        .from(cosignatureCounts)
        .orderBy(asc(cosignatureCounts.proposalId), asc(cosignatureCounts.day), asc(cosignatureCounts.districtCode)),
    ]
    const before = await all()
    expect((await importNow()).result).toMatchObject({
      ...{ imported: 0, corrected: 0, already: lines.length, refused: 0 },
    })
    expect(await all()).toEqual(before)
  })
})

const entities: { [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"' }

/** The characters that a browser would show of it, without spaces and the rarer signs; another way than the product's. */
function words(html: string | null): string {
  return (html ?? '')
    .replace(/<!--[\s\S]*?-->|<(style|script|title|xml)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/<\/?[a-z](?:"[^"]*"|[^<>"])*>|<!\[[^>]*>/gi, '')
    .replace(/&#(x?)([\da-f]+);/gi, (_, hex, code) => String.fromCodePoint(Number.parseInt(code, hex ? 16 : 10)))
    .replace(/&([a-z]+);/gi, (_, name) => entities[name.toLowerCase()] ?? '')
    .normalize('NFC')
    .replace(/[\s\p{Cc}\p{Cf}]/gu, '')
}

/** Whether an agency says something in it: neither nothing, nor "(編輯中)", nor "before 5 August, in the formal reply". */
const says = (html: string | null): boolean =>
  /[\p{L}\p{N}]/u.test(words(html)) &&
  !/^\P{L}*(?:N\/?A|無|略|無更新|編輯中|待所有資料編輯完成後一併上傳|配合.{1,12}記者會後.{1,3}再行更新.*|[請併].{1,20}(?:欄|段落)說明|[^，]*前.{0,25}正式回應時?說明)\P{L}*$/iu.test(
    words(html),
  )

/** The first words of the source that do not stand in the text in their order; empty when all do. */
function missingFrom(text: string, html: string | null): string {
  const wanted = [...words(html)]
  const kept = [...text.replace(/\s/g, '')]
  let at = 0
  for (const [i, sign] of wanted.entries()) {
    const found = kept.indexOf(sign, at)
    if (found < 0) return wanted.slice(Math.max(0, i - 10), i + 10).join('')
    at = found + 1
  }
  return ''
}
