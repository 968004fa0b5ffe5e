// How a page that was drawn before knows whether it still shows what is there. Triggers count here (README.md); nobody else writes.
import { integer, table, text } from '../platform/db/columns.ts'
import { atLeast } from './checks.ts'

export const shownVersions = table(
  'shown_versions',
  {
    // the id of a government, for its cases; '' for what several governments' pages show; 'ID gone YEAR': domain/record/withdrawn.ts
    key: text('key').primaryKey(),
    version: integer('version').notNull(), // one more with each change
  },
  (t) => [atLeast(t.version, 1)],
)
