// The migration named checked_commitments: what an agency said stays its word, and nobody is said to have checked it.
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../src/platform/db/tools/migrate.ts'
import { databaseBefore, migrateUpToBefore, type Row, rowsIn } from '../support/version-before.ts'

const byId = (rows: Row[]) => new Map(rows.map((row) => [row.id, row]))

test('a commitment that its agency called kept is open again, with its word and the day of it, unchecked; the others stay', async () => {
  const db = await databaseBefore()
  onTestFinished(db.close)
  await migrateUpToBefore(db, 'checked_commitments')
  const before = await rowsIn(db, 'commitments')
  const updatesBefore = await rowsIn(db, 'commitment_updates')
  const states = new Set(before.map(({ state }) => state))
  expect([...states]).toEqual(expect.arrayContaining(['kept', 'open', 'dropped']))
  await migrate(db)

  const after = byId(await rowsIn(db, 'commitments'))
  expect(after.size).toBe(before.length)
  for (const was of before) {
    const now = after.get(was.id)!
    const kept = was.state === 'kept'
    expect(now).toMatchObject({
      ...{ what: was.what, due_on: was.due_on, owner: was.owner, agency_id: was.agency_id, salt: was.salt },
      state: kept ? 'open' : was.state,
      closed_at: kept ? null : was.closed_at,
      done_at: kept ? was.closed_at : null,
      ...{ verdict: null, checked_at: null, measure: '' },
    })
    expect(now.number === null, 'only what is public has a number').toBe(was.state === 'draft')
    const said = updatesBefore
      .filter((update) => update.commitment_id === was.id)
      .map((update) => Number(update.written_at))
    if (said.length) expect(now.reported_at).toBe(Math.max(...said))
    else expect(now.reported_at === null).toBe(was.state === 'draft')
  }
  for (const proposalId of new Set(before.map((row) => row.proposal_id))) {
    const numbers = [...after.values()].filter((row) => row.proposal_id === proposalId && row.number !== null)
    expect(numbers.map((row) => Number(row.number)).sort((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1))
  }

  const updates = byId(await rowsIn(db, 'commitment_updates'))
  expect(updates.size).toBe(updatesBefore.length)
  for (const was of updatesBefore)
    expect(updates.get(was.id)).toMatchObject({
      ...{
        body: was.body,
        evidence_url: was.evidence_url,
        written_at: was.written_at,
        verdict: null,
        evidence_on: null,
      },
      kind: was.kind === 'kept' ? 'done' : was.kind,
    })
})
