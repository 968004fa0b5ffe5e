// The catalogue of all that can be taken, as other portals harvest it: DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/) as JSON-LD, in the
// profile DCAT-AP 3. Its context stands in it, so that nobody has to fetch one. Pure.
import type { Localised } from '../../lib/localised.ts'
import { license, licenseUrl } from '../case-head.ts'
import type { Both } from '../datasets/csvw.ts'
import { type Format, formats, mediaTypes } from '../datasets/formats.ts'
import type { Dump, DumpFile } from '../dumps/dump.ts'
import { periodOf, placeOf } from './where-and-when.ts'

const context = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  spdx: 'http://spdx.org/rdf/terms#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
}

const authority = 'http://publications.europa.eu/resource/authority'
const languages = ['ZHO', 'ENG'].map((code) => ({
  '@id': `${authority}/language/${code}`,
  '@type': 'dct:LinguisticSystem',
}))
const fileTypes: { [format in DumpFile['format']]: string } = {
  csv: 'CSV',
  json: 'JSON',
  ndjson: 'NDJSON',
  parquet: 'PARQUET',
}

export type Described = { table: string; title: Both; description: Both; keywords: Both }
export type Publisher = { slug: string; name: Both; contact: Localised | null; createdAt: Date; country: string }

export type CatalogueSource = {
  origin: string
  publisher: Publisher
  /** one sentence in both languages that whoever passes a dataset on owes */
  attribution: (title: Both) => Both
  datasets: Described[]
  /** local day of the oldest case; null where there is none */
  since: string | null
  /** the newest one, where there is one */
  dump: { name: string; dump: Dump } | null
  /** what the API is called, and what a dump of whole cases is */
  words: {
    catalogue: { title: Both; description: Both }
    service: { title: Both; description: Both }
    cases: Described
  }
}

/** The catalogue of one government, with its context. */
export const governmentCatalogue = (told: CatalogueSource) => ({ '@context': context, ...catalogueOf(told) })

/** The catalogue of the deployment, with those of all its governments in it. */
export function catalogueOfAll(told: CatalogueSource[], words: { title: Both; description: Both }, origin: string) {
  return {
    '@context': context,
    '@id': `${origin}/catalog.jsonld`,
    '@type': 'dcat:Catalog',
    'dct:title': texts(words.title),
    'dct:description': texts(words.description),
    // of a deployment with one government it is the publisher; of several, the first runs it
    'dct:publisher': told.length ? agent(told[0]!) : { '@id': origin, '@type': 'foaf:Agent', 'foaf:name': origin },
    'dct:license': id(licenseUrl),
    'dct:language': languages,
    'foaf:homepage': { '@id': `${origin}/`, '@type': 'foaf:Document' },
    'dcat:catalog': told.map(catalogueOf),
  }
}

function catalogueOf(told: CatalogueSource) {
  const { origin, publisher, words, dump } = told
  const base = `${origin}/${publisher.slug}`
  const live = told.datasets.map((dataset) => datasetOf(told, dataset, liveFiles(told, dataset.table)))
  const service = `${base}/data/api`
  return {
    '@id': `${base}/catalog.jsonld`,
    '@type': 'dcat:Catalog',
    'dct:title': texts(words.catalogue.title),
    'dct:description': texts(words.catalogue.description),
    'dct:publisher': agent(told),
    'dct:license': id(licenseUrl),
    'dct:language': languages,
    'dct:issued': moment(publisher.createdAt.toISOString()),
    ...(dump && { 'dct:modified': moment(dump.dump.taken_at) }),
    'foaf:homepage': { '@id': `${base}/data`, '@type': 'foaf:Document' },
    'dcat:themeTaxonomy': {
      '@id': `${authority}/data-theme`,
      '@type': 'http://www.w3.org/2004/02/skos/core#ConceptScheme',
      'dct:title': 'Data theme',
    },
    'dcat:dataset': dump ? [...live, datasetOf(told, words.cases, dumpFiles(told, 'cases'))] : live,
    'dcat:service': {
      '@id': service,
      '@type': 'dcat:DataService',
      'dct:title': texts(words.service.title),
      'dct:description': texts(words.service.description),
      'dct:publisher': agent(told),
      'dct:license': id(licenseUrl),
      'dcat:endpointURL': id(`${origin}/api/v1/${publisher.slug}`),
      'dcat:endpointDescription': id(`${origin}/api/openapi.json`),
      'dcat:contactPoint': contactOf(told),
      'dcat:servesDataset': live.map((dataset) => id(dataset['@id'])),
    },
  }
}

function datasetOf(told: CatalogueSource, { table, title, description, keywords }: Described, distributions: object[]) {
  const { origin, publisher } = told
  const page = `${origin}/${publisher.slug}/data`
  return {
    '@id': `${page}#${table}`,
    '@type': 'dcat:Dataset',
    'dct:identifier': `${publisher.slug}/${table}`,
    'dct:title': texts(title),
    'dct:description': texts(description),
    'dcat:keyword': Object.entries(keywords).flatMap(([language, words]) =>
      words.split(/[、,]\s*/).map((word) => ({ '@language': language, '@value': word })),
    ),
    'dct:publisher': agent(told),
    'dcat:contactPoint': contactOf(told),
    'dcat:theme': concept(`${authority}/data-theme/GOVE`, 'Government and public sector'),
    'dct:accessRights': {
      '@id': `${authority}/access-right/PUBLIC`,
      '@type': 'dct:RightsStatement',
    },
    'dct:accrualPeriodicity': {
      '@id': `${authority}/frequency/${table === 'cases' ? 'DAILY' : 'UPDATE_CONT'}`,
      '@type': 'dct:Frequency',
    },
    'dct:language': languages,
    'dct:spatial': placeOf(told.origin, told.publisher),
    ...(told.since && {
      'dct:temporal': periodOf(told.since, table === 'cases' ? (told.dump?.dump.day ?? null) : null),
    }),
    'dct:issued': moment(publisher.createdAt.toISOString()),
    'dcat:landingPage': { '@id': page, '@type': 'foaf:Document' },
    'dcat:distribution': distributions.length ? distributions : undefined,
  }
}

/** What is asked for now is as of now. */
function liveFiles(told: CatalogueSource, table: string): object[] {
  const { origin, publisher } = told
  return formats.map((format) => {
    const url = `${origin}/api/v1/${publisher.slug}/${table}.${format}`
    return { ...fileOf(told, url, table, format), 'dcat:downloadURL': id(url) }
  })
}

/** What lies there from the night, with its sum. */
function dumpFiles(told: CatalogueSource, table: string): object[] {
  const files = told.dump?.dump.files.filter((file) => file.table === table) ?? []
  return files.map((file) => ({
    ...fileOf(told, file.url, table, file.format),
    'dcat:downloadURL': id(file.url),
    'dcat:byteSize': { '@type': 'xsd:nonNegativeInteger', '@value': `${file.bytes}` },
    ...(file.compression && { 'dcat:compressFormat': mediaType('application/gzip') }),
    'spdx:checksum': {
      '@type': 'spdx:Checksum',
      'spdx:algorithm': {
        '@id': 'http://spdx.org/rdf/terms#checksumAlgorithm_sha256',
        '@type': 'spdx:ChecksumAlgorithm',
      },
      'spdx:checksumValue': { '@type': 'xsd:hexBinary', '@value': file.sha256 },
    },
  }))
}

function fileOf(
  { origin, publisher, attribution, datasets, words }: CatalogueSource,
  url: string,
  table: string,
  format: DumpFile['format'],
) {
  const { title, description } = datasets.find((dataset) => dataset.table === table) ?? words.cases
  const described = `${origin}/api/v1/${publisher.slug}/${table}.csv-metadata.json`
  return {
    '@id': `${url}#distribution`,
    '@type': 'dcat:Distribution',
    'dct:title': texts({
      'zh-Hant': `${title['zh-Hant']}（${format.toUpperCase()}）`,
      en: `${title.en} (${format.toUpperCase()})`,
    }),
    'dct:description': texts(description),
    'dcat:accessURL': id(url),
    'dct:format': { '@id': `${authority}/file-type/${fileTypes[format]}`, '@type': 'dct:MediaTypeOrExtent' },
    'dcat:mediaType': mediaType(mediaTypes[format as Format].split(';')[0]!),
    'dct:license': {
      '@id': licenseUrl,
      '@type': 'dct:LicenseDocument',
      'dct:title': license,
      'dct:type': concept('http://purl.org/adms/licencetype/Attribution', 'Attribution'),
    },
    'dct:rights': {
      '@type': 'dct:RightsStatement',
      'http://www.w3.org/2000/01/rdf-schema#label': texts(attribution(title)),
    },
    'dct:language': languages,
    'http://data.europa.eu/r5r/availability': concept(`${authority}/planned-availability/STABLE`, 'stable'),
    ...(table === 'cases'
      ? {}
      : { 'dct:conformsTo': { '@id': described, '@type': 'dct:Standard', 'dct:title': 'CSV on the Web' } }),
  }
}

const agent = ({ origin, publisher }: CatalogueSource) => ({
  '@id': `${origin}/${publisher.slug}`,
  '@type': 'foaf:Agent',
  'foaf:name': texts(publisher.name),
  'foaf:homepage': { '@id': `${origin}/${publisher.slug}/help`, '@type': 'foaf:Document' },
})

/** Whom to ask: in the government's own words, and the page that says more. */
const contactOf = ({ origin, publisher }: CatalogueSource) => ({
  '@id': `${origin}/${publisher.slug}/help#contact`,
  '@type': 'vcard:Kind',
  'vcard:fn': publisher.contact?.['zh-Hant'] ?? publisher.contact?.en ?? publisher.name['zh-Hant'],
  'vcard:hasURL': id(`${origin}/${publisher.slug}/help`),
})

function id(iri: string) {
  return { '@id': iri }
}
const concept = (iri: string, label: string) => ({
  '@id': iri,
  '@type': 'http://www.w3.org/2004/02/skos/core#Concept',
  'http://www.w3.org/2004/02/skos/core#prefLabel': { '@language': 'en', '@value': label },
})
const mediaType = (type: string) => ({
  '@id': `https://www.iana.org/assignments/media-types/${type}`,
  '@type': 'dct:MediaType',
})
const moment = (iso: string) => ({ '@type': 'xsd:dateTime', '@value': iso })
const texts = (words: Both) =>
  Object.entries(words).map(([language, value]) => ({ '@language': language, '@value': value }))
