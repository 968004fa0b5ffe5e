// Whatever staff, signers and sheets of paper do, in whatever order: the count is the rows, the record comes to the same, the threshold is
// met by nobody else, and one entry of the roll counts once.

import { asc, eq } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openCase } from '../../../src/domain/cosignatures/after-counting.ts'
import { actOnBatch, askBatch, carryOn } from '../../../src/domain/cosignatures/batch-store.ts'
import { unevenCases, unevenSums } from '../../../src/domain/cosignatures/counts.ts'
import { makeSheets, typeSheet } from '../../../src/domain/cosignatures/paper.ts'
import { askChange, confirmChange } from '../../../src/domain/cosignatures/paper-changes.ts'
import { addCosignature, removeCosignature } from '../../../src/domain/cosignatures/store.ts'
import { endVerification, verifyAge, verifyPerson } from '../../../src/domain/cosignatures/verify-person.ts'
import { mayMove } from '../../../src/domain/integrity/batch.ts'
import { changeOf } from '../../../src/domain/log/leaf.ts'
import { keyInCase } from '../../../src/domain/verification/identity-key.ts'
import { replaceRoll } from '../../../src/domain/verification/rolls.ts'
import { dropExpiredVerifications } from '../../../src/domain/verification/verifications.ts'
import { sha256 } from '../../../src/lib/id.ts'
import { attempt } from '../../../src/platform/db/attempt.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatures } from '../../../src/schema/cosignatures.ts'
import { cosignatureBatches } from '../../../src/schema/integrity.ts'
import { paperSignatures } from '../../../src/schema/paper.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { decidedStates } from '../../../src/schema/values.ts'
import { verifications } from '../../../src/schema/verifications.ts'
import { givenCase } from '../../support/cases.ts'
import '../../support/seed.ts'
import { testWorld } from '../../support/world.ts'

const entries = [0, 1, 2, 3, 4].map((n) => sha256(`entry ${n}`))
const who = fc.integer({ min: 0, max: 4 })
const state = fc.constantFrom(...decidedStates)
const act = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('sign' as const), who }) },
  fc.record({ do: fc.constant('withdraw' as const), who }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('verify' as const), who, entry: who }) },
  fc.record({ do: fc.constant('unverify' as const), who }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('age' as const), who, entry: who }) },
  fc.record({ do: fc.constant('unage' as const), who }),
  fc.record({ do: fc.constant('expire' as const), who }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('batch' as const), from: state, to: state }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), which: who }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('paper' as const), lines: fc.array(who, { minLength: 1, maxLength: 3 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('take_back' as const), which: who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restore' as const), which: who }) },
)
/** Each decision is one of two people: who decides alone moves no threshold. */
const byTwo = () => true
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never

async function play(acts: Act[], levelToCount: 1 | 2, ageToCount: number): Promise<void> {
  const world = await testWorld({ rules: { threshold: 3, levelToCount, ageToCount } })
  const { db, government, clock } = world
  const governmentId = government.id
  const roll = { governmentId, name: 'roll', fields: ['id_number' as const], digests: entries }
  await write(db, (tx) => replaceRoll(tx, roll))
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const persons: string[] = []
  for (const n of [0, 1, 2, 3, 4]) persons.push((await world.signedIn(`person${n}@example.test`)).personId!)
  const [one, two] = [(await world.staff('administrator')).personId!, (await world.staff('moderator')).personId!]
  let sheets = 0
  const caseNow = async () => (await db.reads.select().from(proposals).where(eq(proposals.id, id)))[0]!

  async function run(next: Act): Promise<unknown> {
    clock.now = new Date(clock.now.getTime() + 60_000)
    const at = clock.now
    const proposal = await caseNow()
    const open = await openCase(db.reads, proposal)
    if (next.do === 'sign') {
      const signature = { personId: persons[next.who]!, at, districtCode: 'gangdong', assurance: 1, reason: null }
      return attempt(db, (tx) =>
        addCosignature(tx, government, open, { ...signature, noticeVersion: '1', wantsAnswer: false }),
      )
    }
    if (next.do === 'withdraw')
      return attempt(db, (tx) => removeCosignature(tx, government, { id }, persons[next.who]!, at))
    if (next.do === 'verify') {
      const found = { method: 'counter', issuer: 'counter', subjectKey: entries[next.entry]! } as const
      return write(db, (tx) => verifyPerson(tx, government, persons[next.who]!, found, at))
    }
    if (next.do === 'unverify')
      return write(db, (tx) => endVerification(tx, government, persons[next.who]!, 'resident', at))
    if (next.do === 'age') {
      const found = { method: 'counter', issuer: 'counter', subjectKey: entries[next.entry]!, leastAge: 16 } as const
      return write(db, (tx) => verifyAge(tx, government, persons[next.who]!, found, at))
    }
    if (next.do === 'unage') return write(db, (tx) => endVerification(tx, government, persons[next.who]!, 'age', at))
    if (next.do === 'expire')
      return write(db, async (tx) => {
        await tx.update(verifications).set({ expiresAt: at }).where(eq(verifications.personId, persons[next.who]!))
        await dropExpiredVerifications(tx, at)
      })
    if (next.do === 'batch') {
      if (!mayMove(next.from, next.to)) return
      const asked = { to: next.to, words: 'looked at', askedById: one, isForTwo: byTwo, at }
      const batch = await write(db, (tx) => askBatch(tx, id, { from: next.from, group: null }, asked))
      if (!batch) return
      await write(db, (tx) => actOnBatch(tx, { proposalId: id, id: batch.id }, 'confirm', two, byTwo, at))
      return carryOn(db, batch.id, at)
    }
    if (next.do === 'undo') {
      const all = await db.reads.select().from(cosignatureBatches).orderBy(asc(cosignatureBatches.askedAt))
      const batch = all[next.which]
      if (!batch) return
      for (const who of [one, two])
        await write(db, (tx) => actOnBatch(tx, { proposalId: id, id: batch.id }, 'undo', who, byTwo, at))
      return carryOn(db, batch.id, at)
    }
    if (next.do === 'paper') {
      const made = await write(db, (tx) => makeSheets(tx, { proposalId: id, n: 1, madeById: one }, at))
      if (!made.ok) return
      const number = ++sheets
      const lines = next.lines.map((entry) => ({ key: entries[entry]!, district: 'gangdong' }))
      const counting = { government, proposal: open, role: 'moderator' as const }
      for (const personId of [one, two])
        await attempt(db, (tx) => typeSheet(tx, counting, { number, personId, lines }, at))
      return
    }
    const which = { proposalId: id, sheet: next.which + 1 }
    await write(db, (tx) => askChange(tx, { ...which, act: next.do, words: 'why', askedById: one }, at))
    const by = { government, open, proposal, role: 'moderator' as const, personId: two }
    return write(db, (tx) => confirmChange(tx, which, by, at))
  }

  for (const [i, next] of acts.entries()) {
    await run(next)
    const told = `after act ${i}: ${JSON.stringify(next)}`
    const { count, stage, threshold } = await caseNow()
    const rows = await db.reads.select().from(cosignatures)
    const lines = (await db.reads.select().from(paperSignatures)).filter(({ counts }) => counts)
    const counted = rows.filter(({ state }) => state === 'counted')
    expect([count, told]).toEqual([counted.length + lines.length, told])
    expect([await unevenSums(db.reads), await unevenCases(db.reads), told]).toEqual([[], [], told])
    expect([stage, told]).toEqual([count >= threshold! ? 'review' : 'gathering', told])
    const said = await db.reads.select().from(record).where(eq(record.proposalId, id))
    expect([said.reduce((sum, { kind, facts }) => sum + changeOf({ kind, facts }), 0), told]).toEqual([count, told])
    const known = await db.reads.select().from(verifications).where(eq(verifications.claim, 'resident'))
    for (const entry of entries) {
      const holders = known.filter(({ subjectKey }) => subjectKey === entry).map(({ personId }) => personId)
      const times =
        counted.filter(({ personId }) => holders.includes(personId)).length +
        lines.filter(({ key }) => key === keyInCase(entry, id)).length
      expect([times <= 1, told]).toEqual([true, told])
    }
    if (ageToCount) expect([counted.every(({ ofAge }) => ofAge), lines.length, told]).toEqual([true, 0, told])
    if (levelToCount === 2) expect([counted.every(({ assurance }) => assurance === 2), told]).toEqual([true, told])
  }
}

const seconds = Number(process.env.FC_SECONDS ?? 0)
test.each([
  [1, 0],
  [2, 0],
  [1, 16],
  [2, 16],
] as const)(
  'in any order of acts the numbers are one (level %i, age %i to count)',
  async (level, age) => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 12, maxLength: 30 }), (acts) => play(acts, level, age)),
      { numRuns: seconds || 6, endOnFailure: true },
    )
  },
  240_000 + seconds * 1000,
)
