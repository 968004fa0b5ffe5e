// All that a case is found by: its texts, what agencies wrote in answer, and the names of what it belongs to. What is read here
// is what everybody may read; drafts of answers are left out.
import { and, asc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { byIds } from '../../platform/db/prepared.ts'
import { indexDocument, removeDocument } from '../../platform/db/search.ts'
import { codeOf } from '../../platform/db/search-query.ts'
import { agencies } from '../../schema/agencies.ts'
import { answers, askDecisions } from '../../schema/answers.ts'
import { assignments } from '../../schema/assignments.ts'
import { answerAttachments } from '../../schema/attachments.ts'
import { commitments, commitmentUpdates } from '../../schema/commitments.ts'
import { districts, refusalReasons, topics } from '../../schema/lists.ts'
import { asks, proposals, proposalTexts, proposalUpdates } from '../../schema/proposals.ts'
import { isItsRefusalReason } from './store.ts'

/** Where in a case a text stands, in the order in which people read it. */
export type SectionKind =
  | 'title'
  | 'ask'
  | 'problem'
  | 'benefit'
  | 'place'
  | 'topic'
  | 'district'
  | 'agency'
  | 'answer'
  | 'commitment'
  | 'update'
  | 'number'
export type Section = { kind: SectionKind; text: string }

/** The searchable texts of cases, by id, in the order of SectionKind. A case whose text nobody may read has none. */
export async function sectionsOf(db: Db, ids: string[]): Promise<Map<string, Section[]>> {
  const [own, later] = await Promise.all([ownSectionsOf(db, ids), laterSectionsOf(db, ids)])
  return new Map([...own].map(([id, sections]) => [id, [...sections, ...(later.get(id) ?? [])]]))
}

/** What a case says itself, from its title to its district. */
export async function ownSectionsOf(db: Db, ids: string[]): Promise<Map<string, Section[]>> {
  if (!ids.length) return new Map()
  const [cases, askRows] = await Promise.all([casesIn(db, ids), asksIn(db, ids)])
  const { add, sections } = collected()
  for (const row of cases) {
    if (row.hiddenAt !== null || row.number === null || row.textHidden) continue
    add(row.id, 'title', row.title)
    add(row.id, 'ask', ...askRows.filter(({ id }) => id === row.id).map(({ text }) => text))
    add(row.id, 'problem', row.problem)
    add(row.id, 'benefit', row.benefit)
    add(row.id, 'place', row.place)
    add(row.id, 'topic', ...Object.values(row.topic ?? {}))
    add(row.id, 'district', ...Object.values(row.district ?? {}))
  }
  return sections
}

/** What was added to a case, from its agencies to its numbers: also of one that nobody may read. */
export async function laterSectionsOf(db: Db, ids: string[]): Promise<Map<string, Section[]>> {
  if (!ids.length) return new Map()
  const [agencyRows, said, reasonRows, commitmentRows, progressRows, updateRows, numbers] = await Promise.all([
    agenciesIn(db, ids),
    saidIn(db, ids),
    reasonsIn(db, ids),
    commitmentsIn(db, ids),
    progressIn(db, ids),
    updatesIn(db, ids),
    numbersIn(db, ids),
  ])
  const { add, sections } = collected()
  for (const row of agencyRows) add(row.id, 'agency', ...Object.values(row.name))
  for (const row of said.answerRows)
    add(row.id, 'answer', row.analysis, row.deliberation, row.adoption, row.followUp, row.note)
  for (const row of reasonRows) add(row.id, 'answer', row.reason)
  for (const row of said.attachmentRows) add(row.id, 'answer', row.title, row.description)
  for (const row of commitmentRows) add(row.id, 'commitment', row.what, row.owner, row.measure)
  for (const row of progressRows) add(row.id, 'commitment', row.body)
  for (const row of updateRows) add(row.id, 'update', row.body)
  for (const row of numbers) add(row.id, 'number', row.number, row.source?.number ?? null)
  return sections
}

function collected() {
  const sections = new Map<string, Section[]>()
  const add = (id: string, kind: SectionKind, ...texts: (string | null)[]) => {
    const list = sections.get(id) ?? []
    sections.set(id, list)
    for (const text of texts) if (text) list.push({ kind, text })
  }
  return { sections, add }
}

/** Makes a case findable by all its texts, or by none where nobody may read them. In the unit that changes one of them. */
export async function indexCase(tx: Db, id: string): Promise<void> {
  const sections = (await sectionsOf(tx, [id])).get(id)
  if (!sections) return removeDocument(tx, id)
  const [{ text: title }, ...rest] = sections as [Section, ...Section[]]
  const body = rest.map(({ text }) => text).join('\n|\n')
  const ofKinds = (...kinds: SectionKind[]) => rest.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => text)
  const [names, owners] = [ofKinds('place', 'topic'), ofKinds('district', 'agency')]
  await indexDocument(tx, id, { title, body, names, owners, codes: await codesOf(tx, id) })
}

/** Its numbers and ids as people may type them, without punctuation. */
async function codesOf(tx: Db, id: string): Promise<string[]> {
  const [row] = await numbersIn(tx, [id])
  const long = codeOf(row!.sourceId ?? '')
  const codes = [
    codeOf(row!.number ?? ''),
    codeOf(row!.source?.number ?? ''),
    long,
    long.length > 16 ? long.slice(0, 8) : '',
  ]
  return [...new Set(codes.filter(Boolean))]
}

const casesIn = byIds((db, ids) =>
  db
    .select({
      id: proposals.id,
      title: proposals.title,
      number: proposals.number,
      place: proposals.place,
      hiddenAt: proposals.hiddenAt,
      textHidden: refusalReasons.hidesText,
      problem: proposalTexts.problem,
      benefit: proposalTexts.benefit,
      topic: topics.name,
      district: districts.name,
    })
    .from(proposals)
    .leftJoin(proposalTexts, eq(proposalTexts.proposalId, proposals.id))
    .leftJoin(topics, and(eq(topics.governmentId, proposals.governmentId), eq(topics.code, proposals.topicCode)))
    .leftJoin(
      districts,
      and(eq(districts.governmentId, proposals.governmentId), eq(districts.code, proposals.districtCode)),
    )
    .leftJoin(refusalReasons, isItsRefusalReason)
    .where(inArray(proposals.id, ids)),
)
const numbersIn = byIds((db, ids) =>
  db
    .select({
      id: proposals.id,
      number: proposals.number,
      source: proposals.source,
      sourceId: proposals.sourceId,
    })
    .from(proposals)
    .where(inArray(proposals.id, ids)),
)
const asksIn = byIds((db, ids) =>
  db
    .select({ id: asks.proposalId, text: asks.text })
    .from(asks)
    .where(inArray(asks.proposalId, ids))
    .orderBy(asc(asks.number)),
)
const agenciesIn = byIds((db, ids) =>
  db
    .select({ id: assignments.proposalId, name: agencies.name })
    .from(assignments)
    .innerJoin(agencies, eq(agencies.id, assignments.agencyId))
    .where(and(inArray(assignments.proposalId, ids), isNull(assignments.endedAt)))
    .orderBy(asc(assignments.role), asc(agencies.code)),
)
const answersIn = byIds((db, ids) =>
  db
    .select({
      id: answers.proposalId,
      analysis: answers.analysis,
      deliberation: answers.deliberation,
      adoption: answers.adoption,
      followUp: answers.followUp,
      note: answers.note,
    })
    .from(answers)
    .where(and(inArray(answers.proposalId, ids), isNotNull(answers.publishedAt)))
    .orderBy(asc(answers.version)),
)
/** What is attached has words only where there is an answer. */
async function saidIn(db: Db, ids: string[]) {
  const answerRows = await answersIn(db, ids)
  return { answerRows, attachmentRows: answerRows.length ? await attachmentsIn(db, ids) : [] }
}
const attachmentsIn = byIds((db, ids) =>
  db
    .select({ id: answers.proposalId, title: answerAttachments.title, description: answerAttachments.description })
    .from(answerAttachments)
    .innerJoin(answers, eq(answers.id, answerAttachments.answerId))
    .where(and(inArray(answers.proposalId, ids), isNotNull(answers.publishedAt)))
    .orderBy(asc(answers.version), asc(answerAttachments.attachedAt)),
)
const reasonsIn = byIds((db, ids) =>
  db
    .select({ id: answers.proposalId, reason: askDecisions.reason })
    .from(askDecisions)
    .innerJoin(answers, eq(answers.id, askDecisions.answerId))
    .where(and(inArray(answers.proposalId, ids), isNotNull(answers.publishedAt)))
    .orderBy(asc(answers.version), asc(askDecisions.askNumber)),
)
const commitmentsIn = byIds((db, ids) =>
  db
    .select({
      id: commitments.proposalId,
      what: commitments.what,
      owner: commitments.owner,
      measure: commitments.measure,
    })
    .from(commitments)
    .where(and(inArray(commitments.proposalId, ids), ne(commitments.state, 'draft')))
    .orderBy(asc(commitments.position), asc(commitments.id)),
)
const progressIn = byIds((db, ids) =>
  db
    .select({ id: commitments.proposalId, body: commitmentUpdates.body })
    .from(commitmentUpdates)
    .innerJoin(commitments, eq(commitments.id, commitmentUpdates.commitmentId))
    .where(inArray(commitments.proposalId, ids))
    .orderBy(asc(commitmentUpdates.writtenAt), asc(commitmentUpdates.id)),
)
const updatesIn = byIds((db, ids) =>
  db
    .select({ id: proposalUpdates.proposalId, body: proposalUpdates.body })
    .from(proposalUpdates)
    .where(inArray(proposalUpdates.proposalId, ids))
    .orderBy(asc(proposalUpdates.writtenAt), asc(proposalUpdates.id)),
)
