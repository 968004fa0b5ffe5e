// The copy of somebody's data: every row of every table, and what of it can begin anew in another deployment.
import { inArray } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { people } from '../../schema/people.ts'
import type { NewsGroup, Pace } from '../../schema/values.ts'
import { subjectKey } from '../following/subject.ts'
import { listGovernments } from '../governments/store.ts'
import { followedCases, followedListsOf } from '../notifications/follow-store.ts'
import { casesOf } from '../proposals/remove-text.ts'
import { proposalText } from '../proposals/store.ts'
import { type Held, heldOf, type LeftOut, leftOutOfCopies } from './held.ts'
import { type CodeUsed, codesOfSearch, type NamedPlace, placesNamed } from './named-places.ts'

const copySchema = 'fuyi-my-data/1'

/** A draft or a proposal of one's own, as it can be written on elsewhere. */
type PortableDraft = {
  government: string
  number: string | null
  stage: string
  title: string
  problem: string
  benefit: string
  asks: string[]
  links: { url: string; label: string }[]
  topic: string | null
  district: string | null
  place: string | null
  agencies: string[]
  name: string | null
}
/** `of`: as addresses name it: 'case:2026-0001', 'agency:epb' … `case`: by what another deployment knows whether it is the same one. */
type PortableFollow = {
  government: string
  of: string
  case: { title: string; published_at: string | null } | null
  pace: Pace
  kinds: NewsGroup[] | null
}
type Portable = {
  language: string
  display_name: string | null
  drafts: PortableDraft[]
  follows: PortableFollow[]
  /** what the codes in them are called */
  governments: NamedPlace[]
}
type CopyPayload = {
  schema: typeof copySchema
  issued_at: string
  origin: string
  portable: Portable
  /** rows by table, columns as the database names them; moments are ISO 8601 in UTC */
  held: { [table: string]: { [column: string]: unknown }[] }
  /** what of these tables is in no copy */
  left_out: LeftOut[]
}

/** Of all accounts of a mailbox. */
export async function copyOfPerson(db: Db, accounts: string[], origin: string, at: Date): Promise<CopyPayload> {
  const held = await heldOf(db, accounts)
  const drafts = await draftsOf(db, accounts)
  const follows = await followsOf(db, accounts)
  const [first] = await db.select().from(people).where(inArray(people.id, accounts)).limit(1)
  return {
    ...{ schema: copySchema, issued_at: at.toISOString(), origin },
    portable: {
      language: first?.language ?? '',
      display_name: first?.displayName ?? null,
      ...{ drafts, follows },
      governments: await placesNamed(
        db,
        [...drafts, ...follows].map(({ government }) => government),
        [...drafts.flatMap(codesOfDraft), ...follows.flatMap(codesOfFollow)],
      ),
    },
    held: byTable(held),
    left_out: leftOutOfCopies(),
  }
}

/** A table may hold somebody in two ways. */
function byTable(held: Held[]): CopyPayload['held'] {
  const all: CopyPayload['held'] = {}
  for (const { table, rows } of held) all[table] = [...(all[table] ?? []), ...rows]
  return all
}

const slugs = async (db: Db) => new Map((await listGovernments(db)).map(({ id, slug }) => [id, slug]))

async function draftsOf(db: Db, accounts: string[]): Promise<PortableDraft[]> {
  const slugOf = await slugs(db)
  const drafts: PortableDraft[] = []
  for (const p of await casesOf(db, accounts)) {
    if (p.textRemovedAt) continue
    const text = await proposalText(db, p.id)
    drafts.push({
      ...{ government: slugOf.get(p.governmentId) ?? '', number: p.number, stage: p.stage, title: p.title },
      ...{ problem: text.problem, benefit: text.benefit, asks: text.asks.map((ask) => ask.text) },
      links: text.evidence.map(({ url, label }) => ({ url, label })),
      ...{ topic: p.topicCode, district: p.districtCode, place: p.place, agencies: p.suggestedAgencies },
      name: p.authorName,
    })
  }
  return drafts
}

async function followsOf(db: Db, accounts: string[]): Promise<PortableFollow[]> {
  const slugOf = await slugs(db)
  const [cases, lists] = await Promise.all([followedCases(db, accounts, everyFollow), followedListsOf(db, accounts)])
  return [
    ...cases.map(({ number, governmentId, title, hiddenAt, publishedAt, pace, kinds }) => ({
      ...{ government: slugOf.get(governmentId) ?? '', of: subjectKey('case', number ?? ''), pace, kinds },
      case: { title: hiddenAt ? '' : title, published_at: publishedAt?.toISOString() ?? null },
    })),
    ...lists.map(({ governmentId, kind, target, pace, kinds }) => ({
      ...{ government: slugOf.get(governmentId) ?? '', of: subjectKey(kind, target), pace, kinds },
      case: null,
    })),
  ]
}

/** Nobody follows so many. */
const everyFollow = 100_000

const codesOfDraft = ({ government, topic, district, agencies }: PortableDraft): CodeUsed[] => [
  ...(topic ? [{ government, kind: 'topic' as const, code: topic }] : []),
  ...(district ? [{ government, kind: 'district' as const, code: district }] : []),
  ...agencies.map((code) => ({ government, kind: 'agency' as const, code })),
]

function codesOfFollow({ government, of }: PortableFollow): CodeUsed[] {
  const [kind = '', target = ''] = [of.slice(0, of.indexOf(':')), of.slice(of.indexOf(':') + 1)]
  if (kind === 'search') return codesOfSearch(government, target)
  return kind === 'agency' || kind === 'topic' || kind === 'district' ? [{ government, kind, code: target }] : []
}
