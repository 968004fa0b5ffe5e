// The migration named commitments_of_drafts: versions of drafts that were saved before keep their commitments, under the name they have now.
import { expect, onTestFinished, test } from 'vitest'
import type { Exec } from '../../src/platform/db/database.ts'
import { migrate } from '../../src/platform/db/tools/migrate.ts'
import { databaseBefore, migrateUpToBefore, rowsIn } from '../support/version-before.ts'

const read = (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value)

test('a draft that was saved before keeps what it commits to', async () => {
  const db = await databaseBefore()
  onTestFinished(db.close)
  await migrateUpToBefore(db, 'commitments_of_drafts')
  const [answer] = await rowsIn(db, 'answers')
  const promised = [{ askNumber: 1, what: '裝設護欄', measure: '', owner: '工程科', dueOn: '2026-12-31' }]
  const saved = { analysis: '已量測。', deliberation: '', note: '', unit: '', asks: [], promises: promised }
  const at = db.engine === 'sqlite' ? '0' : "'2026-11-28T00:00:00Z'"
  const add = (revision: number, content: object) =>
    `insert into answer_versions (answer_id, revision, content, person_id, written_at) values ('${answer!.id}', ${revision}, '${JSON.stringify(content)}', null, ${at})`
  const { promises: _, ...later } = saved
  await db.exclusively(async (exec: Exec) => {
    await exec(add(901, saved))
    await exec(add(902, { ...saved, promises: [] }))
    await exec(add(903, { ...later, commitments: promised }))
  })
  await migrate(db)

  const versions = (await rowsIn(db, 'answer_versions'))
    .filter(({ revision }) => Number(revision) > 900)
    .sort((one, other) => Number(one.revision) - Number(other.revision))
  expect(versions.map(({ content }) => read(content))).toEqual([
    { ...later, commitments: promised },
    { ...later, commitments: [] },
    { ...later, commitments: promised },
  ])
})
