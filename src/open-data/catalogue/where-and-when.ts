// Of which place a dataset tells, and of which days, as DCAT has it. Pure.
import type { Both } from '../datasets/csvw.ts'

type Publisher = { slug: string; name: Both; country: string }

/** The area that a government is of, by its name: no register of places has all of them. */
export const placeOf = (origin: string, { slug, name, country }: Publisher) => ({
  '@id': `${origin}/${slug}#place`,
  '@type': 'dct:Location',
  'http://www.w3.org/2004/02/skos/core#prefLabel': Object.entries(name).map(([language, value]) => ({
    '@language': language,
    '@value': value,
  })),
  'https://schema.org/addressCountry': country,
})

/** Local days. From the oldest case on; of what is asked for now there is no end yet. */
export const periodOf = (since: string, until: string | null) => ({
  '@type': 'dct:PeriodOfTime',
  'dcat:startDate': day(since),
  ...(until && { 'dcat:endDate': day(until) }),
})

const day = (date: string) => ({ '@type': 'xsd:date', '@value': date })
