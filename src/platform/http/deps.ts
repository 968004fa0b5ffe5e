import type { Config } from '../../config.ts'
import type { Database } from '../db/database.ts'
import type { PageFile } from '../db/page-file.ts'

/** What every feature's plugin is given. `now` is the only clock. */
export type Deps = {
  db: Database
  now: () => Date
  config: Config
  /** how long a public page counts as new (src/platform/cache/cache.ts), in ms; about a second unless told otherwise */
  sharedFor?: number
  /** where drawn pages lie beyond memory and restarts; none where there is none */
  pageFile?: PageFile | null
  /** where the log goes, line by line; to the standard output unless told otherwise */
  logTo?: { write(line: string): void }
}
