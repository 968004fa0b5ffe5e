// What a case is mentioned in, and which other cases it has to do with. Suggested by somebody, shown once staff have checked it.
import { id, index, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { filled, localDate, oneOf, rule } from './checks.ts'
import { governments } from './governments.ts'
import { proposals } from './proposals.ts'
import { type ReferenceKind, type ReferenceState, referenceKinds, referenceSources, referenceStates } from './values.ts'

/** Either an address elsewhere, or another case of the same government; of two cases each has a row. Holds nobody's name or address. */
export const caseReferences = table(
  'case_references',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    proposalId: id('proposal_id')
      .notNull()
      .references(() => proposals.id),
    kind: text('kind').$type<ReferenceKind>().notNull(),
    url: text('url'),
    title: text('title'),
    publisher: text('publisher'),
    publishedOn: text('published_on'), // local date; null where nobody said
    otherId: id('other_id').references(() => proposals.id),
    suggestedBy: text('suggested_by').$type<(typeof referenceSources)[number]>().notNull(),
    state: text('state').$type<ReferenceState>().notNull(),
    suggestedAt: moment('suggested_at').notNull(),
    decidedAt: moment('decided_at'),
  },
  (t) => [
    uniqueIndex('case_references_address').on(t.proposalId, t.url),
    uniqueIndex('case_references_other').on(t.proposalId, t.otherId),
    index('case_references_waiting').on(t.governmentId, t.state, t.suggestedAt),
    oneOf(t.kind, referenceKinds),
    oneOf(t.suggestedBy, referenceSources),
    oneOf(t.state, referenceStates),
    rule('case_references_what', "(other_id is null) = (kind in ('news', 'paper', 'minutes', 'elsewhere'))"),
    rule(
      'case_references_cited',
      '(url is null) = (other_id is not null) and (title is null) = (other_id is not null)',
    ),
    rule('case_references_itself', 'other_id <> proposal_id'),
    rule('case_references_decided', "(state = 'waiting') = (decided_at is null)"),
    filled(t.url),
    filled(t.title),
    filled(t.publisher),
    localDate(t.publishedOn),
  ],
)
