// The pages of a government in a static copy that are no cases: front page, lists, agencies, help, what the data is; and whole tables.
// One leads to the next, so that the copy has what its pages link to and nothing else.
import type { Government } from '../../domain/governments/government.ts'
import { agenciesOf, topicsOf } from '../../domain/governments/store.ts'
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

/** How many were written. Those of an earlier copy that nothing links to any more are removed. */
export async function copyPages(copy: SiteCopy, government: Government, begun: string | null): Promise<number> {
  const { folder, languages, isWhole } = copy
  const { slug } = government
  const queue: Target[] = []
  const seen = new Set<string>()
  const found = (target: Target) => {
    if (target.kind === 'case' || target.kind === 'extra' || seen.has(target.file)) return
    if (target.file.split('/')[1] !== slug && !isOfAll(target, languages)) return // another government's own turn
    seen.add(target.file)
    queue.push(target)
  }
  const addresses = [...(isWhole ? ['/'] : []), ...(await beginnings(copy.db, government))]
  for (const language of languages) for (const address of addresses) found(targetOf(address, language)!)
  for (let target = queue.shift(); target; target = queue.shift())
    if (target.kind === 'table') await copyTable(copy, government, target)
    else if (target.kind === 'file') await copy.file(target)
    else await copy.page(target, found)
  for await (const { path, bytes } of logFiles({ ...copy, government }, begun)) {
    const file = `data/${slug}/log/${path}`
    await folder.write(file, bytes)
    seen.add(file)
  }
  const written = [...seen, ...copy.assets]
  const list = `state/${slug}-pages.txt`
  const before = folder.read(list)?.split('\n') ?? []
  for (const file of before) if (file && !written.includes(file)) await folder.remove(file)
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

async function copyTable(copy: SiteCopy, government: Government, { file }: Target): Promise<void> {
  const [, name = '', format = ''] = /\/([a-z]+)\.([a-z]+)$/.exec(file) ?? []
  const dataset = datasets.find(({ table }) => table.name === name)
  if (!dataset) throw new Error(`${file} is no table.`)
  const { db, origin, at } = copy
  const taking: Taking = { db, government, names: await namesOf(db, government.id), origin, at }
  const lines = linesOf(dataset, taking, await readQuery(db, dataset, government.id, {}))
  await copy.folder.stream(file, tableAs(format as Format, dataset.table, lines, aboutTable(name, taking)))
}
