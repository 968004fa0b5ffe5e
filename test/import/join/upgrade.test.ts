// Cases that an earlier version imported: the upgrade takes back what nobody had said of them, a second import the rest.
import { readdirSync, readFileSync } from 'node:fs'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { append } from '../../../src/domain/record/store.ts'
import { write } from '../../../src/platform/db/write.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import type { Source } from '../../../src/schema/values.ts'
import { aLine, anAnsweredLine, caseNow, entriesOf, importLines, moment } from '../../support/join.ts'
import { testWorld } from '../../support/world.ts'

/** The statements of the migration that change rows. */
function changes(): string[] {
  const folder = new URL(`../../../migrations/${engine}/`, import.meta.url)
  const name = readdirSync(folder).find((file) => file.endsWith('_imports_as_seen.sql'))!
  return readFileSync(new URL(name, folder), 'utf8')
    .split('--> statement-breakpoint')
    .filter((statement) => /^UPDATE /m.test(statement))
}

test('what was called expired was last seen, what was withdrawn loses its date, and the timeline follows', async () => {
  const world = await testWorld()
  const lines = [
    aLine(1),
    anAnsweredLine(2),
    aLine(3, { status_raw: 'Revoked' }),
    aLine(4, { status_raw: 'SecondFailed' }),
  ]
  await importLines(world, lines)
  const ended = moment('2017-06-03 00:00:00')
  const now = await Promise.all([1, 2, 3, 4].map((n) => caseNow(world, n)))
  await write(world.db, async (tx) => {
    for (const [i, { id, governmentId, source }] of now.entries()) {
      const n = i + 1
      const { name, number, url, status } = source!
      const before = { source: { name, number, url, status } as Source, seenOn: null }
      const dated =
        n === 1
          ? { stage: 'expired' as const, outcome: 'expired' as const, endedAt: ended }
          : n === 3
            ? { endedAt: ended }
            : {}
      await tx
        .update(proposals)
        .set({ ...before, ...dated })
        .where(eq(proposals.id, id))
      if (n === 1)
        await append(tx, { governmentId, proposalId: id, kind: 'expired', role: 'system', occurredAt: ended })
    }
  })
  await world.db.exclusively(async (exec) => {
    for (const statement of changes()) await exec(statement)
  })
  expect(await caseNow(world, 1)).toMatchObject({ stage: 'last_seen', outcome: null, seenOn: '2017-04-03' })
  expect(await caseNow(world, 2)).toMatchObject({
    stage: 'resolved',
    seenOn: '2017-06-01',
    source: { stage: 'resolved' },
  })
  expect(await caseNow(world, 3)).toMatchObject({ stage: 'withdrawn', endedAt: null })
  expect(await caseNow(world, 4)).toMatchObject({ stage: 'expired', endedAt: ended })
  for (const n of [1, 2, 3, 4]) {
    const { number } = await caseNow(world, n)
    const { text } = await world.visitor().read(`/haicheng/proposals/${number}`)
    expect([n, text.includes('as seen on')]).toEqual([n, true])
  }

  const { result } = await importLines(world, lines)
  expect(result).toMatchObject({ imported: 0, refused: 0 })
  const { id, number } = await caseNow(world, 1)
  expect(
    (await entriesOf(world, id)).filter(({ kind }) => kind === 'expired'),
    'the record keeps it',
  ).toHaveLength(1)
  const json = (await world.visitor().get(`/haicheng/proposals/${number}.json`)).json()
  expect(json.timeline.map((entry: { kind: string }) => entry.kind)).not.toContain('expired')
})
