// The rows of one case from JOIN, as the workflow would have left them, with its entries in the record. Writes nothing.

import type { Government } from '../../domain/governments/government.ts'
import { digestOf, newSalt } from '../../domain/record/store.ts'
import { localDate, startOfDay } from '../../lib/calendar.ts'
import { newId } from '../../lib/id.ts'
import type { answers } from '../../schema/answers.ts'
import type { parts } from '../../schema/assignments.ts'
import type { cosignatureCounts } from '../../schema/cosignatures.ts'
import type { proposals, proposalTexts, updates } from '../../schema/proposals.ts'
import type { record } from '../../schema/record.ts'
import type { EntryFacts, Outcome, Stage } from '../../schema/values.ts'
import type { Counts } from './counts.ts'
import type { Places } from './ensure-references.ts'
import type { JoinCase } from './map-case.ts'

export type Rows = {
  proposal: typeof proposals.$inferInsert
  text: typeof proposalTexts.$inferInsert
  parts: (typeof parts.$inferInsert)[]
  updates: (typeof updates.$inferInsert)[]
  answers: (typeof answers.$inferInsert)[]
  counts: (typeof cosignatureCounts.$inferInsert)[]
  record: (typeof record.$inferInsert)[]
}

const outcomes: { [stage in Stage]?: Outcome } = {
  resolved: 'answered',
  expired: 'expired',
  withdrawn: 'withdrawn',
}

export function rowsOf(
  government: Government,
  c: JoinCase,
  counted: Counts | undefined,
  places: Places,
  at: Date,
): Rows {
  const id = newId()
  const { timeZone } = government
  const answeredAt = c.answers[0]?.at ?? null
  const metAt = c.thresholdMetAt && (momentOf(counted?.times?.[c.threshold - 1], timeZone) ?? c.thresholdMetAt)
  // When it was withdrawn the source does not say: the last thing known of it is its publication.
  const endedAt = c.stage === 'expired' ? c.closesBefore : c.stage === 'withdrawn' ? c.publishedAt : null
  const byDay =
    counted?.rows ??
    (c.endorsed > 0 ? [{ day: localDate(c.publishedAt, timeZone), county: '', count: c.endorsed }] : [])
  const rows: Rows['counts'] = merged(
    byDay.map(({ day, county, count }) => ({ day, districtCode: places.districtCode(county), count })),
  ).map((row) => ({ proposalId: id, assurance: 0, ...row }))
  const count = rows.reduce((sum, row) => sum + row.count, 0)
  const late = answeredAt && c.answerDueBefore && answeredAt >= c.answerDueBefore
  const leadId = c.lead ? places.agencyId(c.lead) : places.coordinatingId
  const supportingIds = [...new Set(c.supporting.map(places.agencyId))].filter((agency) => agency !== leadId)
  const proposal: Rows['proposal'] = {
    id,
    governmentId: government.id,
    stage: c.stage,
    title: c.title,
    suggestedAgencies: [],
    ruleVersionId: places.ruleVersionId(c),
    threshold: c.threshold,
    count,
    createdAt: c.submittedAt,
    updatedAt: at,
    submittedAt: c.submittedAt,
    year: Number(localDate(c.submittedAt, timeZone).slice(0, 4)),
    publishedAt: c.publishedAt,
    closesBefore: c.closesBefore,
    thresholdMetAt: metAt,
    answerDueBefore: c.answerDueBefore,
    answeredAt,
    overdueAt: late ? c.answerDueBefore : null,
    endedAt,
    outcome: outcomes[c.stage] ?? null,
    revision: 0,
    source: { name: 'JOIN', number: c.number, url: c.url, status: c.status },
    sourceId: c.sourceId,
  }
  const text = { proposalId: id, problem: c.problem, benefit: c.benefit, salt: newSalt() }
  const answerRows = c.answers.map((a, i) => ({
    id: newId(),
    proposalId: id,
    agencyId: places.agencyId({ code: null, name: a.agency }),
    version: i + 1,
    analysis: a.analysis,
    deliberation: a.deliberation,
    adoption: a.adoption,
    followUp: a.followUp,
    note: '',
    salt: newSalt(),
    createdAt: a.at,
    updatedAt: a.at,
    publishedAt: a.at,
  }))
  const updateRows = c.updates.map((u) => ({
    id: newId(),
    proposalId: id,
    kind: 'progress' as const,
    agencyId: places.agencyId({ code: null, name: u.agency }),
    body: u.body,
    salt: newSalt(),
    writtenAt: u.at,
  }))
  const partRows: Rows['parts'] = [leadId, ...supportingIds].map((agencyId) => {
    const own = answerRows.find((a) => a.agencyId === agencyId)?.publishedAt ?? null
    return {
      id: newId(),
      proposalId: id,
      agencyId,
      role: agencyId === leadId ? 'lead' : 'supporting',
      assignedAt: metAt ?? c.publishedAt,
      dueBefore: c.answerDueBefore,
      answeredAt: own ?? (agencyId === leadId ? answeredAt : null),
    }
  })
  const entry = (
    kind: Rows['record'][number]['kind'],
    occurredAt: Date,
    more: Partial<Rows['record'][number]> = {},
  ): Rows['record'][number] => ({
    id: newId(),
    governmentId: government.id,
    proposalId: id,
    kind,
    role: 'import',
    occurredAt,
    recordedAt: at,
    facts: {},
    ...more,
  })
  const dueFacts: EntryFacts = c.answerDueBefore ? { due_before: c.answerDueBefore.toISOString() } : {}
  const entries = [
    entry('submitted', c.submittedAt, {
      digest: digestOf([c.title, c.problem, c.benefit].join('\n\n'), text.salt),
    }),
    entry('published', c.publishedAt, { facts: { closes_before: c.closesBefore.toISOString() } }),
    ...(metAt
      ? [entry('threshold_met', metAt, { facts: { count: c.threshold, threshold: c.threshold, ...dueFacts } })]
      : []),
    ...(metAt
      ? partRows.map((p) => entry('assigned', metAt, { agencyId: p.agencyId, facts: { role: p.role, ...dueFacts } }))
      : []),
    ...updateRows.map((u) => entry('updated', u.writtenAt, { agencyId: u.agencyId, digest: digestOf(u.body, u.salt) })),
    ...(late ? [entry('overdue', c.answerDueBefore!, { agencyId: leadId, facts: dueFacts })] : []),
    ...answerRows.map((a) =>
      entry(a.version === 1 ? 'answered' : 'supplemented', a.publishedAt, {
        agencyId: a.agencyId,
        facts: { version: a.version, outcome: 'answered' },
        digest: digestOf([a.analysis, a.deliberation, a.adoption, a.followUp].join('\n\n'), a.salt),
      }),
    ),
    ...(c.stage === 'expired' ? [entry('expired', c.closesBefore)] : []),
    ...(c.stage === 'withdrawn' ? [entry('withdrawn', c.publishedAt)] : []),
    entry('imported', at, { facts: { status: c.status, count } }),
  ]
  return { proposal, text, parts: partRows, updates: updateRows, answers: answerRows, counts: rows, record: entries }
}

/** '2017-06-13 11:27:21' in the government's zone. */
function momentOf(local: string | undefined, timeZone: string): Date | null {
  if (!local) return null
  const [hours, minutes, seconds] = local.slice(11).split(':').map(Number)
  const midnight = startOfDay(local.slice(0, 10), timeZone).getTime()
  return new Date(midnight + ((hours! * 60 + minutes!) * 60 + seconds!) * 1000)
}

/** Two spellings of a county can be one district. */
function merged(rows: { day: string; districtCode: string; count: number }[]) {
  const byKey = new Map<string, (typeof rows)[number]>()
  for (const row of rows) {
    const known = byKey.get(`${row.day} ${row.districtCode}`)
    if (known) known.count += row.count
    else byKey.set(`${row.day} ${row.districtCode}`, { ...row })
  }
  return [...byKey.values()]
}
