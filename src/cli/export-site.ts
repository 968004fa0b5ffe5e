// fuyi export site: everything public as pages, data and feeds that any web server hands out, or none.
import { randomBytes } from 'node:crypto'
import { buildApp } from '../app.ts'
import { type Config, ConfigError, engine, readDatabaseUrl, readDemoConfig, readOrigin } from '../config.ts'
import { findGovernment, listGovernments } from '../domain/governments/store.ts'
import { exportSite } from '../open-data/site/export-site.ts'
import { askOf, siteCopy } from '../open-data/site/site-copy.ts'
import { siteFolder } from '../open-data/site/site-folder.ts'
import { pendingMigrations } from '../platform/db/tools/migrate.ts'
import { languages } from '../platform/i18n/i18n.ts'
import { open } from './open.ts'

type Options = { government?: string }

const toldEach = 1000 // cases

export async function exportSiteNow(folder: string, { government: slug }: Options): Promise<void> {
  const config = drawingConfig()
  const at = new Date()
  const begun = performance.now()
  const db = await open(config.databaseUrl, null, true)
  if ((await pendingMigrations(db)).length) throw new ConfigError('The database is not up to date. Run: fuyi migrate')
  const app = await buildApp({ db, config, now: () => at, sharedFor: 0 })
  try {
    const all = await listGovernments(db.reads)
    const one = slug === undefined ? null : await findGovernment(db.reads, slug)
    if (slug !== undefined && !one) throw new ConfigError(`There is no government at /${slug}.`)
    const files = siteFolder(folder)
    const governments = one ? [one] : all
    const given = {
      db: db.reads,
      ask: askOf(app, config.origin),
      folder: files,
      governments,
      languages,
      origin: config.origin,
      at,
    }
    let cases = 0
    await exportSite(
      siteCopy({ ...given, isWhole: !one }),
      (done) =>
        console.log(
          `/${done.slug}: ${done.cases} cases, ${done.drawn} drawn anew; ${done.pages} other pages and files`,
        ),
      (n) => {
        const before = cases
        cases += n
        if (Math.floor(before / toldEach) !== Math.floor(cases / toldEach)) console.log(`… ${cases} cases`)
      },
    )
    const { written, same, removed, bytes } = files.counted
    const seconds = (performance.now() - begun) / 1000
    console.log(
      `${written} files written, ${same} as they were, ${removed} removed; ${(bytes / 1e6).toFixed(1)} MB read in ${seconds.toFixed(1)} s, ${Math.round(process.resourceUsage().maxRSS / 1024)} MB of memory at most.`,
    )
    console.log(`Begin at ${folder}/index.html`)
  } finally {
    await app.close()
  }
}

/** As everybody sees the pages. Nothing is mailed, and nothing sealed that lasts. */
function drawingConfig(): Config & { origin: string } {
  const harmless = readDemoConfig(randomBytes(32).toString('hex'))
  const database = { databaseUrl: readDatabaseUrl(), engine, replicaUrl: null }
  return { ...harmless, ...database, demonstration: false, origin: readOrigin(), logLevel: 'silent' }
}
