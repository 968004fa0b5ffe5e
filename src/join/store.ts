// Writing cases from JOIN: everything of a case in one unit, as the workflow would have left it, with its entries in the record.
import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { answers } from '../answers/tables.ts'
import { cosignatureCounts } from '../cosignatures/tables.ts'
import type { Database, Db } from '../db/connect.ts'
import { write } from '../db/write.ts'
import { addAgency } from '../governments/commands.ts'
import { defaultRules, type Government } from '../governments/government.ts'
import { agenciesOf, districtsOf, nextRuleVersion } from '../governments/store.ts'
import { districts, ruleVersions } from '../governments/tables.ts'
import { localDate, startOfDay } from '../lib/calendar.ts'
import { newId, sha256 } from '../lib/id.ts'
import type { Outcome, Stage } from '../proposals/proposal.ts'
import { indexCase, nextNumber } from '../proposals/store.ts'
import { parts, proposals, proposalTexts, updates } from '../proposals/tables.ts'
import type { EntryFacts } from '../record/entry.ts'
import { digestOf, newSalt } from '../record/store.ts'
import { record } from '../record/tables.ts'
import { type Counts, type CountsByCase, counties } from './counts.ts'
import type { JoinAgency, JoinCase } from './join.ts'

/** What cases point to, by the words of the source. */
type Places = {
  agencyId: (agency: JoinAgency) => string
  coordinatingId: string
  districtCode: (county: string) => string
  ruleVersionId: (c: JoinCase) => string
}

const unitSize = 50
const rowsAtOnce = 500 // SQLite takes 32,766 parameters in a statement

/** The source's ids of the cases that are here already. */
export async function importedIds(db: Db, governmentId: string): Promise<Set<string>> {
  const rows = await db
    .select({ id: proposals.sourceId })
    .from(proposals)
    .where(and(eq(proposals.governmentId, governmentId), isNotNull(proposals.sourceId)))
  return new Set(rows.map((row) => row.id!))
}

/** Writes new cases in the order given, 50 to a unit; `done` hears how many are there. */
export async function storeCases(
  db: Database,
  government: Government,
  cases: JoinCase[],
  counts: CountsByCase,
  at: Date,
  done: (n: number) => void,
): Promise<void> {
  if (!cases.length) return
  const places = await makePlaces(db, government, cases, counts, at)
  for (let i = 0; i < cases.length; i += unitSize) {
    const some = cases.slice(i, i + unitSize).map((c) => rowsOf(government, c, counts.get(c.sourceId), places, at))
    await write(db, (tx) => insertAll(tx, government, some))
    done(Math.min(i + unitSize, cases.length))
  }
}

/** Agencies, districts and rules that the cases need and that are not here yet. */
async function makePlaces(
  db: Database,
  government: Government,
  cases: JoinCase[],
  counts: CountsByCase,
  at: Date,
): Promise<Places> {
  const language = government.languages[0]!
  const known = await agenciesOf(db.reads, government.id)
  const coordinating = known.find((agency) => agency.coordinating)
  if (!coordinating) throw new Error('This government has no coordinating agency.')
  const byCode = new Map(known.map((a) => [a.code, a.id]))
  const byName = new Map(known.flatMap((a) => Object.values(a.name).map((name) => [name, a.id] as const)))
  const idOf = (a: JoinAgency) => (a.code ? byCode.get(a.code) : undefined) ?? byName.get(a.name)
  const named = cases.flatMap((c) => [...(c.lead ? [c.lead] : []), ...c.supporting])
  const replying = cases.flatMap((c) => [...c.answers, ...c.updates].map((r) => ({ code: null, name: r.agency })))
  for (const agency of [...named, ...replying]) {
    if (idOf(agency)) continue
    const code = agency.code ?? `join-${sha256(agency.name).slice(0, 8)}`
    const id = await write(db, (tx) => addAgency(tx, government.id, { code, name: { [language]: agency.name } }, at))
    byCode.set(code, id)
    byName.set(agency.name, id)
  }
  return {
    agencyId: (agency) => idOf(agency)!,
    coordinatingId: coordinating.id,
    districtCode: await makeDistricts(db, government, cases, counts),
    ruleVersionId: await makeRules(db, government, cases, at),
  }
}

async function makeDistricts(db: Database, government: Government, cases: JoinCase[], counts: CountsByCase) {
  const language = government.languages[0]!
  const known = await districtsOf(db.reads, government.id)
  const codes = new Map(known.flatMap((d) => Object.values(d.name).map((name) => [name, d.code] as const)))
  const taken = new Set(known.map((d) => d.code))
  const used = new Set(cases.flatMap((c) => (counts.get(c.sourceId)?.rows ?? []).map((row) => row.county)))
  const inOrder = [...Object.keys(counties).filter((name) => used.has(name)), ...used]
  const added = [...new Set(inOrder)]
    .filter((name) => name !== '' && !codes.has(name))
    .map((name, i) => {
      const usual = counties[name]
      const code = usual && !taken.has(usual.code) ? usual.code : name
      codes.set(name, code)
      const names = { [language]: name, ...(usual && government.languages.includes('en') ? { en: usual.en } : {}) }
      return { id: newId(), governmentId: government.id, code, name: names, position: 1000 + i }
    })
  if (added.length) await write(db, (tx) => tx.insert(districts).values(added).onConflictDoNothing())
  return (county: string) => (county === '' ? '' : codes.get(county)!)
}

/** One version per goal and period, never in force: only imported cases point to it. */
async function makeRules(db: Database, government: Government, cases: JoinCase[], at: Date) {
  const key = (threshold: number, days: number) => `${threshold} in ${days}`
  const known = await db.reads
    .select()
    .from(ruleVersions)
    .where(and(eq(ruleVersions.governmentId, government.id), isNull(ruleVersions.validFrom)))
  const ids = new Map(known.map((v) => [key(v.rules.threshold, v.rules.cosigningDays), v.id]))
  let version = await nextRuleVersion(db.reads, government.id)
  for (const { threshold, cosigningDays } of cases) {
    if (ids.has(key(threshold, cosigningDays))) continue
    const row = {
      id: newId(),
      governmentId: government.id,
      version: version++,
      rules: { ...defaultRules, threshold, cosigningDays },
      validFrom: null,
      createdAt: at,
    }
    await write(db, (tx) => tx.insert(ruleVersions).values(row))
    ids.set(key(threshold, cosigningDays), row.id)
  }
  return (c: JoinCase) => ids.get(key(c.threshold, c.cosigningDays))!
}

type Rows = {
  proposal: typeof proposals.$inferInsert
  text: typeof proposalTexts.$inferInsert
  parts: (typeof parts.$inferInsert)[]
  updates: (typeof updates.$inferInsert)[]
  answers: (typeof answers.$inferInsert)[]
  counts: (typeof cosignatureCounts.$inferInsert)[]
  record: (typeof record.$inferInsert)[]
}

const outcomes: { [stage in Stage]?: Outcome } = {
  resolved: 'answered',
  expired: 'expired',
  withdrawn: 'withdrawn',
}

function rowsOf(government: Government, c: JoinCase, counted: Counts | undefined, places: Places, at: Date): Rows {
  const id = newId()
  const { timeZone } = government
  const answeredAt = c.answers[0]?.at ?? null
  const metAt = c.thresholdMetAt && (momentOf(counted?.times?.[c.threshold - 1], timeZone) ?? c.thresholdMetAt)
  // When it was withdrawn the source does not say: the last thing known of it is its publication.
  const endedAt = c.stage === 'expired' ? c.closesBefore : c.stage === 'withdrawn' ? c.publishedAt : null
  const byDay =
    counted?.rows ??
    (c.endorsed > 0 ? [{ day: localDate(c.publishedAt, timeZone), county: '', count: c.endorsed }] : [])
  const rows: Rows['counts'] = merged(
    byDay.map(({ day, county, count }) => ({ day, districtCode: places.districtCode(county), count })),
  ).map((row) => ({ proposalId: id, assurance: 0, ...row }))
  const count = rows.reduce((sum, row) => sum + row.count, 0)
  const late = answeredAt && c.answerDueBefore && answeredAt >= c.answerDueBefore
  const leadId = c.lead ? places.agencyId(c.lead) : places.coordinatingId
  const supportingIds = [...new Set(c.supporting.map(places.agencyId))].filter((agency) => agency !== leadId)
  const proposal: Rows['proposal'] = {
    id,
    governmentId: government.id,
    stage: c.stage,
    title: c.title,
    suggestedAgencies: [],
    ruleVersionId: places.ruleVersionId(c),
    threshold: c.threshold,
    count,
    createdAt: c.submittedAt,
    updatedAt: at,
    submittedAt: c.submittedAt,
    year: Number(localDate(c.submittedAt, timeZone).slice(0, 4)),
    publishedAt: c.publishedAt,
    closesBefore: c.closesBefore,
    thresholdMetAt: metAt,
    answerDueBefore: c.answerDueBefore,
    answeredAt,
    overdueAt: late ? c.answerDueBefore : null,
    endedAt,
    outcome: outcomes[c.stage] ?? null,
    revision: 0,
    source: { name: 'JOIN', number: c.number, url: c.url, status: c.status },
    sourceId: c.sourceId,
  }
  const text = { proposalId: id, problem: c.problem, benefit: c.benefit, salt: newSalt() }
  const answerRows = c.answers.map((a, i) => ({
    id: newId(),
    proposalId: id,
    agencyId: places.agencyId({ code: null, name: a.agency }),
    version: i + 1,
    analysis: a.analysis,
    deliberation: a.deliberation,
    adoption: a.adoption,
    followUp: a.followUp,
    note: '',
    salt: newSalt(),
    createdAt: a.at,
    updatedAt: a.at,
    publishedAt: a.at,
  }))
  const updateRows = c.updates.map((u) => ({
    id: newId(),
    proposalId: id,
    kind: 'progress' as const,
    agencyId: places.agencyId({ code: null, name: u.agency }),
    body: u.body,
    salt: newSalt(),
    writtenAt: u.at,
  }))
  const partRows: Rows['parts'] = [leadId, ...supportingIds].map((agencyId) => {
    const own = answerRows.find((a) => a.agencyId === agencyId)?.publishedAt ?? null
    return {
      id: newId(),
      proposalId: id,
      agencyId,
      role: agencyId === leadId ? 'lead' : 'supporting',
      assignedAt: metAt ?? c.publishedAt,
      dueBefore: c.answerDueBefore,
      answeredAt: own ?? (agencyId === leadId ? answeredAt : null),
    }
  })
  const entry = (
    kind: Rows['record'][number]['kind'],
    occurredAt: Date,
    more: Partial<Rows['record'][number]> = {},
  ): Rows['record'][number] => ({
    id: newId(),
    governmentId: government.id,
    proposalId: id,
    kind,
    role: 'import',
    occurredAt,
    recordedAt: at,
    facts: {},
    ...more,
  })
  const dueFacts: EntryFacts = c.answerDueBefore ? { due_before: c.answerDueBefore.toISOString() } : {}
  const entries = [
    entry('submitted', c.submittedAt, {
      digest: digestOf([c.title, c.problem, c.benefit].join('\n\n'), text.salt),
    }),
    entry('published', c.publishedAt, { facts: { closes_before: c.closesBefore.toISOString() } }),
    ...(metAt
      ? [entry('threshold_met', metAt, { facts: { count: c.threshold, threshold: c.threshold, ...dueFacts } })]
      : []),
    ...(metAt
      ? partRows.map((p) => entry('assigned', metAt, { agencyId: p.agencyId, facts: { role: p.role, ...dueFacts } }))
      : []),
    ...updateRows.map((u) => entry('updated', u.writtenAt, { agencyId: u.agencyId, digest: digestOf(u.body, u.salt) })),
    ...(late ? [entry('overdue', c.answerDueBefore!, { agencyId: leadId, facts: dueFacts })] : []),
    ...answerRows.map((a) =>
      entry(a.version === 1 ? 'answered' : 'supplemented', a.publishedAt, {
        agencyId: a.agencyId,
        facts: { version: a.version, outcome: 'answered' },
        digest: digestOf([a.analysis, a.deliberation, a.adoption, a.followUp].join('\n\n'), a.salt),
      }),
    ),
    ...(c.stage === 'expired' ? [entry('expired', c.closesBefore)] : []),
    ...(c.stage === 'withdrawn' ? [entry('withdrawn', c.publishedAt)] : []),
    entry('imported', at, { facts: { status: c.status, count } }),
  ]
  return { proposal, text, parts: partRows, updates: updateRows, answers: answerRows, counts: rows, record: entries }
}

/** '2017-06-13 11:27:21' in the government's zone. */
function momentOf(local: string | undefined, timeZone: string): Date | null {
  if (!local) return null
  const [hours, minutes, seconds] = local.slice(11).split(':').map(Number)
  const midnight = startOfDay(local.slice(0, 10), timeZone).getTime()
  return new Date(midnight + ((hours! * 60 + minutes!) * 60 + seconds!) * 1000)
}

/** Two spellings of a county can be one district. */
function merged(rows: { day: string; districtCode: string; count: number }[]) {
  const byKey = new Map<string, (typeof rows)[number]>()
  for (const row of rows) {
    const known = byKey.get(`${row.day} ${row.districtCode}`)
    if (known) known.count += row.count
    else byKey.set(`${row.day} ${row.districtCode}`, { ...row })
  }
  return [...byKey.values()]
}

async function insertAll(tx: Db, government: Government, some: Rows[]): Promise<void> {
  const numbered: Rows['proposal'][] = []
  for (const { proposal } of some)
    numbered.push({ ...proposal, number: await nextNumber(tx, government.id, proposal.year!) })
  await inSlices(numbered, (slice) => tx.insert(proposals).values(slice))
  await inSlices(
    some.map((rows) => rows.text),
    (slice) => tx.insert(proposalTexts).values(slice),
  )
  await inSlices(
    some.flatMap((rows) => rows.parts),
    (slice) => tx.insert(parts).values(slice),
  )
  await inSlices(
    some.flatMap((rows) => rows.updates),
    (slice) => tx.insert(updates).values(slice),
  )
  await inSlices(
    some.flatMap((rows) => rows.answers),
    (slice) => tx.insert(answers).values(slice),
  )
  await inSlices(
    some.flatMap((rows) => rows.counts),
    (slice) => tx.insert(cosignatureCounts).values(slice),
  )
  await inSlices(
    some.flatMap((rows) => rows.record),
    (slice) => tx.insert(record).values(slice),
  )
  for (const { id, title, number } of numbered) await indexCase(tx, { id, title, number: number!, place: null })
}

async function inSlices<T>(rows: T[], insert: (slice: T[]) => PromiseLike<unknown>): Promise<void> {
  for (let i = 0; i < rows.length; i += rowsAtOnce) await insert(rows.slice(i, i + rowsAtOnce))
}
