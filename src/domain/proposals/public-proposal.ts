import { grouped, summed } from '../../lib/group.ts'
import type { Db } from '../../platform/db/database.ts'
import { completed } from '../governments/government.ts'
import { withAnsweringUnits } from '../governments/units.ts'
import { holding } from '../record/revoked.ts'
import { toldByDay } from '../record/told-by-day.ts'
import { type BroughtParts, broughtRowsOf, withBrought } from './brought-cases.ts'
import { type Uncounted, uncountedOf, watchedSince } from './public-assurance.ts'
import { attachmentRowsOf } from './public-attachments.ts'
import { commitmentRowsOf, updateRowsOf } from './public-commitments.ts'
import { handOverRowsOf } from './public-hand-overs.ts'
import { referenceRowsOf } from './public-references.ts'
import {
  answerRowsOf,
  askRowsOf,
  assignmentChangeRowsOf,
  assignmentRowsOf,
  caseRowsOf,
  caseUpdateRowsOf,
  correctionRowsOf,
  daysOf,
  decisionRowsOf,
  entriesOf,
  evidenceRowsOf,
  placesOf,
  publicDecisionRowsOf,
  textRowsOf,
} from './public-rows.ts'
import { keptTextRowsOf } from './public-versions.ts'
import { toldDistricts } from './told-districts.ts'

export type CaseRow = Awaited<ReturnType<typeof rowsOfCases>>[number]
type Loaded = Awaited<ReturnType<typeof loadAll>>

export type CaseParts = Uncounted & {
  text: Loaded['texts'][number] | undefined
  asks: Loaded['askRows']
  agencies: Loaded['assignmentRows']
  answers: (Loaded['answerRows'][number] & {
    decisions: Loaded['decisionRows']
    attachments: Loaded['attachmentRows']
  })[]
  commitments: (Loaded['commitmentRows'][number] & { updates: Loaded['updateRows'] })[]
  /** `commitment`: the number of that which it speaks of, where another Fuyi told it */
  timeline: (Loaded['entries'][number] & { commitment?: number | null })[]
  evidence: Loaded['evidenceRows']
  updates: Loaded['caseUpdateRows']
  assignmentChanges: Loaded['assignmentChangeRows']
  /** returned, refused and merged, as far as it stands, the newest first */
  decisions: Loaded['publicDecisionRows']
  corrections: Loaded['correctionRows']
  handOvers: Loaded['handOverRows']
  /** where it is cited, and other cases that it has to do with */
  references: Loaded['referenceRows']
  /** every text that was sent, in any order; what of it was public says public-versions.ts */
  keptTexts: Loaded['keptTextRows']
  byDay: { date: string; count: number }[]
  /** co-signatures of which nobody knows the day: imported ones */
  undated: number
  /** of those who signed through `districtsThrough`: what was signed since is not told by district yet */
  byDistrict: Map<string, number>
  /** local day; null where only undated ones are told, or none */
  districtsThrough: string | null
  byAssurance: { level: number; count: number }[]
  /** since when that is known here */
  watchedSince: Date | null
} & BroughtParts

export type CaseHead = { row: CaseRow; has: Pick<CaseParts, 'agencies' | 'decisions'> }

/** What a line of a table says of each case: far fewer queries than all about it. In the order of the ids. */
export async function loadCaseHeads(db: Db, ids: string[]): Promise<CaseHead[]> {
  if (!ids.length) return []
  const [rows, assigned, decided] = await Promise.all([
    rowsOfCases(db, ids),
    assignmentRowsOf(db, ids),
    publicDecisionRowsOf(db, ids),
  ])
  const byId = new Map(rows.map((row) => [row.id, row]))
  const [agencies, decisions] = [grouped(assigned, (a) => a.proposalId), grouped(decided, (d) => d.proposalId)]
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row ? [{ row, has: { agencies: inOrder(agencies(id)), decisions: decisions(id) } }] : []
  })
}

/** When it is looked at, and in whose time zone days end. */
export type Seen = { at: Date; timeZone: string }

/** The cases in the order of the ids; ids that are not there are left out. Says nothing about who may see them. */
export async function loadCases(db: Db, ids: string[], seen: Seen): Promise<{ row: CaseRow; has: CaseParts }[]> {
  if (!ids.length) return []
  const [rows, all] = await Promise.all([rowsOfCases(db, ids), loadAll(db, ids)])
  const byId = new Map(rows.map((row) => [row.id, row]))
  const texts = grouped(all.texts, (t) => t.proposalId)
  const askRows = grouped(all.askRows, (a) => a.proposalId)
  const assignmentsFor = grouped(all.assignmentRows, (a) => a.proposalId)
  const answerRows = grouped(all.answerRows, (a) => a.proposalId)
  const decisionRows = grouped(all.decisionRows, (d) => d.answerId)
  const attachmentRows = grouped(all.attachmentRows, (a) => a.answerId)
  const commitmentsFor = grouped(all.commitmentRows, (c) => c.proposalId)
  const updateRows = grouped(all.updateRows, (u) => u.commitmentId)
  const entries = grouped(all.entries, (e) => e.proposalId ?? '')
  const days = grouped(all.days, (d) => d.proposalId)
  const places = grouped(all.places, (d) => d.proposalId)
  const since = await watchedSince(db)
  const told = await toldDistricts(db, rows, days, seen)
  const evidenceRows = grouped(all.evidenceRows, (e) => e.proposalId)
  const caseUpdateRows = grouped(all.caseUpdateRows, (u) => u.proposalId)
  const assignmentChangesFor = grouped(all.assignmentChangeRows, (r) => r.proposalId)
  const publicDecisionRows = grouped(all.publicDecisionRows, (d) => d.proposalId)
  const correctionRows = grouped(all.correctionRows, (c) => c.proposalId)
  const handOverRows = grouped(all.handOverRows, (h) => h.proposalId)
  const referenceRows = grouped(all.referenceRows, (r) => r.proposalId)
  const keptTexts = grouped(all.keptTextRows, (t) => t.proposalId)
  const broughtRows = grouped(all.broughtRows, (b) => b.proposalId)
  return ids.flatMap((id) => {
    const row = byId.get(id)
    if (!row) return []
    const has: CaseParts = {
      text: texts(id)[0],
      asks: askRows(id),
      agencies: inOrder(assignmentsFor(id)),
      answers: answerRows(id).map((a) => ({ ...a, decisions: decisionRows(a.id), attachments: attachmentRows(a.id) })),
      commitments: commitmentsFor(id).map((c) => ({ ...c, updates: updateRows(c.id) })),
      timeline: toldByDay(holding(entries(id))),
      evidence: evidenceRows(id),
      updates: caseUpdateRows(id),
      assignmentChanges: assignmentChangesFor(id),
      decisions: publicDecisionRows(id),
      corrections: correctionRows(id),
      handOvers: handOverRows(id),
      references: referenceRows(id),
      keptTexts: keptTexts(id),
      byDay: days(id).flatMap(({ date, count }) => (date ? [{ date, count }] : [])),
      undated: days(id).find(({ date }) => !date)?.count ?? 0,
      byDistrict: told.some.get(id) ?? summed(places(id), ({ code }) => code),
      districtsThrough: told.through.get(id) ?? null,
      byAssurance: [...summed(places(id), ({ level }) => level)]
        .map(([level, count]) => ({ level, count }))
        .sort((a, b) => a.level - b.level),
      ...all.uncounted(id),
      watchedSince: since,
    }
    return [{ row, has: withBrought(has, broughtRows(id)[0], seen.timeZone) }]
  })
}

/** The lead first, then by code. */
const inOrder = (parts: Loaded['assignmentRows']) =>
  parts.sort((a, b) => a.role.localeCompare(b.role) || a.code.localeCompare(b.code))

async function rowsOfCases(db: Db, ids: string[]) {
  const rows = await caseRowsOf(db, ids)
  return rows.map(({ proposal, version, rules, hidesText, unchecked }) => ({
    ...proposal,
    rules: version !== null && rules !== null ? { version, rules: completed(rules) } : null,
    /** the reason it was refused for hides the text */
    textHidden: hidesText ?? false,
    /** nobody has looked at the text as it is now */
    textUnchecked: unchecked,
  }))
}

async function loadAll(db: Db, ids: string[]) {
  const [
    texts,
    askRows,
    assignmentRows,
    { answerRows, attachmentRows },
    decisionRows,
    commitmentRows,
    updateRows,
    entries,
    days,
    places,
    more,
  ] = await Promise.all([
    textRowsOf(db, ids),
    askRowsOf(db, ids),
    assignmentRowsOf(db, ids),
    answersWith(db, ids),
    decisionRowsOf(db, ids),
    commitmentRowsOf(db, ids),
    updateRowsOf(db, ids),
    entriesOf(db, ids),
    daysOf(db, ids),
    placesOf(db, ids),
    Promise.all([
      evidenceRowsOf(db, ids),
      caseUpdateRowsOf(db, ids),
      assignmentChangeRowsOf(db, ids),
      publicDecisionRowsOf(db, ids),
      correctionRowsOf(db, ids),
      handOverRowsOf(db, ids),
      referenceRowsOf(db, ids),
      uncountedOf(db, ids),
      keptTextRowsOf(db, ids),
      broughtRowsOf(db, ids),
    ]),
  ])
  const [
    evidenceRows,
    caseUpdateRows,
    assignmentChangeRows,
    publicDecisionRows,
    correctionRows,
    handOverRows,
    referenceRows,
    uncounted,
    keptTextRows,
    broughtRows,
  ] = more
  return {
    ...{ texts, askRows, assignmentRows, answerRows, attachmentRows, decisionRows, commitmentRows, updateRows },
    entries,
    ...{ days, places, evidenceRows, caseUpdateRows, assignmentChangeRows, publicDecisionRows, correctionRows },
    ...{ handOverRows, referenceRows, uncounted, keptTextRows, broughtRows },
  }
}

/** What is attached is asked for only where there are answers: most cases that are looked at have none. */
async function answersWith(db: Db, ids: string[]) {
  const answerRows = await withAnsweringUnits(db, await answerRowsOf(db, ids))
  return { answerRows, attachmentRows: answerRows.length ? await attachmentRowsOf(db, ids) : [] }
}
