// A case whose source says nothing of how many co-signed it: that is not known, and nowhere 0. Each way of reading such a case is looked
// through, in both languages.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { parquetReadObjects } from 'hyparquet'
import { expect, onTestFinished, test } from 'vitest'
import { importDump } from '../../src/import/dump/import-dump.ts'
import { formatOf, importFile } from '../../src/import/formats/import-file.ts'
import { write } from '../../src/platform/db/write.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { record } from '../../src/schema/record.ts'
import { page } from '../support/page.ts'
import { exported, filesIn, listIn, withoutImportNotes } from '../support/public-bytes.ts'
import { testWorld, type World } from '../support/world.ts'

function fileOf(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-unsaid-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'file')
  writeFileSync(path, content)
  return path
}

const requested = { requested_datetime: '2026-06-10T06:37:38Z', service_name: 'Road', agency_responsible: 'Roads' }
const requests = [
  { ...requested, service_request_id: 1, title: 'Hole', description: 'Deep.', status: 'open' },
  {
    ...{ ...requested, service_request_id: 2, title: 'Lamp', description: 'Dark.', status: 'closed' },
    ...{ status_notes: 'Mended by us.', updated_datetime: '2026-06-12T06:37:38Z' },
  },
  { ...requested, service_request_id: 3, title: 'Bin', description: 'Full.', status: 'closed', status_notes: '' },
]
const decidimCsv = (votes: string) =>
  `id;participatory_space/url;title/en;body/en;state;published_at;votes/total_count\n9;https://d.example/;Bench;A bench.;;2026-06-10 10:00:00 UTC;${votes}\n`
const consulCsv = 'id,title,summary,description,cached_votes_up,created_at\n7,Tree,A tree.,,,2026-06-10 10\n'

const bring = (world: World, content: string) => {
  const file = fileOf(content)
  const importing = { file, from: formatOf(file) ?? 'none', rules: { threshold: 500, days: 90 } }
  return importFile(world.db, world.government, importing, world.clock.now)
}

/** A city with cases of three platforms, of none of which anybody knows how many co-signed it. */
async function cityOfUncounted(): Promise<{ world: World; numbers: string[] }> {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  for (const content of [JSON.stringify(requests), decidimCsv(''), consulCsv]) await bring(world, content)
  const rows = await world.db.reads.select().from(proposals)
  expect(rows.map(({ count, countUnsaid }) => [count, countUnsaid])).toEqual(Array(5).fill([0, true]))
  return { world, numbers: rows.map(({ number }) => number!) }
}

/** Each number of co-signatures in it that is 0, by its way there. What is known to be none is not of them: `images: 0`. */
function zeros(value: unknown, way = ''): string[] {
  if (value === 0 || value === 0n) return /count|cosignatures|undated|level|InteractionCount/i.test(way) ? [way] : []
  if (!value || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'level' || name === 'facts' ? zerosOfFacts(name, inner, way) : zeros(inner, `${way}/${name}`),
  )
}
const zerosOfFacts = (name: string, inner: unknown, way: string) =>
  name === 'facts' && (inner as { count?: unknown }).count === 0 ? [`${way}/facts/count`] : []

/** A 0 that stands alone: not within a date, a number or a share. */
const alone = /(?<![\d.,:/-])0(?![\d.,:/-])/
const around = (text: string) => alone.exec(text) && text.slice(Math.max(0, text.search(alone) - 40)).slice(0, 80)

const languages = ['en', 'zh-Hant']

test('no page of a case that nobody counted says 0, and each says that it is not known', async () => {
  const { world, numbers } = await cityOfUncounted()
  const staff = await world.staff('moderator')
  const visitor = world.visitor()
  const said = { en: /source does not say/, 'zh-Hant': /來源(?:沒有|未)提供/ } as const
  for (const language of languages) {
    const words = said[language as keyof typeof said]
    for (const number of numbers)
      for (const at of ['', '/poster', '/cite']) {
        const { text } = await visitor.read(`/haicheng/proposals/${number}${at}?lang=${language}`)
        expect([number, at, around(text)]).toEqual([number, at, null])
        expect(text, `${number}${at} in ${language}`).toMatch(words)
      }
    for (const list of ['proposals', 'archive', 'proposals?sort=most_signed', 'search?q=Road', 'search?q=Tree']) {
      const { text } = await visitor.read(`/haicheng/${list}${list.includes('?') ? '&' : '?'}lang=${language}`)
      expect(text, list).toMatch(words)
      expect(text, list).not.toMatch(/\b0 of\b|\b0 co-sig|0／|附議 0/)
    }
    for (const number of numbers) {
      const { text } = await staff.read(`/haicheng/desk/${number}?lang=${language}`)
      expect(text).not.toMatch(/\b0 of\b|附議 0 份/)
    }
  }
})

test('no data of such a case says 0: JSON, lists, tables in each format, feeds, cards and what is embedded', async () => {
  const { world, numbers } = await cityOfUncounted()
  const visitor = world.visitor()
  const api = '/api/v1/haicheng/proposals'
  for (const number of numbers) {
    const told = (await visitor.get(`${api}/${number}`)).json()
    expect(told.cosignatures).toMatchObject({ count: null, by_day: [], undated: null, by_district: [] })
    expect(told.cosignatures.by_assurance).toEqual([{ level: 0, count: null }])
    expect(zeros(told)).toEqual([])
    const { body } = await visitor.get(`/haicheng/proposals/${number}`)
    const facts = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(body)
    expect(facts).not.toBeNull()
    expect(zeros(JSON.parse(facts![1]!))).toEqual([])
    expect(page({ body }).text).not.toMatch(/0 of 500/)
    const embedded = await visitor.get(`/oembed?url=http://localhost/haicheng/proposals/${number}`)
    expect(embedded.body).toContain('not known')
    expect((await visitor.get(`/haicheng/proposals/${number}/card-en.png`)).statusCode).toBe(200)
    const series = await visitor.get(`/haicheng/proposals/${number}/cosignatures.csv`)
    expect(series.body.split(/\r?\n/).filter((line) => /,0(,|$)/.test(line))).toEqual([])
    expect(series.body).toContain('level_0')
  }
  for (const query of ['', '?cursor=*', '?fields=number,cosignatures']) {
    const list = (await visitor.get(`${api}${query}`)).json()
    expect([query, list.data.length, zeros(list.data)]).toEqual([query, 5, []])
  }
  const lines = (await visitor.get(`${api}.ndjson`)).body.trim().split('\n')
  expect(lines.map((line) => JSON.parse(line).cosignatures)).toEqual(Array(5).fill(null))
  const [head, ...rows] = (await visitor.get(`${api}.csv`)).body.trim().split(/\r?\n/)
  const at = head!.split(',').indexOf('cosignatures')
  expect(rows.map((row) => row.match(/("[^"]*"|[^,]*)(?:,|$)/g)![at])).toEqual(Array(5).fill(','))
  const parquet = (await visitor.get(`${api}.parquet`)).rawPayload
  const file = parquet.buffer.slice(parquet.byteOffset, parquet.byteOffset + parquet.byteLength) as ArrayBuffer
  const read = await parquetReadObjects({ file })
  expect(read.map(({ cosignatures }) => cosignatures ?? null)).toEqual(Array(5).fill(null))
  for (const feed of ['feed.atom', 'proposals.atom', `proposals/${numbers[0]}/timeline.atom`])
    expect((await visitor.get(`/haicheng/${feed}`)).body).not.toMatch(/\b0 of|0 co-sign/)
  const entries = await world.db.reads.select().from(record).where(eq(record.kind, 'imported'))
  expect(entries.map(({ facts }) => facts.count)).toEqual(Array(5).fill(null))
})

test('figures count no such case as one that missed its threshold, and sort it behind those that have none', async () => {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  await bring(world, decidimCsv('0').replace('\n9;', '\n10;').replace('Bench', 'Bridge'))
  await bring(world, JSON.stringify(requests))
  const sorted = (await world.visitor().get('/api/v1/haicheng/proposals?sort=most_signed')).json()
  expect(sorted.data[0]).toMatchObject({ title: 'Bridge', cosignatures: { count: 0 } })
  const line = (await world.visitor().get('/api/v1/haicheng/figures.ndjson?scope=all')).body
  expect(JSON.parse(line)).toMatchObject({ missed: 0, missed_answered: 0, resolved: 2 })
})

test('whoever co-signs it here is counted, and told apart from those whom nobody knows', async () => {
  const { world } = await cityOfUncounted()
  const [open] = await world.db.reads.select().from(proposals).where(eq(proposals.title, 'Tree'))
  const signer = await world.signedIn('lin@example.tw')
  const to = `/haicheng/proposals/${open!.number}`
  expect((await signer.post(`${to}/cosignatures`, { district: 'gangdong' })).statusCode).toBe(303)
  const told = (await world.visitor().get(`/api/v1${to}`)).json()
  expect(told.cosignatures).toMatchObject({ count: 1, undated: null })
  expect(told.cosignatures.by_assurance).toEqual([
    { level: 0, count: null },
    { level: 1, count: 1 },
  ])
  const { text } = await world.visitor().read(to)
  expect(text).toContain('The source does not say how many co-signed there.')
  expect(text).not.toMatch(/499 more needed|of the threshold/)
})

test('a hidden one keeps it; our own dump brings it whole', async () => {
  const { world, numbers } = await cityOfUncounted()
  const change = { hiddenAt: world.clock.now, hiddenReason: '誹謗' }
  await write(world.db, async (tx) => {
    await tx.update(proposals).set(change).where(eq(proposals.number, numbers[2]!))
  })
  const answer = await world.visitor().get(`/haicheng/proposals/${numbers[2]}`)
  expect(answer.statusCode).toBe(410)
  expect(page(answer).text).toContain('not known: the source does not say')
  expect((await world.visitor().get(`/api/v1/haicheng/proposals/${numbers[2]}`)).json()).toMatchObject({
    cosignatures: { count: null },
  })
  const folder = await exported(world.db, world.clock.now)
  const there = filesIn(folder, 'haicheng')
  const other = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const file = listIn(folder, 'haicheng')
  const { result } = await importDump(other.db, other.government, { file }, other.clock.now)
  expect(result).toMatchObject({ imported: 5, refused: 0 })
  const rows = await other.db.reads.select().from(proposals)
  expect(rows.map(({ count, countUnsaid }) => [count, countUnsaid])).toEqual(Array(5).fill([0, true]))
  const here = filesIn(await exported(other.db, other.clock.now), 'haicheng')
  for (const name of ['cases-2026.ndjson', 'hidden-2026.ndjson'])
    expect(withoutImportNotes(here.get(name)!.toString())).toEqual(there.get(name)!.toString())
})

test('a file that says it later makes it known, and one that says it no longer makes it unknown', async () => {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const now = async () => {
    const [row] = await world.db.reads.select().from(proposals)
    return [row!.count, row!.countUnsaid]
  }
  await bring(world, decidimCsv('0'))
  expect(await now()).toEqual([0, false])
  expect((await bring(world, decidimCsv(''))).result).toMatchObject({ corrected: 1 })
  expect(await now()).toEqual([0, true])
  expect((await bring(world, decidimCsv(''))).result).toMatchObject({ already: 1 })
  expect((await bring(world, decidimCsv('12'))).result).toMatchObject({ corrected: 1 })
  expect(await now()).toEqual([12, false])
})
