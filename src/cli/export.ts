// fuyi export: everything public, as files.
import { ConfigError, readOrigin } from '../config.ts'
import { findGovernment, listGovernments } from '../domain/governments/store.ts'
import { standsStill } from '../domain/log/caught-up.ts'
import { exportData } from '../open-data/dumps/export-data.ts'
import type { Db } from '../platform/db/database.ts'
import { withDatabase } from './open.ts'

type Options = { government?: string }

export async function exportDataNow(folder: string, { government: slug }: Options): Promise<void> {
  const origin = readOrigin()
  await withDatabase(async (db) => {
    const governments = await wanted(db.reads, slug)
    const isLogWhole = await exportData(db.reads, governments, { folder, origin }, new Date(), (done) =>
      console.log(
        `/${done.slug}: ${done.rows.toLocaleString('en')} rows in ${done.files} files, ${(done.bytes / 1e6).toFixed(1)} MB, and ${done.attachments} attachments; listed in ${done.list}`,
      ),
    )
    if (!isLogWhole)
      console.error(
        `${standsStill}: fuyi verify log will find cases of this copy that differ. fuyi serve takes them in.`,
      )
    console.log(`The index is ${folder}/index.json; check the files with: sha256sum -c SHA256SUMS`)
  })
}

async function wanted(db: Db, slug: string | undefined) {
  const all = await listGovernments(db)
  if (slug === undefined) return all
  const one = await findGovernment(db, slug)
  if (!one)
    throw new ConfigError(`There is no government at /${slug}. There are: ${all.map((g) => g.slug).join(', ')}.`)
  return [one]
}
