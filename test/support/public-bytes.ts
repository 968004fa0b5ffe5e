// Everything public of a deployment, byte for byte: the files that `fuyi export data` writes, and the addresses of data and feeds.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'
import { listGovernments } from '../../src/domain/governments/store.ts'
import { exportData } from '../../src/open-data/dumps/export-data.ts'
import type { Database } from '../../src/platform/db/database.ts'

export const publicOrigin = 'https://fuyi.test'

/** Writes the dump of every government; the folder goes with the test. */
export async function exported(db: Database, at: Date): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-own-dump-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  await exportData(db.reads, await listGovernments(db.reads), { folder, origin: publicOrigin }, at)
  return folder
}

/** The list of a government's newest dump. */
export const listIn = (folder: string, slug: string): string =>
  join(folder, readdirSync(folder).find((name) => name.startsWith(`${slug}-dump-`))!)

type ListedFile = { name: string; table: string; year: number | null; format: string }

/** Each file by what it is (`cases-2026.ndjson`), unpacked; of a dump's name the day and the sum are left away. */
export function filesIn(folder: string, slug: string): Map<string, Buffer> {
  const { files } = JSON.parse(readFileSync(listIn(folder, slug), 'utf8')) as { files: ListedFile[] }
  return new Map(
    files.map(({ name, table, year, format }) => {
      const bytes = readFileSync(join(folder, name))
      return [`${table}${year === null ? '' : `-${year}`}.${format}`, name.endsWith('.gz') ? gunzipSync(bytes) : bytes]
    }),
  )
}

/**
 * What a copy says besides, and what alone may differ: the entry of its own that says that it was brought, at the end of the steps of
 * a case. Its id and moment are those of the import. Nothing else of a case is left out.
 */
export function withoutImportNotes(text: string): string {
  return text
    .replaceAll(
      /,?\{"kind":"imported","role":"import","agency":null,"commitment":null,"occurred_at":"[^"]*","recorded_at":"[^"]*","facts":\{[^{}]*"lines"[^{}]*\},"reason":null\}/g,
      '',
    )
    .replaceAll(/,?\{"kind":"imported","role":"import","occurred_at":"[^"]*"\}/g, '')
}
