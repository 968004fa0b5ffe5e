// The tables that have lines of cases: the cases themselves, and what agencies were given, decided, moved and prolonged in them.
// Each line is cut from what the case's own JSON says.
import { loadCaseHeads, loadCaseRows } from '../../domain/proposals/public-proposal.ts'
import { answerRowsOf, askRowsOf, assignmentChangeRowsOf, decisionRowsOf } from '../../domain/proposals/public-rows.ts'
import { textIsShown } from '../../domain/proposals/text-shown.ts'
import { deadlineIso, isoWithOffset } from '../../lib/calendar.ts'
import { grouped } from '../../lib/group.ts'
import type { Db } from '../../platform/db/database.ts'
import { caseHead, type GovernmentJson, type Names, partsJson } from '../case-head.ts'
import { namedJson } from '../name-json.ts'
import { type AnyRow, type Columns, named, namedIn, type Row, type Table, tableOf } from './table.ts'

/** Who takes a table, of whom, and when. */
export type Taking = { db: Db; government: GovernmentJson & { id: string }; names: Names; origin: string; at: Date }
/** `rows`: of the cases with these ids, in their order; those that were hidden meanwhile are left out. */
export type CaseTable<C extends Columns = Columns, Line = AnyRow> = {
  table: Table<C>
  rows: (taking: Taking, ids: string[]) => Promise<Line[]>
}
type Lines<T> = T extends Table<infer C> ? CaseTable<C, Row<C>> : never

const proposalsTable = tableOf(
  'proposals',
  {
    ...{ government: 'text', number: 'text', url: 'text', title: 'text', stage: 'text', outcome: 'text' },
    ...{ ...named('topic'), ...named('district'), place: 'text' },
    ...{ ...named('lead_agency'), supporting_agencies: 'text' },
    ...{ cosignatures: 'integer', threshold: 'integer', rules_version: 'integer' },
    ...{ submitted_at: 'moment', published_at: 'moment', closes_at: 'moment', threshold_met_at: 'moment' },
    ...{ answer_due_at: 'moment', extended_at: 'moment', answered_at: 'moment', ended_at: 'moment' },
    ...{ answered_in_time: 'boolean', days_late: 'integer' },
    ...{ ...named('refusal_reason'), merged_into: 'text' },
    ...{ source_name: 'text', source_number: 'text', source_url: 'text', as_seen_on: 'date' },
  },
  ['number'],
)

export const proposals: Lines<typeof proposalsTable> = {
  table: proposalsTable,
  rows: async ({ db, government, names, origin }, ids) =>
    (await openHeads(db, ids)).map(({ row, has }) => {
      const head = caseHead(row, has, government, names, origin)
      const lead = head.agencies.find(({ role }) => role === 'lead')
      const supporting = head.agencies.filter(({ role }) => role !== 'lead')
      return {
        government: government.slug,
        ...{ number: head.number, url: head.url, title: head.title },
        ...{ stage: head.stage, outcome: head.outcome },
        ...{ ...namedIn('topic', head.topic), ...namedIn('district', head.district), place: head.place },
        ...{
          ...namedIn('lead_agency', lead),
          supporting_agencies: supporting.map(({ code }) => code).join(';') || null,
        },
        ...{ cosignatures: row.count, threshold: row.threshold, rules_version: row.rules?.version ?? null },
        ...{ submitted_at: head.submitted_at, published_at: head.published_at, closes_at: head.closes_at },
        ...{ threshold_met_at: head.threshold_met_at, answer_due_at: head.answer_due_at },
        ...{ extended_at: head.extended_at, answered_at: head.answered_at, ended_at: head.ended_at },
        ...{ answered_in_time: head.answered_in_time, days_late: head.days_late },
        ...{ ...namedIn('refusal_reason', head.refusal?.reason), merged_into: head.merged_into?.number ?? null },
        ...{ source_name: head.source?.name ?? null, source_number: head.source?.number ?? null },
        ...{ source_url: head.source?.url ?? null, as_seen_on: head.as_seen_on },
      }
    }),
}

const assignmentsTable = tableOf(
  'assignments',
  {
    ...{ government: 'text', number: 'text', agency_government: 'text', ...named('agency'), role: 'text' },
    ...{ due_at: 'moment', answered_at: 'moment', contribution: 'text', as_seen_on: 'date' },
  },
  ['number', 'agency_government', 'agency'],
)

export const assignments: Lines<typeof assignmentsTable> = {
  table: assignmentsTable,
  rows: async ({ db, government }, ids) =>
    (await openHeads(db, ids)).flatMap(({ row, has }) =>
      partsJson(row, has.agencies, government.timeZone).map((agency) => ({
        government: government.slug,
        ...{ number: row.number, agency_government: agency.government.code },
        ...{ ...namedIn('agency', agency), role: agency.role, due_at: agency.due_at, answered_at: agency.answered_at },
        ...{ contribution: agency.contribution, as_seen_on: agency.as_seen_on },
      })),
    ),
}

const decisionsTable = tableOf(
  'decisions',
  {
    ...{ government: 'text', number: 'text', ask: 'integer', ask_text: 'text', answer_version: 'integer' },
    ...{ ...named('agency'), decision: 'text', reason: 'text', published_at: 'moment', stands: 'boolean' },
  },
  ['number', 'answer_version', 'ask'],
)

export const decisions: Lines<typeof decisionsTable> = {
  table: decisionsTable,
  rows: async ({ db, government }, ids) => {
    const decided = await decisionRowsOf(db, ids)
    if (!decided.length) return []
    const answers = await answerRowsOf(db, ids)
    const answered = [...new Set(answers.map(({ proposalId }) => proposalId))]
    const [rows, asks] = await Promise.all([loadCaseRows(db, answered), askRowsOf(db, answered)])
    const byId = new Map(rows.map((row) => [row.id, row]))
    const answersOf = grouped(answers, (a) => a.proposalId)
    const decidedIn = grouped(decided, (d) => d.answerId)
    const asksOf = grouped(asks, (a) => a.proposalId)
    return ids.flatMap((id) => {
      const row = byId.get(id)
      if (!row?.listed) return [] // hidden since its id was read, or not answered
      const versions = answersOf(row.id).filter((answer) => decidedIn(answer.id).length)
      const texts = new Map(textIsShown(row) ? asksOf(row.id).map(({ number, text }) => [number, text]) : [])
      return versions.flatMap((answer) =>
        decidedIn(answer.id).map(({ askNumber, decision, reason }) => ({
          government: government.slug,
          ...{ number: row.number, ask: askNumber },
          ...{ ask_text: texts.get(askNumber) ?? null, answer_version: answer.version },
          ...{ ...namedIn('agency', namedJson(answer)), decision, reason: reason || null },
          published_at: answer.publishedAt && isoWithOffset(answer.publishedAt, government.timeZone),
          stands: answer === versions.at(-1),
        })),
      )
    })
  },
}

const transfersTable = tableOf(
  'transfers',
  { government: 'text', number: 'text', ...named('from'), ...named('to'), reason: 'text', decided_at: 'moment' },
  ['number', 'decided_at'],
)
const extensionsTable = tableOf(
  'extensions',
  { government: 'text', number: 'text', ...named('agency'), due_at: 'moment', reason: 'text', decided_at: 'moment' },
  ['number', 'decided_at'],
)

export const transfers: Lines<typeof transfersTable> = {
  table: transfersTable,
  rows: async (taking, ids) =>
    (await changes(taking, ids, 'transferred')).map(({ number, change, decided_at }) => ({
      government: taking.government.slug,
      ...{ number },
      ...{
        ...namedIn('from', change.from && namedJson(change.from)),
        ...namedIn('to', change.to && namedJson(change.to)),
      },
      ...{ reason: change.reason || null, decided_at },
    })),
}

export const extensions: Lines<typeof extensionsTable> = {
  table: extensionsTable,
  rows: async (taking, ids) =>
    (await changes(taking, ids, 'extended')).map(({ number, change, lead, decided_at }) => ({
      government: taking.government.slug,
      ...{ number, ...namedIn('agency', lead && namedJson(lead)) },
      due_at: change.dueBefore && deadlineIso(change.dueBefore, taking.government.timeZone),
      ...{ reason: change.reason || null, decided_at },
    })),
}

async function changes({ db, government }: Taking, ids: string[], kind: 'transferred' | 'extended') {
  const rows = (await assignmentChangeRowsOf(db, ids)).filter((change) => change.kind === kind)
  if (!rows.length) return []
  const of = grouped(rows, (change) => change.proposalId)
  return (await openHeads(db, ids)).flatMap(({ row, has }) =>
    of(row.id).map((change) => ({
      ...{ number: row.number, change, lead: has.agencies.find(({ role }) => role === 'lead') },
      decided_at: isoWithOffset(change.decidedAt, government.timeZone),
    })),
  )
}

/** A case that was hidden since its id was read is not told. */
const openHeads = async (db: Db, ids: string[]) => (await loadCaseHeads(db, ids)).filter(({ row }) => row.listed)
