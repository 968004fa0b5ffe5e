// The lines of a JOIN file as cases, each with its counts and the day it was last seen; doubts about them go to the report.
import { basename } from 'node:path'
import { localDate } from '../../lib/calendar.ts'
import { type SeriesByCase, standing } from '../counts.ts'
import type { Brought } from '../places.ts'
import { readLines } from '../read-lines.ts'
import { type Report, refuseIn, type Topic, warnIn } from '../report.ts'
import { lastKnownDay, seenOn } from '../seen.ts'
import type { JoinFiles } from './count-files.ts'
import { doubtsAbout } from './doubts.ts'
import { type JoinLine, readLine } from './line.ts'
import { caseOf } from './map-case.ts'

type NumberedLine = { number: number; line: JoinLine }

/** Every case once: the first line that tells of it. */
export async function readJoinLines(file: string, report: Report): Promise<NumberedLine[]> {
  const refuse = refuseIn(report, file)
  const lines: NumberedLine[] = []
  const seen = new Map<string, number>()
  for await (const { number, text, refused } of readLines(file)) {
    if (text !== undefined && !text.trim()) continue
    const read = text === undefined ? { ok: false as const, reason: refused } : readLine(text)
    if (!read.ok) refuse(number, read.reason)
    else if (seen.has(read.line.id)) refuse(number, `id: the same as in line ${seen.get(read.line.id)}`)
    else {
      seen.set(read.line.id, number)
      lines.push({ number, line: read.line })
    }
  }
  return lines
}

type Around = { files: JoinFiles; report: Report; at: Date; timeZone: string }

/** What cannot be a case is refused, whatever is the matter with it. */
export function casesOf(lines: readonly NumberedLine[], series: SeriesByCase, around: Around): Brought[] {
  const { files, report, at, timeZone } = around
  const today = localDate(at, timeZone)
  const read = lines.flatMap((numbered) => {
    try {
      return [{ ...caseWithCounts(numbered, series, around), line: numbered.number }]
    } catch (error) {
      refuseIn(report, files.file)(numbered.number, error instanceof Error ? error.message : String(error))
      return []
    }
  })
  warnOfStrangers(series, new Set(lines.map(({ line }) => line.id)), around)
  const ownDays = new Map(read.map((one) => [one, lastKnownDay(one, today, timeZone)]))
  const ofFiles = [...ownDays.values()].sort().at(-1) ?? today
  const given = files.seen ?? null
  return read.map((one) => {
    const ownDay = ownDays.get(one)!
    if (given && ownDay > given)
      warnIn(report, files.file)(one.line, 'implausible', `${nameOf(one.c)}: tells of ${ownDay}, after it was seen`)
    return { ...one, seenOn: seenOn(one, ownDay, { given, ofFiles }), seenIsGiven: given !== null }
  })
}

const nameOf = (c: { number: string | null; sourceId: string }) => `case ${c.number ?? c.sourceId}`

function caseWithCounts({ number, line }: NumberedLine, series: SeriesByCase, around: Around) {
  const { files, report, at, timeZone } = around
  const c = caseOf(line, timeZone)
  if (!c.title) throw new Error('title: nothing is left of it without markup')
  const counts = standing(c.cosignatures, series.get(c.sourceId))
  const doubts = doubtsAbout(line, c, counts, at, timeZone)
  const unanswered = c.stage === 'resolved' && !c.answers.length ? ['it is Completed, and no entry answers it'] : []
  const warn = warnIn(report, files.file)
  const said = (topic: Topic, words: string[]) => {
    for (const one of words) warn(number, topic, `${nameOf(c)}: ${one}`)
  }
  said('implausible', doubts)
  said('counts', counts.conflicts)
  said('answers', unanswered)
  said('left_out', [...c.images.map((name) => `image ${name}`), ...c.attachments.map((title) => `attachment ${title}`)])
  return { c, standing: counts }
}

/** Counts of cases that the file does not have. */
function warnOfStrangers(series: SeriesByCase, ids: ReadonlySet<string>, { files, report }: Around) {
  for (const [id, { daily, districts }] of series) {
    const path = daily ? files.counts : districts ? files.districts : files.endorsements
    if (!ids.has(id))
      warnIn(report, path!)(0, 'counts', `case ${id}: has counts, and no line in ${basename(files.file)}`)
  }
}
