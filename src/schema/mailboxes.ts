// What an operator says of mail providers, over the usual rules (src/lib/mailbox-rules.ts). Edited by `fuyi mailbox rule`.
import { boolean, table, text } from '../platform/db/columns.ts'
import { filled, flags } from './checks.ts'

export const mailboxRules = table(
  'mailbox_rules',
  {
    domain: text('domain').primaryKey(), // in ASCII and lower case
    sameAs: text('same_as'),
    cut: text('cut').notNull(),
    ignored: text('ignored').notNull(),
    subdomains: boolean('subdomains').notNull(),
  },
  (t) => [filled(t.domain), filled(t.sameAs), ...flags(t.subdomains)],
)
