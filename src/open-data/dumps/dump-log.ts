// The log of the record in a dump: its lines as they are, and what was signed of them. Whoever has the lines works out every hash, so
// `fuyi verify log` reads a dump without a server, and without tiles.
import { checkpointOf, daysOf, sizeOf, witnessedOf } from '../../domain/log/cosigned.ts'
import { policyOf } from '../../domain/log/policy.ts'
import { tileOf } from '../../domain/log/store.ts'
import { localDate } from '../../lib/calendar.ts'
import { entriesIn, tileWidth } from '../../lib/tiles.ts'
import type { Db } from '../../platform/db/database.ts'
import { linesInFile } from './dump.ts'

/** As it stands in a dump, in the file of the table `log`. */
export type DumpedLog = {
  kind: 'fuyi-log'
  version: 1
  checkpoint: string
  /** from before the first case of the dump was read; null where there was none */
  begun: string | null
  witnessed: string | null
  policy: string
  /** days that are over, the oldest first */
  days: { day: string; checkpoint: string }[]
}

type Of = { db: Db; government: { id: string; slug: string; timeZone: string }; origin: string; at: Date }

/** Null before there is a checkpoint. */
export async function dumpedLog({ db, government, origin, at }: Of, begun: string | null): Promise<DumpedLog | null> {
  const { id, slug, timeZone } = government
  const checkpoint = await checkpointOf(db, id)
  if (!checkpoint) return null
  const days = await daysOf(db, id, localDate(at, timeZone), 40_000)
  return {
    ...{ kind: 'fuyi-log', version: 1, checkpoint, begun },
    witnessed: (await witnessedOf(db, id))?.text ?? null,
    policy: (await policyOf(db, id, `${origin}/${slug}/log`, at)) ?? '',
    days: days.reverse().map(({ day, checkpoint }) => ({ day, checkpoint })),
  }
}

/** How many files its lines take. A file that is full is the same in every dump that follows. */
export const filesOfLines = ({ checkpoint }: DumpedLog): number => Math.ceil(sizeOf(checkpoint) / linesInFile)

/** The lines of one of these files, a bundle at a time. Throws where one is missing. */
export async function* logLines(
  { db, government }: Of,
  { checkpoint }: DumpedLog,
  file: number,
): AsyncGenerator<string[]> {
  const end = Math.min(sizeOf(checkpoint), (file + 1) * linesInFile)
  for (let from = file * linesInFile; from < end; from += tileWidth) {
    const name = { level: 'entries', n: from / tileWidth, width: Math.min(tileWidth, end - from) } as const
    const entries = entriesIn((await tileOf(db, government.id, name)) ?? Buffer.alloc(0))
    if (entries?.length !== name.width)
      throw new Error(`Bundle ${name.n} of the log of /${government.slug} is missing.`)
    yield entries.map((entry) => `${entry.toString()}\n`)
  }
}
