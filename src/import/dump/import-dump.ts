// A dump of another Fuyi into a government here: everything that was public there, case by case under the numbers that it had.
// What was brought before and differs now is corrected; what somebody here worked on since stays as it is.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { and, eq, inArray, isNotNull, notInArray } from 'drizzle-orm'
import type { Government } from '../../domain/governments/government.ts'
import { newId, sha256 } from '../../lib/id.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { refusalIn } from '../../platform/db/errors.ts'
import { write } from '../../platform/db/write.ts'
import { files } from '../../schema/attachments.ts'
import { broughtCases } from '../../schema/brought-cases.ts'
import { proposals } from '../../schema/proposals.ts'
import { isTold, record } from '../../schema/record.ts'
import type { Counted, ImportResult, Progress } from '../bring.ts'
import { byItselfOrSigned } from '../present.ts'
import { newReport, type Report, refuseIn, type Topic, warnIn } from '../report.ts'
import { whyNot } from '../store.ts'
import { bringLinks } from './bring-links.ts'
import { bringLists } from './bring-lists.ts'
import { type CaseRows, rowsOfCase } from './case-rows.ts'
import type { CaseLine, HiddenLine } from './dump-shapes.ts'
import { rowsOfHidden } from './hidden-rows.ts'
import { type Places, placesOf } from './places.ts'
import { type DumpLine, type ReadDump, readDump } from './read-dump.ts'
import { replaceCase, storeCase } from './store-case.ts'

type Line = DumpLine<CaseLine> | DumpLine<HiddenLine>
type Here = { id: string; number: string | null; stage: string; hidden: boolean; digest: string | null }

/** Throws a ConfigError for a list that is none, or names files that are not there. */
export async function importDump(
  db: Database,
  government: Government,
  { file, isTrial = false }: { file: string; isTrial?: boolean },
  at: Date,
  progress: Progress = () => {},
): Promise<{ result: ImportResult; report: Report }> {
  const report = newReport()
  const dump = await readDump(file, report)
  const here = await casesHere(db.reads, government.id)
  const lines: Line[] = inOrder(dump)
  const counted = isTrial
    ? tried(lines, here, report)
    : await bring(db, government, dump, { lines, here, folder: dirname(file), report, at, progress })
  return { result: { ...counted, refused: report.refused.length, warnings: report.warnings.length }, report }
}

/** What is merged comes after what it was merged into. */
function inOrder({ cases, hidden }: ReadDump): Line[] {
  const targets = new Map(cases.map(({ told }) => [told.number, told.merged_into?.number ?? null]))
  const depth = (number: string): number => {
    let n = 0
    for (let to = targets.get(number) ?? null; to !== null && n <= cases.length; to = targets.get(to) ?? null) n++
    return n
  }
  return [...hidden, ...cases.toSorted((a, b) => depth(a.told.number) - depth(b.told.number))]
}

async function casesHere(db: Db, governmentId: string): Promise<Map<string, Here>> {
  const { id, number, stage, hiddenAt } = proposals
  const rows = await db
    .select({ id, number, stage, hiddenAt, digest: broughtCases.digest })
    .from(proposals)
    .leftJoin(broughtCases, eq(broughtCases.proposalId, proposals.id))
    .where(and(eq(proposals.governmentId, governmentId), isNotNull(proposals.number)))
  return new Map(rows.map(({ hiddenAt: at, ...row }) => [row.number!, { ...row, hidden: at !== null }]))
}

const taken = 'has the number of another case that is here'

function tried(lines: readonly Line[], here: ReadonlyMap<string, Here>, report: Report): Counted {
  const counted = { imported: 0, corrected: 0, already: 0 }
  for (const { file, line, digest, told } of lines) {
    const known = here.get(told.number)
    if (!known) counted.imported++
    else if (known.digest === null) refuseIn(report, file)(line, `${told.number} ${taken}`)
    else if (known.digest === digest) counted.already++
    else counted.corrected++
  }
  return counted
}

type Bringing = {
  lines: readonly Line[]
  here: Map<string, Here>
  folder: string
  report: Report
  at: Date
  progress: Progress
}

async function bring(db: Database, government: Government, dump: ReadDump, bringing: Bringing): Promise<Counted> {
  const { lines, here, folder, report, at, progress } = bringing
  const rules = await write(db, (tx) => bringLists(tx, government, dump.government, at))
  const kept = await bringFiles(db, dump, join(folder, 'attachments'), at)
  const places = await placesOf(db.reads, government, dump.government.code, rules, kept)
  const counted = { imported: 0, corrected: 0, already: 0 }
  const fresh: string[] = []
  for (const [i, one] of lines.entries()) {
    const done = await bringCase(db, one, { places, here, takenOn: dump.list.day, report, at })
    if (done) counted[done]++
    if (done === 'imported' || done === 'corrected') fresh.push(one.told.number)
    if ((i + 1) % 50 === 0 || i + 1 === lines.length) progress(i + 1, lines.length)
  }
  await bringLinks(
    db,
    government.id,
    dump.cases.filter(({ told }) => fresh.includes(told.number)),
    at,
  )
  return counted
}

type Around = { places: Places; here: Map<string, Here>; takenOn: string; report: Report; at: Date }

async function bringCase(db: Database, one: Line, around: Around): Promise<keyof Counted | null> {
  const { file, line, digest, told } = one
  const { places, here, takenOn, report, at } = around
  const refuse = refuseIn(report, file)
  const known = here.get(told.number)
  if (known && known.digest === null) return no(refuse(line, `${told.number} ${taken}`))
  if (known?.digest === digest) return 'already'
  const id = known?.id ?? newId()
  try {
    const rows = rowsOf(told, around, id)
    if (typeof rows === 'string') return no(refuse(line, `${told.number}: ${rows}`))
    for (const [topic, words] of missingOf(told, places))
      warnIn(report, file)(line, topic, `case ${told.number}: ${words}`)
    const storing = { origin: told.url, takenOn, digest, at }
    const isKept = await write(db, async (tx) => {
      if (!known) await storeCase(tx, rows, storing)
      else if (await workedOn(tx, id)) return true
      else await replaceCase(tx, rows, known, storing)
      return false
    })
    if (isKept)
      warnIn(report, file)(line, 'kept', `case ${told.number}: it was worked on here since, so that it stays as it is`)
    if (isKept) return 'already'
    here.set(told.number, { id, number: told.number, stage: told.stage, hidden: 'hidden' in told, digest })
    return known ? 'corrected' : 'imported'
  } catch (error) {
    if (refusalIn(error)) throw error // the database is away or busy: run it again
    return no(refuse(line, `${told.number} cannot be stored: ${whyNot(error)}`))
  }
}

const no = (_: unknown): null => null

/** A word why not, where it cannot be a case here. */
function rowsOf(told: CaseLine | HiddenLine, { places, here, at }: Around, id: string): CaseRows | string {
  if ('hidden' in told) {
    if (told.stage === 'merged') return 'it was merged, and what it was merged into is not told of a hidden case'
    return rowsOfHidden(told, places, id, at)
  }
  const unknown = [...told.answers, ...told.commitments].find(({ agency }) => !places.agencyOfCase(told, agency.code))
  if (unknown) return `its agency ${unknown.agency.code} is not here`
  const target = told.merged_into && here.get(told.merged_into.number)
  if (told.merged_into && !target) return `it was merged into ${told.merged_into.number}, which is not here`
  return rowsOfCase(told, places, id, target?.id ?? null, at)
}

/** What of it has no place here, in words for the report. */
function missingOf(told: CaseLine | HiddenLine, places: Places): [Topic, string][] {
  const parts = told.agencies
    .filter((part) => !places.agencyId(part.government.code, part.code))
    .map((part): [Topic, string] => [
      'left_out',
      `the part of ${part.code} of ${part.government.code}, which is not here`,
    ])
  if ('hidden' in told) return parts
  const handedTo = told.hand_overs
    .filter(({ to }) => to && !places.governmentIdOf(to.code))
    .map(({ to }): [Topic, string] => ['left_out', `a hand-over to ${to!.code}, which is not here`])
  const attached = told.answers
    .flatMap(({ attachments }) => attachments)
    .filter(({ sha256: hash }) => !places.hasFile(hash))
    .map(({ title }): [Topic, string] => ['left_out', `attachment ${title}`])
  return [...parts, ...handedTo, ...attached]
}

/** Whether somebody here did anything with it but co-sign it. */
async function workedOn(tx: Db, proposalId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: record.id })
    .from(record)
    .where(
      and(
        eq(record.proposalId, proposalId),
        isTold(record),
        notInArray(record.role, ['import']),
        notInArray(record.kind, [...byItselfOrSigned]),
      ),
    )
    .limit(1)
  return rows.length > 0
}

/** Files that answers have, where `fuyi export data` wrote them beside the dump. Their hashes. */
async function bringFiles(db: Database, { cases }: ReadDump, folder: string, at: Date): Promise<Set<string>> {
  const wanted = new Map(
    cases.flatMap(({ told }) => told.answers.flatMap((a) => a.attachments.map((one) => [one.sha256, one] as const))),
  )
  if (!wanted.size) return new Set()
  const known = await db.reads
    .select({ hash: files.hash })
    .from(files)
    .where(inArray(files.hash, [...wanted.keys()]))
  const here = new Set(known.map(({ hash }) => hash))
  const names = existsSync(folder) ? readdirSync(folder) : []
  for (const [hash, one] of wanted) {
    const name = names.find((found) => found.startsWith(`${hash}.`))
    if (here.has(hash) || !name) continue
    const content = readFileSync(join(folder, name))
    if (sha256(content) !== hash || content.length !== one.bytes) continue
    const { media_type: type, width, height, pages, pages_without_text: pagesWithoutText } = one
    const row = { hash, type, size: content.length, width, height, pages, pagesWithoutText, createdAt: at, content }
    await write(db, (tx) => tx.insert(files).values(row).onConflictDoNothing())
    here.add(hash)
  }
  return here
}
