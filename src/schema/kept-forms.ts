// What somebody typed and could not send, or has not sent yet: for them and the browser it was typed in, for a few days.
import { id, index, integer, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { atLeast, filled, hash, inOrder } from './checks.ts'

/** `sealed` opens only with the secret that the browser holds as a cookie: neither a leaked database nor staff can read it. */
export const keptForms = table(
  'kept_forms',
  {
    id: id('id').primaryKey(), // random: it stands in addresses, and says nothing about when
    browserHash: text('browser_hash').notNull(), // SHA-256 of the browser's secret, and of whose it is where somebody was signed in
    path: text('path').notNull(), // where the form is sent; behind a #: which of the forms that are sent there
    page: text('page').notNull(), // the page that shows it
    status: integer('status').notNull(), // what the server answered; 0 for what was saved while it was typed
    sealed: text('sealed').notNull(),
    savedAt: moment('saved_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [
    uniqueIndex('kept_forms_of_browser').on(t.browserHash, t.path),
    index('kept_forms_expires').on(t.expiresAt),
    hash(t.browserHash),
    filled(t.path),
    filled(t.page),
    atLeast(t.status, 0),
    filled(t.sealed),
    inOrder(t.savedAt, t.expiresAt, { strictly: true }),
  ],
)
