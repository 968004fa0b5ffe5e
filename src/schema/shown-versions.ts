// How a page that was drawn before knows whether it still shows what is there. Triggers count here (README.md); nobody else writes.
import { integer, table, text } from '../platform/db/columns.ts'
import { atLeast } from './checks.ts'

export const shownVersions = table(
  'shown_versions',
  {
    key: text('key').primaryKey(), // the id of a government, for its cases; '' for what several governments' pages show
    version: integer('version').notNull(), // one more with each change
  },
  (t) => [atLeast(t.version, 1)],
)
