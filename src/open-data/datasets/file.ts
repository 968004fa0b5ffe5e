// A table on its way out: its headers, and its lines as they are read. So many at once are made in one process; who comes beyond
// that is told when to come again, since each takes its share of every other visitor's time.
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isoWithOffset } from '../../lib/calendar.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { type GovernmentJson, license, licenseUrl } from '../case-head.ts'
import type { Both } from './csvw.ts'
import { type Format, mediaTypes } from './formats.ts'
import type { AnyRow, Columns, Table } from './table.ts'
import { type FileAbout, tableAs } from './write-table.ts'

const mostAtOnce = 4
const comeAgainIn = 15 // s

/** A sentence in both languages. */
export const inBoth = (key: string, params?: { [name: string]: unknown }): Both => ({
  'zh-Hant': translator('zh-Hant')(key, params),
  en: translator('en')(key, params),
})

export const nameOf = ({ slug, name }: Pick<GovernmentJson, 'slug' | 'name'>): Both => ({
  'zh-Hant': name['zh-Hant'] ?? name.en ?? slug,
  en: name.en ?? name['zh-Hant'] ?? slug,
})

/** The sentence that whoever passes the data on owes its government. */
export function attributionOf(government: Pick<GovernmentJson, 'slug' | 'name'>, title: Both, year: string): Both {
  const name = nameOf(government)
  return {
    'zh-Hant': translator('zh-Hant')('data.attribution', { name: name['zh-Hant'], year, title: title['zh-Hant'] }),
    en: translator('en')('data.attribution', { name: name.en, year, title: title.en }),
  }
}

export type File = {
  table: Table<Columns>
  format: Format
  government: GovernmentJson
  origin: string
  at: Date
  /** of the file, without its ending */
  name: string
  /** whose words on the columns it points to; where it is none, its own government's */
  described?: string
  lines: AsyncIterable<AnyRow[]>
}

/** Sends tables; one sender for each application, which counts those under way. */
export function fileSender() {
  let underWay = 0
  return (request: FastifyRequest, reply: FastifyReply, file: File): FastifyReply => {
    const { table, format, government, origin, at } = file
    const described_by = `${origin}/api/v1/${file.described ?? government.slug}/${table.name}.csv-metadata.json`
    reply
      .type(mediaTypes[format])
      .header('content-disposition', `attachment; filename="${file.name}.${format}"`)
      .header(
        'link',
        `<${described_by}>; rel="describedby"; type="application/csvm+json", <${licenseUrl}>; rel="license"`,
      )
    if (request.method === 'HEAD') return reply.send(Readable.from([]))
    if (underWay >= mostAtOnce) throw Object.assign(httpError(503, 'data.error.busy'), { retryAfter: comeAgainIn })
    underWay++
    const taken_at = isoWithOffset(at, government.timeZone)
    const title = inBoth(`data.tables.${table.name}.title`)
    const about: FileAbout = {
      ...{ title, license, license_url: licenseUrl, described_by, taken_at },
      attribution: attributionOf(government, title, taken_at.slice(0, 4)),
    }
    const stream = Readable.from(tableAs(format, table, file.lines, about), { objectMode: false })
    stream.once('close', () => underWay--)
    return reply.send(stream)
  }
}
