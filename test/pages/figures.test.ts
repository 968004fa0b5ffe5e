// The pages of figures: what they show is what their files say, and few cases are named instead of a share.
import { load } from 'cheerio'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { listGovernments } from '../../src/domain/governments/store.ts'
import { formats } from '../../src/open-data/datasets/formats.ts'
import { answeredOn, due, givenCase, givenCases } from '../support/cases.ts'
import { makeElsewhere } from '../support/city.ts'
import { testWorld, type World } from '../support/world.ts'

const lines = (text: string) =>
  parse(text, { columns: true, bom: true, record_delimiter: '\r\n' }) as { [column: string]: string }[]
const taken = async (world: World, url: string) => world.app.inject({ method: 'GET', url })

async function someCity() {
  const world = await testWorld()
  await givenCases(world, [
    ...Array.from({ length: 6 }, (_, i) => ({
      ...{
        number: `2026-000${i + 1}`,
        topicCode: 'environment',
        ...answeredOn(`2026-03-${10 + i}`),
        decisions: ['adopted' as const],
      },
    })),
    { number: '2026-0007', ...answeredOn('2026-04-20', 'not_adopted'), decisions: ['not_adopted'] },
    { number: '2026-0008', ...due },
    { number: '2025-0001', ...answeredOn('2026-03-30'), lead: world.agencies.transport },
    { number: '2025-0002', ...due, lead: world.agencies.transport },
    { number: '2026-0009', stage: 'expired', count: 5, threshold: 100 },
    {
      number: '2025-0003',
      thresholdMetAt: new Date('2025-05-02T10:00:00+08:00'),
      stage: 'resolved',
      publishedAt: new Date('2025-04-02T10:00:00+08:00'),
      answerDueBefore: new Date('2025-07-03T00:00:00+08:00'),
      answeredAt: new Date('2025-06-01T10:00:00+08:00'),
    },
  ])
  return world
}

test('page, JSON and CSV say the same numbers', async () => {
  const world = await someCity()
  for (const [query, scope] of [
    ['', 'year'],
    ['?agency=epb', 'year'],
    ['?topic=environment', 'year'],
    ['?year=2026', 'all'],
  ] as const) {
    const $ = load((await world.visitor().get(`/haicheng/figures${query}`)).body)
    const section = $('#on_time').closest('section')
    const file = section.find('a[type="text/csv"]').attr('href')!
    expect(file).toContain(`scope=${scope}`)
    const csv = lines((await taken(world, file)).body)
    const json = (await taken(world, file.replace('.csv', '.json'))).json().data as { [column: string]: unknown }[]
    expect(json.map((row) => Object.values(row).map((value) => (value === null ? '' : String(value))))).toEqual(
      csv.map((row) => Object.values(row)),
    )
    const rows = section
      .find('tbody tr')
      .toArray()
      .map((row) =>
        $(row)
          .children()
          .toArray()
          .map((cell) => $(cell).text().trim()),
      )
    const shown = rows.length > csv.length ? rows.slice(0, -1) : rows // all years together stand last
    expect(shown.map((row) => row.slice(1, 5))).toEqual(
      csv.map((row) => [
        row.answered_in_time,
        String(Number(row.answered) - Number(row.answered_in_time)),
        row.overdue,
        row.not_due_yet,
      ]),
    )
    expect(shown.map((row) => row[5]!.replaceAll('\u2060', ''))).toEqual(
      csv.map((row) =>
        row.on_time_percent
          ? `${row.on_time_percent} %`
          : Number(row.answered) + Number(row.overdue)
            ? `${row.answered_in_time} of ${Number(row.answered) + Number(row.overdue)}`
            : '–',
      ),
    )
    expect(csv.length).toBeGreaterThan(0)
  }
})

test('under five cases there is no share: they are named, each with what became of it', async () => {
  const world = await someCity()
  const $ = load((await world.visitor().get('/haicheng/figures?agency=transport')).body)
  const listed = $('#on_time').closest('section')
  expect(listed.text()).toContain('There are fewer than five cases')
  const links = listed.find('ul.bullets a').toArray()
  expect(links.map((link) => $(link).attr('href'))).toEqual([
    '/haicheng/proposals/2025-0001',
    '/haicheng/proposals/2025-0002',
  ])
  expect(listed.find('ul.bullets').text()).toMatch(/2025-0001\s+In time\s+2025-0002\s+Overdue/)
})

test('every picture has a name, a description and its table, file and method beside it', async () => {
  const world = await someCity()
  const visitor = world.visitor()
  for (const path of ['/haicheng/figures', '/figures', '/haicheng/figures?topic=environment&year=2026']) {
    await visitor.read(path) // well built
    const $ = load((await visitor.get(path)).body)
    const pictures = $('svg.plot').toArray()
    expect(pictures.length).toBeGreaterThan(5)
    for (const svg of pictures) {
      for (const id of $(svg).attr('aria-labelledby')!.split(' ')) expect($(`#${id}`).text().trim()).not.toBe('')
      const section = $(svg).closest('section')
      expect(section.find('table caption').length).toBe(1)
      const [csv, , method] = section
        .find('p.phrases a')
        .toArray()
        .map((a) => $(a).attr('href')!)
      expect((await taken(world, csv!)).statusCode, csv).toBe(200)
      expect($(method!).length, method).toBe(1)
    }
    const ids = $('[id]')
      .toArray()
      .map((one) => $(one).attr('id'))
    expect(new Set(ids).size).toBe(ids.length)
  }
})

test('nobody is ranked: agencies and governments keep the order of their lists, whatever their shares', async () => {
  const world = await someCity()
  const csv = lines((await taken(world, '/api/v1/haicheng/figures.csv?scope=agency')).body)
  const listed = lines((await taken(world, '/api/v1/haicheng/agencies.csv')).body).map(({ agency }) => agency)
  expect(csv.map(({ agency }) => agency)).toEqual(listed.filter((code) => csv.some(({ agency }) => agency === code)))
  await makeElsewhere(world.db)
  const order = (await listGovernments(world.db.reads)).map(({ slug }) => slug)
  expect(order).toHaveLength(2)
  const national = lines((await taken(world, '/api/v1/figures.csv?scope=all')).body)
  expect(national.map(({ government }) => government)).toEqual(order)
  const $ = load((await world.visitor().get('/figures')).body)
  const names = $('#cohort-government ~ div tbody th a')
    .toArray()
    .map((a) => $(a).attr('href'))
  expect(names).toEqual(order.map((slug) => `/${slug}/figures`))
})

test('what was refused, merged, withdrawn or hidden stays in what is counted', async () => {
  const world = await testWorld()
  await givenCases(world, [
    { number: '2026-0001', stage: 'refused', publishedAt: null },
    { number: '2026-0002', ...answeredOn('2026-04-20'), hiddenAt: new Date('2026-05-01T00:00:00+08:00') },
  ])
  const target = await givenCase(world, { number: '2026-0003' })
  await givenCase(world, { number: '2026-0004', stage: 'merged', mergedIntoId: target, publishedAt: null })
  const [all] = lines((await taken(world, '/api/v1/haicheng/figures.csv?scope=all')).body)
  expect(all).toMatchObject({ submitted: '4', refused: '1', merged: '1', answered: '1', answered_in_time: '0' })
})

test('what cannot be meant is refused in words, on the page and in the data', async () => {
  const world = await someCity()
  for (const query of ['agency=nobody', 'topic=nothing', 'year=abc', 'scope=whole', 'colour=red']) {
    expect((await world.visitor().get(`/haicheng/figures?${query}`)).statusCode, query).toBe(400)
    expect((await taken(world, `/api/v1/haicheng/figures.csv?${query}`)).statusCode, query).toBe(400)
  }
  expect((await taken(world, '/api/v1/figures.json?scope=agency')).json().data.length).toBe(2)
  for (const query of ['scope=whole', 'agency=epb'])
    expect((await taken(world, `/api/v1/figures.json?${query}`)).statusCode, query).toBe(400)
  for (const format of formats) expect((await taken(world, `/api/v1/figures.${format}`)).statusCode).toBe(200)
})
