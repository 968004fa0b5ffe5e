// What is owed on a case is said twice: by the view desk_owed, from which the queue is counted and ordered, and by owed.ts, from
// which a line of it is drawn. Here every combination of what they look at is a case, and both must say the same of it.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { owedOn } from '../../../src/domain/moderation/owed.ts'
import { itemsOf } from '../../../src/domain/moderation/queue-items.ts'
import { grouped } from '../../../src/lib/group.ts'
import { rowsOf } from '../../../src/platform/db/columns.ts'
import { deskItems } from '../../../src/schema/desk.ts'
import { type GivenCase, givenCases, givenSupport } from '../../support/cases.ts'
import { sourceSaying } from '../../support/join.ts'
import { testWorld, type World } from '../../support/world.ts'

const day = (n: number | null): Date | null =>
  n === null ? null : new Date(`2026-07-${String(n).padStart(2, '0')}T00:00:00+08:00`)
const met = new Date('2026-06-10T10:00:00+08:00')
const published = new Date('2026-06-01T10:00:00+08:00')
const dates = [null, 3, 5] as const
const authors = ['nobody', 'erased', 'reachable'] as const

/** Every combination of dates, steps taken and proposers. */
const combinations = dates.flatMap((schedule) =>
  dates.flatMap((contact) =>
    dates.flatMap((answer) =>
      [false, true].flatMap((scheduled) =>
        [false, true].flatMap((contacted) =>
          authors.map((author) => ({ schedule, contact, answer, scheduled, contacted, author })),
        ),
      ),
    ),
  ),
)

type Saying = { proposal_id: string; agency_id: string; task: string; due_before: string | number | null }
const viewOf = ({ db }: World) =>
  rowsOf<Saying>(
    db.reads,
    sql`select proposal_id, agency_id, task, due_before from desk_owed where lane = 'owed' and agency_id is not null`,
  )

test(`the queue's order and its lines say the same of ${combinations.length} kinds of cases`, async () => {
  const world = await testWorld()
  const { environment, transport } = world.agencies
  const reachable = await world.signedIn('author@example.tw')
  const erased = await world.signedIn('erased@example.tw')
  await world.db.exclusively((exec) =>
    exec(`update people set email = null, email_key = null, display_name = null where id = '${erased.personId}'`),
  )
  const authorId = { nobody: null, erased: erased.personId, reachable: reachable.personId }
  const cases = combinations.map(
    (c): GivenCase => ({
      ...{ stage: 'review', publishedAt: published, thresholdMetAt: met, lead: environment },
      ...{ authorId: authorId[c.author], scheduledAt: c.scheduled ? met : null },
      ...{ contactedAt: c.contacted ? met : null },
      ...{ scheduleDueBefore: day(c.schedule), contactDueBefore: day(c.contact), answerDueBefore: day(c.answer) },
      // only a source leaves the day of the answer open
      ...(c.answer === null ? { source: sourceSaying('review') } : {}),
    }),
  )
  const ids = await givenCases(world, cases)
  // beside every second lead a supporting agency: before it, on its day, after it, without a day
  const parts = ids.map((_, i) => (i % 2 ? day([2, 3, 5, 9, null][i % 5]!) : undefined))
  for (const [i, id] of ids.entries())
    if (parts[i] !== undefined) await givenSupport(world, id, { dueBefore: parts[i], assignedAt: met })

  const expected = combinations.flatMap((c, i) => {
    const part = {
      ...{ answerDueBefore: day(c.answer), scheduledAt: c.scheduled ? met : null, scheduleDueBefore: day(c.schedule) },
      ...{ contactedAt: c.contacted ? met : null, contactDueBefore: day(c.contact) },
      reachable: c.author === 'reachable',
    }
    const own = parts[i]
    return [
      ...owedOn({ ...part, role: 'lead', dueBefore: part.answerDueBefore }).map((one) => ({
        ...{ ...one, of: ids[i]!, agencyId: environment },
      })),
      ...(own === undefined
        ? []
        : owedOn({ ...part, role: 'supporting', dueBefore: own }).map((one) => ({
            ...{ ...one, of: ids[i]!, agencyId: transport },
          }))),
    ]
  })

  // the view: of each part, what is due first
  const said = (await viewOf(world)).map((row) => key(row.proposal_id, row.agency_id, row.task, row.due_before))
  const first = expected.filter(
    (one, i) => expected.findIndex((other) => other.of === one.of && other.agencyId === one.agencyId) === i,
  )
  expect(said.sort()).toEqual(first.map((one) => key(one.of, one.agencyId, one.task, one.dueBefore)).sort())

  // the lines: what is due first, and everything else that is owed on the case once, by date
  const rows = await world.db.reads.select({ id: deskItems.id, agencyId: deskItems.agencyId }).from(deskItems)
  const agencyOf = new Map(rows.map(({ id, agencyId }) => [id, agencyId]))
  const lines = await itemsOf(world.db.reads, [...agencyOf.keys()], { agencies: 'everybody', once: true })
  expect(lines).toHaveLength(first.length)
  const all = grouped(expected, ({ of }) => of)
  const named = new Map([
    ['環境保護局', environment],
    ['交通局', transport],
  ])
  for (const [id, line] of lines) {
    const also = line.also.map((one) =>
      key(line.proposalId, named.get(one.agency!['zh-Hant']!)!, one.task, one.dueBefore),
    )
    const own = key(line.proposalId, agencyOf.get(id)!, line.task, line.dueBefore)
    const owed = all(line.proposalId).map((one) => key(one.of, one.agencyId, one.task, one.dueBefore))
    expect([own, ...also].sort()).toEqual(owed.sort())
    const times = line.also.map(({ dueBefore }) => dueBefore?.getTime() ?? Infinity)
    expect(times).toEqual([...times].sort((a, b) => (a === b ? 0 : a - b)))
  }
})

/** Moments come from the two engines as different things. */
const key = (proposalId: string, agencyId: string, task: string, due: Date | string | number | null) =>
  `${proposalId} ${agencyId} ${task} ${due === null ? 'undated' : new Date(due).toISOString()}`
