// Rows that stand beside an entry of the record: each has its entry, with the same moment and the same numbers, and each entry its row.
import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Db } from '../platform/db/database.ts'
import { answers } from '../schema/answers.ts'
import { assignmentChanges } from '../schema/assignments.ts'
import { commitments, commitmentUpdates } from '../schema/commitments.ts'
import { reasonRemovals } from '../schema/cosignatures.ts'
import { governments } from '../schema/governments.ts'
import { handOvers } from '../schema/hand-overs.ts'
import { corrections, moderationDecisions } from '../schema/moderation.ts'

import { type proposals, proposalUpdates } from '../schema/proposals.ts'
import { samples } from '../schema/samples.ts'
import type { EntryFacts, EntryKind } from '../schema/values.ts'
import { sheetDifferences } from './paper-facts.ts'
import { partDifferences } from './part-facts.ts'
import { promiseDifferences } from './promise-facts.ts'
import type { RecordedEntry, ToldCase } from './told-case.ts'

type Row = typeof proposals.$inferSelect

/** A row that must have an entry: of one of these kinds, of this moment, with these facts. */
type Claim = { what: string; kinds: EntryKind[]; at: Date; facts?: EntryFacts; agencyId?: string | null }

export async function rowDifferences(db: Db, one: Row, told: ToldCase, entries: RecordedEntry[]): Promise<string[]> {
  const claims = [
    ...(await ofAnswers(db, one.id)),
    ...(await ofAgencies(db, one.id)),
    ...(await ofStaff(db, one.id)),
    ...(await ofSamples(db, one.id)),
  ]
  const open = [...entries]
  const unfounded = claims.flatMap((claim) => {
    const i = open.findIndex((entry) => fits(entry, claim))
    if (i < 0) return `${claim.what} is not what the record tells, or not of then (${claim.at.toISOString()}).`
    open.splice(i, 1)
    return []
  })
  return [
    ...unfounded,
    ...withoutRow(one, told, open),
    ...(await partDifferences(db, one, told, entries)),
    ...(await promiseDifferences(db, one.id, entries, told)),
    ...(await sheetDifferences(db, one, entries)),
  ]
}

const fits = ({ kind, at, facts, agencyId }: RecordedEntry, claim: Claim): boolean =>
  claim.kinds.includes(kind) &&
  at.getTime() === claim.at.getTime() &&
  (claim.agencyId === undefined || claim.agencyId === agencyId) &&
  Object.entries(claim.facts ?? {}).every(([name, value]) => (facts[name] ?? null) === value)

/** Kinds of which each entry has its row, for as long as the case has its text. */
const withRow: EntryKind[] = [
  ...(['scheduled', 'transferred', 'extended', 'part_released', 'part_dated', 'handed_over', 'corrected'] as const),
  ...(['hand_over_accepted', 'hand_over_ended', 'reason_removed', 'promise_updated', 'promise_done'] as const),
  ...(['promise_changed', 'promise_dropped', 'promise_checked', 'refused', 'merged', 'returned'] as const),
]

function withoutRow(one: Row, told: ToldCase, open: RecordedEntry[]): string[] {
  const standing = (e: RecordedEntry) => told.versions.get(Number(e.facts.version)) === e.at.getTime()
  return open
    .filter(
      (e) =>
        withRow.includes(e.kind) ||
        (e.kind === 'updated' && one.textRemovedAt === null) ||
        ((e.kind === 'answered' || e.kind === 'supplemented') && standing(e)) ||
        (e.kind === 'hidden' && e.facts !== null && one.textRemovedAt === null),
    )
    .map((e) => `“${e.kind}” of ${e.at.toISOString()} is in the record, and its row is gone or was changed.`)
}

const reportKinds: { [kind in (typeof commitmentUpdates.$inferSelect)['kind']]: EntryKind[] } = {
  ...{ progress: ['promise_updated'], done: ['promise_done', 'promise_kept'], changed: ['promise_changed'] },
  ...{ dropped: ['promise_dropped'], checked: ['promise_checked'] },
}

async function ofAnswers(db: Db, id: string): Promise<Claim[]> {
  const published = await db
    .select()
    .from(answers)
    .where(and(eq(answers.proposalId, id), isNotNull(answers.publishedAt)))
  const reports = await db
    .select({ update: commitmentUpdates, number: commitments.number })
    .from(commitmentUpdates)
    .innerJoin(commitments, eq(commitments.id, commitmentUpdates.commitmentId))
    .where(eq(commitments.proposalId, id))
  return [
    ...published.map(
      ({ version, publishedAt }): Claim => ({
        ...{ what: `answer ${version}`, kinds: ['answered', 'supplemented'], at: publishedAt! },
        facts: { version },
      }),
    ),
    ...reports.map(
      ({ update: u, number }): Claim => ({
        what: `the report “${u.kind}” on commitment ${number}`,
        kinds: reportKinds[u.kind],
        at: u.writtenAt,
        facts: {
          commitment: number,
          ...(u.kind === 'checked' ? { verdict: u.verdict, seen_on: u.evidenceOn } : {}),
          ...(u.kind === 'changed' ? { due_on: u.dueTo, due_was: u.dueFrom } : {}),
        },
      }),
    ),
  ]
}

async function ofAgencies(db: Db, id: string): Promise<Claim[]> {
  const moved = await db.select().from(assignmentChanges).where(eq(assignmentChanges.proposalId, id))
  const said = await db.select().from(proposalUpdates).where(eq(proposalUpdates.proposalId, id))
  const handed = await db
    .select({ row: handOvers, slug: governments.slug })
    .from(handOvers)
    .leftJoin(governments, eq(governments.id, handOvers.toGovernmentId))
    .where(eq(handOvers.proposalId, id))
  const kinds: { [kind in (typeof moved)[number]['kind']]: EntryKind } = {
    ...{ transferred: 'transferred', extended: 'extended', part_added: 'assigned' },
    ...{ part_released: 'part_released', part_dated: 'part_dated' },
  }
  return [
    ...moved.map(
      (m): Claim => ({
        ...{ what: `“${m.kind}”`, kinds: [kinds[m.kind]], at: m.decidedAt },
        // of a transfer the entry has the agency, and of an extension the date
        ...(m.kind === 'transferred' || m.kind === 'part_added' ? { agencyId: m.toAgencyId } : {}),
        ...(m.kind === 'part_released' || m.kind === 'part_dated' ? { agencyId: m.fromAgencyId } : {}),
        ...(m.kind === 'extended' || m.kind === 'part_dated' || m.kind === 'part_added'
          ? { facts: { due_before: m.dueBefore?.toISOString() ?? null } }
          : {}),
      }),
    ),
    ...said.map(
      (u): Claim => ({
        what: `the update “${u.kind}”`,
        kinds: [u.kind === 'schedule' ? 'scheduled' : 'updated'],
        at: u.writtenAt,
        agencyId: u.agencyId,
      }),
    ),
    ...handed.flatMap(({ row: h, slug }): Claim[] => [
      {
        ...{ what: 'its handing over', kinds: ['handed_over'], at: h.createdAt },
        facts: { to: slug, handed_on: h.handedOn, due_on: h.dueOn },
      },
      ...(h.endedAt === null
        ? []
        : [
            h.state === 'accepted'
              ? {
                  ...{
                    what: 'the acceptance of its handing over',
                    kinds: ['hand_over_accepted' as const],
                    at: h.endedAt,
                  },
                  ...{ facts: { ended_on: h.endedOn }, agencyId: h.agencyId },
                }
              : {
                  ...{ what: 'the end of its handing over', kinds: ['hand_over_ended' as const], at: h.endedAt },
                  facts: { how: h.state, ended_on: h.endedOn },
                },
          ]),
    ]),
  ]
}

async function ofStaff(db: Db, id: string): Promise<Claim[]> {
  const decided = await db
    .select()
    .from(moderationDecisions)
    .where(
      and(
        eq(moderationDecisions.proposalId, id),
        inArray(moderationDecisions.kind, ['returned', 'refused', 'merged', 'hidden', 'shown', 'approved']),
      ),
    )
  const corrected = await db.select().from(corrections).where(eq(corrections.proposalId, id))
  const removed = await db.select().from(reasonRemovals).where(eq(reasonRemovals.proposalId, id))
  return [
    ...decided.map(
      (d): Claim => ({
        ...{ what: `the decision “${d.kind}”`, kinds: [d.kind === 'approved' ? 'published' : d.kind], at: d.decidedAt },
        ...(d.kind === 'refused' ? { facts: { reason: d.reasonCode } } : {}),
      }),
    ),
    ...corrected.map(
      (c): Claim => ({
        what: `the correction of ${c.field}`,
        kinds: ['corrected'],
        at: c.correctedAt,
        facts: { field: c.field },
      }),
    ),
    ...removed.map((r): Claim => ({ what: 'the removal of a reason', kinds: ['reason_removed'], at: r.removedAt })),
  ]
}

async function ofSamples(db: Db, id: string): Promise<Claim[]> {
  const rows = await db.select().from(samples).where(eq(samples.proposalId, id))
  return rows.flatMap((s): Claim[] => {
    const drawn = {
      population: s.population,
      drawn: s.drawn,
      tree_size: s.treeSize,
      root: s.rootHash,
      cutoff: s.cutoff,
    }
    const claim = (what: string, at: Date, facts: EntryFacts): Claim => ({
      ...{ what: `sample ${s.number}, ${what},`, kinds: ['sampled'], at },
      facts: { what, sample: s.number, ...facts },
    })
    return [
      claim('announced', s.announcedAt, { size: s.size }),
      ...(s.drawnAt ? [claim('drawn', s.drawnAt, drawn)] : []),
      ...(s.toldAt
        ? [claim('told', s.toldAt, { ...drawn, confirmed: s.confirmed, not_confirmed: s.notConfirmed })]
        : []),
    ]
  })
}
