// Cases of other platforms, invented ones in the columns and fields that those platforms write.
import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { formatOf, type Importing, importFile } from '../../src/import/formats/import-file.ts'
import { findingLines, reportText } from '../../src/import/report.ts'
import { refusalReasons } from '../../src/schema/lists.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { record } from '../../src/schema/record.ts'
import { asked, consulCsv, decidimCsv, fileOf, petition, petitions, requests } from '../support/foreign-files.ts'
import { testWorld, type World } from '../support/world.ts'

const rules = { threshold: 5, days: 60 }

async function imported(world: World, file: string, more: Partial<Importing> = {}) {
  const from = formatOf(file) ?? 'none'
  const { result, report } = await importFile(
    world.db,
    world.government,
    { file, from, rules, ...more },
    world.clock.now,
  )
  const found = (topic: string) =>
    findingLines(
      report.warnings.filter((one) => one.topic === topic),
      'file',
    )
  return { result, report, from, refused: findingLines(report.refused, 'file'), found }
}

const jsonOf = async (world: World, sourceNumber: string) => {
  const all = await world.db.reads.select().from(proposals)
  const one = all.find(({ source }) => source?.number === sourceNumber)
  return (await world.visitor().get(`/api/v1/haicheng/proposals/${one?.number}`)).json()
}

const listOf = (all: object[]) => JSON.stringify({ links: { self: 'x', next: null }, data: all }, null, 2)

test('petitions of the UK come with both thresholds, their response, their debate, and why they were rejected', async () => {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const bad = [
    { type: 'petition', id: 7, attributes: { action: 'Hidden', state: 'hidden', created_at: '2026-01-01' } },
    petition(1),
  ]
  const file = fileOf(listOf([...petitions, ...bad]))
  const { result, refused, found, from } = await imported(world, file, { rules: null, seen: '2026-06-18' })
  expect(from).toBe('uk-petitions')
  expect(result).toMatchObject({ imported: 6, corrected: 0, already: 0 })
  expect(refused).toEqual([
    expect.stringMatching(/^line \d+: attributes, state: is no state of a public petition$/),
    expect.stringMatching(/^line \d+: the same case as in line \d+$/),
  ])
  expect(found('implausible')).toEqual([
    expect.stringContaining('case 6: 1,000,000,000,000 co-signatures'),
    expect.stringContaining('case 6: answered 2020-01-01, before it was published 2026-03-04'),
  ])
  const gathering = await jsonOf(world, '1')
  expect(gathering).toMatchObject({
    ...{ stage: 'gathering', title: 'Petition 1', problem: 'Streets are dark.\n\nVery dark.', author: null },
    ...{ rules: { threshold: 10_000 }, cosignatures: { count: 42 }, as_seen_on: '2026-06-18' },
    source: {
      name: 'UK Parliament petitions',
      number: '1',
      url: 'https://petition.parliament.uk/petitions/1',
      status: 'open',
    },
    agencies: [{ code: 'DfT', role: 'lead' }],
  })
  expect(gathering.closes_at).toBe('2026-09-05T06:59:59+08:00') // six months, to the end of a day in London
  expect(await jsonOf(world, '2')).toMatchObject({
    stage: 'review',
    threshold_met_at: '2026-04-01T00:00:00+08:00',
    answer_due_at: null,
  })
  const answered = await jsonOf(world, '3')
  expect(answered).toMatchObject({ stage: 'resolved', outcome: 'answered', answered_in_time: null, asks: [] })
  expect(answered.answers).toMatchObject([{ agency: { code: 'DfT' }, analysis: 'We will look.\n\nLamps cost money.' }])
  expect(answered.updates.map(({ body }: { body: string }) => body)).toEqual([
    'Reached 100,000 signatures: considered for a debate in Parliament.',
    'Members agreed.\n\nhttps://hansard.example/1',
  ])
  expect(await jsonOf(world, '4')).toMatchObject({
    ...{ stage: 'refused', outcome: 'refused', published_at: null, closes_at: null, agencies: [] },
    refusal: {
      reason: { code: 'uk-duplicate' },
      words: 'There is one like it.',
      decided_at: '2026-03-08T17:00:00+08:00',
    },
  })
  expect((await world.visitor().get(`/haicheng/proposals/${(await jsonOf(world, '4')).number}`)).body).toContain(
    'There is one like it.',
  )
  expect(await jsonOf(world, '5')).toMatchObject({ stage: 'expired', outcome: 'expired' })
  const everything = JSON.stringify(await world.db.reads.select().from(proposals))
  expect(everything).not.toContain('Somebody Real')
})

test('the older set of the UK’s petitions meets the list: the same petition is one case, corrected', async () => {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const older = (id: number, more: object = {}) => ({
    ...{
      _about: `http://data.parliament.uk/resources/${id}`,
      created: { _value: '2026-03-01T09:00:00.000Z', _datatype: 'dateTime' },
    },
    ...{
      identifier: { _value: String(id) },
      label: { _value: `Petition ${id}` },
      numberOfSignatures: 40,
      status: 'open',
      ...more,
    },
  })
  const first = await imported(
    world,
    fileOf(JSON.stringify([older(1), older(9)], null, 0).replaceAll('},{"_about', '},\n{"_about')),
    { rules: null },
  )
  expect([first.from, first.result]).toMatchObject(['uk-petitions', { imported: 2, refused: 0 }])
  const file = fileOf(listOf(petitions))
  const second = await imported(world, file, { rules: null })
  expect(second.result).toMatchObject({ imported: 5, corrected: 1, already: 0 })
  expect((await imported(world, file, { rules: null })).result).toMatchObject({ imported: 0, corrected: 0, already: 6 })
  expect((await jsonOf(world, '1')).cosignatures.count).toBe(42)
})

test('a note that only says that a request came in, or nothing, answers none', async () => {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const notes = [
    ...[
      'Thank you for your report.',
      'Acknowledged.',
      'Forwarded to Roads.',
      '您的意見已收悉，將轉請權責單位參考。',
      'N/A',
    ],
    'Thank you for your report. The hole was filled on Monday.',
  ]
  const file = fileOf(
    JSON.stringify(
      notes.map((note, i) => ({ ...asked, service_request_id: String(i), title: 'Hole', status_notes: note })),
    ),
  )
  const { found, result } = await imported(world, file)
  expect(result).toMatchObject({ imported: notes.length, refused: 0 })
  const answered = await Promise.all(notes.map(async (_, i) => (await jsonOf(world, String(i))).answers.length))
  expect(answered).toEqual([0, 0, 0, 0, 0, 1])
  expect((await jsonOf(world, '0')).updates).toMatchObject([{ body: notes[0] }])
  expect(found('unsaid')).toContain(
    '6 of 6 cases have no count of co-signatures: pages and data say that it is not known',
  )
})

test('a first line that is not UTF-8 spoils nothing but itself, though the list began in it', async () => {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const one = (id: number) => JSON.stringify({ ...asked, service_request_id: id, title: 'Hole' })
  const big5 = Buffer.concat([
    Buffer.from(`[{"service_request_id":1,"title":"`),
    Buffer.from([0xa4, 0xa4]),
    Buffer.from('"},\n'),
  ])
  const { result, refused } = await imported(
    world,
    fileOf(Buffer.concat([big5, Buffer.from(`${one(2)},\n${one(3)}]`)])),
    { from: 'open311' },
  )
  expect(result).toMatchObject({ imported: 2 })
  expect(refused).toEqual(['line 1: is not UTF-8: perhaps it is Big5'])
})

test('of a file that is one line, as interfaces answer it, the report says which record was refused', async () => {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const one = (id: number, more: object) => ({ ...asked, service_request_id: id, title: 'Hole', ...more })
  const list = [one(1, {}), one(2, { requested_datetime: 'yesterday' }), one(3, {}), one(4, { status: '' })]
  const { result, report, refused } = await imported(world, fileOf(JSON.stringify(list)), { from: 'open311' })
  expect(result).toMatchObject({ imported: 2, refused: 2 })
  expect(refused.map((words) => words.slice(0, 17))).toEqual(['line 1: record 2:', 'line 1: record 4:'])
  expect(reportText(report, [], 'file')).toContain('Refused lines (2)')
})

test('the report’s headings count what the summary counts, also where neighbours are told in one line', () => {
  const refused = [4, 5, 6, 9].map((line) => ({ file: 'a.csv', line, reason: 'not JSON' }))
  expect(reportText({ refused, warnings: [] }, [], 'a.csv').trim().split('\n')).toEqual([
    ...['Refused lines (4)', '  lines 4 to 6: not JSON', '  line 9: not JSON'],
  ])
})

test('a count of 10^15 is taken with a warning on every platform; what no number holds is refused as that', async () => {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const row = (id: number, supports: string) =>
    `${id};;;2;https://d.example/p;3;Lamps;;text;;D-${id};;${supports};0;2026-05-20 10:00:00 UTC;;;`
  const sheet = [decidimCsv.split('\n')[0], row(1, '1000000000000000'), row(2, '1000000000000000000')].join('\n')
  const { refused, found } = await imported(world, fileOf(sheet))
  expect(found('implausible')).toEqual(['line 2: case D-1: 1,000,000,000,000,000 co-signatures'])
  expect(refused).toEqual(['line 3: supports: is more than can be counted'])
})

test('a closed petition with the signatures that oblige to respond is not one that lacked them', async () => {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const older = {
    ...{ created: { _value: '2016-03-01T09:00:00.000Z' }, identifier: { _value: '7' }, label: { _value: 'Lamps' } },
    ...{ numberOfSignatures: 688_535, status: 'closed' },
  }
  const listed = { ...petition(8, { state: 'closed', signature_count: 10_000, closed_at: '2026-05-01T09:00:00.000Z' }) }
  const few = { ...older, identifier: { _value: '9' }, numberOfSignatures: 9_999 }
  const { found } = await imported(world, fileOf(JSON.stringify([older, listed, few])), { rules: null })
  for (const number of ['7', '8'])
    expect(await jsonOf(world, number)).toMatchObject({ stage: 'last_seen', outcome: null, threshold_met_at: null })
  expect(await jsonOf(world, '9')).toMatchObject({ stage: 'expired', outcome: 'expired' })
  expect(found('unsaid')).toEqual([expect.stringContaining('case 7: it has the signatures that oblige to respond')])
})

test('proposals of Decidim come in the government’s language with their state as it is written, by rules that somebody gives', async () => {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const file = fileOf(`\uFEFF${decidimCsv}\n`)
  await expect(imported(world, file, { rules: null })).rejects.toThrow(/--threshold and --days/)
  const { result, refused, found, from } = await imported(world, file)
  expect(from).toBe('decidim')
  expect(result).toMatchObject({ imported: 4, refused: 2 })
  expect(refused).toEqual([
    'line 7: title: is empty',
    'line 8: published_at: is not a real date and time from 1900 to 2199',
  ])
  expect(found('unsaid')).toEqual([
    'line 6: case D-14: it is rejected, and no day of an answer is given: the answer is left out',
  ])
  expect(await jsonOf(world, 'D-11')).toMatchObject({
    ...{
      stage: 'resolved',
      outcome: 'answered',
      title: 'Lamps',
      problem: 'Too dark; and narrow.',
      place: 'Main St. 1',
    },
    ...{
      rules: { threshold: 5, cosigning_days: 60 },
      cosignatures: { count: 17 },
      answered_at: '2026-03-01T17:00:00+08:00',
    },
    answers: [{ analysis: 'Yes.', adoption: 'accepted' }],
  })
  expect(await jsonOf(world, 'D-12')).toMatchObject({
    stage: 'gathering',
    title: '長凳',
    closes_at: '2026-07-19T23:59:59+08:00',
  })
  expect(await jsonOf(world, 'D-13')).toMatchObject({ stage: 'withdrawn' })
})

test('proposals of Consul come to the hour; what has passed meanwhile is last seen, what its author retired is withdrawn', async () => {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const { result, refused, found, from } = await imported(world, fileOf(consulCsv), { seen: '2026-06-17' })
  expect(from).toBe('consul')
  expect(result).toMatchObject({ imported: 3, refused: 1 })
  expect(refused).toEqual(['line 5: cached_votes_up: is not a whole number'])
  expect(found('unsaid')).toEqual([expect.stringContaining('There is another')])
  expect(await jsonOf(world, '1')).toMatchObject({
    ...{
      stage: 'gathering',
      problem: 'Shade\n\nMore "trees"\n\nhttps://t.example',
      submitted_at: '2026-05-03T01:00:00+08:00',
    },
    ...{ cosignatures: { count: 120, by_day: [], undated: 120 }, as_seen_on: '2026-06-17' },
  })
  expect(await jsonOf(world, '2')).toMatchObject({ stage: 'last_seen', outcome: null, ended_at: null })
  expect(await jsonOf(world, '3')).toMatchObject({ stage: 'withdrawn', ended_at: null })
})

test('service requests of Open311 come with the note that closed them, and say so where none did', async () => {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const { result, refused, found, from } = await imported(
    world,
    fileOf(JSON.stringify({ service_requests: requests }, null, 1)),
  )
  expect(from).toBe('open311')
  expect(result).toMatchObject({ imported: 3, refused: 1 })
  expect(refused).toEqual([expect.stringMatching(/requested_datetime: is not a real date and time from 1900 to 2199$/)])
  expect(found('unsaid')).toEqual([
    '3 of 3 cases have no count of co-signatures: pages and data say that it is not known',
    expect.stringContaining('case 103: it is closed, and no answer with a day stands in the file'),
  ])
  expect(found('left_out')).toEqual([expect.stringContaining('image https://m.example/1.jpg')])
  expect(await jsonOf(world, '101')).toMatchObject({
    ...{ stage: 'resolved', title: 'Hole', place: '8th St', agencies: [{ name: { 'zh-Hant': 'Roads' } }] },
    ...{ answers: [{ analysis: 'Filled.' }], source: { not_taken_over: { images: 1 } } },
  })
  expect(await jsonOf(world, '102')).toMatchObject({ stage: 'gathering', updates: [{ body: 'On its way.' }] })
  expect(await jsonOf(world, '103')).toMatchObject({ stage: 'resolved', answered_at: null, answers: [] })
})

test('a trial writes nothing and counts what would be; a second run of every format changes nothing', async () => {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const files = [listOf(petitions), decidimCsv, consulCsv, JSON.stringify(requests, null, 2)].map((content) =>
    fileOf(content),
  )
  const all = async () => [
    await world.db.reads.select().from(proposals).orderBy(asc(proposals.id)),
    await world.db.reads.select().from(record).orderBy(asc(record.id)),
    await world.db.reads
      .select()
      .from(refusalReasons)
      .where(eq(refusalReasons.governmentId, world.government.id))
      .orderBy(asc(refusalReasons.id)),
  ]
  const empty = await all()
  const would = []
  for (const file of files) would.push((await imported(world, file, { isTrial: true })).result)
  expect(await all()).toEqual(empty)
  for (const [i, file] of files.entries()) expect((await imported(world, file)).result).toEqual(would[i])
  const before = await all()
  for (const [i, file] of files.entries()) {
    const { result, report } = await imported(world, file)
    expect(result).toMatchObject({ imported: 0, corrected: 0, already: would[i]!.imported })
    expect(reportText(report, ['head'], 'file')).toMatch(/^head\n/)
  }
  expect(await all()).toEqual(before)
})

test('a file that could be anything, or nothing, is not guessed at', () => {
  for (const content of ['id,title\n1,x\n', '[]', '', '{"a":1}', '"service_request_id" "type":"petition"'])
    expect([content, formatOf(fileOf(content))]).toEqual([content, null])
})
