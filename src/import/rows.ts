// The rows of one imported case, with its entries in the record. Writes nothing.
// What is here already keeps its ids and salts, so that a second import changes what changed and nothing else.
import type { Government } from '../domain/governments/government.ts'
import { newSalt } from '../domain/record/store.ts'
import { localDate, startOfDay } from '../lib/calendar.ts'
import { newId, sha256 } from '../lib/id.ts'
import type { Outcome, Source, Stage } from '../schema/values.ts'
import { type CountRow, sum } from './counts.ts'
import { entriesOf, type Rows } from './entries.ts'
import type { ImportedCase } from './imported-case.ts'
import type { Brought, Places } from './places.ts'

/** What an import brought before. `closesBefore`: as it was brought, before any pause here moved it. */
export type Present = Omit<Rows, 'record'> & { closesBefore: Date | null }

export type Context = { government: Government; platform: string; places: Places; at: Date }

const outcomes: { [stage in Stage]?: Outcome } = {
  ...{ resolved: 'answered', expired: 'expired', withdrawn: 'withdrawn', refused: 'refused' },
}

export type DayRow = { day: string; districtCode: string; count: number }

/** Days as the source tells them. Two spellings of a district can be one. */
export const daysOf = (rows: readonly CountRow[], places: Places): DayRow[] =>
  merged(rows.map(({ day, district, count }) => ({ day, districtCode: places.districtCode(district), count })))

/** `days` and `series`: as they shall stand. */
export function rowsOfCase(
  brought: Brought,
  { days, series }: { days: DayRow[]; series: Source['series'] },
  context: Context,
  was?: Present,
): Rows {
  const { c } = brought
  const { government, places, at } = context
  const id = was?.proposal.id ?? newId()
  const stage = stageOf(c, at)
  const metAt = thresholdMetAt(brought, government.timeZone, was)
  const answeredAt = c.answers[0]?.at ?? null
  const late = answeredAt !== null && c.answerDueBefore !== null && answeredAt >= c.answerDueBefore
  const leadId = c.lead ? places.agencyId(c.lead) : places.coordinatingId
  const countRows = days.map((row) => ({ proposalId: id, assurance: 0, ...row }))
  const proposal: Rows['proposal'] = {
    id,
    governmentId: government.id,
    stage,
    title: c.title,
    suggestedAgencies: [],
    ruleVersionId: places.ruleVersionId(c),
    threshold: c.threshold,
    count: sum(countRows),
    countUnsaid: brought.standing.unsaid && !countRows.length,
    createdAt: c.submittedAt,
    updatedAt: at,
    submittedAt: c.submittedAt,
    year: Number(localDate(c.submittedAt, government.timeZone).slice(0, 4)),
    publishedAt: c.refusal ? null : c.publishedAt,
    closesBefore: c.refusal ? null : closingOf(c, was),
    reasonCode: c.refusal ? places.reasonCode(c.refusal) : null,
    place: c.place ?? null,
    thresholdMetAt: metAt,
    answerDueBefore: c.answerDueBefore,
    answeredAt,
    overdueAt: late ? c.answerDueBefore : null,
    endedAt: endOf(c, stage, at),
    outcome: outcomes[stage] ?? null,
    revision: 0,
    source: {
      name: context.platform,
      number: c.number,
      url: c.url,
      status: c.status,
      stage: c.stage,
      digest: digestOfBrought(brought),
      series,
      images: c.images.length,
      attachments: c.attachments,
    },
    sourceId: c.sourceId,
    seenOn: brought.seenOn,
  }
  const rows = {
    proposal,
    text: textOf(id, c, was),
    decisions: decisionsOf(id, c, places, was),
    parts:
      c.refusal && !c.lead
        ? []
        : assignmentsOf(id, brought, { leadId, assignedAt: metAt ?? c.publishedAt }, places, was),
    updates: updatesOf(id, c, places, was),
    answers: answersOf(id, c, places, was),
    counts: countRows,
  }
  return { ...rows, record: entriesOf(rows, c, government.id, at) }
}

/** Of everything that decides what stands here: the same again is nothing new. The number changes when its reading does. */
export const digestOfBrought = ({ c, standing: { kind, rows, base, unsaid } }: Brought): string =>
  sha256(JSON.stringify([unsaid ? 2 : 1, c, kind, rows, base])) // before 2, no count was read as none

/** A live case whose dates have passed is no longer live, and nobody knows what became of it. */
function stageOf(c: ImportedCase, at: Date): Stage {
  return liveUntil(c) <= at ? 'last_seen' : c.stage
}

const never = new Date(8.64e15)
const liveUntil = (c: ImportedCase): Date =>
  c.stage === 'gathering' ? c.closesBefore : c.stage === 'review' ? (c.answerDueBefore ?? c.closesBefore) : never

/** A pause here may have moved it since it was brought. */
const closingOf = (c: ImportedCase, was: Present | undefined) =>
  was?.closesBefore?.getTime() === c.closesBefore.getTime() ? was.proposal.closesBefore : c.closesBefore

/** When it was withdrawn the source does not say. */
function endOf(c: ImportedCase, stage: Stage, at: Date): Date | null {
  if (c.refusal) return c.refusal.at
  if (stage === 'last_seen') return liveUntil(c)
  return stage === 'expired' && c.closesBefore <= at ? c.closesBefore : null
}

/** A list tells the second of the co-signature that met the threshold, where the source tells the day. */
function thresholdMetAt({ c, standing }: Brought, timeZone: string, was: Present | undefined): Date | null {
  const said = c.thresholdMetAt
  const exact = momentOf(standing.times[c.threshold - 1], timeZone) ?? was?.proposal.thresholdMetAt
  return said && exact && localDate(said, timeZone) === localDate(exact, timeZone) ? exact : said
}

function textOf(proposalId: string, c: ImportedCase, was: Present | undefined): Rows['text'] {
  const same = was?.proposal.title === c.title && was.text.problem === c.problem && was.text.benefit === c.benefit
  return { proposalId, problem: c.problem, benefit: c.benefit, salt: same ? was.text.salt : newSalt() }
}

function decisionsOf(proposalId: string, c: ImportedCase, places: Places, was: Present | undefined): Rows['decisions'] {
  if (!c.refusal) return []
  const { words, at } = c.refusal
  const same = was?.decisions.find((d) => d.kind === 'refused' && d.words === words)
  const kept = { id: same?.id ?? newId(), salt: same?.salt ?? newSalt() }
  return [{ ...kept, proposalId, kind: 'refused', words, reasonCode: places.reasonCode(c.refusal), decidedAt: at }]
}

function assignmentsOf(
  proposalId: string,
  { c }: Brought,
  lead: { leadId: string; assignedAt: Date },
  places: Places,
  was: Present | undefined,
): Rows['parts'] {
  const supporting = c.supporting.map(places.agencyId).filter((agency) => agency !== lead.leadId)
  return [lead.leadId, ...new Set(supporting)].map((agencyId) => ({
    id: was?.parts.find((part) => part.agencyId === agencyId)?.id ?? newId(),
    proposalId,
    agencyId,
    role: agencyId === lead.leadId ? 'lead' : 'supporting',
    assignedAt: lead.assignedAt,
    dueBefore: c.answerDueBefore,
    answeredAt: c.answers.find((a) => places.agencyId({ code: null, name: a.agency }) === agencyId)?.at ?? null,
  }))
}

function updatesOf(proposalId: string, c: ImportedCase, places: Places, was: Present | undefined): Rows['updates'] {
  const before = [...(was?.updates ?? [])]
  return c.updates.map(({ agency, at, body }) => {
    const agencyId = places.agencyId({ code: null, name: agency })
    const same = taken(before, (u) => u.agencyId === agencyId && isSame(u.writtenAt, at) && u.body === body)
    const kept = { id: same?.id ?? newId(), salt: same?.salt ?? newSalt() }
    return { ...kept, proposalId, kind: 'progress', agencyId, body, writtenAt: at }
  })
}

function answersOf(proposalId: string, c: ImportedCase, places: Places, was: Present | undefined): Rows['answers'] {
  const before = [...(was?.answers ?? [])]
  return c.answers.map(({ agency, at, analysis, deliberation, adoption, followUp }, i) => {
    const agencyId = places.agencyId({ code: null, name: agency })
    const prose = { analysis, deliberation, adoption, followUp }
    const written = JSON.stringify([agencyId, ...Object.values(prose)])
    const same = taken(
      before,
      (a) =>
        isSame(a.createdAt, at) &&
        JSON.stringify([a.agencyId, a.analysis, a.deliberation, a.adoption, a.followUp]) === written,
    )
    const kept = { id: same?.id ?? newId(), salt: same?.salt ?? newSalt() }
    const times = { createdAt: at, updatedAt: at, publishedAt: at }
    return { ...kept, proposalId, agencyId, version: i + 1, ...prose, note: '', ...times }
  })
}

/** The first that fits, taken out of the list: two alike are two. */
function taken<T>(list: T[], fits: (one: T) => boolean): T | undefined {
  const at = list.findIndex(fits)
  return at < 0 ? undefined : list.splice(at, 1)[0]
}

const isSame = (a: Date, b: Date) => a.getTime() === b.getTime()

/** '2017-06-13 11:27:21' in the government's zone. */
function momentOf(local: string | undefined, timeZone: string): Date | null {
  if (!local) return null
  const [hours, minutes, seconds] = local.slice(11).split(':').map(Number)
  const midnight = startOfDay(local.slice(0, 10), timeZone).getTime()
  return new Date(midnight + ((hours! * 60 + minutes!) * 60 + seconds!) * 1000)
}

function merged(rows: DayRow[]): DayRow[] {
  const byKey = new Map<string, DayRow>()
  for (const row of rows) {
    const known = byKey.get(`${row.day} ${row.districtCode}`)
    if (known) known.count += row.count
    else byKey.set(`${row.day} ${row.districtCode}`, { ...row })
  }
  return [...byKey.values()]
}
