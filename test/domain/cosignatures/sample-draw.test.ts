// Who is drawn is worked out in pieces, while people go on signing: it comes to the same as if nobody could sign meanwhile.
import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { changeState } from '../../../src/domain/cosignatures/change-state.ts'
import { commitmentOf } from '../../../src/domain/cosignatures/hash-commitment.ts'
import { draw, scoreOf, scoresOf } from '../../../src/domain/cosignatures/sample-draw.ts'
import { announceSample } from '../../../src/domain/cosignatures/samples.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatures } from '../../../src/schema/cosignatures.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { sampleLines, samples } from '../../../src/schema/samples.ts'
import { givenCase } from '../../support/cases.ts'
import { signAs } from '../../support/signs.ts'
import { testWorld, type World } from '../../support/world.ts'

const size = 4
const root = { size: 1, hash: 'ab'.repeat(32) }

/** The lowest of all that count now, worked out in one go. */
async function atOnce({ db }: World) {
  const rows = await db.reads.select().from(cosignatures).where(eq(cosignatures.state, 'counted'))
  const scored = rows
    .map(({ personId, day, salt }) => ({
      personId,
      score: scoreOf(root.hash, commitmentOf({ case: '2026-0001', day, personId, salt: salt! })),
    }))
    .sort((one, other) => (one.score < other.score ? -1 : 1))
    .slice(0, size)
  return { population: rows.length, cutoff: scored.at(-1)!.score, persons: scored.map(({ personId }) => personId) }
}

class Undone extends Error {}
type Drawn = 'again' | Awaited<ReturnType<typeof atOnce>>

/** What would be drawn; it is rolled back, so that the next one begins from the same. */
async function tryDrawing(world: World, scores: Awaited<ReturnType<typeof scoresOf>>): Promise<Drawn> {
  const { db, clock } = world
  const [proposal] = await db.reads.select().from(proposals)
  const [sample] = await db.reads.select().from(samples)
  let drawn: Drawn = 'again'
  await write(db, async (tx) => {
    if ((await draw(tx, proposal!, sample!, { root, scores }, clock.now)) === 'again') return
    const lines = await tx.select().from(sampleLines).orderBy(sampleLines.line)
    const [row] = await tx.select().from(samples)
    drawn = { population: row!.population!, cutoff: row!.cutoff!, persons: lines.map(({ personId }) => personId) }
    throw new Undone()
  }).catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error
  })
  return drawn
}

test('whatever happens while a sample is worked out, the same are drawn as of all that count at that moment; or it is worked out again', async () => {
  const world = await testWorld({ rules: { threshold: 5000 } })
  const { db, clock, government } = world
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const announcedById = (await world.staff('administrator')).personId!
  let n = 0
  const sign = () =>
    signAs(world, `${'abcdefghijklmnopqrstuvwxyz'[n % 26]}${n * 7}@example${n}.test`, `203.0.113.${n++}`)
  for (let i = 0; i < 9; i++) await sign()
  await write(db, (tx) =>
    announceSample(
      tx,
      { id, governmentId: government.id, number: '2026-0001' },
      { size, announcedById, role: 'administrator' },
      clock.now,
    ),
  )
  const move = async (from: 'counted' | 'held', to: 'counted' | 'held') => {
    const [row] = await db.reads
      .select()
      .from(cosignatures)
      .where(and(eq(cosignatures.state, from), eq(cosignatures.proposalId, id)))
      .orderBy(cosignatures.salt)
      .limit(1)
    if (row)
      await write(db, (tx) =>
        changeState(tx, government.id, id, [row.personId], {
          from: [from],
          to,
          role: 'moderator',
          reason: 'staff',
          at: clock.now,
        }),
      )
  }
  const acts = [
    sign,
    () => move('counted', 'held'),
    sign,
    () => move('held', 'counted'),
    async () => {
      const persons = (await atOnce(world)).persons
      const back = await world.signedIn('back@example.test')
      await write(db, (tx) =>
        tx.update(cosignatures).set({ personId: back.personId! }).where(eq(cosignatures.personId, persons[0]!)),
      )
      await back.post('/haicheng/proposals/2026-0001/withdrawals')
    },
    sign,
    sign,
    sign,
    sign,
  ]
  const came: string[] = []
  const [proposal] = await db.reads.select().from(proposals)
  const read = () => scoresOf(db.reads, proposal!, size + 2, root)
  for (const act of acts) {
    const before = await read()
    await act()
    const right = await atOnce(world)
    const drawn = await tryDrawing(world, before)
    came.push(drawn === 'again' ? 'again' : 'drawn')
    if (drawn !== 'again') expect(drawn).toEqual(right)
    expect(await tryDrawing(world, await read()), 'read anew it is never too late').toEqual(right)
  }
  expect(new Set(came), 'both were met').toEqual(new Set(['again', 'drawn']))
})
