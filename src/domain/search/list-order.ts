// The orders that a list can have, each as an index holds it. Never the search engine's own: two engines would differ.
import { and, asc, eq, gt, isNotNull, isNull, lte, ne, type SQL, sql } from 'drizzle-orm'
import { alias, nullsLast } from '../../platform/db/columns.ts'
import { proposals } from '../../schema/proposals.ts'
import type { Sort } from './list-query.ts'

/** What a search found, with the columns of its cases (found-store.ts). */
export const hits = alias(proposals, 'hits')
/** The search's own table: what lists ask of a case, under the names of the case's columns. */
export const found = alias(proposals, 'd')
export type Cases = typeof proposals | typeof hits | typeof found

/** A list is one of these after the other, each read in the order of an index. */
export type Segment = { where?: SQL | undefined; order: SQL[] }

/** `about`: how much a case is about what was searched for; null where nothing was. */
export const segmentsFor = (sort: Sort, now: Date, cases: Cases, about: SQL | null): Segment[] =>
  segments[sort](cases, now, about)

/** All segments as one order. */
export const wholeOrder = (segments: Segment[]): SQL[] => [
  ...(segments.length < 2
    ? []
    : [
        sql`case ${sql.join(
          segments.map(({ where }, i) => sql`when ${where} then ${sql.raw(String(i))}`),
          sql` `,
        )} end`,
      ]),
  ...segments[0]!.order,
]

const latestNumberFirst = (cases: Cases) => [sql`${cases.number} desc`, sql`${cases.id} desc`]
const newestFirst = (cases: Cases) => nullsLast(cases.publishedAt, 'desc')

/** Who asks whether somebody had the same idea learns first what became of it, where it is the matter and not only named. */
const answeredFirst = (cases: Cases, about: SQL) =>
  sql`case when ${cases.stage} = 'resolved' and ${about} > 0 then 0 else 1 end`

const segments: { [sort in Sort]: (cases: Cases, now: Date, about: SQL | null) => Segment[] } = {
  // ids are made one after the other, and the index of what is found has no numbers
  relevance: (cases, _, about) => [
    {
      order: about
        ? [sql`${about} desc`, answeredFirst(cases, about), newestFirst(cases), sql`${cases.id} desc`]
        : [newestFirst(cases), ...latestNumberFirst(cases)],
    },
  ],
  newest: (cases) => [{ order: [newestFirst(cases), ...latestNumberFirst(cases)] }],
  // those that nobody counted come after those that have none
  most_signed: (cases) => [{ order: [sql`${cases.count} desc`, asc(cases.countUnsaid), ...latestNumberFirst(cases)] }],
  closing: (cases, now) => {
    const order = [asc(cases.closesBefore), ...latestNumberFirst(cases)]
    return [
      { where: gt(cases.closesBefore, now), order },
      { where: lte(cases.closesBefore, now), order },
      { where: isNull(cases.closesBefore), order: latestNumberFirst(cases) },
    ]
  },
  answered: (cases) => [
    {
      order: [nullsLast(cases.answeredAt, 'desc'), nullsLast(cases.endedAt, 'desc'), ...latestNumberFirst(cases)],
    },
  ],
  waiting: (cases) =>
    [eq(cases.stage, 'review'), ne(cases.stage, 'review')].flatMap((stage) => [
      {
        where: and(stage, isNotNull(cases.answerDueBefore)),
        order: [asc(cases.answerDueBefore), ...latestNumberFirst(cases)],
      },
      { where: and(stage, isNull(cases.answerDueBefore)), order: latestNumberFirst(cases) },
    ]),
}
