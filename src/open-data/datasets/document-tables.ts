// The tables of a case as a document: each text that everybody could read, and where the case is mentioned or linked.
import { loadCases } from '../../domain/proposals/public-proposal.ts'
import { textsOfCase } from '../../domain/proposals/public-versions.ts'
import { textIsShown } from '../../domain/proposals/text-shown.ts'
import { isoWithOffset } from '../../lib/calendar.ts'
import type { CaseTable, Taking } from './case-tables.ts'
import { type Row, tableOf } from './table.ts'

const versionsTable = tableOf(
  'versions',
  {
    ...{ government: 'text', number: 'text', text_version: 'integer', url: 'text', from_at: 'moment' },
    ...{ until_at: 'moment', title: 'text', problem: 'text', asks: 'text', benefit: 'text' },
  },
  ['number', 'text_version'],
)

/** Of what is not public, or not any more, no line. */
export const versions: CaseTable<typeof versionsTable.columns, Row<typeof versionsTable.columns>> = {
  table: versionsTable,
  rows: async (taking, ids) => {
    const { government, origin } = taking
    const at = (moment: Date | null) => moment && isoWithOffset(moment, government.timeZone)
    return (await open(taking, ids)).flatMap(({ row, has }) =>
      textIsShown(row)
        ? textsOfCase(row, has).map(({ number, from, until, title, problem, asks, benefit }) => ({
            government: government.slug,
            ...{ number: row.number, text_version: number },
            url: `${origin}/${government.slug}/proposals/${row.number}/versions/text-${number}`,
            ...{
              from_at: at(from),
              until_at: at(until),
              title,
              problem,
              asks: asks.join('\n'),
              benefit: benefit || null,
            },
          }))
        : [],
    )
  },
}

const mentionsTable = tableOf(
  'mentions',
  {
    ...{ government: 'text', number: 'text', relation: 'text', url: 'text', title: 'text', publisher: 'text' },
    ...{ published_on: 'date', other_number: 'text' },
  },
  ['number', 'url'],
)

/** Only what staff have checked. `other_number`: of a case of the same government. */
export const mentions: CaseTable<typeof mentionsTable.columns, Row<typeof mentionsTable.columns>> = {
  table: mentionsTable,
  rows: async (taking, ids) => {
    const { government, origin } = taking
    return (await open(taking, ids)).flatMap(({ row, has }) =>
      has.references.map(({ kind, url, title, publisher, publishedOn, number, caseTitle }) => ({
        government: government.slug,
        ...{ number: row.number, relation: kind },
        url: url ?? `${origin}/${government.slug}/proposals/${number}`,
        ...{ title: url === null ? caseTitle : title, publisher, published_on: publishedOn, other_number: number },
      })),
    )
  },
}

/** A case that was hidden since its id was read is not told. */
const open = async ({ db, government, at }: Taking, ids: string[]) =>
  (await loadCases(db, ids, { at, timeZone: government.timeZone })).filter(({ row }) => row.listed)
