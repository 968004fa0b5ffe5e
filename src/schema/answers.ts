// Answers, and the decisions in them ask by ask.
import { id, index, integer, json, moment, primaryKey, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { agencies } from './agencies.ts'
import { atLeast, filled, inOrder, needs, object, oneOf } from './checks.ts'
import { people } from './people.ts'
import { proposals } from './proposals.ts'
import { type CaseBefore, type Decision, decisions } from './values.ts'

/** Version 1 is the answer; later versions are supplements. All stay, with a visible difference. A draft has no published_at. */
export const answers = table(
  'answers',
  {
    id: id('id').primaryKey(),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    agencyId: id('agency_id')
      .notNull()
      .references(() => agencies.id),
    version: integer('version').notNull(),
    analysis: text('analysis').notNull(),
    deliberation: text('deliberation').notNull(),
    adoption: text('adoption').notNull(), // imported prose; empty where asks are decided one by one
    followUp: text('follow_up').notNull(),
    note: text('note').notNull(), // why a supplement was made
    unit: text('unit').notNull().default(''), // 科室 that answers, in the words of its agency's list; '' where none is named
    salt: text('salt').notNull(),
    personId: id('person_id').references(() => people.id),
    revision: integer('revision').notNull().default(0), // of the draft: two officers don't overwrite each other unseen
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
    publishedAt: moment('published_at'),
    before: json<CaseBefore | null>('before'), // the case as it was when this was published, for taking it back
  },
  (t) => [
    uniqueIndex('answers_version').on(t.proposalId, t.version),
    index('answers_agency').on(t.agencyId),
    atLeast(t.version, 1),
    atLeast(t.revision, 0),
    inOrder(t.createdAt, t.updatedAt),
    inOrder(t.createdAt, t.publishedAt),
    filled(t.salt),
    object(t.before),
    needs(t.before, t.publishedAt),
  ],
)

export const askDecisions = table(
  'ask_decisions',
  {
    answerId: id('answer_id')
      .notNull()
      .references(() => answers.id, { onDelete: 'cascade' }),
    askNumber: integer('ask_number').notNull(),
    decision: text('decision').$type<Decision>(), // null in a draft
    reason: text('reason').notNull(),
  },
  (t) => [primaryKey({ columns: [t.answerId, t.askNumber] }), atLeast(t.askNumber, 1), oneOf(t.decision, decisions)],
)
