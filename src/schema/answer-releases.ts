// Four eyes: drafts of answers as they were saved, who looked at which, and those that wait for release or for their hour.
import { id, integer, json, moment, primaryKey, table, text } from '../platform/db/columns.ts'
import { staff } from './agencies.ts'
import { answers } from './answers.ts'
import { atLeast, object, oneOf, rule } from './checks.ts'
import { people } from './people.ts'
import { type DraftContent, releaseRoles, releaseStates, type Stage, stages } from './values.ts'

/** Officers who may release their agency's answers. */
export const answerApprovers = table('answer_approvers', {
  staffId: id('staff_id')
    .primaryKey()
    .references(() => staff.id, { onDelete: 'cascade' }),
  createdAt: moment('created_at').notNull(),
})

/** A draft as it was saved, until it is published. */
export const answerVersions = table(
  'answer_versions',
  {
    answerId: id('answer_id')
      .notNull()
      .references(() => answers.id, { onDelete: 'cascade' }),
    revision: integer('revision').notNull(),
    content: json<DraftContent>('content').notNull(),
    personId: id('person_id').references(() => people.id),
    writtenAt: moment('written_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.answerId, t.revision] }), atLeast(t.revision, 1), object(t.content)],
)

/** Which version of a draft somebody read last. */
export const answerLooks = table(
  'answer_looks',
  {
    answerId: id('answer_id')
      .notNull()
      .references(() => answers.id, { onDelete: 'cascade' }),
    personId: id('person_id')
      .notNull()
      .references(() => people.id),
    revision: integer('revision').notNull(),
    lookedAt: moment('looked_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.answerId, t.personId] }), atLeast(t.revision, 1)],
)

/** Where a draft stands on its way out: release was asked for, it was sent back, it has its hour, or was stopped before it. */
export const answerReleases = table(
  'answer_releases',
  {
    answerId: id('answer_id')
      .primaryKey()
      .references(() => answers.id, { onDelete: 'cascade' }),
    state: text('state').$type<(typeof releaseStates)[number]>().notNull(),
    revision: integer('revision').notNull(), // of the draft that is meant
    textRevision: integer('text_revision').notNull(), // of the case's text that was read
    stage: text('stage').$type<Stage>().notNull(), // of the case, then
    personId: id('person_id').references(() => people.id), // whose step this was
    role: text('role').$type<(typeof releaseRoles)[number]>().notNull(), // as what they acted
    words: text('words').notNull(), // why it was sent back, or the name of what stopped it
    publishAt: moment('publish_at'),
    changedAt: moment('changed_at').notNull(),
  },
  (t) => [
    oneOf(t.state, releaseStates),
    oneOf(t.stage, stages),
    oneOf(t.role, releaseRoles),
    atLeast(t.revision, 1),
    atLeast(t.textRevision, 0),
    rule('answer_releases_hour', "(state = 'scheduled') = (publish_at is not null)"),
  ],
)
