// Which agencies a case may belong to, from what stands here: the law is rank-agencies.ts.
import { and, desc, eq, inArray, isNull, ne } from 'drizzle-orm'
import { localDate } from '../../lib/calendar.ts'
import { allOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { assignments } from '../../schema/assignments.ts'
import { isListed, proposals } from '../../schema/proposals.ts'
import { isAssignable, successorOf } from '../governments/government.ts'
import { type AgencyRow, agenciesOf } from '../governments/store.ts'
import { unitsOf } from '../governments/units.ts'
import { proposalText } from '../proposals/store.ts'
import { type Reason, rankAgencies, type Suggestion } from './rank-agencies.ts'
import { alikeShared, isPlain } from './similar.ts'

export type { Reason }
export type SuggestedAgency = Suggestion & { agency: AgencyRow }

/** Of a topic the newest: what an agency answered long ago may be another's now. */
const newestOfTopic = 100

type Case = { id: string; title: string; topicCode: string | null; suggestedAgencies: string[] }

/** At most three agencies that can be given cases on the local day, the likeliest first, each with what speaks for it. */
export async function suggestAgencies(
  db: Db,
  governmentId: string,
  proposal: Case,
  at: Date,
  timeZone: string,
): Promise<SuggestedAgency[]> {
  const today = localDate(at, timeZone)
  const all = await agenciesOf(db, governmentId)
  const able = all.filter((agency) => isAssignable(agency, today))
  // That the coordinating one has a case says nothing: it leads wherever nobody is named.
  const takenBy = new Map(
    all.filter(({ coordinating }) => !coordinating).map((agency) => [agency.id, currentOf(agency, all, today)?.code]),
  )
  const units = await unitsOf(db, governmentId)
  const { asks, problem } = await proposalText(db, proposal.id)
  const written = [...asks.map((ask) => ask.text), problem].join('\n')
  const found = rankAgencies(
    able.map(({ id, code, name }) => ({
      code,
      names: [name, ...units.filter(({ agencyId }) => agencyId === id).map((unit) => unit.name)],
    })),
    {
      byAuthor: proposal.suggestedAgencies,
      text: `${proposal.title}\n${written}`,
      alike: await leadsOfAlike(db, governmentId, proposal, written, takenBy, at),
      onTopic: await answeredOnTopic(db, governmentId, proposal, takenBy),
    },
  )
  return found.map((one) => ({ ...one, agency: able.find(({ code }) => code === one.code)! }))
}

const currentOf = (agency: AgencyRow, all: AgencyRow[], today: string) =>
  isAssignable(agency, today) ? agency : successorOf(agency, all, today)

type TakenBy = Map<string, string | undefined>

async function leadsOfAlike(
  db: Db,
  governmentId: string,
  { id, title }: Case,
  written: string,
  takenBy: TakenBy,
  at: Date,
) {
  const alike = await alikeShared(db, governmentId, { title, text: written, except: id }, at)
  const ids = alike.map((one) => one.id)
  if (!ids.length) return []
  const rows = await db
    .select({ id: proposals.id, number: proposals.number, agencyId: assignments.agencyId })
    .from(proposals)
    .innerJoin(assignments, isLeadOf)
    .where(inArray(proposals.id, ids))
  return alike.flatMap((one) => {
    const row = rows.find((row) => row.id === one.id)
    const lead = row && takenBy.get(row.agencyId)
    return row?.number && lead ? [{ number: row.number, lead, plain: isPlain(one) }] : []
  })
}

const isLeadOf = allOf(
  eq(assignments.proposalId, proposals.id),
  eq(assignments.role, 'lead'),
  isNull(assignments.endedAt),
)

/** Of the newest cases on this topic that everybody sees, how many each agency answered. */
async function answeredOnTopic(
  db: Db,
  governmentId: string,
  { id, topicCode }: Case,
  takenBy: TakenBy,
): Promise<Map<string, number>> {
  const counted = new Map<string, number>()
  if (!topicCode) return counted
  const newest = db
    .select({ id: proposals.id, stage: proposals.stage })
    .from(proposals)
    .where(
      and(isListed, eq(proposals.governmentId, governmentId), eq(proposals.topicCode, topicCode), ne(proposals.id, id)),
    )
    .orderBy(desc(proposals.publishedAt), desc(proposals.number), desc(proposals.id))
    .limit(newestOfTopic)
    .as('newest')
  const rows = await db
    .select({ agencyId: assignments.agencyId })
    .from(newest)
    .innerJoin(
      assignments,
      and(eq(assignments.proposalId, newest.id), eq(assignments.role, 'lead'), isNull(assignments.endedAt)),
    )
    .where(eq(newest.stage, 'resolved'))
  for (const { agencyId } of rows) {
    const code = takenBy.get(agencyId)
    if (code) counted.set(code, (counted.get(code) ?? 0) + 1)
  }
  return counted
}
