// The migration named counts_unsaid: cases of a platform whose format has no count of co-signatures say that it is not known. Of all
// others a 0 stays, since the rows do not say which was read and which was missing.
import { expect, onTestFinished, test } from 'vitest'
import { engine } from '../../src/config.ts'
import { migrate } from '../../src/platform/db/tools/migrate.ts'
import { databaseBefore, migrateUpToBefore, rowsIn } from '../support/version-before.ts'

test('what came by Open311 without a count has none that is known, and what others brought stays as it is', async () => {
  const db = await databaseBefore()
  onTestFinished(db.close)
  await migrateUpToBefore(db, 'counts_unsaid')
  const imported = (await rowsIn(db, 'proposals')).filter(({ source_id }) => source_id !== null).map(({ id }) => id)
  const [bare, counted, cosigned, other] = imported as string[]
  expect(imported.length).toBeGreaterThan(3)
  const named = (id: string, name: string) =>
    engine === 'sqlite'
      ? `update proposals set source = json_set(source, '$.name', '${name}') where id = '${id}'`
      : `update proposals set source = jsonb_set(source, '{name}', '"${name}"') where id = '${id}'`
  await db.exclusively(async (exec) => {
    for (const id of [bare!, counted!, cosigned!]) await exec(named(id, 'Open311'))
    await exec(named(other!, 'Decidim'))
    for (const id of [bare!, cosigned!, other!])
      await exec(`delete from cosignature_counts where proposal_id = '${id}'`)
    await exec(`update proposals set count = 0 where id in ('${bare}', '${other}')`)
    await exec(`update proposals set count = 1 where id = '${cosigned}'`)
    await exec(`insert into cosignature_counts (proposal_id, day, district_code, assurance, count)
      values ('${cosigned}', '2026-06-01', 'x', 1, 1)`)
  })
  await db.exclusively((exec) => exec(`update case_changes set step = 1`))
  await migrate(db)
  const changed = (await rowsIn(db, 'case_changes')).filter(({ step }) => step === null).map((row) => row.proposal_id)
  expect(changed.sort(), 'whoever follows the changes is told').toEqual([bare!, cosigned!].sort())
  const rows = new Map((await rowsIn(db, 'proposals')).map((row) => [row.id, row]))
  const unsaid = (id: string) => Boolean(rows.get(id)!.count_unsaid)
  expect([bare!, counted!, cosigned!, other!].map(unsaid)).toEqual([true, false, true, false])
  expect([...rows.values()].filter(({ count_unsaid }) => Boolean(count_unsaid)).length).toBe(2)
})
