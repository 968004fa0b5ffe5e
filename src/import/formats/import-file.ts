// One file of any platform that we know, into one government. The same way for all: what cannot be a case is refused by its line,
// what is hard to believe is loaded and reported, what was brought before is corrected.
import { closeSync, openSync, readSync } from 'node:fs'
import { ConfigError } from '../../config.ts'
import type { Government } from '../../domain/governments/government.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Database } from '../../platform/db/database.ts'
import { bring, type ImportResult, type Progress } from '../bring.ts'
import { standing } from '../counts.ts'
import { doubtsOf } from '../doubts.ts'
import type { Brought } from '../places.ts'
import { newReport, type Report, refuseIn, type Topic, warnIn } from '../report.ts'
import { lastKnownDay, seenOn } from '../seen.ts'
import { consul } from './consul.ts'
import { decidim } from './decidim.ts'
import type { Format, GivenRules, ReadCase } from './format.ts'
import { open311 } from './open311.ts'
import { ukPetitions } from './uk-petitions.ts'

const formats: readonly Format[] = [ukPetitions, decidim, consul, open311]
export const formatNames: readonly string[] = ['join', ...formats.map(({ name }) => name), 'fuyi']

const headLength = 20_000 // bytes that show what a file is

/** The one format whose files look like this one; null where none does, or several. */
export function formatOf(file: string): string | null {
  const head = beginningOf(file)
  const found = formats.filter((format) => format.recognises(head)).map(({ name }) => name)
  if (/"endorse_goal"/.test(head)) found.push('join')
  if (/^\s*\{\s*"kind"\s*:\s*"fuyi-dump"/.test(head)) found.push('fuyi')
  return found.length === 1 ? found[0]! : null
}

function beginningOf(file: string): string {
  const bytes = Buffer.alloc(headLength)
  const from = openSync(file, 'r')
  try {
    return bytes.subarray(0, readSync(from, bytes, 0, headLength, 0)).toString()
  } finally {
    closeSync(from)
  }
}

export type Importing = {
  file: string
  from: string
  /** day on which the file was taken from the platform; today where nobody says */
  seen?: string | undefined
  rules?: GivenRules | null
  isTrial?: boolean
}

/** Throws a ConfigError for what only whoever runs it can mend. */
export async function importFile(
  db: Database,
  government: Government,
  { file, from, seen, rules = null, isTrial = false }: Importing,
  at: Date,
  progress: Progress = () => {},
): Promise<{ result: ImportResult; report: Report }> {
  const format = formats.find(({ name }) => name === from)
  if (!format) throw new ConfigError(`--from: there is no format ${from}. There are: ${formatNames.join(', ')}.`)
  if (!format.saysRules && !rules)
    throw new ConfigError(
      `Files of ${format.name} do not say how many co-signatures were asked for, nor for how long: say so with --threshold and --days.`,
    )
  const report = newReport()
  const today = localDate(at, government.timeZone)
  const around = { government, rules, seenOn: seen ?? today, at }
  const cases: Dated[] = []
  const lines = new Map<string, number>()
  const refuse = refuseIn(report, file)
  for await (const read of format.read(file, around, refuse)) {
    const { line, c } = read
    if (lines.has(c.sourceId)) refuse(line, `the same case as in line ${lines.get(c.sourceId)}`)
    else {
      lines.set(c.sourceId, line)
      cases.push(broughtFrom(read, { file, report, at, timeZone: government.timeZone, today, seen: seen ?? null }))
    }
  }
  const uncounted = cases.filter(({ c }) => c.cosignatures === null).length
  if (uncounted)
    warnIn(report, file)(
      0,
      'unsaid',
      `${uncounted} of ${cases.length} cases have no count of co-signatures: pages and data say that it is not known`,
    )
  const ofFiles = [...cases.map((one) => one.ownDay)].sort().at(-1) ?? today
  const given = seen ?? null
  const dated = cases.map(({ ownDay, ...one }): Brought => {
    return { ...one, seenOn: seenOn(one, ownDay, { given, ofFiles }), seenIsGiven: given !== null }
  })
  const counted = await bring(db, government, format.platform, dated, { file, report, at, progress, isTrial })
  return { result: { ...counted, refused: report.refused.length, warnings: report.warnings.length }, report }
}

type Context = { file: string; report: Report; at: Date; timeZone: string; today: string; seen: string | null }
/** `ownDay`: the last local day of which it tells something itself. */
type Dated = Omit<Brought, 'seenOn' | 'seenIsGiven'> & { ownDay: string }

function broughtFrom({ line, c, notes }: ReadCase, { file, report, at, timeZone, today, seen }: Context): Dated {
  const counts = standing(c.cosignatures)
  const warn = warnIn(report, file)
  const said = (topic: Topic, words: readonly string[]) => {
    for (const one of words) warn(line, topic, `case ${c.number ?? c.sourceId}: ${one}`)
  }
  said('implausible', doubtsOf(c, counts, at, timeZone))
  said('unsaid', notes)
  said('left_out', [...c.images.map((name) => `image ${name}`), ...c.attachments.map((name) => `attachment ${name}`)])
  const ownDay = lastKnownDay({ c, standing: counts }, today, timeZone)
  if (seen && ownDay > seen) said('implausible', [`tells of ${ownDay}, after it was seen`])
  return { line, c, standing: counts, ownDay }
}
