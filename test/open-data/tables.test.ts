// Everything public as tables: what a reporter opens in a spreadsheet and a researcher reads by a program say the same as the pages.
import { parse } from 'csv-parse/sync'
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { parquetReadObjects } from 'hyparquet'
import { expect, test } from 'vitest'
import { publicStages } from '../../src/domain/proposals/proposal.ts'
import { idBatches } from '../../src/domain/search/list-batches.ts'
import { everything, type ListQuery } from '../../src/domain/search/list-query.ts'
import { csvCell, csvLine } from '../../src/open-data/datasets/csv.ts'
import { tablesByName } from '../../src/open-data/datasets/datasets.ts'
import { formatAccepted, formats } from '../../src/open-data/datasets/formats.ts'
import { write } from '../../src/platform/db/write.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { givenCase, givenCases } from '../support/cases.ts'
import { testWorld, type World } from '../support/world.ts'

const taken = (world: World, url: string, headers: { [name: string]: string } = {}) =>
  world.app.inject({ method: 'GET', url, headers })

const lines = (text: string) =>
  parse(text, { columns: true, bom: true, record_delimiter: '\r\n' }) as { [column: string]: string }[]

async function parquetIn(body: Buffer) {
  const file = body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength) as ArrayBuffer
  return parquetReadObjects({ file })
}

const answered = {
  stage: 'resolved',
  outcome: 'partly',
  topicCode: 'education',
  asks: ['四季開放', '公布水質'],
  decisions: ['adopted', 'not_adopted'] as ('adopted' | 'not_adopted')[],
  thresholdMetAt: new Date('2026-02-01T10:00:00+08:00'),
  answerDueBefore: new Date('2026-04-02T00:00:00+08:00'),
  answeredAt: new Date('2026-04-13T10:00:00+08:00'),
  promise: { what: '加裝', dueOn: '2026-09-30', state: 'open' as const },
  signed: { gangdong: 40, jiucheng: 12, shibi: 3 },
} as const

async function city() {
  const world = await testWorld()
  await givenCase(world, { number: '2025-0004', title: '=游泳池,"四季"\n開放', ...answered, asks: [...answered.asks] })
  await givenCase(world, { number: '2026-0001', title: '夜市停用一次性餐具', signed: { gangdong: 6 } })
  return world
}

test('the whole list comes as CSV that a spreadsheet opens: Chinese is read, and no cell is run as a formula', async () => {
  const world = await city()
  const { body, headers, rawPayload } = await taken(world, '/api/v1/haicheng/proposals.csv')
  expect(rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
  expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present')
  expect(headers['content-disposition']).toContain('haicheng-proposals.csv')
  expect(headers['access-control-allow-origin']).toBe('*')
  const [first, second, ...more] = lines(body)
  expect(more).toEqual([])
  expect(first).toMatchObject({
    number: '2025-0004',
    title: '\'=游泳池,"四季"\n開放',
    stage: 'resolved',
    outcome: 'partly',
    topic: 'education',
    lead_agency: 'epb',
    cosignatures: '55',
    answer_due_at: '2026-04-01T23:59:59+08:00',
    answered_in_time: 'false',
    days_late: '12',
  })
  expect(second).toMatchObject({ number: '2026-0001', outcome: '', answered_in_time: '', days_late: '' })
})

test('every format has the same lines, and each line says what the JSON of its case says', async () => {
  const world = await city()
  const [csv, json, ndjson, parquet] = await Promise.all(
    formats.map((format) => taken(world, `/api/v1/haicheng/proposals.${format}`)),
  )
  const rows = json!.json().data as { [column: string]: unknown }[]
  expect(rows).toHaveLength(2)
  expect(json!.json()).toMatchObject({
    license: 'OGDL-Taiwan-1.0',
    attribution: { en: expect.stringContaining('2026') },
  })
  expect(
    ndjson!.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(rows)
  expect(lines(csv!.body).map((row) => row.number)).toEqual(rows.map((row) => row.number))
  const read = await parquetIn(parquet!.rawPayload)
  expect(read.map((row) => ({ ...row, answered_at: row.answered_at?.getTime() ?? null }))).toMatchObject(
    rows.map((row) => ({
      ...{ number: row.number, title: row.title, cosignatures: row.cosignatures },
      answered_in_time: row.answered_in_time,
      answered_at: row.answered_at && Date.parse(String(row.answered_at)),
    })),
  )
  for (const row of rows) {
    const one = (await taken(world, `/haicheng/proposals/${row.number}.json`)).json()
    for (const name of [
      'number',
      'url',
      'title',
      'stage',
      'outcome',
      'place',
      'answered_at',
      'closes_at',
      'answer_due_at',
    ])
      expect({ [name]: row[name] }).toEqual({ [name]: one[name] })
    expect(row).toMatchObject({
      topic: one.topic?.code ?? null,
      lead_agency: one.agencies[0].code,
      cosignatures: one.cosignatures.count,
      threshold: one.rules.threshold,
      answered_in_time: one.answered_in_time,
      days_late: one.days_late,
    })
    const alone = lines((await taken(world, `/haicheng/proposals/${row.number}.csv`)).body)
    expect(alone).toEqual(lines(csv!.body).filter(({ number }) => number === row.number))
  }
})

test('a reporter’s question is one address: which agencies answered late on a topic, and how they decided each ask', async () => {
  const world = await city()
  const asked = 'topic=education&answered=late&year=2025'
  expect(lines((await taken(world, `/api/v1/haicheng/proposals.csv?${asked}`)).body)).toHaveLength(1)
  for (const [years, found] of [
    ['year=2024&year=2025', 1],
    ['year=2025&year=2026', 1],
    ['year=2026&year=2024', 0],
  ] as const)
    expect(lines((await taken(world, `/api/v1/haicheng/proposals.csv?answered=late&${years}`)).body)).toHaveLength(
      found,
    )
  expect(lines((await taken(world, `/api/v1/haicheng/decisions.csv?${asked}`)).body)).toMatchObject([
    { number: '2025-0004', ask: '1', ask_text: '四季開放', decision: 'adopted', stands: 'true' },
    { number: '2025-0004', ask: '2', decision: 'not_adopted' },
  ])
  expect(lines((await taken(world, '/api/v1/haicheng/commitments.csv?state=open')).body)).toMatchObject([
    { id: '2025-0004-1', what: '加裝', due_on: '2026-09-30', agency_says: 'under_way' },
  ])
  expect(lines((await taken(world, '/api/v1/haicheng/commitments.csv?state=kept')).body)).toEqual([])
  const agencies = lines((await taken(world, '/api/v1/haicheng/agencies.csv')).body)
  expect(agencies.find(({ agency }) => agency === 'epb')).toMatchObject({
    cases: '2',
    answered: '1',
    answered_in_time: '0',
  })
  expect(lines((await taken(world, '/api/v1/haicheng/assignments.csv?agency=epb')).body)).toHaveLength(2)
  for (const empty of ['transfers', 'extensions'])
    expect(lines((await taken(world, `/api/v1/haicheng/${empty}.csv`)).body)).toEqual([])
})

test('the address of a page with an ending leads to its list as a file, with the same filters', async () => {
  const world = await city()
  const { statusCode, headers } = await taken(world, '/haicheng/archive.csv?topic=education&page=2&sort=newest')
  expect(statusCode).toBe(302)
  expect(headers.location).toMatch(/^\/api\/v1\/haicheng\/proposals\.csv\?topic=education&stage=resolved&stage=/)
  expect(lines((await taken(world, String(headers.location))).body)).toHaveLength(1)
  expect((await taken(world, '/haicheng/agencies.parquet')).headers.location).toBe('/api/v1/haicheng/agencies.parquet')
})

test('who says what they accept gets it', async () => {
  const world = await city()
  const list = await taken(world, '/api/v1/haicheng/proposals?stage=resolved', { accept: 'text/csv' })
  expect([list.statusCode, list.headers.location]).toEqual([303, '/api/v1/haicheng/proposals.csv?stage=resolved'])
  const agencies = await taken(world, '/api/v1/haicheng/agencies', { accept: 'application/x-ndjson' })
  expect(agencies.headers['content-type']).toContain('ndjson')
  expect(agencies.headers.vary).toContain('Accept')
  expect((await taken(world, '/api/v1/haicheng/agencies')).json().table).toBe('agencies')
  expect(formatAccepted('text/html,application/xhtml+xml,*/*;q=0.8')).toBe('json')
  expect(formatAccepted('application/json;q=0.2, text/csv;q=0.9')).toBe('csv')
})

test('what cannot be meant is refused in words, and pages mean nothing to a whole list', async () => {
  const world = await city()
  for (const wrong of ['?page=2', '?sort=newest', '?topic=nothing', '?colour=red', '?stage=draft']) {
    const { statusCode, headers } = await taken(world, `/api/v1/haicheng/proposals.csv${wrong}`)
    expect([wrong, statusCode]).toEqual([wrong, 400])
    expect(headers['content-type']).toContain('json')
  }
  expect((await taken(world, '/api/v1/haicheng/agencies.csv?topic=education')).statusCode).toBe(400)
  expect((await taken(world, '/api/v1/haicheng/commitments.csv?state=late')).statusCode).toBe(400)
  expect((await taken(world, '/api/v1/nowhere/proposals.csv')).statusCode).toBe(404)
})

test('a hidden case is in no file, and its own says that it is gone; what nobody has published is nowhere', async () => {
  const world = await city()
  await write(world.db, async (tx) => {
    await tx
      .update(proposals)
      .set({ hiddenAt: world.clock.now, hiddenReason: '誹謗' })
      .where(eq(proposals.number, '2025-0004'))
  })
  await givenCase(world, { number: '2026-0002', title: '草稿', stage: 'checking', publishedAt: null })
  for (const name of ['proposals', 'assignments', 'decisions', 'commitments'])
    for (const format of formats) {
      const { rawPayload } = await taken(world, `/api/v1/haicheng/${name}.${format}`)
      for (const secret of ['2025-0004', '2026-0002', '游泳池', '草稿', '四季開放'])
        expect({ name, format, secret, there: rawPayload.includes(secret) }).toEqual({
          name,
          format,
          secret,
          there: false,
        })
    }
  expect((await taken(world, '/haicheng/proposals/2025-0004.csv')).statusCode).toBe(410)
  expect((await taken(world, '/haicheng/proposals/2025-0004/cosignatures.csv')).statusCode).toBe(410)
  expect((await taken(world, '/haicheng/proposals/2026-0002.csv')).statusCode).toBe(404)
})

test('the co-signatures of a case by day, week and district: finished days alone, and small numbers not told', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', signed: { gangdong: 40, jiucheng: 12, shibi: 3 } })
  const at = '/haicheng/proposals/2026-0001/cosignatures'
  const rows = lines((await taken(world, `${at}.csv`)).body)
  expect(rows.filter(({ series }) => series === 'day')).toMatchObject([{ first_day: '2026-06-02', cosignatures: '55' }])
  expect(rows.filter(({ series }) => series === 'week')).toMatchObject([
    { first_day: '2026-06-01', last_day: '2026-06-07', cosignatures: '55' },
  ])
  const districts = rows.filter(({ series, cosignatures }) => series === 'district' && cosignatures !== '0')
  expect(districts.map((row) => [row.district, row.cosignatures, row.suppressed]).sort()).toEqual([
    ['gangdong', '40', 'false'],
    ['jiucheng', '', 'true'],
    ['shibi', '', 'true'],
  ])
  const shown = (await taken(world, '/haicheng/proposals/2026-0001.json')).json().cosignatures.by_district
  expect(shown.filter((d: { count: number | null }) => d.count !== 0).map((d: { count: number }) => d.count)).toEqual(
    expect.arrayContaining([40, null, null]),
  )
  for (const format of formats) expect((await taken(world, `/api/v1${at}.${format}`)).statusCode).toBe(200)
  world.clock.now = new Date('2026-06-02T23:00:00+08:00')
  const today = lines((await taken(world, `${at}.csv`)).body)
  expect(today, 'the day is not over; levels say no day').toMatchObject([{ series: 'level_1', cosignatures: '55' }])
})

test('beside each file lies what its columns mean, in both languages', async () => {
  const world = await city()
  for (const [name, table] of tablesByName) {
    const { statusCode, headers, body } = await taken(world, `/api/v1/haicheng/${name}.csv-metadata.json`)
    expect([name, statusCode]).toEqual([name, 200])
    expect(headers['content-type']).toContain('application/csvm+json')
    const json = JSON.parse(body)
    expect(json).toMatchObject({ '@context': ['http://www.w3.org/ns/csvw', {}], url: `${name}.csv` })
    const columns = json.tableSchema.columns as { name: string; 'dc:description': { '@value': string }[] }[]
    expect(columns.map((column) => column.name)).toEqual(Object.keys(table.columns))
    for (const column of columns)
      for (const words of column['dc:description']) expect(words['@value']).not.toMatch(/^data\.|^$/)
    for (const key of json.tableSchema.primaryKey) expect(Object.keys(table.columns)).toContain(key)
  }
  const { headers } = await taken(world, '/api/v1/haicheng/decisions.parquet')
  expect(headers.link).toContain('/api/v1/haicheng/decisions.csv-metadata.json>; rel="describedby"')
})

test('a long list comes whole, each case once, whatever narrows it', async () => {
  const world = await testWorld()
  const ids = await givenCases(
    world,
    Array.from({ length: 43 }, (_, i) => ({
      number: `2026-${String(i + 1).padStart(4, '0')}`,
      title: i % 2 ? '夜市停用一次性餐具' : '公車準時',
      topicCode: i % 3 ? 'nature' : 'education',
    })),
  )
  const found = async (narrowed: Partial<ListQuery>, slice: number) => {
    const all: string[] = []
    const query = { ...everything, ...narrowed }
    const { db, government, clock } = world
    for await (const some of idBatches(db.reads, government.id, query, clock.now, publicStages, slice))
      all.push(...some)
    return all
  }
  for (const slice of [1, 7, 43, 44]) expect(await found({}, slice)).toEqual(ids)
  expect(await found({ topic: ['education'] }, 5)).toEqual(ids.filter((_, i) => i % 3 === 0))
  expect(await found({ q: '公車' }, 5)).toEqual(ids.filter((_, i) => i % 2 === 0))
  expect(await found({ agency: ['epb'], year: [2026] }, 5)).toEqual(ids)
  expect(await found({ year: [2026] }, 5)).toEqual(ids)
  expect(await found({ year: [2025] }, 5)).toEqual([])
  const parquet = await parquetIn((await taken(world, '/api/v1/haicheng/proposals.parquet')).rawPayload)
  expect(parquet).toHaveLength(43)
})

test('whatever is written into a cell is read again, and nothing begins a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 6 }), (cells) => {
      const [read] = parse(csvLine(cells), { record_delimiter: '\r\n', skip_empty_lines: false }) as string[][]
      expect(read!.map((cell, i) => (cell === `'${cells[i]}` ? cells[i] : cell))).toEqual(cells)
      for (const cell of read!) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
    }),
  )
  expect(csvCell(-5), 'a number is no text').toBe('-5')
})
