// What cases of a dump point to, by the codes of the dump: agencies of this government and of others that are here, rules, files.
import { ConfigError } from '../../config.ts'
import type { Government } from '../../domain/governments/government.ts'
import { agenciesOf, listGovernments } from '../../domain/governments/store.ts'
import type { Db } from '../../platform/db/database.ts'
import type { RuleIds } from './bring-lists.ts'
import type { CaseLine } from './dump-shapes.ts'

export type Places = {
  governmentId: string
  timeZone: string
  /** null: it is not here */
  governmentIdOf: (code: string) => string | null
  agencyId: (government: string, code: string) => string | null
  coordinatingOf: (government: string) => string | null
  /** a dump names some agencies by their code alone: those of the case come first, then the government's own, then any other's */
  agencyOfCase: (c: Pick<CaseLine, 'agencies'>, code: string) => string | null
  ruleVersionId: (version: number | null) => string | null
  hasFile: (sha256: string) => boolean
}

/** `code`: of the government in the dump; it may be called otherwise here. */
export async function placesOf(db: Db, government: Government, code: string, rules: RuleIds, files: Set<string>) {
  const all = await listGovernments(db)
  const governments = new Map(all.map(({ slug, id }) => [slug, id]))
  governments.set(code, government.id)
  const ids = new Map<string, string>()
  const coordinating = new Map<string, string>()
  const byCode = new Map<string, string>()
  for (const [slug, id] of governments)
    for (const agency of await agenciesOf(db, id)) {
      ids.set(`${slug} ${agency.code}`, agency.id)
      if (!byCode.has(agency.code)) byCode.set(agency.code, agency.id)
      if (agency.coordinating) coordinating.set(slug, agency.id)
    }
  if (!coordinating.has(code)) throw new ConfigError('This government has no coordinating agency.')
  const agencyId = (slug: string, of: string) => ids.get(`${slug} ${of}`) ?? null
  const places: Places = {
    ...{ governmentId: government.id, timeZone: government.timeZone, agencyId },
    governmentIdOf: (slug) => governments.get(slug) ?? null,
    coordinatingOf: (slug) => coordinating.get(slug) ?? null,
    agencyOfCase: (c, of) => {
      const part = c.agencies.find((one) => one.code === of)
      return (part && agencyId(part.government.code, of)) ?? agencyId(code, of) ?? byCode.get(of) ?? null
    },
    ruleVersionId: (version) => (version === null ? null : (rules.get(version) ?? null)),
    hasFile: (hash) => files.has(hash),
  }
  return places
}
