// Whether sheets of paper are counted as the record tells it: each with its moment, its numbers, and a line for each that counts.
import { eq } from 'drizzle-orm'
import { localDate } from '../lib/calendar.ts'
import type { Db } from '../platform/db/database.ts'
import { governments } from '../schema/governments.ts'
import { paperChanges, paperSheets, paperSignatures } from '../schema/paper.ts'
import type { RecordedEntry } from './told-case.ts'

const done = { take_back: 'taken_back', restore: 'restored' }

export async function sheetDifferences(
  db: Db,
  { id, governmentId }: { id: string; governmentId: string },
  entries: RecordedEntry[],
): Promise<string[]> {
  const told = entries.filter(({ kind }) => kind === 'paper_counted')
  const sheets = await db.select().from(paperSheets).where(eq(paperSheets.proposalId, id))
  if (!told.length && !sheets.length) return []
  const lines = await db.select().from(paperSignatures).where(eq(paperSignatures.proposalId, id))
  const changes = await db.select().from(paperChanges).where(eq(paperChanges.proposalId, id))
  const [government] = await db.select().from(governments).where(eq(governments.id, governmentId))
  const found: string[] = []
  for (const number of new Set([...sheets.map((one) => one.number), ...told.map(({ facts }) => Number(facts.sheet))])) {
    const [first, ...later] = told.filter(({ facts }) => facts.sheet === number)
    const sheet = sheets.find((one) => one.number === number)
    const say = (words: string) => void found.push(`sheet ${number} of paper ${words}`)
    if (!sheet) {
      say('is in the record, and is not there.')
      continue
    }
    const isCounted = sheet.state === 'counted' || sheet.state === 'taken_back'
    if (!first || !isCounted) {
      if (first || isCounted || lines.some((line) => line.sheet === number))
        say(`is “${sheet.state}”; the record ${first ? 'has it counted' : 'has no count of it'}.`)
      continue
    }
    const last = later.at(-1)
    const state = last?.facts.what === 'taken_back' ? 'taken_back' : 'counted'
    const counts = lines.filter((line) => line.sheet === number && line.counts)
    const counted = told.findLast(({ facts }) => facts.sheet === number && facts.what !== 'taken_back')!.facts.count
    const sum = told.reduce((all, { facts }) => (facts.sheet === number ? all + Number(facts.change) : all), 0)
    // a line that is a double when the sheet counts again is one for good
    const dropped = Number(first.facts.count) - Number(counted)
    const pairs = [
      ['state', sheet.state, state],
      ['counted_at', sheet.countedAt?.toISOString(), first.at.toISOString()],
      ['counted', sheet.counted, counted],
      ['doubles', sheet.doubles, Number(first.facts.doubles) + dropped],
      ['unknown', sheet.unknown, first.facts.unknown],
      ['lines that count', counts.length, sum],
    ] as const
    for (const [name, is, said] of pairs) if (is !== said) say(`says ${name} ${is}; the record comes to ${said}.`)
    const day = localDate(first.at, government!.timeZone)
    if (lines.some((line) => line.sheet === number && line.day !== day))
      say(`was counted on ${day}, and has lines of other days.`)
    const confirmed = changes.filter((one) => one.sheet === number && one.confirmedAt !== null)
    const open = [...later]
    for (const one of confirmed) {
      const i = open.findIndex(
        ({ at, facts }) => at.getTime() === one.confirmedAt!.getTime() && facts.what === done[one.act],
      )
      if (i < 0) say(`has a change of ${one.confirmedAt!.toISOString()} that the record does not know.`)
      else open.splice(i, 1)
    }
    if (confirmed.length !== later.length) say(`was changed ${confirmed.length} times; the record has ${later.length}.`)
  }
  return found
}
