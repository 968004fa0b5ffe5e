// Samples of a case's co-signatures that staff look into, so that everybody knows what share of them holds (docs/decisions/259).
// Whose they are lies here until the result is told; then only numbers are left.
import { id, index, integer, moment, primaryKey, table, text } from '../platform/db/columns.ts'
import { atLeast, hash, inOrder, oneOf, rule, together } from './checks.ts'
import { people } from './people.ts'
import { proposals } from './proposals.ts'
import { type SampleMark, sampleMarks } from './values.ts'

export const samples = table(
  'samples',
  {
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    number: integer('number').notNull(), // from 1, in the case
    size: integer('size').notNull(), // how many are wanted
    announcedById: id('announced_by_id')
      .notNull()
      .references(() => people.id),
    announcedAt: moment('announced_at').notNull(),
    drawnAt: moment('drawn_at'),
    treeSize: integer('tree_size'), // of the first checkpoint that has that entry
    rootHash: text('root_hash'), // its root, hex: what the draw begins from
    population: integer('population'), // so many were counted online then
    drawn: integer('drawn'),
    cutoff: text('cutoff'), // the highest score that is in it, hex
    toldById: id('told_by_id').references(() => people.id),
    toldAt: moment('told_at'),
    confirmed: integer('confirmed'),
    notConfirmed: integer('not_confirmed'),
  },
  (t) => [
    primaryKey({ columns: [t.proposalId, t.number] }),
    index('samples_open').on(t.drawnAt),
    atLeast(t.number, 1),
    atLeast(t.size, 1),
    together(t.drawnAt, t.treeSize, t.rootHash, t.population, t.drawn, t.cutoff),
    together(t.toldAt, t.toldById, t.confirmed, t.notConfirmed),
    atLeast(t.drawn, 0),
    atLeast(t.confirmed, 0),
    atLeast(t.notConfirmed, 0),
    hash(t.rootHash),
    hash(t.cutoff),
    rule('samples_two', 'told_by_id <> announced_by_id'),
    inOrder(t.announcedAt, t.drawnAt),
    inOrder(t.drawnAt, t.toldAt),
  ],
)

/** One co-signature of a sample that is looked into. */
export const sampleLines = table(
  'sample_lines',
  {
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    sample: integer('sample').notNull(),
    line: integer('line').notNull(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id),
    mark: text('mark').$type<SampleMark>(),
    markedById: id('marked_by_id').references(() => people.id),
    markedAt: moment('marked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.proposalId, t.sample, t.line] }),
    index('sample_lines_person').on(t.personId),
    atLeast(t.sample, 1),
    atLeast(t.line, 1),
    oneOf(t.mark, sampleMarks),
    together(t.mark, t.markedById, t.markedAt),
  ],
)
