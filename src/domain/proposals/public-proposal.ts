import { grouped } from '../../lib/group.ts'
import type { Db } from '../../platform/db/database.ts'
import { withAnsweringUnits } from '../governments/units.ts'
import { holding } from '../record/revoked.ts'
import { toldByDay } from '../record/told-by-day.ts'
import { type BroughtParts, broughtRowsOf, withBrought } from './brought-cases.ts'
import { type CaseRow, rowsOfCases } from './case-row.ts'
import { lender } from './lent-cases.ts'
import { askingForParts, type IfThere } from './parts-there.ts'
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
  caseUpdateRowsOf,
  correctionRowsOf,
  countRowsOf,
  decisionRowsOf,
  entriesOf,
  evidenceRowsOf,
  publicDecisionRowsOf,
  textRowsOf,
} from './public-rows.ts'
import { keptTextRowsOf } from './public-versions.ts'
import { talliesOf } from './told-districts.ts'

export type { CaseRow } from './case-row.ts'

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
  /** its source gives no count: how many signed there is not known */
  countUnsaid: boolean
  /** since when that is known here */
  watchedSince: Date | null
} & BroughtParts

export type LoadedCase = { row: CaseRow; has: CaseParts }
const { lending, lentCases } = lender<LoadedCase>()

export { lending }

export type CaseHead = { row: CaseRow; has: Pick<CaseParts, 'agencies' | 'decisions'> }

/** What a line of a table says of each case: far fewer queries than all about it. In the order of the ids. */
export async function loadCaseHeads(db: Db, ids: string[]): Promise<CaseHead[]> {
  if (!ids.length) return []
  const lent = lentCases(db, ids)
  if (lent) return lent
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

/** The cases alone, in the order of the ids. */
export async function loadCaseRows(db: Db, ids: string[]): Promise<CaseRow[]> {
  if (!ids.length) return []
  const byId = new Map((await rowsOfCases(db, ids)).map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** The cases with their texts, in the order of the ids: what `textsOfCase` takes. */
export async function loadCaseTexts(
  db: Db,
  ids: string[],
): Promise<{ row: CaseRow; has: Pick<CaseParts, 'text' | 'asks' | 'keptTexts'> }[]> {
  const [rows, texts, asked, kept] = await Promise.all([
    loadCaseRows(db, ids),
    textRowsOf(db, ids),
    askRowsOf(db, ids),
    keptTextRowsOf(db, ids),
  ])
  const textOf = new Map(texts.map((text) => [text.proposalId, text]))
  const [asks, keptTexts] = [grouped(asked, (a) => a.proposalId), grouped(kept, (t) => t.proposalId)]
  return rows.map((row) => ({
    row,
    has: { text: textOf.get(row.id), asks: asks(row.id), keptTexts: keptTexts(row.id) },
  }))
}

/** When it is looked at, and in whose time zone days end. */
export type ViewedAt = { at: Date; timeZone: string }

/** The cases in the order of the ids; ids that are not there are left out. Says nothing about who may see them. */
export async function loadCases(db: Db, ids: string[], seen: ViewedAt): Promise<LoadedCase[]> {
  if (!ids.length) return []
  const lent = lentCases(db, ids)
  if (lent) return lent
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
  const countRows = grouped(all.countRows, (c) => c.proposalId)
  const since = await watchedSince(db)
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
      answers: answerRows(id).map((a) => ({ decisions: decisionRows(a.id), attachments: attachmentRows(a.id), ...a })),
      commitments: commitmentsFor(id).map((c) => ({ updates: updateRows(c.id), ...c })),
      timeline: toldByDay(holding(entries(id))),
      evidence: evidenceRows(id),
      updates: caseUpdateRows(id),
      assignmentChanges: assignmentChangesFor(id),
      decisions: publicDecisionRows(id),
      corrections: correctionRows(id),
      handOvers: handOverRows(id),
      references: referenceRows(id),
      keptTexts: keptTexts(id),
      ...talliesOf(countRows(id), seen),
      ...all.uncounted(id),
      countUnsaid: row.countUnsaid,
      watchedSince: since,
    }
    return [{ row, has: withBrought(has, broughtRows(id)[0], seen.timeZone) }]
  })
}

/** The lead first, then by code. */
const inOrder = (parts: Loaded['assignmentRows']) =>
  parts.sort((a, b) => a.role.localeCompare(b.role) || a.code.localeCompare(b.code))

async function loadAll(db: Db, ids: string[]) {
  const ifThere = await askingForParts(db, ids)
  const [
    [texts, askRows, assignmentRows, entries, countRows, uncounted],
    [{ answerRows, attachmentRows }, decisionRows, commitmentRows, updateRows],
    [evidenceRows, caseUpdateRows, assignmentChangeRows, publicDecisionRows, correctionRows],
    [handOverRows, referenceRows, keptTextRows, broughtRows],
  ] = await Promise.all([
    Promise.all([
      textRowsOf(db, ids),
      askRowsOf(db, ids),
      assignmentRowsOf(db, ids),
      entriesOf(db, ids),
      countRowsOf(db, ids),
      uncountedOf(db, ids, ifThere),
    ]),
    Promise.all([
      answersWith(db, ids, ifThere),
      ifThere('answers', decisionRowsOf),
      ifThere('commitments', commitmentRowsOf),
      ifThere('commitments', updateRowsOf),
    ]),
    Promise.all([
      ifThere('evidence', evidenceRowsOf),
      ifThere('updates', caseUpdateRowsOf),
      ifThere('assignmentChanges', assignmentChangeRowsOf),
      ifThere('decisions', publicDecisionRowsOf),
      ifThere('corrections', correctionRowsOf),
    ]),
    Promise.all([
      ifThere('handOvers', handOverRowsOf),
      ifThere('references', referenceRowsOf),
      ifThere('keptTexts', keptTextRowsOf),
      ifThere('brought', broughtRowsOf),
    ]),
  ])
  return {
    texts,
    ...{ askRows, assignmentRows, answerRows, attachmentRows, decisionRows, commitmentRows, updateRows },
    ...{ entries, countRows, evidenceRows, caseUpdateRows, assignmentChangeRows, publicDecisionRows, correctionRows },
    ...{ handOverRows, referenceRows, uncounted, keptTextRows, broughtRows },
  }
}

/** What is attached is asked for only where there are published answers. */
async function answersWith(db: Db, ids: string[], ifThere: IfThere) {
  const answerRows = await withAnsweringUnits(db, await ifThere('answers', answerRowsOf))
  return { answerRows, attachmentRows: answerRows.length ? await attachmentRowsOf(db, ids) : [] }
}
