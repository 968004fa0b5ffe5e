// Texts that an agency keeps for its answers.
import { id, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { agencies } from './agencies.ts'
import { filled, inOrder } from './checks.ts'

/** A text for each part; a part that is empty is left to whoever writes. Placeholders stand in {{ }}. */
export const answerTemplates = table(
  'answer_templates',
  {
    id: id('id').primaryKey(),
    agencyId: id('agency_id')
      .notNull()
      .references(() => agencies.id),
    name: text('name').notNull(),
    analysis: text('analysis').notNull(),
    deliberation: text('deliberation').notNull(),
    reason: text('reason').notNull(), // for each ask
    note: text('note').notNull(), // of a supplement
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('answer_templates_name').on(t.agencyId, t.name),
    filled(t.name),
    inOrder(t.createdAt, t.updatedAt),
  ],
)
