// What imported cases point to and a government may lack: agencies, districts, rules.
import { and, eq, isNull } from 'drizzle-orm'
import { addAgency } from '../domain/governments/commands.ts'
import { defaultRules, type Government } from '../domain/governments/government.ts'
import { agenciesOf, districtsOf, nextRuleVersion, refusalReasonsOf } from '../domain/governments/store.ts'
import { newId, sha256 } from '../lib/id.ts'
import type { Database } from '../platform/db/database.ts'
import { write } from '../platform/db/write.ts'
import { ruleVersions } from '../schema/governments.ts'
import { districts, refusalReasons } from '../schema/lists.ts'
import type { KnownCounts } from './counts.ts'
import type { ImportedCase, SourceAgency } from './imported-case.ts'

type Refusal = NonNullable<ImportedCase['refusal']>
/** What cases point to, by the words of the source. */
export type Places = {
  agencyId: (agency: SourceAgency) => string
  coordinatingId: string
  districtCode: (name: string) => string
  ruleVersionId: (c: ImportedCase) => string
  reasonCode: (refusal: Refusal) => string
}

/** Codes and English names of districts that the platform's own words stand for. */
type KnownDistricts = { [name: string]: { code: string; en: string } }
/** Where cases come from. `code`: a short word for codes that are made here. */
export type Platform = { name: string; code: string; districts: KnownDistricts }

/**
 * A case with its counts, the line it came from, and the local day on which its source was last seen to say so. `seenIsGiven`:
 * somebody named the day; else the files suggest it.
 */
export type Brought = { line: number; c: ImportedCase; standing: KnownCounts; seenOn: string; seenIsGiven: boolean }

/** Agencies, districts and rules that the cases need and that are not here yet. */
export async function makePlaces(
  db: Database,
  government: Government,
  brought: readonly Brought[],
  platform: Platform,
  at: Date,
): Promise<Places> {
  const cases = brought.map(({ c }) => c)
  const known = await agenciesOf(db.reads, government.id)
  const coordinating = known.find((agency) => agency.coordinating)
  if (!coordinating) throw new Error('This government has no coordinating agency.')
  const names = brought.flatMap(({ standing }) => standing.rows.map((row) => row.district))
  const agencyId = await makeAgencies(db, government, cases, known, platform.code, at)
  return {
    agencyId: (agency) => (agency.name === '' ? coordinating.id : agencyId(agency)),
    coordinatingId: coordinating.id,
    districtCode: await makeDistricts(db, government, new Set(names), platform.districts),
    ruleVersionId: await makeRules(db, government, cases, at),
    reasonCode: await makeReasons(db, government, cases),
  }
}

type KnownAgency = Awaited<ReturnType<typeof agenciesOf>>[number]

async function makeAgencies(
  db: Database,
  government: Government,
  cases: readonly ImportedCase[],
  known: readonly KnownAgency[],
  prefix: string,
  at: Date,
) {
  const byCode = new Map(known.map((a) => [a.code, a.id]))
  const byName = new Map(known.flatMap((a) => Object.values(a.name).map((name) => [name, a.id] as const)))
  const idOf = (a: SourceAgency) => (a.code ? byCode.get(a.code) : undefined) ?? byName.get(a.name)
  const named = cases.flatMap((c) => [...(c.lead ? [c.lead] : []), ...c.supporting])
  const replying = cases.flatMap((c) => [...c.answers, ...c.updates].map((r) => ({ code: null, name: r.agency })))
  const missing = new Map<string, string>()
  for (const agency of [...named, ...replying]) {
    const code = agency.code ?? `${prefix}-${sha256(agency.name).slice(0, 8)}`
    const listed = missing.has(code) || [...missing.values()].includes(agency.name)
    if (agency.name && !idOf(agency) && !listed) missing.set(code, agency.name)
  }
  const language = government.languages[0]!
  const made = await write(db, async (tx) => {
    const ids: [code: string, name: string, id: string][] = []
    for (const [code, name] of missing)
      ids.push([code, name, await addAgency(tx, government.id, { code, name: { [language]: name } }, at)])
    return ids
  })
  for (const [code, name, id] of made) {
    byCode.set(code, id)
    byName.set(name, id)
  }
  return (agency: SourceAgency) => idOf(agency)!
}

async function makeDistricts(db: Database, government: Government, used: Set<string>, usual: KnownDistricts) {
  const language = government.languages[0]!
  const known = await districtsOf(db.reads, government.id)
  const codes = new Map(known.flatMap((d) => Object.values(d.name).map((name) => [name, d.code] as const)))
  const taken = new Set(known.map((d) => d.code))
  const inOrder = [...Object.keys(usual).filter((name) => used.has(name)), ...used]
  const added = [...new Set(inOrder)]
    .filter((name) => name !== '' && !codes.has(name))
    .map((name, i) => {
      const named = Object.hasOwn(usual, name) ? usual[name] : undefined
      const code = named && !taken.has(named.code) ? named.code : name
      codes.set(name, code)
      const names = { [language]: name, ...(named && government.languages.includes('en') ? { en: named.en } : {}) }
      return { id: newId(), governmentId: government.id, code, name: names, position: 1000 + i }
    })
  if (added.length) await write(db, (tx) => tx.insert(districts).values(added).onConflictDoNothing())
  return (name: string) => (name === '' ? '' : codes.get(name)!)
}

/** Reasons that the platform refuses for, beside the government's own. */
async function makeReasons(db: Database, { id: governmentId, languages }: Government, cases: readonly ImportedCase[]) {
  const known = new Set((await refusalReasonsOf(db.reads, governmentId)).map(({ code }) => code))
  const given = new Map(cases.flatMap(({ refusal }) => (refusal ? [[refusal.code, refusal.name] as const] : [])))
  const added = [...given]
    .filter(([code]) => !known.has(code))
    .map(([code, name], i) => {
      const row = { id: newId(), governmentId, code, name: { [languages[0]!]: name } }
      return { ...row, hidesText: false, position: 1000 + i, retiredAt: null }
    })
  if (added.length) await write(db, (tx) => tx.insert(refusalReasons).values(added).onConflictDoNothing())
  return ({ code }: Refusal) => code
}

/** One version per goal and period, never in force: only imported cases point to it. */
async function makeRules(db: Database, government: Government, cases: readonly ImportedCase[], at: Date) {
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
  return (c: ImportedCase) => ids.get(key(c.threshold, c.cosigningDays))!
}
