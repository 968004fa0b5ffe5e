// `fuyi export data`: the same files as a dump of the night, at once and into any folder, with what agencies attached beside them.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileName } from '../../domain/answers/attachment.ts'
import type { Government } from '../../domain/governments/government.ts'
import { caughtUp } from '../../domain/log/caught-up.ts'
import { checkpointOf } from '../../domain/log/cosigned.ts'
import { attachmentRowsOf, contentOf } from '../../domain/proposals/public-attachments.ts'
import { idBatches } from '../../domain/search/list-batches.ts'
import { everything } from '../../domain/search/list-query.ts'
import { makeFolder } from '../../lib/folder.ts'
import type { Db } from '../../platform/db/database.ts'
import { logFiles } from '../log-copy.ts'
import { tidy } from './dump-index.ts'
import { takeDump } from './take-dump.ts'

/** Nothing that an operator exported goes because it is old. */
const forEver = { days: 36_600, months: 1200 }

type Exported = { slug: string; list: string; files: number; rows: number; bytes: number; attachments: number }

/**
 * Safe to repeat: what did not change stays as it is, under its name; what stopped being public since goes from the folder. `told`
 * hears of each government that is done. False where a log does not hold all that is in the copy.
 */
export async function exportData(
  db: Db,
  governments: Government[],
  { folder, origin }: { folder: string; origin: string },
  at: Date,
  told: (done: Exported) => void = () => {},
): Promise<boolean> {
  makeFolder(folder)
  let isLogWhole = true
  const wanted = new Set<string>()
  for (const government of governments) {
    const begun = await checkpointOf(db, government.id)
    const { name, dump } = await takeDump(db, government, { folder, origin, withLog: false }, at)
    isLogWhole &&= await caughtUp(db)
    await keepLog({ db, government, origin, at }, folder, begun)
    const attached = await attachmentsOf(db, government, at)
    for (const one of attached) await keepAttachment(db, folder, one)
    for (const { file } of attached) wanted.add(file)
    told({
      ...{ slug: government.slug, list: name, files: dump.files.length, attachments: attached.length },
      rows: dump.files.reduce((sum, { rows }) => sum + rows, 0),
      bytes: dump.files.reduce((sum, { bytes }) => sum + bytes, 0),
    })
  }
  const kept = await tidy(db, { folder, ...forEver }, origin, at)
  const isWhole = kept.every(({ slug, dumps }) => !dumps.length || governments.some((one) => one.slug === slug))
  if (isWhole) removeOthers(folder, wanted)
  return isLogWhole
}

/** Whole tiles never change; those that grew have another name, and the earlier ones go. */
async function keepLog(of: Parameters<typeof logFiles>[0], folder: string, begun: string | null): Promise<void> {
  const root = join(folder, 'log', of.government.slug)
  const wanted = new Set<string>()
  for await (const { path, bytes } of logFiles(of, begun)) {
    const file = join(root, path)
    wanted.add(file)
    makeFolder(dirname(file))
    if (!path.startsWith('tile/') || !existsSync(file)) writeFileSync(file, bytes)
  }
  if (!wanted.size) return
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const file = join(root, name)
    if (/\.p[\\/]\d+$/.test(name) && !wanted.has(file)) rmSync(file)
  }
}

const attachments = 'attachments'

async function attachmentsOf(db: Db, government: Government, at: Date) {
  const found: { hash: string; file: string }[] = []
  for await (const ids of idBatches(db, government.id, everything, at))
    for (const row of await attachmentRowsOf(db, ids)) found.push({ hash: row.fileHash, file: fileName(row) })
  return found
}

async function keepAttachment(db: Db, folder: string, { hash, file }: { hash: string; file: string }) {
  const path = join(folder, attachments, file)
  if (existsSync(path)) return
  makeFolder(join(folder, attachments))
  const content = await contentOf(db, hash)
  if (content) writeFileSync(path, content)
}

/** What no public answer has any more. Nothing of anybody else's: only names that are a digest. */
function removeOthers(folder: string, wanted: Set<string>): void {
  const path = join(folder, attachments)
  if (!existsSync(path)) return
  for (const name of readdirSync(path))
    if (/^[0-9a-f]{64}\.[a-z]+$/.test(name) && !wanted.has(name)) rmSync(join(path, name))
}
