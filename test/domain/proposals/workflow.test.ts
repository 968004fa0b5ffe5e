import { and, eq } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { currentRules } from '../../../src/domain/governments/store.ts'
import { beginDraft } from '../../../src/domain/proposals/draft-store.ts'
import { applyTransition, type ProposalRow } from '../../../src/domain/proposals/transition.ts'
import { type Act, mayTake, transitionOf, transitions } from '../../../src/domain/proposals/workflow.ts'
import { newId } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { type ActorRole, stages } from '../../../src/schema/values.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

const day = 86_400_000
const roles: ActorRole[] = ['author', 'citizen', 'moderator', 'officer', 'administrator', 'system']
const acts = transitions.map((t) => t.act)

test('whoever may not, can’t; whoever may, leaves exactly one entry; no sequence of acts reaches an impossible stage', async () => {
  const world = await testWorld()
  const authorId = (await world.signedIn('author@example.test')).personId!
  const other = await givenCase(world, { number: '2026-0001', title: '另一案' })
  const { id: ruleVersionId } = await currentRules(world.db.reads, world.government.id, world.clock.now)
  const step = fc.record({ act: fc.constantFrom<Act>(...acts), role: fc.constantFrom<ActorRole>(...roles) })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (sequence) => {
      const id = newId()
      const at = world.clock.now
      const begun = new Date(at.getTime() - 3 * day)
      await write(world.db, (tx) => beginDraft(tx, { id, governmentId: world.government.id, authorId, at: begun }))
      const sets = columnsOf({ number: `2026-${id}`, ruleVersionId, mergedIntoId: other, at })
      let stage = 'draft'
      let entries = 0
      let reconsidered = false
      let met = false
      for (const { act, role } of sequence) {
        const { from, to, records } = transitionOf(act)
        if (!mayTake(act, role)) {
          await expect(write(world.db, (tx) => applyTransition(tx, { id }, act, { role, at }))).rejects.toThrow(
            'may not',
          )
          continue
        }
        const moved = await write(world.db, (tx) =>
          applyTransition(tx, { id }, act, { role, at, set: sets[act] ?? {} }),
        )
        const possible =
          (from as readonly string[]).includes(stage) &&
          act !== 'lose_sight' && // only of what was imported
          !(act === 'reconsider' && reconsidered) &&
          !(act === 'meet_threshold' && met)
        expect(moved?.stage ?? null).toBe(possible ? to : null)
        if (moved) {
          stage = to
          entries++
          reconsidered ||= act === 'reconsider'
          met ||= act === 'meet_threshold'
          const kinds = await world.db.reads
            .select()
            .from(record)
            .where(and(eq(record.proposalId, id), eq(record.kind, records)))
          expect(kinds.length).toBeGreaterThan(0)
        }
      }
      const [row] = await world.db.reads.select().from(proposals).where(eq(proposals.id, id))
      expect(row!.stage).toBe(stage)
      expect(await world.db.reads.select().from(record).where(eq(record.proposalId, id))).toHaveLength(entries)
    }),
    { numRuns: 60 },
  )
})

/** What goes with each act, so that the database takes the row. */
function columnsOf(of: { number: string; ruleVersionId: string; mergedIntoId: string; at: Date }) {
  const { number, ruleVersionId, mergedIntoId, at } = of
  const ended = (outcome: 'refused' | 'merged' | 'withdrawn' | 'expired') => ({ endedAt: at, outcome })
  const open = { endedAt: null, outcome: null, reasonCode: null, mergedIntoId: null }
  const published = { publishedAt: new Date(at.getTime() - day), closesBefore: at }
  const sets: { [act in Act]?: Partial<ProposalRow> } = {
    submit: { number, year: 2026, submittedAt: new Date(at.getTime() - 2 * day), ruleVersionId, threshold: 3 },
    approve: published,
    refuse: { ...ended('refused'), reasonCode: 'not_ours' },
    reconsider: { ...open, reconsideredAt: at },
    merge: { ...ended('merged'), mergedIntoId },
    withdraw: ended('withdrawn'),
    meet_threshold: { thresholdMetAt: at, answerDueBefore: new Date(at.getTime() + day) },
    expire: ended('expired'),
    answer: { answeredAt: at, outcome: 'adopted', endedAt: null },
    undo: { ...open, publishedAt: null, closesBefore: null },
    unmerge: { ...open, ...published },
  }
  return sets
}

test('every stage can be reached from a draft', () => {
  const reached = new Set<string>(['draft'])
  for (let i = 0; i < stages.length; i++)
    for (const t of transitions) if (t.from.some((s) => reached.has(s))) reached.add(t.to)
  expect([...reached].sort()).toEqual([...stages].sort())
})

test('no act leads from a stage to itself, and a citizen who is not the author decides nothing', () => {
  expect(transitions.filter((t) => t.from.includes(t.to))).toEqual([])
  expect(transitions.filter((t) => mayTake(t.act, 'citizen'))).toEqual([])
})
