// Which cases changed, in an order that a mirror can follow. Triggers and the record's numbering mark (README.md); a job gives the steps.
import { boolean, id, index, integer, moment, table, text } from '../platform/db/columns.ts'
import { atLeast, filled, flags } from './checks.ts'

/** One row for each case that was ever submitted. It stands alone, with no foreign keys: README.md says why. */
export const caseChanges = table(
  'case_changes',
  {
    proposalId: id('proposal_id').primaryKey(),
    governmentId: id('government_id').notNull(),
    step: integer('step'), // of its last change; null: changed since, and no step is given yet
    seen: boolean('seen').notNull(), // the job met it a moment ago: by its next run no cache remembers what was before
  },
  (t) => [
    index('case_changes_step').on(t.step),
    index('case_changes_government').on(t.governmentId, t.step),
    atLeast(t.step, 1),
    ...flags(t.seen),
  ],
)

/** Given by one process at a time, each after those before it is there for all to see. */
export const changeSteps = table(
  'change_steps',
  {
    number: integer('number').primaryKey(),
    tag: text('tag').notNull(), // random: a mirror that was told of steps that were lost shows another
    madeAt: moment('made_at').notNull(),
    names: integer('names').notNull(), // version of the names that cases show
    namesStep: integer('names_step').notNull(), // cases of earlier steps are told again, with the new names; 0: all have them
  },
  (t) => [atLeast(t.number, 1), filled(t.tag), atLeast(t.names, 0), atLeast(t.namesStep, 0)],
)
