// What each column of a table means, for people and for programs: CSV on the Web, W3C (https://www.w3.org/TR/tabular-metadata/). Pure.
import type { Columns, Kind, Table } from './table.ts'

const datatypes: { [kind in Kind]: string } = {
  text: 'string',
  integer: 'integer',
  boolean: 'boolean',
  date: 'date',
  moment: 'dateTime',
}

export type Both = { 'zh-Hant': string; en: string }
const languageValues = (words: Both) =>
  Object.entries(words).map(([language, value]) => ({ '@value': value, '@language': language }))

type CsvwAbout = {
  /** address of the file that it describes, relative to its own */
  url: string
  title: Both
  description: Both
  attribution: Both
  publisher: Both
  licenseUrl: string
  /** what a column means, by its name */
  meaning: (column: string) => Both
}

/** A table's metadata, as it lies beside its file under the file's name and `-metadata.json`. */
export function csvwOf(table: Table<Columns>, about: CsvwAbout) {
  const columns = Object.entries(table.columns)
  return {
    '@context': ['http://www.w3.org/ns/csvw', { '@language': 'zh-Hant' }],
    '@type': 'Table',
    url: about.url,
    'dc:title': languageValues(about.title),
    'dc:description': languageValues(about.description),
    'dc:license': { '@id': about.licenseUrl },
    'dc:rights': languageValues(about.attribution),
    'dc:publisher': languageValues(about.publisher),
    dialect: { encoding: 'utf-8', header: true, delimiter: ',', lineTerminators: ['\r\n'], quoteChar: '"' },
    tableSchema: {
      columns: columns.map(([name, kind]) => ({
        name,
        titles: name,
        datatype: datatypes[kind],
        required: false,
        'dc:description': languageValues(about.meaning(name)),
        ...(name === 'supporting_agencies' ? { separator: ';' } : {}),
      })),
      primaryKey: [...table.key],
    },
  }
}
