// What the catalogue tells of one government, read from its rows and from the folder of dumps.
import type { Config } from '../../config.ts'
import type { Government } from '../../domain/governments/government.ts'
import { oldestCaseAt } from '../../domain/search/list-batches.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { meaningOf } from '../data-page.ts'
import type { Both } from '../datasets/csvw.ts'
import { datasets } from '../datasets/datasets.ts'
import { attributionOf, inBoth, nameOf } from '../datasets/file.ts'
import { newestDump } from '../dumps/dump-index.ts'
import type { CatalogueSource, Described, Publisher } from './catalogue.ts'
import { type Registered, registeredAs } from './data-gov-tw.ts'

export async function tellCatalogue(
  db: Db,
  government: Government,
  config: Pick<Config, 'dumps'>,
  origin: string,
  at: Date,
): Promise<CatalogueSource> {
  const oldest = await oldestCaseAt(db, government.id)
  const name = nameOf(government)
  const year = localDate(at, government.timeZone).slice(0, 4)
  return {
    origin,
    publisher: publisherOf(government),
    attribution: (title) => attributionOf(government, title, year),
    datasets: datasets.map(({ table }) => described(table.name)),
    since: oldest && localDate(oldest, government.timeZone),
    dump: config.dumps && newestDump(config.dumps.folder, government.slug),
    words: {
      catalogue: {
        title: nameIn('data.catalogue.title', name),
        description: nameIn('data.catalogue.description', name),
      },
      service: {
        title: nameIn('data.catalogue.service.title', name),
        description: inBoth('data.catalogue.service.description'),
      },
      cases: {
        table: 'cases',
        title: inBoth('data.dumps.cases'),
        description: inBoth('data.dumps.words'),
        keywords: inBoth('data.catalogue.keywords'),
      },
    },
  }
}

/** The words for the catalogue of all governments. */
export const allWords = () => ({
  title: inBoth('data.catalogue.all.title'),
  description: inBoth('data.catalogue.all.description'),
})

/** What data.gov.tw asks to know of each table. */
export function registered(government: Government, origin: string, at: Date): Registered[] {
  const today = localDate(at, government.timeZone)
  const t = translator('zh-Hant')
  const meaning = (column: string) => meaningOf(column, t)
  return datasets.map(({ table }) =>
    registeredAs(described(table.name), table, publisherOf(government), origin, today, meaning),
  )
}

const publisherOf = (government: Government): Publisher => ({
  ...{ slug: government.slug, name: nameOf(government), contact: government.contact, createdAt: government.createdAt },
  country: government.country,
})

const described = (table: string): Described => ({
  table,
  title: inBoth(`data.tables.${table}.title`),
  description: inBoth(`data.tables.${table}.words`),
  keywords: inBoth('data.catalogue.keywords'),
})

const nameIn = (key: string, name: Both): Both => ({
  'zh-Hant': translator('zh-Hant')(key, { name: name['zh-Hant'] }),
  en: translator('en')(key, { name: name.en }),
})
