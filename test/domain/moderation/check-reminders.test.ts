// A check that is late: its author sees it, and moderators are told on its last day and after.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { remindModerators } from '../../../src/domain/moderation/jobs.ts'
import { write } from '../../../src/platform/db/write.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

const before = new Date('2026-06-20T00:00:00+08:00') // the end of 19 June

test('moderators are mailed once on the last day of a check and once when it is late; the author sees that it is', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  await world.staff('moderator')
  await world.staff('officer', world.agencies.environment)
  const id = await givenCase(world, {
    number: '2026-0001',
    title: '步道裝路燈',
    stage: 'checking',
    authorId: author.personId,
    publishedAt: null,
    closesBefore: null,
  })
  await write(world.db, (tx) => tx.update(proposals).set({ checkDueBefore: before }).where(eq(proposals.id, id)))
  const kinds = async () =>
    (await world.db.reads.select({ kind: outbox.kind, address: outbox.address }).from(outbox)).filter((row) =>
      row.kind.startsWith('check_'),
    )

  const at = (moment: string) => new Date(`${moment}+08:00`)
  await remindModerators(world, at('2026-06-18T23:59:59'))
  expect(await kinds()).toEqual([])
  for (let i = 0; i < 2; i++) await remindModerators(world, at('2026-06-19T08:00:00'))
  expect(await kinds()).toEqual([{ kind: 'check_due', address: 'moderator@haicheng.test' }])
  for (let i = 0; i < 2; i++) await remindModerators(world, at('2026-06-20T00:00:00'))
  expect((await kinds()).map((row) => row.kind).sort()).toEqual(['check_due', 'check_overdue'])

  world.clock.now = at('2026-06-19T23:59:59')
  expect((await author.read('/haicheng/proposals/2026-0001')).text).not.toContain('It is late')
  world.clock.now = at('2026-06-20T00:00:00')
  expect((await author.read('/haicheng/proposals/2026-0001')).text).toContain(
    'It is late, and the moderators have been told',
  )
  expect((await author.read('/me')).text).toContain('The check is late')
})
