// Secret addresses of calendars.
import { sql } from 'drizzle-orm'
import { id, index, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { filled, hash } from './checks.ts'
import { governments } from './governments.ts'
import { people } from './people.ts'

/** One calendar of a person: of the cases that they follow, or of their work at the desk of a government. Gone once it is ended. */
export const calendarLinks = table(
  'calendar_links',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    governmentId: id('government_id').references(() => governments.id), // whose desk; null: what they follow
    language: text('language').notNull(), // programs that fetch it say none
    tokenHash: text('token_hash').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('calendar_links_token').on(t.tokenHash),
    index('calendar_links_person').on(t.personId),
    uniqueIndex('calendar_links_followed').on(t.personId).where(sql`government_id is null`),
    uniqueIndex('calendar_links_desk').on(t.personId, t.governmentId).where(sql`government_id is not null`),
    filled(t.language),
    hash(t.tokenHash),
  ],
)
