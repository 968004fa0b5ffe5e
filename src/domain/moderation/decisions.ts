// What moderators decide. Admissibility, never merit.
import { and, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { localDate } from '../../lib/calendar.ts'
import { newId } from '../../lib/id.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { removeDocument } from '../../platform/db/search.ts'
import { write } from '../../platform/db/write.ts'
import { parts } from '../../schema/assignments.ts'
import { decisions } from '../../schema/moderation.ts'
import { proposals } from '../../schema/proposals.ts'
import { closingDate } from '../governments/deadline.ts'
import { hidesText, isAssignable } from '../governments/government.ts'
import { agenciesOf, blackoutsOf, offered, refusalReasonsOf, rulesOf } from '../governments/store.ts'
import { callOff, startMailing } from '../notifications/store.ts'
import { isPublic, liveStages } from '../proposals/proposal.ts'
import { decisionsOf, findProposal, indexCase, type ProposalRow } from '../proposals/store.ts'
import { takeStep } from '../proposals/transition.ts'
import { append, newSalt } from '../record/store.ts'
import { canUndo, holdableStages } from './queue.ts'

export type DecisionContext = {
  government: { id: string; slug: string; timeZone: string }
  proposal: ProposalRow
  personId: string
  role: 'moderator' | 'administrator'
  administrator: boolean
  at: Date
}
/** What a moderator decides, as it is sent. `lead`, `supporting`, `reason`: codes; `target`: a case's number. */
export type DecisionInput =
  | { decision: 'approve'; lead: string; supporting: string[]; words: string }
  | { decision: 'return'; words: string }
  | { decision: 'refuse'; reason: string; words: string }
  | { decision: 'merge'; target: string; words: string }
  | { decision: 'hold' | 'release' | 'show' | 'undo'; words: string }
  | { decision: 'hide'; words: string }
export type Refusal = { field: string; key: string }

const movedOn: Refusal = { field: 'form', key: 'proposals.error.moved_on' }

/** The decisions that end a check. */
const checks: ReadonlySet<DecisionInput['decision']> = new Set(['approve', 'return', 'refuse', 'merge'])

/** Carries out a decision; what keeps it from being carried out, or null. */
export async function decide(db: Database, c: DecisionContext, form: DecisionInput): Promise<Refusal | null> {
  if (checks.has(form.decision) && (await mustBeSomebodyElse(db.reads, c)))
    return { field: 'decision', key: 'proposals.error.somebody_else' }
  if (form.decision === 'approve') return approve(db, c, form)
  if (form.decision === 'merge') return merge(db, c, form)
  if (form.decision === 'undo') return undo(db, c)
  if (form.decision === 'return' || form.decision === 'refuse') return sendBack(db, c, form)
  return mark(db, c, { decision: form.decision, words: form.words })
}

async function approve(
  db: Database,
  c: DecisionContext,
  form: Extract<DecisionInput, { decision: 'approve' }>,
): Promise<Refusal | null> {
  const { proposal, government, at } = c
  const today = localDate(at, government.timeZone)
  const agencies = (await agenciesOf(db.reads, government.id)).filter((a) => isAssignable(a, today))
  const lead =
    agencies.find((a) => a.code === form.lead) ?? (form.lead ? undefined : agencies.find((a) => a.coordinating))
  if (!lead) return { field: 'lead', key: 'proposals.error.lead' }
  const supporting = agencies.filter((a) => form.supporting.includes(a.code) && a.id !== lead.id)
  const rules = await rulesOf(db.reads, proposal.ruleVersionId!)
  const pauses = await blackoutsOf(db.reads, government.id)
  const closesBefore = closingDate(at, rules.cosigningDays, pauses, government.timeZone)
  return write(db, async (tx) => {
    const moved = await takeStep(tx, proposal, 'approve', {
      role: c.role,
      at,
      revision: proposal.revision,
      set: { publishedAt: at, closesBefore, heldAt: null },
      facts: { closes_before: closesBefore.toISOString(), lead: lead.code },
    })
    if (!moved) return movedOn
    await keep(tx, c, 'approved', form.words)
    for (const agency of [lead, ...supporting])
      await tx.insert(parts).values({
        id: newId(),
        proposalId: proposal.id,
        agencyId: agency.id,
        role: agency === lead ? 'lead' : 'supporting',
        assignedAt: at,
        dueBefore: null,
        answeredAt: null,
        endedAt: null,
        contribution: null,
        salt: null,
      })
    await indexCase(tx, moved)
    return null
  })
}

async function sendBack(
  db: Database,
  c: DecisionContext,
  form: Extract<DecisionInput, { decision: 'return' | 'refuse' }>,
): Promise<Refusal | null> {
  const { proposal, at } = c
  const refusing = form.decision === 'refuse'
  const reasons = offered(await refusalReasonsOf(db.reads, c.government.id))
  const reason = refusing ? reasons.find((r) => r.code === form.reason) : null
  if (refusing && !reason) return { field: 'reason', key: 'proposals.error.reason' }
  return write(db, async (tx) => {
    const moved = await takeStep(tx, proposal, form.decision, {
      role: c.role,
      at,
      revision: proposal.revision,
      set: refusing ? { endedAt: at, outcome: 'refused', reasonCode: reason!.code, heldAt: null } : { heldAt: null },
      facts: reason ? { reason: reason.code } : {},
    })
    if (!moved) return movedOn
    await keep(tx, c, refusing ? 'refused' : 'returned', form.words, { reasonCode: reason?.code ?? null })
    if (reason?.hidesText) await removeDocument(tx, proposal.id)
    return null
  })
}

async function merge(
  db: Database,
  c: DecisionContext,
  form: Extract<DecisionInput, { decision: 'merge' }>,
): Promise<Refusal | null> {
  const { proposal, government, at } = c
  const target = await findProposal(db.reads, government.id, form.target)
  if (!target || target.id === proposal.id || !liveStages.includes(target.stage) || target.hiddenAt)
    return { field: 'target', key: 'proposals.error.target' }
  return write(db, async (tx) => {
    if (!(await holdForMerger(tx, proposal.id, target.id))) return { field: 'target', key: 'proposals.error.target' }
    const moved = await takeStep(tx, proposal, 'merge', {
      role: c.role,
      at,
      revision: proposal.revision,
      set: { endedAt: at, outcome: 'merged', mergedIntoId: target.id, heldAt: null },
      facts: { into: target.number },
    })
    if (!moved) return movedOn
    await keep(tx, c, 'merged', form.words, { mergedIntoId: target.id })
    // Its signers are asked: a co-signature is for one text and is never moved without a yes. Not about a text nobody may read.
    if (proposal.count > 0 && !proposal.hiddenAt)
      await startMailing(tx, {
        kind: 'merge_question',
        governmentId: government.id,
        proposalId: proposal.id,
        facts: { title: proposal.title, number: proposal.number, into: target.number, into_title: target.title },
        at,
      })
    return null
  })
}

/**
 * Locks both cases, in one order whichever is merged into which, and looks at the target again: two moderators who merge A into
 * B and B into A at one moment would else both find a live one. False when the target takes nobody any more.
 */
async function holdForMerger(tx: Db, proposalId: string, targetId: string): Promise<boolean> {
  let open = false
  for (const id of [proposalId, targetId].sort()) {
    const live = and(inArray(proposals.stage, [...liveStages]), isNull(proposals.hiddenAt))
    const held = await tx
      .update(proposals)
      .set({ revision: sql`${proposals.revision}` })
      .where(and(eq(proposals.id, id), id === targetId ? live : undefined))
      .returning({ id: proposals.id })
    if (id === targetId) open = held.length > 0
  }
  return open
}

/** An administrator takes back a wrong return, refusal or merge within a day; the record shows both. */
async function undo(db: Database, c: DecisionContext): Promise<Refusal | null> {
  const { proposal, at } = c
  if (!c.administrator) return { field: 'decision', key: 'proposals.error.administrator' }
  const wrong = (await decisionsOf(db.reads, proposal.id)).find((d) => d.kind === proposal.stage && !d.undoneAt)
  if (!wrong || !canUndo(proposal, wrong.decidedAt, at)) return { field: 'decision', key: 'proposals.error.too_late' }
  // Its author has it back and has begun to change it: they send it again when they are ready.
  if (wrong.kind === 'returned' && proposal.updatedAt > wrong.decidedAt)
    return { field: 'decision', key: 'proposals.error.being_changed' }
  return write(db, async (tx) => {
    const moved = await takeStep(tx, proposal, proposal.publishedAt ? 'unmerge' : 'undo', {
      role: 'administrator',
      at,
      revision: proposal.revision,
      set: { endedAt: null, outcome: null, reasonCode: null, mergedIntoId: null },
    })
    if (!moved) return movedOn
    await tx.update(decisions).set({ undoneAt: at }).where(eq(decisions.id, wrong.id))
    if (wrong.kind === 'merged') await callOff(tx, proposal.id, 'merge_question', at)
    await indexCase(tx, moved)
    return null
  })
}

type Mark = {
  kind: 'held' | 'released' | 'hidden' | 'shown'
  set: (at: Date, words: string) => Partial<ProposalRow>
  /** where it can be set: a second press marks nothing */
  only: SQL
}
const marks: { [decision in 'hold' | 'release' | 'hide' | 'show']: Mark } = {
  hold: {
    kind: 'held',
    set: (at) => ({ heldAt: at }),
    only: and(isNull(proposals.heldAt), inArray(proposals.stage, [...holdableStages]))!,
  },
  release: { kind: 'released', set: () => ({ heldAt: null }), only: isNotNull(proposals.heldAt) },
  hide: {
    kind: 'hidden',
    set: (at, words) => ({ hiddenAt: at, hiddenReason: words }),
    only: isNull(proposals.hiddenAt),
  },
  show: { kind: 'shown', set: () => ({ hiddenAt: null, hiddenReason: null }), only: isNotNull(proposals.hiddenAt) },
}

/** Marks over a stage: hold (for staff, the clock goes on) and hidden (410 with the reason). */
async function mark(
  db: Database,
  c: DecisionContext,
  form: { decision: keyof typeof marks; words: string },
): Promise<Refusal | null> {
  const { proposal, at } = c
  const { kind, set, only } = marks[form.decision]
  if (form.decision === 'hide' && !isPublic(proposal)) return movedOn
  const reasons = await refusalReasonsOf(db.reads, proposal.governmentId)
  const textHidden = proposal.stage === 'refused' && hidesText(reasons, proposal.reasonCode)
  return write(db, async (tx) => {
    const [marked] = await tx
      .update(proposals)
      .set(set(at, form.words))
      .where(and(eq(proposals.id, proposal.id), only))
      .returning()
    if (!marked) return movedOn
    await keep(tx, c, kind, form.words)
    await append(tx, {
      governmentId: proposal.governmentId,
      proposalId: proposal.id,
      kind,
      role: c.role,
      occurredAt: at,
    })
    if (form.decision === 'hide') await removeDocument(tx, proposal.id)
    if (form.decision === 'show' && !textHidden) await indexCase(tx, marked)
    return null
  })
}

async function keep(
  tx: Db,
  c: DecisionContext,
  kind: (typeof decisions.$inferSelect)['kind'],
  words: string,
  more: { reasonCode?: string | null; mergedIntoId?: string | null } = {},
) {
  await tx.insert(decisions).values({
    id: newId(),
    proposalId: c.proposal.id,
    kind,
    personId: c.personId,
    reasonCode: null,
    mergedIntoId: null,
    undoneAt: null,
    ...more,
    words,
    salt: newSalt(),
    decidedAt: c.at,
  })
}

/** Reconsideration is for another moderator than the one who refused. */
async function mustBeSomebodyElse(db: Db, { proposal, personId, administrator }: DecisionContext): Promise<boolean> {
  if (!proposal.reconsideredAt || proposal.stage !== 'checking' || administrator) return false
  const refused = (await decisionsOf(db, proposal.id)).find((d) => d.kind === 'refused' && !d.undoneAt)
  return refused?.personId === personId
}
