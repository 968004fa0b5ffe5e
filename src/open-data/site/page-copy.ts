// The pages of a government in a static copy that are no cases: front page, lists, agencies, help, what the data is; and whole tables.
// One leads to the next, so that the copy has what its pages link to and nothing else.
import type { Government } from '../../domain/governments/government.ts'
import { agenciesOf, topicsOf } from '../../domain/governments/store.ts'
import { inStep } from '../../lib/in-step.ts'
import type { Db } from '../../platform/db/database.ts'
import { namesOf } from '../asked.ts'
import type { Taking } from '../datasets/case-tables.ts'
import { datasets, linesOf, readQuery } from '../datasets/datasets.ts'
import type { Format } from '../datasets/formats.ts'
import { tableAs } from '../datasets/write-table.ts'
import { aboutTable } from '../dumps/take-dump.ts'
import { logFiles } from '../log-copy.ts'
import { type Target, targetOf } from './addresses.ts'
import type { SiteCopy } from './site-copy.ts'

/** So many pages at most wait for those that were begun before them. */
const mostUnderWay = 500

/** How many were written. Those of an earlier copy that nothing links to any more are removed. */
export async function copyPages(copy: SiteCopy, government: Government, begun: string | null): Promise<number> {
  const { folder, languages, isWhole } = copy
  const { slug } = government
  const queue: Target[] = []
  const tables = new Map<string, Target[]>() // each with its formats
  const seen = new Set<string>()
  const found = (target: Target) => {
    if (target.kind === 'case' || target.kind === 'extra' || seen.has(target.file)) return
    if (target.file.split('/')[1] !== slug && !isOfAll(target, languages)) return // another government's own turn
    seen.add(target.file)
    if (target.kind !== 'table') return void queue.push(target)
    const name = tableIn(target)
    tables.set(name, [...(tables.get(name) ?? []), target])
  }
  const addresses = [...(isWhole ? ['/'] : []), ...(await beginnings(copy.db, government))]
  for (const language of languages) for (const address of addresses) found(targetOf(address, language)!)

  const underWay: Begun[] = []
  const settle = async () => {
    for (const target of await underWay.shift()!.found) found(target)
  }
  while (queue.length || underWay.length) {
    const target = queue.shift()
    if (target) underWay.push(await copiedBySomebody(copy, government, [target]))
    if (!target || underWay.length > mostUnderWay) await settle()
  }
  for (const targets of tables.values()) underWay.push(await copiedBySomebody(copy, government, targets))
  while (underWay.length) await settle()

  for await (const { path, bytes } of logFiles({ ...copy, government }, begun)) {
    const file = `data/${slug}/log/${path}`
    await folder.write(file, bytes)
    seen.add(file)
  }
  const written = [...seen, ...copy.assets]
  const list = `state/${slug}-pages.txt`
  const before = folder.read(list)?.split('\n') ?? []
  const isWritten = new Set(written)
  for (const file of before) if (file && !isWritten.has(file)) await folder.remove(file)
  await folder.write(list, written.join('\n'))
  return seen.size
}

/** What front pages lead to, and what cases do: those that did not change are not read for their links. */
async function beginnings(db: Db, { id, slug }: Government): Promise<string[]> {
  const [topics, agencies] = await Promise.all([topicsOf(db, id), agenciesOf(db, id)])
  return [
    `/${slug}`,
    ...always.map((page) => `/${slug}/${page}`),
    ...topics.map(({ code }) => `/${slug}/proposals?topic=${encodeURIComponent(code)}`),
    ...agencies.map(({ code }) => `/${slug}/agencies/${encodeURIComponent(code)}`),
  ]
}
const always = [
  'proposals',
  'archive',
  'agencies',
  'commitments',
  'data',
  'help',
  'sitemap',
  'privacy',
  'accessibility',
]

/** The page of all governments, and files about all. */
const isOfAll = ({ file, address }: Target, languages: readonly string[]) =>
  address === '/' ? languages.some((one) => file === `${one}/index.html`) : /^data\/(?:api\/|catalog)/.test(file)

/** What a copy leads to, in the order of its links: here already, or once a helper is done. */
type Begun = { found: Promise<Target[]> | Target[] }

/** Copied here, and waited for, or given to a helper that has room. */
async function copiedBySomebody(copy: SiteCopy, government: Government, targets: Target[]): Promise<Begun> {
  const found = copy.helpers?.copy(government.slug, targets)
  found?.catch(() => {}) // whoever settles it hears of it
  return { found: found ?? (await copyTargets(copy, government, targets)) }
}

/** Writes pages, files, or one table in some of its formats. What pages link to, in the order of the links. */
export async function copyTargets(copy: SiteCopy, government: Government, targets: Target[]): Promise<Target[]> {
  const found: Target[] = []
  const tables = targets.filter(({ kind }) => kind === 'table')
  if (tables.length) await copyTable(copy, government, tables)
  for (const target of targets)
    if (target.kind === 'file') await copy.file(target)
    else if (target.kind !== 'table') await copy.page(target, (one) => found.push(one))
  return found
}

/** Its lines are read once for all formats. */
async function copyTable(copy: SiteCopy, government: Government, targets: Target[]): Promise<void> {
  const name = tableIn(targets[0]!)
  const dataset = datasets.find(({ table }) => table.name === name)
  if (!dataset) throw new Error(`${targets[0]!.file} is no table.`)
  const { db, origin, at } = copy
  const taking: Taking = { db, government, names: await namesOf(db, government.id), origin, at }
  const lines = linesOf(dataset, taking, await readQuery(db, dataset, government.id, {}))
  const readers = inStep(lines, targets.length)
  await Promise.all(
    targets.map(({ file }, i) => {
      const format = file.slice(file.lastIndexOf('.') + 1) as Format
      return copy.folder.stream(file, tableAs(format, dataset.table, readers[i]!, aboutTable(name, taking)))
    }),
  )
}

const tableIn = ({ file }: Target): string => /\/([a-z]+)\.[a-z]+$/.exec(file)?.[1] ?? ''
