// What a code or a number of a copy is here. A copy comes from another platform: the same number may be another case here, and the same code
// another agency. So a thing is the same only where both call it the same, and a case only where it was published at the same moment too.
import { type Subject, subjectKey, subjectOf } from '../../domain/following/subject.ts'
import { agenciesOf, districtsOf, listGovernments, topicsOf } from '../../domain/governments/store.ts'
import { findProposal } from '../../domain/proposals/store.ts'
import { codeHere, isSameName, logNamed, type NamedKind, namedKinds } from '../../domain/retention/named-places.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { type Followable, followable } from '../../schema/values.ts'
import type { PortableRead } from './copy-form.ts'

type Follow = PortableRead['follows']['good'][number]
type Place = Awaited<ReturnType<typeof listGovernments>>[number]

const listsOf = { agency: agenciesOf, topic: topicsOf, district: districtsOf }

export async function sameHere(db: Db, { governments }: PortableRead) {
  const places = await listGovernments(db)
  const named = (slug: string) => governments.good.find(({ code }) => code === slug)

  /** The government of that code, where it has the name that the copy says. A copy of an older version says none: drafts begin there all the same. */
  const placeOf = (slug: string): Place | null => {
    const place = places.find((one) => one.slug === slug)
    const there = named(slug)
    const isSame = there ? isSameName(place?.name ?? {}, there.name) : !governments.good.length
    return place && isSame ? place : null
  }

  const nameThere = (slug: string, kind: NamedKind, code: string): Localised | undefined =>
    named(slug)?.[namedKinds[kind]].find((one) => one.code === code)?.name

  /** The code here of what a government's code was there; null where there is no such thing. */
  const codeOf = async (place: Place, kind: NamedKind, code: string): Promise<string | null> =>
    codeHere(await listsOf[kind](db, place.id), nameThere(place.slug, kind, code), code)

  async function caseOf(place: Place, number: string, said: Follow['case']): Promise<Subject | 'another' | null> {
    const found = await findProposal(db, place.id, number)
    if (!found) return null
    const seconds = (at: Date) => Math.floor(at.getTime() / 1000) // a copy from a dump knows no finer
    const isSame =
      said?.published_at &&
      found.publishedAt &&
      seconds(new Date(said.published_at)) === seconds(found.publishedAt) &&
      said.title === found.title
    return isSame ? subjectOf(db, place, subjectKey('case', number)) : 'another'
  }

  async function isSameLog({ id, slug }: Place): Promise<boolean> {
    const here = await logNamed(db, id)
    return here !== null && here === named(slug)?.log
  }

  async function searchOf(place: Place, target: string): Promise<Subject | null> {
    const here = new URLSearchParams()
    for (const [name, value] of new URLSearchParams(target)) {
      const kind = name === 'agency' || name === 'topic' || name === 'district' ? name : null
      const code = kind ? await codeOf(place, kind, value) : value
      if (code === null) return null
      here.append(name, code)
    }
    return subjectOf(db, place, subjectKey('search', here.toString()))
  }

  /** What was followed, here; 'another' where its number is another case, null where there is no such thing. */
  async function followed(place: Place, { of, case: said }: Follow): Promise<Subject | 'another' | null> {
    const { kind, target } = partsOf(of)
    if (!kind) return null
    if (!named(place.slug)) return kind === 'case' ? 'another' : null
    if (kind === 'case') return caseOf(place, target, said)
    if (kind === 'search') return searchOf(place, target)
    if (kind === 'log') return (await isSameLog(place)) ? subjectOf(db, place, of) : null
    const code = await codeOf(place, kind, target)
    return code === null ? null : subjectOf(db, place, subjectKey(kind, code))
  }

  return { placeOf, codeOf, followed, nameThere, placeThere: (slug: string) => named(slug)?.name }
}

/** 'agency:epb' as its two parts; no kind where it is none that can be followed. */
export function partsOf(of: string): { kind: Followable | null; target: string } {
  const colon = of.indexOf(':')
  const kind = followable.find((one) => one === of.slice(0, colon)) ?? null
  return { kind, target: of.slice(colon + 1) }
}
