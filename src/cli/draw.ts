// fuyi draw: pages of cases that are over, before anybody asks for them.
import { constants, setPriority } from 'node:os'
import { buildApp } from '../app.ts'
import { ConfigError, readConfig } from '../config.ts'
import { drawAhead } from '../operations/draw-ahead.ts'
import { openPageFile } from '../platform/db/page-file.ts'
import { openUpToDate } from './open.ts'

const toldEach = 1000 // pages

/** With the settings of `serve`, since pages show some of them. What serves people goes first. */
export async function drawPages(): Promise<void> {
  const config = { ...readConfig(), logLevel: 'silent' }
  if (!config.pagesFile) throw new ConfigError('PAGES_FILE names no file, so that no page is kept.')
  if (config.replicaUrl || config.readOnly)
    throw new ConfigError(
      'Drawn pages are kept neither beside a replica (REPLICA_URL) nor while the platform is only read.',
    )
  setPriority(constants.priority.PRIORITY_LOW)
  const db = await openUpToDate(config.databaseUrl, null, true)
  const pageFile = openPageFile(config.pagesFile)
  const app = await buildApp({ db, config, pageFile, now: () => new Date() })
  try {
    let told = 0
    const { drawn, known, full } = await drawAhead(app, { db }, pageFile, (so) => {
      if (so.drawn - told < toldEach) return
      told = so.drawn
      console.log(`… ${so.drawn} pages drawn`)
    })
    console.log(
      `${drawn} pages drawn, ${known} were there. ${full ? 'The file is full: older cases are drawn when they are asked for.' : ''}`.trim(),
    )
  } finally {
    await app.close()
    pageFile.close()
  }
}
