// The tables of a case as a document: each text that everybody could read, and where the case is mentioned or linked.
import { loadCaseTexts } from '../../domain/proposals/public-proposal.ts'
import { referenceRowsOf } from '../../domain/proposals/public-references.ts'
import { textsOfCase } from '../../domain/proposals/public-versions.ts'
import { publicNumbers } from '../../domain/proposals/store.ts'
import { textIsShown } from '../../domain/proposals/text-shown.ts'
import { isoWithOffset } from '../../lib/calendar.ts'
import { grouped } from '../../lib/group.ts'
import type { CaseTable } from './case-tables.ts'
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
    const { db, government, origin } = taking
    const at = (moment: Date | null) => moment && isoWithOffset(moment, government.timeZone)
    return (await loadCaseTexts(db, ids)).flatMap(({ row, has }) =>
      row.listed && textIsShown(row) // a case that was hidden since its id was read is not told
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
  rows: async ({ db, government, origin }, ids) => {
    const references = await referenceRowsOf(db, ids)
    if (!references.length) return [] // as most cases have none
    const [of, numbers] = [grouped(references, (r) => r.proposalId), await publicNumbers(db, ids)]
    return ids.flatMap((id) =>
      (numbers.has(id) ? of(id) : []).map(({ kind, url, title, publisher, publishedOn, number, caseTitle }) => ({
        government: government.slug,
        ...{ number: numbers.get(id)!, relation: kind },
        url: url ?? `${origin}/${government.slug}/proposals/${number}`,
        ...{ title: url === null ? caseTitle : title, publisher, published_on: publishedOn, other_number: number },
      })),
    )
  },
}
