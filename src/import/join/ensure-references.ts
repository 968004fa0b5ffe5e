// What cases from JOIN point to and a government may lack: agencies, districts, rules.
import { and, eq, isNull } from 'drizzle-orm'
import { addAgency } from '../../domain/governments/commands.ts'
import { defaultRules, type Government } from '../../domain/governments/government.ts'
import { agenciesOf, districtsOf, nextRuleVersion } from '../../domain/governments/store.ts'
import { newId, sha256 } from '../../lib/id.ts'
import type { Database } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import { ruleVersions } from '../../schema/governments.ts'
import { districts } from '../../schema/lists.ts'
import { type CountsByCase, counties } from './counts.ts'
import type { JoinAgency, JoinCase } from './map-case.ts'

/** What cases point to, by the words of the source. */
export type Places = {
  agencyId: (agency: JoinAgency) => string
  coordinatingId: string
  districtCode: (county: string) => string
  ruleVersionId: (c: JoinCase) => string
}

/** Agencies, districts and rules that the cases need and that are not here yet. */
export async function makePlaces(
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
  const missing = new Map<string, JoinAgency>()
  for (const agency of [...named, ...replying]) {
    const code = agency.code ?? `join-${sha256(agency.name).slice(0, 8)}`
    const listed = missing.has(code) || [...missing.values()].some(({ name }) => name === agency.name)
    if (!idOf(agency) && !listed) missing.set(code, agency)
  }
  const made = await write(db, async (tx) => {
    const ids: [code: string, name: string, id: string][] = []
    for (const [code, { name }] of missing)
      ids.push([code, name, await addAgency(tx, government.id, { code, name: { [language]: name } }, at)])
    return ids
  })
  for (const [code, name, id] of made) {
    byCode.set(code, id)
    byName.set(name, id)
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
