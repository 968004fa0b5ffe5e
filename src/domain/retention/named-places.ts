// What the codes of a copy are called where it was taken. Elsewhere the same code may be something else: only a name that both have says that
// it is the same thing.
import type { Localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { agenciesOf, districtsOf, listGovernments, topicsOf } from '../governments/store.ts'
import { headOf } from '../log/store.ts'
import { keptSearch } from '../search/finds-case.ts'

type NamedCode = { code: string; name: Localised }
/** `code`: of the government, as in addresses; `log`: what its log calls itself. The others are those that the copy names. */
export type NamedPlace = NamedCode & {
  log: string | null
  agencies: NamedCode[]
  topics: NamedCode[]
  districts: NamedCode[]
}

export const namedKinds = { agency: 'agencies', topic: 'topics', district: 'districts' } as const
export type NamedKind = keyof typeof namedKinds

/** One code of a copy. `government`: its code. */
export type CodeUsed = { government: string; kind: NamedKind; code: string }

/** Codes in the parameters of a search that is followed. */
export const codesOfSearch = (government: string, target: string): CodeUsed[] => {
  const query = keptSearch(target)
  return (['agency', 'topic', 'district'] as const).flatMap((kind) =>
    (query?.[kind] ?? []).map((code) => ({ government, kind, code })),
  )
}

/** What the log of a government calls itself: no other one does. Null before its first entry. */
export const logNamed = async (db: Db, governmentId: string): Promise<string | null> =>
  (await headOf(db, governmentId))?.origin ?? null

/** Each government that is named, with what is called by these codes. */
export async function placesNamed(db: Db, named: string[], used: CodeUsed[]): Promise<NamedPlace[]> {
  const places = (await listGovernments(db)).filter(({ slug }) => named.includes(slug))
  return Promise.all(
    places.map(async ({ id, slug, name }) => {
      const codes = (kind: NamedKind, rows: NamedCode[]) =>
        rows
          .filter((row) => used.some((one) => one.government === slug && one.kind === kind && one.code === row.code))
          .map((row) => ({ code: row.code, name: row.name }))
      return {
        ...{ code: slug, name, log: await logNamed(db, id) },
        agencies: codes('agency', await agenciesOf(db, id)),
        topics: codes('topic', await topicsOf(db, id)),
        districts: codes('district', await districtsOf(db, id)),
      }
    }),
  )
}

/** Whether both are called the same in one language at least. */
export const isSameName = (one: Localised, other: Localised): boolean =>
  Object.entries(one).some(([language, name]) => name !== '' && other[language] === name)

/** The code here of what another place calls so; the same code first. Null where nothing here has that name. */
export function codeHere(here: NamedCode[], name: Localised | undefined, code: string): string | null {
  if (!name) return null
  const same = here.filter((one) => isSameName(one.name, name))
  return (same.find((one) => one.code === code) ?? same[0])?.code ?? null
}
