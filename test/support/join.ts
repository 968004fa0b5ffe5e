// Invented lines of JOIN's files, and imports of them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { asc, eq } from 'drizzle-orm'
import { onTestFinished } from 'vitest'

import type { JoinFiles } from '../../src/import/join/count-files.ts'
import { importJoin } from '../../src/import/join/import-join.ts'
import { type Finding, findingLines } from '../../src/import/report.ts'
import { cosignatureCounts } from '../../src/schema/cosignatures.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { record } from '../../src/schema/record.ts'
import type { Source, Stage } from '../../src/schema/values.ts'
import type { World } from './world.ts'

export const idOf = (n: number) => `00000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`

/** A case that gathered in the summer of 2017, as its line in the file. */
export const aLine = (n: number, more: object = {}) => ({
  ...{ id: idOf(n), case_number: `20170401-00${String(n).padStart(2, '0')}`, title: `虛構案件 ${n}`, summary: '' },
  ...{ content_html: '<p>人行道太窄。</p>', impact_html: '<p>走得安全。</p>', status_raw: 'FirstSigned' },
  ...{ endorse_count: 3, endorse_goal: 5, endorse_period_days: 60 },
  submitted_at: '2017-04-01T10:00:00+08:00',
  approved_at: '2017-04-03T10:00:00+08:00',
  endorse_due_at: '2017-06-03T00:00:00+08:00',
  ...{ threshold_met_at: null, response_due_at: null },
  lead_agencies: [{ oid_code: 'X01', name: '虛構部' }],
  support_agencies: [{ oid_code: 'X02', name: '想像署' }],
  ...{ source_url: `https://join.example/${n}`, responses: [] },
  ...more,
})

/** What an agency wrote, as it stands in a line. */
export const aReply = (day: string, more: object = {}) => ({
  ...{ agency: '虛構部', responded_at: `${day}T09:00:00+08:00` },
  ...{ analysis_html: '', deliberation_html: '', adoption_html: '', follow_up_html: '', attachments: [] },
  ...more,
})

/** A case that met its threshold on 10 April, was due on 10 June and was answered on 1 June. */
export const anAnsweredLine = (n: number, more: object = {}) =>
  aLine(n, {
    ...{ status_raw: 'Completed', endorse_count: 7 },
    threshold_met_at: '2017-04-10T00:00:00+08:00',
    response_due_at: '2017-06-10T00:00:00+08:00',
    responses: [aReply('2017-06-01', { adoption_html: '<p>同意加寬。</p>' })],
    ...more,
  })

/** Files in a folder that goes with the test. Lines that are objects become JSON. */
export function filesOf(contents: { [name: string]: (string | object)[] | Buffer }): { [name: string]: string } {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-import-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return Object.fromEntries(
    Object.entries(contents).map(([name, content]) => {
      const path = join(folder, name)
      const line = (one: string | object) => (typeof one === 'string' ? one : JSON.stringify(one))
      writeFileSync(path, Buffer.isBuffer(content) ? content : `${content.map(line).join('\n')}\n`)
      return [name, path]
    }),
  )
}

type Given = { counts?: string[]; districts?: string[]; list?: { of: number; rows: string[] }; seen?: string }

/** Imports these lines, at the world's moment, with CSV rows under their headings. */
export async function importLines(world: World, lines: (string | object)[], given: Given = {}) {
  const files = filesOf({
    'join.jsonl': lines,
    ...(given.counts ? { 'counts.csv': ['proposal_id,date,endorse_count', ...given.counts] } : {}),
    ...(given.districts ? { 'districts.csv': ['proposal_id,date,county,count', ...given.districts] } : {}),
    ...(given.list
      ? { [`${idOf(given.list.of)}.csv`]: ['seq,endorsed_at,county,township,reason', ...given.list.rows] }
      : {}),
  })
  return importFiles(world, {
    file: files['join.jsonl']!,
    counts: files['counts.csv'],
    districts: files['districts.csv'],
    endorsements: given.list && files[`${idOf(given.list.of)}.csv`],
    seen: given.seen,
  })
}

export async function importFiles(world: World, files: JoinFiles) {
  const { result, report } = await importJoin(world.db, world.government, files, world.clock.now)
  const lines = (findings: Finding[]) => findingLines(findings, basename(files.file))
  return { result, refused: lines(report.refused), warned: lines(report.warnings), report }
}

export const caseNow = async ({ db }: World, n: number) =>
  (
    await db.reads
      .select()
      .from(proposals)
      .where(eq(proposals.sourceId, idOf(n)))
  )[0]!

export const countsOf = ({ db }: World, id: string) =>
  db.reads
    .select({ day: cosignatureCounts.day, district: cosignatureCounts.districtCode, count: cosignatureCounts.count })
    .from(cosignatureCounts)
    .where(eq(cosignatureCounts.proposalId, id))
    .orderBy(asc(cosignatureCounts.day), asc(cosignatureCounts.districtCode))

export const entriesOf = ({ db }: World, id: string) =>
  db.reads
    .select()
    .from(record)
    .where(eq(record.proposalId, id))
    .orderBy(asc(record.recordedAt), asc(record.occurredAt), asc(record.id))

export const moment = (local: string) => new Date(`${local.replace(' ', 'T')}+08:00`)

/** For rows that a test writes itself. */
export const sourceSaying = (stage: Stage): Source => ({
  ...{ name: 'JOIN', number: null, url: null, status: 'FirstSigned', stage },
  ...{ digest: null, series: null, images: 0, attachments: [] },
})
