// One wrong line never stops nor spoils the rest, in any file; it is refused by its number, with a reason.
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { standing } from '../../../src/import/counts.ts'
import { readLine } from '../../../src/import/join/line.ts'
import { caseOf } from '../../../src/import/join/map-case.ts'
import { makePlaces } from '../../../src/import/places.ts'
import { newReport, refuseIn, reportText } from '../../../src/import/report.ts'
import { storeCases } from '../../../src/import/store.ts'
import {
  aLine,
  anAnsweredLine,
  aReply,
  caseNow,
  countsOf,
  filesOf,
  importFiles,
  importLines,
} from '../../support/join.ts'
import { testWorld } from '../../support/world.ts'

const big5 = Buffer.from([0xbb, 0x4f, 0xa5, 0x5f, 0xa5, 0xab]) // 臺北市

/** The file's bytes, each line ended by `end`. */
const bytesOf = (lines: (string | object | Buffer)[], end = '\n') =>
  Buffer.concat(
    lines.flatMap((line) => [
      Buffer.isBuffer(line) ? line : Buffer.from(typeof line === 'string' ? line : JSON.stringify(line)),
      Buffer.from(end),
    ]),
  )

test.each([
  ['LF', '\n', ''],
  ['CRLF and a byte order mark', '\r\n', '\ufeff'],
  ['CR', '\r', ''],
])('what is wrong is refused by line, and the rest loads; ends of lines: %s', async (_, end, mark) => {
  const world = await testWorld()
  const inBig5 = Buffer.concat([Buffer.from('{"id":"x","title":"'), big5, Buffer.from('"}')])
  const pretty = JSON.stringify(aLine(7), null, 1).split('\n')
  const { file } = filesOf({ file: Buffer.from('') })
  const lines = [
    `${mark}${JSON.stringify(aLine(1))}`,
    inBig5,
    '{"id":"a\0b"}',
    [aLine(5), aLine(6)],
    aLine(2, { endorse_due_at: '9999-12-31T23:59:59+08:00' }),
    '',
    aLine(3),
    ...pretty,
    anAnsweredLine(4),
  ]
  writeFileSync(file!, bytesOf(lines, end))
  const { result, refused } = await importFiles(world, { file: file! })
  expect(result).toMatchObject({ imported: 3, refused: 4 + pretty.length })
  expect(refused.slice(0, 5)).toEqual([
    'line 2: is not UTF-8: perhaps it is Big5',
    'line 3: holds NUL characters: perhaps the file is UTF-16, not UTF-8',
    'line 4: a list: each line should hold one case',
    'line 5: endorse_due_at: is not a real date and time from 1900 to 2199',
    expect.stringMatching(/^lines 8 to \d+: not JSON: each line should hold one whole case$/),
  ])
  for (const n of [1, 3, 4]) expect((await caseNow(world, n)).title).toBe(`虛構案件 ${n}`)
})

test('rows of counts in Big5, doubled, negative or of a day that is none are refused, in each of the files', async () => {
  const world = await testWorld()
  const { id } = aLine(1)
  const {
    cases,
    counts,
    districts,
    [`${id}.csv`]: list,
  } = filesOf({
    cases: [aLine(1), aLine(2), aLine(3)],
    counts: bytesOf([
      'proposal_id,date,endorse_count',
      `${aLine(2).id},2017-05-01,-3`,
      `${aLine(2).id},9999-12-31,7`,
      `${aLine(2).id},2017-05-02,7`,
    ]),
    districts: bytesOf([
      'proposal_id,date,county,count',
      Buffer.concat([Buffer.from(`${aLine(3).id},2017-05-02,`), big5, Buffer.from(',9')]),
      `${aLine(3).id},2017-05-02,臺北市,5`,
      `${aLine(3).id},2017-05-02,臺北市,5`,
      `${aLine(3).id},2017-05-02,台北市,1`,
    ]),
    [`${id}.csv`]: bytesOf([
      'seq,endorsed_at,county,township,reason',
      '1,2017-04-04 08:00:00,臺北市,某區,"好',
      '2,2017-04-04 09:00:00,臺北市,某區,"真的',
      '很好"',
      '2,2017-04-04 09:00:00,臺北市,某區,',
      '3,2017-04-31 09:00:00,臺北市,某區,',
      '4,2017-04-05 09:00:00,臺北市,某區,',
    ]),
  })
  const { refused } = await importFiles(world, { file: cases!, counts, districts, endorsements: list })
  expect(refused).toEqual([
    'counts line 2: endorse_count: is not a whole number from 0',
    'counts line 3: date: is not a real day from 1900 to 2199',
    'districts line 2: is not UTF-8: perhaps it is Big5',
    'districts line 4: the same case, day and county as in line 3',
    `${id}.csv line 2: has a quotation mark that is not closed, or words after one that is`,
    `${id}.csv line 5: seq: the same as in line 3`,
    `${id}.csv line 6: endorsed_at: is not a real date and time from 1900 to 2199`,
  ])
  const totals = await Promise.all([1, 2, 3].map(async (n) => (await caseNow(world, n)).count))
  expect(totals).toEqual([3, 7, 6])
  expect(await countsOf(world, (await caseNow(world, 1)).id)).toEqual([
    { day: '', district: '', count: 1 }, // the line counts three, its list has two
    { day: '2017-04-04', district: 'taipei', count: 1 },
    { day: '2017-04-05', district: 'taipei', count: 1 },
  ])
})

test('what is hard to believe loads, is in the report, and every page of it can be read', async () => {
  const world = await testWorld()
  const lines = [
    aLine(1, { endorse_count: 1e15, endorse_period_days: 1e15 }),
    aLine(2, { endorse_count: -3 }),
    anAnsweredLine(3, {
      responses: [aReply('2017-04-01', { adoption_html: '同意。' })],
      response_due_at: '2018-06-10T00:00:00+08:00',
    }),
    anAnsweredLine(4, { responses: [aReply('2031-01-01', { adoption_html: '同意。' })] }),
    aLine(5, { approved_at: '2031-01-01T00:00:00+08:00', endorse_due_at: '2031-03-02T00:00:00+08:00' }),
    aLine(6, {
      submitted_at: '1900-01-01T00:00:00+08:00',
      approved_at: '2199-12-31T23:59:59+08:00',
      endorse_due_at: '1900-01-01T00:00:00+08:00',
    }),
    aLine(7, { endorse_goal: 1e15 }),
  ]
  const { result, report } = await importLines(world, lines, {
    counts: [`${lines[1]!.id},2031-05-01,4`, `${lines[1]!.id},2031-05-02,5`],
  })
  expect(result).toMatchObject({ imported: 7, refused: 0 })
  expect((await caseNow(world, 1)).count).toBe(1e15)
  for (const n of [1, 2, 3, 4, 5, 6, 7]) {
    const { number } = await caseNow(world, n)
    for (const end of ['', '.json', '?lang=zh-Hant'])
      expect([n, end, (await world.visitor().get(`/haicheng/proposals/${number}${end}`)).statusCode]).toEqual([
        n,
        end,
        200,
      ])
  }
  for (const address of ['', '/proposals', '/archive?sort=most_signed', '/agencies', '/agencies/X01'])
    expect([address, (await world.visitor().get(`/haicheng${address}`)).statusCode]).toEqual([address, 200])
  const text = reportText(report, ['made up.jsonl'], 'join.jsonl')
  for (const words of [
    'Hard to believe, and taken over as it is written (',
    'line 1: case 20170401-0001: 1,000,000,000,000,000 co-signatures',
    'line 2: case 20170401-0002: endorse_count is -3, below zero: it is left out',
    'line 3: case 20170401-0003: an agency answered 2017-04-01, before it was published 2017-04-03',
    'line 3: case 20170401-0003: an answer is due 2018-06-10, more than 12 months after the threshold was met',
    'line 4: case 20170401-0004: responded_at lies in the future: 2031-01-01',
    'line 5: case 20170401-0005: approved_at lies in the future: 2031-01-01',
  ])
    expect(text).toContain(words)
})

test('nothing from a file reaches the terminal as a command', () => {
  const report = newReport()
  refuseIn(report, 'a.jsonl')(1, 'title: \u001b[2J\u202egone\nline 2: fine')
  expect(reportText(report, [], '')).toBe('\n\nRefused lines (1)\n  a.jsonl line 1: title:  [2J gone line 2: fine\n')
})

test('a case that cannot be stored takes no other with it', async () => {
  const world = await testWorld()
  const at = world.clock.now
  const brought = [1, 2, 3].map((n) => {
    const read = readLine(JSON.stringify(aLine(n)))
    const c = caseOf(read.ok ? read.line : (undefined as never), 'Asia/Taipei')
    return { line: n, c, standing: standing(c.cosignatures), seenOn: '2017-05-01', seenIsGiven: false }
  })
  const platform = { name: 'JOIN', code: 'join', districts: {} }
  const places = await makePlaces(world.db, world.government, brought, platform, at)
  const ruleVersionId = (c: (typeof brought)[number]['c']) =>
    c === brought[1]!.c ? '00000000-0000-7000-8000-000000000000' : places.ruleVersionId(c)
  const context = { government: world.government, platform: 'JOIN', places: { ...places, ruleVersionId }, at }
  const refused: string[] = []
  const stored = await storeCases(
    world.db,
    brought,
    context,
    (line, reason) => refused.push(`${line}: ${reason}`),
    () => {},
  )
  expect([stored, refused]).toEqual([2, [expect.stringMatching(/^2: cannot be stored: .*foreign key/i)]])
  expect([(await caseNow(world, 1)).number, (await caseNow(world, 3)).number]).toEqual(['2017-0001', '2017-0002'])
})
