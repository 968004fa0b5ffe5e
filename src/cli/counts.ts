// counts: whether every number that is kept is what its rows are; --mend makes it so.
import { fuyi } from '../config.ts'
import { mendCounts, unevenIds } from '../domain/cosignatures/counts.ts'
import { checkCounts, unevenCounts } from '../operations/consistency.ts'
import { withDatabase } from './open.ts'

export async function countsNow({ mend = false }: { mend?: boolean }): Promise<void> {
  await withDatabase(async (db) => {
    const ids = await unevenIds(db.reads)
    if (!ids.length) console.log('Every count is what its rows are.')
    else if (mend) {
      for (const id of ids) {
        const mended = await mendCounts(db, id, new Date())
        if (!mended) continue // somebody else was quicker
        console.log(`${mended.number ?? id}: ${mended.was} is ${mended.count} now.`)
        for (const { day, districtCode, kept, rows } of mended.sums)
          console.log(`  ${day} ${districtCode || '-'}: ${kept} is ${rows} now.`)
      }
      await checkCounts(db, new Date())
    } else {
      for (const words of await unevenCounts(db.reads)) console.log(words)
      console.log(
        `${ids.length} ${ids.length === 1 ? 'case differs' : 'cases differ'}. Mend them: ${fuyi} counts --mend`,
      )
      process.exitCode = 1
    }
  })
}
