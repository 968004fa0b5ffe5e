// Somebody erases themselves, or moves to another address, while news are made into mails: whoever is gone is not mailed, and
// their address stays nowhere.
import { setImmediate as turn } from 'node:timers/promises'
import { and, eq, ne } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { choose } from '../../../src/domain/notifications/follow-store.ts'
import { expandMailings } from '../../../src/domain/notifications/mailings.ts'
import { eraseAccount } from '../../../src/domain/retention/erase-account.ts'
import { write } from '../../../src/platform/db/write.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { people } from '../../../src/schema/people.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'

/** A case in review that one person follows, and whose extension waits to be told. */
async function cityWithNews() {
  const world = await testWorld({ rules: { threshold: 100 } })
  const proposalId = await givenCase(world, { number: '2026-0001', stage: 'review' })
  const mei = await world.signedIn('mei@p.test')
  await write(world.db, (tx) =>
    choose(
      tx,
      { id: mei.personId!, doubleOf: null },
      { kind: 'case', proposalId },
      { pace: 'now', kinds: null },
      world.clock.now,
    ),
  )
  const officer = await world.staff('officer', world.agencies.environment, 'officer@p.test')
  await officer.post(`${at}/extensions`, { months: '1', words: '需要地質鑽探。' })
  const mails = () =>
    world.db.reads
      .select({ address: outbox.address })
      .from(outbox)
      .where(and(eq(outbox.personId, mei.personId!), ne(outbox.address, '')))
  return { world, mei, mails }
}

// However many turns of the loop the reading has had: the change comes before it, within it, between reading and writing, after it.
const turns = Array.from({ length: 6 }, (_, n) => n)

test.each(turns)('erased %i turns after the making of mails began, somebody has none', async (n) => {
  const { world, mei, mails } = await cityWithNews()
  const made = expandMailings(world.deps, world.clock.now)
  for (let i = 0; i < n; i++) await turn()
  await write(world.db, (tx) =>
    eraseAccount(tx, [mei.personId!], { cases: 'nameless', reasons: 'stay' }, { at: world.clock.now, secret: 'x' }),
  )
  await made
  expect(await mails()).toEqual([])
})

test.each(turns)(
  'moved %i turns after it began, somebody is written to where they are, or were when it was written',
  async (n) => {
    const { world, mei, mails } = await cityWithNews()
    const made = expandMailings(world.deps, world.clock.now)
    for (let i = 0; i < n; i++) await turn()
    const before = (await mails()).length
    await write(world.db, (tx) =>
      tx.update(people).set({ email: 'mei@new.test', emailKey: 'mei@new.test' }).where(eq(people.id, mei.personId!)),
    )
    await made
    expect(await mails()).toEqual([{ address: before ? 'mei@p.test' : 'mei@new.test' }])
  },
)
