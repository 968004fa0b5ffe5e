// Where co-signers live, as far as it is told.

import { localDate } from '../../lib/calendar.ts'
import { grouped } from '../../lib/group.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Stage } from '../../schema/values.ts'
import { cosignableStages } from './proposal.ts'
import { placesThrough } from './public-rows.ts'
import { districtsToldThrough } from './small-count-suppression.ts'

type Days = (id: string) => { date: string; count: number }[]
type Seen = { at: Date; timeZone: string }

/**
 * What can still be signed is asked for by days that are over, in one query: what comes in between two queries would tell by itself.
 * Where all was told long ago, what was read suffices.
 */
export async function toldDistricts(db: Db, rows: { id: string; stage: Stage }[], days: Days, { at, timeZone }: Seen) {
  const today = localDate(at, timeZone)
  const through = new Map<string, string | null>()
  const partly: { id: string; through: string }[] = []
  for (const { id, stage } of rows) {
    const dated = days(id).filter(({ date }) => date !== '')
    const told = districtsToldThrough(dated, today)
    through.set(id, told)
    if (!days(id).length) continue
    if (cosignableStages.includes(stage) || dated.some(({ date }) => date > (told ?? '')))
      partly.push({ id, through: told ?? '' })
  }
  const counts = grouped(await placesThrough(db, partly), (row) => row.proposalId)
  const some = new Map(partly.map(({ id }) => [id, new Map(counts(id).map(({ code, count }) => [code, count]))]))
  return { through, some }
}
