// Whoever mends a file reads the reasons: no field of any format, whatever is wrong with it, is refused in a programmer's words.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import type { Government } from '../../src/domain/governments/government.ts'
import { consul } from '../../src/import/formats/consul.ts'
import { decidim } from '../../src/import/formats/decidim.ts'
import type { Around, Format } from '../../src/import/formats/format.ts'
import { open311 } from '../../src/import/formats/open311.ts'
import { ukPetitions } from '../../src/import/formats/uk-petitions.ts'
import { readLine } from '../../src/import/join/line.ts'
import { readAs } from '../../src/import/read-as.ts'
import { aLine, anAnsweredLine } from '../support/join.ts'

const programmers = /invalid|expected|received|too (?:small|big)|[<>]=|undefined|NaN|\[object|9007199254740991/i
const wrong = [undefined, null, 5, -1, 1.5, 1e300, 'x', '', [], [5], [{}], {}, true, 'x'.repeat(2000)]

/** The record with each of its fields, at any depth, replaced by each wrong value. */
function* spoiled(record: object): Generator<object> {
  for (const key of Object.keys(record)) {
    const value = (record as { [key: string]: unknown })[key]
    for (const other of wrong) yield put(record, key, other)
    if (typeof value === 'object' && value !== null) for (const inner of spoiled(value)) yield put(record, key, inner)
  }
}
const put = (record: object, key: string, value: unknown): object =>
  Array.isArray(record) ? record.map((one, i) => (String(i) === key ? value : one)) : { ...record, [key]: value }

test('a line of JOIN', () => {
  const answered = anAnsweredLine(2, { lead_agencies: [{ oid_code: 'A', name: '局' }] })
  const reasons = [aLine(1), answered].flatMap((line) =>
    [...spoiled(line)].flatMap((one) => {
      const read = readLine(JSON.stringify(one))
      return read.ok ? [] : [read.reason]
    }),
  )
  expect(reasons).toContain('title: is missing')
  expect(reasons).toContain('endorse_count: must be a whole number, not 1.5')
  expect(reasons).toContain('lead_agencies 1, name: must have at most 500 characters')
  expect(reasons.filter((reason) => programmers.test(reason))).toEqual([])
  for (const json of ['5', 'null', 'true', '"x"', '{}'])
    expect(readLine(json)).toEqual({
      ok: false,
      reason: expect.stringMatching(/^(?:record: must be an object with fields, not |id: is missing$)/),
    })
})

const petition = {
  ...{ type: 'petition', id: 1, links: { self: 'https://petition.parliament.uk/petitions/1.json' } },
  attributes: {
    ...{ action: 'Lamps', background: 'Dark.', additional_details: 'Very.', state: 'rejected', signature_count: 42 },
    ...{ created_at: '2026-03-01T09:00:00.000Z', opened_at: '2026-03-04T09:00:00.000Z', closed_at: null },
    ...{ rejection: { code: 'no-action', details: 'None.' }, departments: [{ acronym: 'DfT', name: 'Transport' }] },
    ...{ government_response: { responded_on: '2026-05-01', created_at: '2026-05-01T09:00:00Z', summary: 'No.' } },
    ...{ debate: { overview: 'Held.', transcript_url: 'https://hansard.example/1' } },
  },
}
const older = {
  ...{ _about: 'http://data.parliament.uk/1', created: { _value: '2016-03-01' }, identifier: { _value: '1' } },
  ...{ label: { _value: 'Lamps' }, numberOfSignatures: 5, status: 'open' },
}
const request = {
  ...{ service_request_id: '1', title: 'Hole', service_name: 'Road', service_code: 3, description: 'Deep.' },
  ...{ status: 'closed', status_notes: 'Filled.', agency_responsible: { recipient: ['Roads'] } },
  ...{ requested_datetime: '2026-04-14T06:37:38-08:00', updated_datetime: '2026-05-01T06:37:38-08:00' },
  ...{ media_url: 'https://m.example/1.jpg', comment_count: 1 },
}
const cells = (columns: string[], row: string[]) => ({ columns, row })
const decidimRow = cells(
  ['id', 'participatory_space/id', 'title/en', 'state', 'votes', 'published_at', 'answered_at', 'attachments'],
  ['1', '2', 'Lamps', 'accepted', '3', '2021-05-04 10:11:12 UTC', '2021-05-05', '0'],
)
const consulRow = cells(
  ['id', 'title', 'cached_votes_up', 'created_at', 'retired_at'],
  ['1', 'Lamps', '3', '2016-03-02 17', ''],
)

const lines = (records: object[]) => JSON.stringify(records).replaceAll('},{', '},\n{')
const sheet = ({ columns, row }: typeof consulRow) =>
  [columns, ...row.flatMap((_, i) => ['', 'x', '-1', '1.5', '9999-12-31'].map((v) => row.with(i, v)))]
    .map((one) => one.join(','))
    .join('\n')

test.each<[string, Format, string]>([
  ['a petition', ukPetitions, lines([...spoiled(petition)])],
  ['an older petition', ukPetitions, lines([...spoiled(older)])],
  ['a service request', open311, lines([...spoiled(request)])],
  ['a proposal of Decidim', decidim, sheet(decidimRow)],
  ['a proposal of Consul', consul, sheet(consulRow)],
])('%s', async (_, format, content) => {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-reasons-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'file'), content)
  const around = { government: { languages: ['en'], timeZone: 'Asia/Taipei' }, rules: { threshold: 5, days: 60 } }
  const at = new Date('2026-06-18T01:00:00Z')
  const reasons: string[] = []
  const reading = format.read(
    join(folder, 'file'),
    { ...around, government: around.government as unknown as Government, seenOn: '2026-06-18', at } satisfies Around,
    (_line, reason) => reasons.push(reason),
  )
  for await (const _case of reading);
  expect(reasons.length).toBeGreaterThan(5)
  expect(reasons.filter((reason) => programmers.test(reason))).toEqual([])
})

test('a field is named as people count, and a choice says what there is', () => {
  const shape = z.object({
    files: z.array(z.object({ state: z.enum(['kept', 'dropped', 'changed']), day: z.iso.date() })),
  })
  const reason = (value: unknown) => readAs(shape, value)
  expect(reason({ files: [{ state: 'kept', day: '2026-02-30' }] })).toEqual({
    ...{ ok: false, reason: 'files 1, day: must be a day like 2018-09-11' },
  })
  expect(reason({ files: [{ state: 'kept', day: '2026-02-03' }, { state: 'late' }] })).toEqual({
    ...{ ok: false, reason: 'files 2, state: must be kept, dropped or changed' },
  })
  expect(reason(null)).toEqual({ ok: false, reason: 'record: must be an object with fields, not null' })
})
