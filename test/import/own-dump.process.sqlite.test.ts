// What one Fuyi exports another imports with nothing public lost: the demonstration, with every stage, answer, commitment, transfer and
// extension that it has, goes out, into an empty deployment, and out again; every file and every address of data and feeds is the same.
import { readdirSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { fillDemonstration } from '../../src/demo/content.ts'
import { addGovernment } from '../../src/domain/governments/commands.ts'
import { findGovernment, listGovernments } from '../../src/domain/governments/store.ts'
import { importDump } from '../../src/import/dump/import-dump.ts'
import { unevenCounts } from '../../src/operations/consistency.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { write } from '../../src/platform/db/write.ts'
import { testDatabase } from '../support/database.ts'
import { testConfig } from '../support/deps.ts'
import { exported, filesIn, listIn, publicOrigin, withoutImportNotes } from '../support/public-bytes.ts'

const now = new Date('2026-11-25T15:00:00+08:00')
let source: Database
let copy: Database

beforeAll(async () => {
  source = await testDatabase()
  await fillDemonstration(source, now)
  copy = await testDatabase()
})

async function moved() {
  const folder = await exported(source, now)
  const governments = await listGovernments(source.reads)
  for (const { slug, name, languages, timeZone, country, dates, contact } of governments)
    if (!(await findGovernment(copy.reads, slug)))
      await write(copy, (tx) => addGovernment(tx, { slug, name, languages, timeZone, country, dates, contact }, now))
  const reports = []
  for (const { slug } of governments) {
    const into = (await findGovernment(copy.reads, slug))!
    reports.push(await importDump(copy, into, { file: listIn(folder, slug) }, now))
  }
  return { folder, governments, reports }
}

const served = async (db: Database): Promise<FastifyInstance> => {
  const app = await buildApp({
    ...{ db: { ...db, close: async () => {} }, now: () => now, sharedFor: 0 },
    config: { ...testConfig, origin: publicOrigin },
  })
  onTestFinished(() => app.close())
  return app
}

/**
 * Left out, and why: how many were submitted and how many are checked are counted with cases that are not public yet, and what was
 * withdrawn before anybody could read it: no dump tells of those, so no copy can have them.
 */
function countedWithoutUnpublished(csv: string): string {
  const [head = '', ...lines] = csv.split('\r\n')
  const names = head.replace('\uFEFF', '').split(',')
  const left = ['submitted', 'checking', 'withdrawn'].map((name) => names.indexOf(name))
  return lines
    .map((line) =>
      line
        .split(',')
        .filter((_, i) => !left.includes(i))
        .join(),
    )
    .join('\n')
}

test('every file of the dump is the same, sign for sign, but for the note that it was brought', async () => {
  const { folder, governments, reports } = await moved()
  expect(reports.map(({ report }) => [report.refused, report.warnings])).toEqual(governments.map(() => [[], []]))
  const again = await exported(copy, now)
  for (const { slug } of governments) {
    const [before, after] = [filesIn(folder, slug), filesIn(again, slug)]
    expect([...after.keys()]).toEqual([...before.keys()])
    for (const [name, bytes] of before) {
      if (name === 'figures.parquet') continue // the same lines as its CSV
      const text = (all: Buffer) => (name.endsWith('.parquet') ? all.toString('base64') : all.toString())
      const [was, is] = [text(bytes), withoutImportNotes(text(after.get(name)!))]
      const told = name === 'figures.csv' ? countedWithoutUnpublished : (all: string) => all
      expect(told(is).split('\n'), `${slug} ${name}`).toEqual(told(was).split('\n'))
    }
  }
  expect(readdirSync(`${again}/attachments`).sort()).toEqual(readdirSync(`${folder}/attachments`).sort())
})

/** Every address of data and of feeds that a government has. */
async function addressesOf(app: FastifyInstance, slug: string): Promise<string[]> {
  const json = async (url: string) => (await app.inject({ url })).json()
  const numbers: string[] = []
  for (let next: string | null = `/api/v1/${slug}/proposals?cursor=*&fields=number`; next; ) {
    const { data, links } = await json(next)
    numbers.push(...data.map((one: { number: string }) => one.number))
    next = links.next?.replace(publicOrigin, '')
  }
  const { data: agencies } = await json(`/api/v1/${slug}/agencies.json`)
  return [
    ...['proposals', 'archive', 'search', 'feed', 'commitments'].flatMap((list) => [
      `/${slug}/${list}.atom`,
      `/${slug}/${list}.feed.json`,
    ]),
    ...[
      'agencies',
      'assignments',
      'decisions',
      'transfers',
      'extensions',
      'commitments',
      'versions',
      'mentions',
    ].flatMap((table) => ['csv', 'ndjson'].map((format) => `/api/v1/${slug}/${table}.${format}`)),
    ...['', '?stage=gathering', '?answered=late', '?sort=most', '?page=2'].map((q) => `/api/v1/${slug}/proposals${q}`),
    ...agencies.map(({ agency }: { agency: string }) => `/${slug}/agencies/${agency}/calendar.ics`),
    ...numbers.flatMap((number) => [
      ...['json', 'csv', 'ndjson', 'cosignatures.csv', 'cosignatures.json'].map((ending) =>
        ending.startsWith('cosignatures')
          ? `/api/v1/${slug}/proposals/${number}/${ending}`
          : `/${slug}/proposals/${number}.${ending}`,
      ),
      ...['cite.bib', 'cite.ris', 'cite.csl', 'timeline.atom', 'timeline.feed.json'].map(
        (what) => `/${slug}/proposals/${number}/${what}`,
      ),
    ]),
  ]
}

/** Ids of rows, in feeds and calendars, are those of each deployment; dumps tell seconds, and feeds milliseconds; the note that it was brought is the newest entry of a case's feed. */
function withoutIds(text: string): string {
  return withoutImportNotes(text)
    .replaceAll(/(\d\d:\d\d)\.\d{3}Z/g, '$1Z')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}(?:\.\d+)?/g, 'ID')
    .replaceAll(
      /<entry>(?:(?!<\/entry>)[\s\S])*?(?:Imported, as seen on|匯入，資料截至)(?:(?!<\/entry>)[\s\S])*<\/entry>\s*/g,
      '',
    )
    .replaceAll(/<updated>[^<]*<\/updated>/g, (found, at: number, all: string) =>
      all.lastIndexOf('<entry>', at) < 0 ? '' : found,
    )
}

test('every address of data and feeds answers the same; what was hidden is hidden, and says why', async () => {
  const { governments } = await moved()
  const [there, here] = [await served(source), await served(copy)]
  for (const { slug } of governments) {
    const addresses = await addressesOf(there, slug)
    expect(addresses.length).toBeGreaterThan(50)
    expect(await addressesOf(here, slug)).toEqual(addresses)
    for (const url of addresses) {
      const [was, is] = [await there.inject({ url }), await here.inject({ url })]
      expect([url, is.statusCode]).toEqual([url, was.statusCode])
      if (url.endsWith('.feed.json') && url.includes('timeline')) {
        const items = (body: string) => JSON.parse(withoutIds(body)).items
        expect(items(is.body).slice(1), url).toEqual(items(was.body))
      } else expect(withoutIds(is.body).split('\n'), url).toEqual(withoutIds(was.body).split('\n'))
    }
  }
})

test('a second run finds nothing new, and the copy is in itself as it should be', async () => {
  const { reports } = await moved()
  for (const { result } of reports) {
    expect(result).toMatchObject({ imported: 0, corrected: 0, refused: 0 })
    expect(result.already).toBeGreaterThan(3)
  }
  expect(await unevenCounts(copy.reads)).toEqual([])
})
