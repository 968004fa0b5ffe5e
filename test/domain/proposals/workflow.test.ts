import { and, eq } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { currentRules } from '../../../src/domain/governments/store.ts'
import { beginDraft } from '../../../src/domain/proposals/draft-store.ts'
import { takeStep } from '../../../src/domain/proposals/transition.ts'
import { type Act, mayTake, transitionOf, transitions } from '../../../src/domain/proposals/workflow.ts'
import { newId } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { type ActorRole, stages } from '../../../src/schema/values.ts'
import { testWorld } from '../../support/world.ts'

const roles: ActorRole[] = ['author', 'citizen', 'moderator', 'officer', 'administrator', 'system']
const acts = transitions.map((t) => t.act)

test('whoever may not, can’t; whoever may, leaves exactly one entry; no sequence of acts reaches an impossible stage', async () => {
  const world = await testWorld()
  const { id: ruleVersionId } = await currentRules(world.db.reads, world.government.id, world.clock.now)
  const step = fc.record({ act: fc.constantFrom<Act>(...acts), role: fc.constantFrom<ActorRole>(...roles) })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (sequence) => {
      const id = newId()
      const at = world.clock.now
      await write(world.db, async (tx) => {
        await beginDraft(tx, { id, governmentId: world.government.id, authorId: newId(), at })
        await tx.update(proposals).set({ ruleVersionId, threshold: 3, closesBefore: at }).where(eq(proposals.id, id))
      })
      let stage = 'draft'
      let entries = 0
      let reconsidered = false
      let met = false
      for (const { act, role } of sequence) {
        const { from, to, records } = transitionOf(act)
        if (!mayTake(act, role)) {
          await expect(write(world.db, (tx) => takeStep(tx, { id }, act, { role, at }))).rejects.toThrow('may not')
          continue
        }
        const set =
          act === 'reconsider' ? { reconsideredAt: at } : act === 'meet_threshold' ? { thresholdMetAt: at } : {}
        const moved = await write(world.db, (tx) => takeStep(tx, { id }, act, { role, at, set }))
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
