// What lists ask of a case stands in the search's own table too. It is what the case says, whatever happens to the case.
import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { newId } from '../../../src/lib/id.ts'
import { rowsOf } from '../../../src/platform/db/columns.ts'
import { write } from '../../../src/platform/db/write.ts'
import { assignments } from '../../../src/schema/assignments.ts'
import { refusalReasons } from '../../../src/schema/lists.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld, type World } from '../../support/world.ts'

const kept = 'government_id shown stage outcome topic_code district_code year published_at facts'.split(' ')
const [theirs, view] = ['d', 'f'].map((table) => sql.raw(kept.map((column) => `${table}.${column}`).join(', ')))

/** Rows of the search's table that say another thing than their case. */
const wrong = ({ db }: World) =>
  rowsOf(
    db.reads,
    sql`select ${theirs} from search_documents d except select ${view} from search_facts f where f.id in (select document_id from search_documents)`,
  )

test('it follows every step of a case, its agencies, and the reasons that hide a text', async () => {
  const world = await testWorld()
  const { db, agencies, clock, government } = world
  const id = await givenCase(world, { title: '夜市公車', lead: agencies.transport, topicCode: 'traffic' })
  const refused = await givenCase(world, { title: '夜市照明', stage: 'refused', outcome: 'refused' })
  const total = async (q: string) => {
    const answer = await world.visitor().get(`/api/v1/haicheng/proposals?q=${encodeURIComponent(q)}`)
    return answer.json<{ meta: { total: number } }>().meta.total
  }
  const reason = (
    await db.reads.select().from(refusalReasons).where(eq(refusalReasons.governmentId, government.id))
  )[0]!
  const changes: (() => Promise<unknown>)[] = [
    async () => {},
    () => write(db, (tx) => tx.update(proposals).set({ topicCode: 'environment', districtCode: 'shibi' })),
    () =>
      write(db, (tx) =>
        tx.insert(assignments).values({
          ...{ id: newId(), proposalId: id, agencyId: agencies.environment },
          ...{ role: 'supporting', assignedAt: clock.now },
        }),
      ),
    () =>
      write(db, (tx) => tx.update(assignments).set({ endedAt: clock.now }).where(eq(assignments.role, 'supporting'))),
    () => write(db, (tx) => tx.delete(assignments).where(eq(assignments.role, 'supporting'))),
    () => write(db, (tx) => tx.update(proposals).set({ reasonCode: reason.code }).where(eq(proposals.id, refused))),
    () => write(db, (tx) => tx.update(refusalReasons).set({ hidesText: false })),
  ]
  for (const [i, change] of changes.entries()) {
    await change()
    expect([i, await wrong(world)]).toEqual([i, []])
  }
  expect(await total('夜市')).toBe(2)
  await write(db, (tx) => tx.update(refusalReasons).set({ hidesText: true }))
  expect(await wrong(world)).toEqual([])
  clock.now = new Date(clock.now.getTime() + 5000)
  expect(await total('夜市'), 'whatever the index still holds').toBe(1)
})
