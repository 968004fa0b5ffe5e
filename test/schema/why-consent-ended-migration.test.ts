// The migration named why_a_consent_ended: what ended before it says why by what stands beside it, and is called withdrawn where nothing does.
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../src/platform/db/tools/migrate.ts'
import { databaseBefore, insert, migrateUpToBefore, type Row, rowsIn } from '../support/version-before.ts'

test('a draft that was sent, a renewal and a co-signature that moved say so; what was taken back is withdrawn, and what is open stays open', async () => {
  const db = await databaseBefore()
  onTestFinished(db.close)
  await migrateUpToBefore(db, 'why_a_consent_ended')
  const [mine, others] = (await rowsIn(db, 'people')).map((row) => String(row.id))
  const [case1, case2] = (await rowsIn(db, 'proposals')).map((row) => String(row.id))
  const [place] = (await rowsIn(db, 'governments')).map((row) => String(row.id))
  const day = (n: number) => Date.UTC(2026, 5, n)
  const row = (
    id: string,
    purpose: string,
    subject: string,
    given: number,
    ended: number | null,
    more: Row = {},
  ): Row => ({
    ...{ id, person_id: mine!, purpose, subject, notice_version: '2026-06-01.1', given_at: day(given), lasts: 'case' },
    ...{ expires_at: null, withdrawn_at: ended && day(ended), ...more },
  })
  const until = { lasts: 'date', expires_at: day(28) }
  await db.exclusively((exec) =>
    insert(exec, 'consents', [
      row('sent', 'draft', case1!, 1, 2),
      row('propose', 'propose', case1!, 2, null),
      row('deleted', 'draft', case2!, 1, 2), // at the same moment as another one was sent
      row('renewed', 'verified', place!, 3, 4, until),
      row('newer', 'verified', place!, 4, 6, until),
      row('age', 'age', place!, 3, 4, until), // ended when the other claim was renewed
      row('moved', 'cosign', case1!, 7, 8),
      row('reason', 'reason', case1!, 7, 8),
      row('there', 'cosign', case2!, 8, 9),
      row('other', 'cosign', case1!, 9, null, { person_id: others! }), // of somebody else, at that moment
    ]),
  )
  await migrate(db)
  const why = Object.fromEntries((await rowsIn(db, 'consents')).map(({ id, ended_why }) => [id, ended_why]))
  expect(why).toEqual({
    ...{ sent: 'done', renewed: 'replaced', moved: 'moved', reason: 'moved' },
    ...{ propose: null, deleted: null, newer: null, age: null, there: null, other: null },
  })
})
