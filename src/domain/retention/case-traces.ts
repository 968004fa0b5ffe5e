// What a case that is past knew of persons, who may be here still for another one: gone as well, as the form of co-signing and the notice
// promise (Personal Data Protection Act, 個人資料保護法, article 11 paragraph 3). Co-signatures stay as rows, so that counts equal rows and
// reasons stay public; a nobody stands in the place of each person (domain/people/nobody.ts).
import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, lte, ne, notExists, or, type SQL } from 'drizzle-orm'
import { type Column, countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { beginPiece, letOthersIn, type Pace } from '../../platform/process/pace.ts'
import { cosignatures, reasonRemovals } from '../../schema/cosignatures.ts'
import { listFollows } from '../../schema/following.ts'
import { privateMessages } from '../../schema/moderation.ts'
import { follows, outbox } from '../../schema/notifications.ts'
import { consents, staffLooks } from '../../schema/own-data.ts'
import { proposals } from '../../schema/proposals.ts'
import { forgetSigners, signedByPersons } from '../cosignatures/forget-signers.ts'
import { isPerson } from '../people/nobody.ts'
import { type Past, pastAmong, pastAt } from './past.ts'

/** `signers`: of so many co-signatures nobody knows any more whose they are. `rows`: so many follows, letters, looks, mails, consents and notes of removed reasons went. */
export type LetGo = { signers: number; rows: number }

const atOnce = 500
const ofTable = (table: object) => table as typeof outbox // typed as one of them: every table is read in the same way

/** Rows of a case that name a person. What came later than the end of the case stays as long from its own day. */
type Traces = { table: object; inCase: Column; since: Column; only?: SQL | undefined }
type Numbered = Traces & { id: Column }

/** Found by their case. */
const byCase = (db: Db): Traces[] => [
  {
    ...{ table: follows, inCase: follows.proposalId, since: follows.since },
    // who wants nothing of a case is kept while a list that they follow could tell them of it
    only: or(eq(follows.wanted, true), notExists(listsFollowed(db))),
  },
  {
    ...{ table: reasonRemovals, inCase: reasonRemovals.proposalId, since: reasonRemovals.removedAt },
    only: and(isPerson(reasonRemovals.personId), notExists(signedStill(db))), // of a co-signature that was taken back
  },
  { table: staffLooks, inCase: staffLooks.proposalId, since: staffLooks.lookedAt },
  {
    ...{ table: privateMessages, inCase: privateMessages.proposalId, since: privateMessages.writtenAt },
    only: ne(privateMessages.kind, 'note'), // staff's own: they go with no person
  },
]

const listsFollowed = (db: Db) =>
  db
    .select({ id: listFollows.personId })
    .from(listFollows)
    .where(and(eq(listFollows.personId, follows.personId), eq(listFollows.wanted, true)))

const signedStill = (db: Db) =>
  db
    .select({ id: cosignatures.personId })
    .from(cosignatures)
    .where(
      and(eq(cosignatures.proposalId, reasonRemovals.proposalId), eq(cosignatures.personId, reasonRemovals.personId)),
    )

/** Their case has no index: all of them are looked through. */
const byId = (): Numbered[] => [
  {
    ...{ table: outbox, id: outbox.id, inCase: outbox.proposalId, since: outbox.createdAt },
    only: and(isNotNull(outbox.personId), isNotNull(outbox.proposalId), isNull(outbox.nextTryAt)),
  },
  {
    ...{ table: consents, id: consents.id, inCase: consents.subject, since: consents.givenAt },
    only: inArray(consents.lasts, ['case', 'draft']),
  },
]

/** Lets go of all that is past. Rests in between where nobody waits for it. */
export const forgetTraces = ({ db }: Pick<Deps, 'db'>, now: Date, pace: Pace = {}): Promise<LetGo> =>
  look(db.reads, now, pace, {
    signers: (cases) =>
      forgetSigners(
        db,
        cases.map(({ id }) => id),
        pace,
      ),
    rows: ({ table, inCase }, condition) =>
      write(db, async (tx) => (await tx.delete(ofTable(table)).where(condition).returning({ inCase })).length),
  })

/** How much `forgetTraces` would let go of. */
export const countTraces = (db: Db, now: Date, pace: Pace = {}): Promise<LetGo> =>
  look(db, now, pace, {
    signers: async (cases) => cases.reduce((sum, { count }) => sum + count, 0),
    rows: ({ table }, condition) => countIn(db, table, condition),
  })

async function countIn(db: Db, table: object, condition: SQL | undefined): Promise<number> {
  const [row] = await db.select({ n: countRows() }).from(ofTable(table)).where(condition)
  return row?.n ?? 0
}

/** Each gives how many it was. */
type Doing = {
  signers: (cases: { id: string; count: number }[]) => Promise<number>
  rows: (traces: Traces, condition: SQL | undefined) => Promise<number>
}

async function look(db: Db, now: Date, pace: Pace, doing: Doing): Promise<LetGo> {
  const past = await pastAt(db, now)
  const sum: LetGo = { signers: 0, rows: 0 }
  for await (const { after, last, cases } of pastCases(db, past, pace)) {
    sum.signers += await doing.signers(await signedByPersons(db, [...cases.keys()]))
    for (const traces of byCase(db)) {
      const { inCase, since, only } = traces
      const near = and(gt(inCase, after), lte(inCase, last), only)
      const named = (await db.selectDistinct({ id: inCase }).from(ofTable(traces.table)).where(near)) as {
        id: string
      }[]
      for (const [before, ids] of byMoment(named, cases))
        sum.rows += await doing.rows(traces, and(inArray(inCase, ids), lt(since, before), only))
    }
  }
  const known = new Map<string, Date | null>()
  for (const traces of byId())
    for await (const ids of pastRows(db, traces, past, known, pace))
      sum.rows += await doing.rows(traces, inArray(traces.id, ids))
  return sum
}

/** Cases after an id until another one, each with the moment before which its rows go. */
type Piece = { after: string; last: string; cases: Map<string, Date> }

async function* pastCases(db: Db, past: Past, pace: Pace): AsyncGenerator<Piece> {
  for (let after = ''; !pace.signal?.aborted; ) {
    const piece = beginPiece(pace)
    const ids = await db
      .select({ id: proposals.id })
      .from(proposals)
      .where(gt(proposals.id, after))
      .orderBy(asc(proposals.id))
      .limit(atOnce)
    const last = ids.at(-1)?.id
    if (last === undefined) return
    const cases = await pastAmong(db, and(gt(proposals.id, after), lte(proposals.id, last)), past)
    if (cases.size) yield { after, last, cases }
    if (ids.length < atOnce) return
    after = last
    await letOthersIn(piece)
  }
}

/** Ids of rows that go, in pieces. `known`: what was found out about cases. */
async function* pastRows(
  db: Db,
  { table, id, inCase, since, only }: Numbered,
  past: Past,
  known: Map<string, Date | null>,
  pace: Pace,
): AsyncGenerator<string[]> {
  for (let after = ''; !pace.signal?.aborted; ) {
    const piece = beginPiece(pace)
    const rows = (await db
      .select({ id, inCase, since })
      .from(ofTable(table))
      .where(and(gt(id, after), only))
      .orderBy(asc(id))
      .limit(atOnce)) as { id: string; inCase: string; since: Date }[]
    const asked = [...new Set(rows.map((row) => row.inCase))].filter((one) => !known.has(one))
    const found = asked.length ? await pastAmong(db, inArray(proposals.id, asked), past) : new Map<string, Date>()
    for (const one of asked) known.set(one, found.get(one) ?? null)
    const gone = rows.filter((row) => row.since < (known.get(row.inCase) ?? new Date(0)))
    if (gone.length) yield gone.map((row) => row.id)
    if (rows.length < atOnce) return
    after = rows.at(-1)!.id
    await letOthersIn(piece)
  }
}

/** Those of the named cases that are past, by the moment before which their rows go. */
function byMoment(named: { id: string }[], cases: Map<string, Date>): [Date, string[]][] {
  const groups = new Map<number, string[]>()
  for (const { id } of named) {
    const before = cases.get(id)?.getTime()
    if (before !== undefined) groups.set(before, [...(groups.get(before) ?? []), id])
  }
  return [...groups].map(([before, ids]) => [new Date(before), ids])
}
